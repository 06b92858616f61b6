// Promises the facts that compare a shown licence with registers, terms and earlier scans; what was not looked up is missing.
import { showDay } from "#core/vietnam-time.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import type { DetectionContext } from "../detect.ts";
import { known, missing, type Fact } from "../facts/fact.ts";
import type { Site } from "../facts/page.ts";
import type { Knowledge } from "../knowledge.ts";
import type { ShownLine } from "./facts.ts";
import type { Foot } from "./foot.ts";
import type { Imprint } from "./imprint.ts";
import { type Bearer, type IndexedRow, isLapsed, type RegisterIndex, rowsOfHost } from "./register.ts";
import { findReuse } from "./reuse.ts";
import { impossibleBecause, isPastTerm, longestTerm } from "./terms.ts";
import { type LookUp, lookUpLicence } from "./truth.ts";

const contradictions = new Set(["borrowed", "expired", "owner-mismatch", "impossible"]);
const noRegister = "chưa nhập sổ cấp phép";

export function registerFacts(
  { knowledge, context }: { knowledge: Knowledge; context: DetectionContext },
  site: Site,
  foot: Foot,
  shown: ShownLine | null,
  imprint: Imprint,
): [string, Fact][] {
  const bearer: Bearer = {
    host: site.host,
    site: site.domain,
    owner: imprint.governing?.text ?? imprint.owner?.text ?? null,
  };
  const { register } = knowledge;
  const found = shown && register ? lookUpLicence(register, shown.line, bearer, knowledge.now) : null;
  return [
    ...statusFacts(register, found, knowledge.now, site, foot, shown),
    ...hostFacts(register, bearer, knowledge.now),
    ...termFacts(shown, found, knowledge.now),
    ...reuseFacts(context, bearer, shown),
  ];
}

const rowAnchor = (row: string, register: { name: string; importedAt: string }): Anchor => ({
  kind: "register",
  register: register.name,
  row,
  importedAt: register.importedAt,
});

/** "nhập ngày 22/11/2026", or every register with its day. */
function sayDates(register: RegisterIndex): string {
  const days = [...new Set(register.registers.map((r) => showDay(r.importedAt)))];
  if (days.length === 1) return days[0]!;
  return register.registers.map((r) => `${r.name}: ${showDay(r.importedAt)}`).join(", ");
}

function statusFacts(
  register: RegisterIndex | null,
  found: LookUp | null,
  now: Date,
  site: Site,
  foot: Foot,
  shown: ShownLine | null,
): [string, Fact][] {
  const absent: Anchor = { kind: "absence", searched: foot.sure ? ["footer", "text"] : ["text"] };
  const impossible = shown ? (found ? found.why : (impossibleBecause(shown.line, now) ?? "")) : "";
  const at = (l: LookUp) => rowAnchor(l.row, l.register ?? { name: register!.name, importedAt: register!.importedAt });
  let status: Fact = missing(noRegister);
  if (!shown)
    status = foot.unread === "" ? known("missing", [absent]) : missing(`chưa đọc được chân trang: ${foot.unread}`);
  else if (impossible) status = known("impossible", shown.anchors);
  else if (found) status = known(found.status, [...shown.anchors, at(found)]);
  const day = found?.register ? showDay(found.register.importedAt) : register ? sayDates(register) : "";
  const isContradicted = (found !== null && contradictions.has(found.status)) || impossible !== "";
  return [
    ["licence.status", status],
    ["licence.contradicted", known(isContradicted, [...(shown?.anchors ?? []), ...(found ? [at(found)] : [])])],
    ["licence.confirmed", known(found?.status === "matched", found ? [at(found)] : [])],
    ["licence.impossible", known(impossible, shown?.anchors ?? [])],
    ["licence.registerDate", register ? known(day, []) : missing(noRegister)],
    ["licence.registerName", register ? known(found?.register?.name ?? register.name, []) : missing(noRegister)],
    ["licence.rowOwner", register ? known(found?.owner || "không ghi", []) : missing(noRegister)],
    ["licence.rowDomain", register ? known(found?.domain || "không ghi", []) : missing(noRegister)],
  ];
}

const overNews = new Set(["press", "aggregator", "social", "icp", "unknown"]);

function hostFacts(register: RegisterIndex | null, bearer: Bearer, now: Date): [string, Fact][] {
  if (!register)
    return [
      ["licence.hostInRegister", missing(noRegister)],
      ["licence.hostLapsed", missing(noRegister)],
      ["licence.hostIsPress", missing(noRegister)],
      ["licence.hostRow", missing(noRegister)],
    ];
  const rows = rowsOfHost(register, bearer).filter((row) => overNews.has(row.over));
  const inForce = rows.filter((row) => !isLapsed(row, now));
  const say = (row: IndexedRow) =>
    [row.number, row.issuedOn, row.kind, row.owner, row.status].filter(Boolean).join(" · ");
  const none = rowAnchor(`${bearer.site}: không có dòng nào`, register);
  const anchor = (list: IndexedRow[]) =>
    list[0] ? [rowAnchor(say(list[0]), { name: list[0].register, importedAt: list[0].importedAt })] : [none];
  const lapsed = rows.length > 0 && inForce.length === 0;
  return [
    ["licence.hostInRegister", known(inForce.length > 0, anchor(inForce))],
    ["licence.hostLapsed", known(lapsed, anchor(rows))],
    [
      "licence.hostIsPress",
      known(
        inForce.some((r) => r.over === "press"),
        anchor(inForce),
      ),
    ],
    ["licence.hostRow", known(rows[0] ? say(rows[0]) : "không có dòng nào", [])],
  ];
}

/** Past every term that the law gives; a row in force says more. */
function termFacts(shown: ShownLine | null, found: LookUp | null, now: Date): [string, Fact][] {
  const past = shown !== null && found?.status !== "matched" && isPastTerm(shown.line, now);
  const term = shown ? longestTerm(shown.line) : null;
  return [
    ["licence.pastTerm", known(past, shown?.anchors ?? [])],
    ["licence.termYears", known(term ? `${term.years} năm (${term.cite})` : "không rõ", [])],
  ];
}

function reuseFacts(context: DetectionContext, bearer: Bearer, shown: ShownLine | null): [string, Fact][] {
  if (context.seenLicences === undefined) {
    const why = "chưa so với các lần quét trước";
    return [
      ["licence.reused", missing(why)],
      ["licence.reusedHost", missing(why)],
      ["licence.reusedOwner", missing(why)],
    ];
  }
  const reuse = shown ? findReuse(shown.line, bearer.site, bearer.owner, context.seenLicences) : null;
  const anchors: Anchor[] = reuse
    ? [
        ...shown!.anchors,
        {
          kind: "difference",
          between: [bearer.host, reuse.seen.url],
          what: `cùng số ${shown!.line.span.raw.replace(/\s+/g, " ")} ngày ${showDay(`${shown!.line.issuedOn}T05:00:00Z`)}`,
        },
      ]
    : (shown?.anchors ?? []);
  return [
    ["licence.reused", known(reuse?.kind ?? "none", anchors)],
    ["licence.reusedHost", known(reuse?.seen.host ?? "", [])],
    ["licence.reusedOwner", known(reuse?.seen.owner ?? "không ghi", [])],
  ];
}
