// Promises what the shipped linear models say, in points of a score, each with the exact places that carried most of it.
import type { Anchor } from "#core/nouns/signal.ts";
import { explainCues, readCues } from "../model/cues.ts";
import { strongest, type Explanation } from "../model/explain.ts";
import { explainHost, readPieces, sayPieces } from "../model/host-pieces.ts";
import { explainWords, readabilityOf, type Place } from "../model/page-words.ts";
import { textAnchor, type FieldHit, type Fields } from "../text/fields.ts";
import { isKnown, known, missing, type Fact } from "./fact.ts";
import type { Subjects } from "./gather.ts";
import type { Gather } from "./page.ts";

const shownWords = 8;
const shownPieces = 4;
/** Terms looked through for pieces to show: shorter ones lie inside longer ones. */
const lookedThrough = 40;
const rumourBanks = new Set(["rumour", "check-spread", "check-hearsay", "check-hidden"]);

const points = (factor: number, { logOdds }: Explanation) => Math.round(factor * logOdds * 100) / 100;
const allMissing = (names: string[], why: string): [string, Fact][] =>
  names.map((name) => [`model.${name}`, missing(why)]);

/** Why a model of Vietnamese text has nothing to say of this page; null where it has. */
function muteBecause({ fields, knowledge }: Subjects): string | null {
  if (!knowledge.models) return "không dùng mô hình";
  const language = readabilityOf(fields.words("text").tokens);
  if (language === "other") return "chữ trên trang không phải tiếng Việt";
  return language === "too-short" ? "trang có quá ít chữ" : null;
}

function placeAnchor(fields: Fields): (place: Place) => Anchor {
  return ({ field, start, end }) => textAnchor(field, fields.words(field).text, start, end);
}

/** `model.gamblingPage`: points; `model.gamblingPageWords`: the strongest words as the page writes them. */
export const pageModelFacts: Gather = (subjects) => {
  const { fields, knowledge } = subjects;
  const mute = muteBecause(subjects);
  if (mute !== null) return allMissing(["gamblingPage", "gamblingPageWords"], mute);
  const { gamblingPages } = knowledge.models!;
  const said = explainWords(gamblingPages, [
    { field: "title", ...fields.words("title") },
    { field: "text", ...fields.words("text") },
  ]);
  const top = strongest(said, shownWords).map((term) => term.at!.map(placeAnchor(fields)));
  // The first place of each comes first: those are the ones quoted.
  const anchors = [...top.map((places) => places[0]!), ...top.flatMap((places) => places.slice(1))];
  const quoted = top.map(([first]) => `“${first!.kind === "text" ? first!.raw : ""}”`);
  return [
    ["model.gamblingPage", known(points(gamblingPages.factor, said), anchors)],
    ["model.gamblingPageWords", known([...new Set(quoted)].join(", "), anchors)],
  ];
};

/** `model.checkWorthy`: 0 to 100, an order in which to read; never a verdict, and no rule weighs it. */
export const orderModelFacts: Gather = (subjects) => {
  const { page, fields, knowledge } = subjects;
  const mute = muteBecause(subjects);
  if (mute !== null) return allMissing(["checkWorthy"], mute);
  const cues = readCues({ title: fields.words("title").text, text: page.text, rumours: rumoursIn(fields) });
  const said = explainCues(knowledge.models!.checkWorthy, cues);
  const speaking = said.terms.filter((term) => term.value > 0);
  const anchors = speaking.flatMap((term) => term.at!.map(placeAnchor(fields)));
  return [["model.checkWorthy", known(Math.round(100 / (1 + Math.exp(-said.logOdds))), anchors)]];
};

const rumoursIn = (fields: Fields): FieldHit[] =>
  [...fields.hits("text"), ...fields.hits("title")].filter((hit) => rumourBanks.has(hit.bank));

const hostNames = ["gamblingHost", "gamblingHostPieces", "impersonatingHost", "impersonatingHostPieces"];

/** `model.…Host`: points; `model.…HostPieces`: the letter groups that carried most. */
export const hostModelFacts: Gather = ({ knowledge }, site, facts) => {
  if (!knowledge.models) return allMissing(hostNames, "không dùng mô hình");
  const pieces = readPieces(site.host);
  if (!pieces) return allMissing(hostNames, "địa chỉ không có tên miền");
  const { gamblingHosts, impersonatingHosts } = knowledge.models;
  const gambling = explainHost(gamblingHosts, pieces);
  return [
    ["model.gamblingHost", known(points(gamblingHosts.factor, gambling), [site.anchor])],
    ["model.gamblingHostPieces", known(quotePieces(gambling, site.host), [site.anchor])],
    ...impersonating(),
  ];

  function impersonating(): [string, Fact][] {
    const likeness = facts.get("brand.hostScore");
    if (!likeness || !isKnown(likeness)) return allMissing(hostNames.slice(2), "chưa so tên miền với thương hiệu nào");
    const said = explainHost(impersonatingHosts, pieces!, { "name-likeness": Number(likeness.value) / 100 });
    return [
      ["model.impersonatingHost", known(points(impersonatingHosts.factor, said), [site.anchor])],
      ["model.impersonatingHostPieces", known(quotePieces(said, site.host), [site.anchor])],
    ];
  }
};

/** The whole name where its ending or shape carried most. */
function quotePieces(said: Explanation, host: string): string {
  const pieces = sayPieces(strongest(said, lookedThrough), shownPieces);
  return (pieces.length > 0 ? pieces : [host]).map((piece) => `“${piece}”`).join(", ");
}
