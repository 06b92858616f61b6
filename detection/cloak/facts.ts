// Promises the facts of cloaking: what this visitor is shown that an ordinary desktop visitor of the same address is not.
import type { Face } from "#core/nouns/observation.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { isOrdinary, Vantage } from "#core/nouns/vantage.ts";
import { known, missing, type Fact } from "../facts/fact.ts";
import type { Gather } from "../facts/page.ts";
import { compareFaces, type Difference, type DifferenceKind, sayVisitor } from "./compare-faces.ts";
import { describeContent } from "./describe-face.ts";

const names = [
  "cloak.differences",
  "cloak.visitor",
  "cloak.what",
  "cloak.ordinaryGambling",
  "cloak.ordinaryHidden",
  "cloak.ordinaryImpersonation",
] as const;

const unknownAll = (why: string): [string, Fact][] => names.map((name) => [name, missing(why)]);

/** The face of an ordinary visitor that is compared: seen as this one was, with a browser where only a browser showed this one. */
function chooseOrdinary(faces: readonly Face[], needsScript: boolean): Face | null {
  const ordinary = faces.filter((face) => {
    const vantage = Vantage.safeParse(face.vantage).data;
    return vantage !== undefined && isOrdinary(vantage);
  });
  if (needsScript) return ordinary.find((face) => face.via === "browser") ?? null;
  return ordinary.find((face) => face.vantage === "desktop") ?? ordinary[0] ?? null;
}

const kindNames: Record<DifferenceKind, string> = {
  answer: "trang trả lời",
  site: "nơi đến",
  text: "lời văn",
  terms: "từ ngữ cờ bạc",
  hosts: "liên kết ra ngoài",
  score: "dấu hiệu",
};

const anchorOf = ({ between, what }: Difference): Anchor => ({ kind: "difference", between, what });

/**
 * Missing unless the faces of the scan were handed in and an ordinary one is among them. The page itself is compared
 * without a score, which its own signals carry.
 */
export const cloakFacts: Gather = ({ page, fields, context }) => {
  const vantage = Vantage.safeParse(context.vantage ?? "").data;
  if (!context.faces || vantage === undefined) return unknownAll("chưa so với mặt trang mà người khác thấy");
  if (isOrdinary(vantage)) return ordinaryFacts;
  const other = chooseOrdinary(context.faces, vantage.endsWith("-script"));
  if (!other) return unknownAll("không có mặt trang của người mở bằng máy tính để so");
  const own: Face = { vantage, via: "browser", scores: {}, ...describeContent(page, fields) };
  const differences = compareFaces(own, [other]);
  const anchors = differences.map(anchorOf);
  const score = (category: string): Fact => known(other.scores[category] ?? 0);
  return [
    ["cloak.differences", known(differences.length, anchors)],
    ["cloak.visitor", known(sayVisitor(vantage))],
    ["cloak.what", known([...new Set(differences.map((d) => kindNames[d.kind]))].join(", "), anchors)],
    ["cloak.ordinaryGambling", score("gambling")],
    ["cloak.ordinaryHidden", score("hidden_gambling_links")],
    ["cloak.ordinaryImpersonation", score("impersonation")],
  ];
};

/** Nothing is hidden from the visitor whose page this is. */
const ordinaryFacts: [string, Fact][] = [
  ["cloak.differences", known(0)],
  ["cloak.visitor", known(sayVisitor("desktop"))],
  ["cloak.what", known("")],
  ["cloak.ordinaryGambling", known(0)],
  ["cloak.ordinaryHidden", known(0)],
  ["cloak.ordinaryImpersonation", known(0)],
];
