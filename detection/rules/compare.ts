// Promises comparisons of facts, counts and labels. What cannot be compared is not known, never false.
import type { Anchor } from "#core/nouns/signal.ts";
import { isKnown, type Facts, type KnownFact } from "../facts/fact.ts";
import type { FieldHit, Fields } from "../text/fields.ts";
import type { Node } from "./grammar.ts";
import { no, type Outcome, type Subject, unknown, yes } from "./outcome.ts";

type FactNode = Extract<Node, { fact: string }>;
type CountNode = Extract<Node, { count: unknown }>;
type Value = KnownFact["value"];
type Bounds = Pick<FactNode, "gte" | "lte">;

/** The other side of a comparison: its value and, where it is a fact, the places that show it. */
interface Side {
  value: Value;
  anchors: Anchor[];
}

/** Why a fact is not known, as `skipped` names it; null where it is known. */
export function whyMissing(name: string, facts: Facts): string | null {
  const fact = facts.get(name);
  if (!fact) return `${name}: không có dữ kiện này`;
  return isKnown(fact) ? null : `${name}: ${fact.missing}`;
}

export function compareFact(ask: FactNode, facts: Facts): Outcome {
  const why = whyMissing(ask.fact, facts);
  if (why !== null) return unknown(why);
  const found = facts.get(ask.fact) as KnownFact;
  const sides: Side[] = [found];
  if (ask.is !== undefined) {
    const side = readSide(ask.is, facts);
    if ("truth" in side) return side;
    if (side.value !== found.value) return no;
    sides.push(side);
  }
  if (ask.in !== undefined && !ask.in.includes(found.value)) return no;
  const bounded = withinBounds(found.value, ask, facts, ask.fact);
  if (bounded.truth !== true) return bounded;
  return yes([...sides.flatMap((s) => s.anchors), ...bounded.anchors], []);
}

export function compareCount(ask: CountNode, { fields, facts }: Subject): Outcome {
  if ("fact" in ask.count) {
    const why = whyMissing(ask.count.fact, facts);
    if (why !== null) return unknown(why);
    const { anchors } = facts.get(ask.count.fact) as KnownFact;
    const bounded = withinBounds(anchors.length, ask, facts, ask.count.fact);
    return bounded.truth === true ? yes([...anchors, ...bounded.anchors], []) : bounded;
  }
  const hits = hitsOf(ask.count, fields);
  const found = ask.count.of === "terms" ? new Set(hits.map((h) => h.term)).size : hits.length;
  const bounded = withinBounds(found, ask, facts, "count");
  if (bounded.truth !== true) return bounded;
  // A count of nothing is shown by where one looked.
  const anchors = hits.length > 0 ? oneEach(hits) : [{ kind: "absence" as const, searched: ask.count.fields }];
  return yes([...anchors, ...bounded.anchors], quotesOf(hits));
}

export function askLabel({ any }: Extract<Node, { label: unknown }>["label"], { labels, facts }: Subject): Outcome {
  if (labels === undefined) return unknown("labels: chưa xem nhãn của trang");
  const held = any.filter((name) => labels.has(name));
  if (held.length === 0) return no;
  const host = facts.get("site.host");
  return yes(host && isKnown(host) ? host.anchors : [], held);
}

function withinBounds(value: Value, { gte, lte }: Bounds, facts: Facts, name: string): Outcome {
  const anchors: Anchor[] = [];
  for (const [bound, isUpper] of [
    [gte, false],
    [lte, true],
  ] as const) {
    if (bound === undefined) continue;
    const side = readSide(bound, facts);
    if ("truth" in side) return side;
    const order = compare(value, side.value);
    if (order === null) return unknown(`${name}: không so sánh được ${String(value)} với ${String(side.value)}`);
    if (isUpper ? order > 0 : order < 0) return no;
    anchors.push(...side.anchors);
  }
  return yes(anchors, []);
}

function readSide(side: Value | { fact: string }, facts: Facts): Side | Outcome {
  if (typeof side !== "object") return { value: side, anchors: [] };
  const why = whyMissing(side.fact, facts);
  return why === null ? (facts.get(side.fact) as KnownFact) : unknown(why);
}

const isoTime = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/;

/** Below zero, zero or above; null where the two are not of one kind. */
function compare(a: Value, b: Value): number | null {
  if (typeof a === "number" && typeof b === "number") return Number.isNaN(a - b) ? null : a - b;
  if (typeof a !== "string" || typeof b !== "string" || !isoTime.test(a) || !isoTime.test(b)) return null;
  const difference = Date.parse(a) - Date.parse(b);
  return Number.isNaN(difference) ? null : difference;
}

/** Hits of banks over fields. Fields overlap (main lies in text): one place counts once. */
export function hitsOf(ask: { banks: string[]; fields: string[]; tiers?: string[] | undefined }, fields: Fields) {
  return unique(ask.fields.flatMap((field) => hitsIn(field, ask, fields)));
}

export const hitsIn = (field: string, ask: { banks: string[]; tiers?: string[] | undefined }, fields: Fields) =>
  fields
    .hits(field as Parameters<Fields["hits"]>[0])
    .filter((h) => ask.banks.includes(h.bank) && (!ask.tiers || ask.tiers.includes(h.tier)));

export function unique(hits: FieldHit[]): FieldHit[] {
  const seen = new Set<string>();
  return hits.filter((hit) => {
    const place = hit.anchor.kind === "text" ? `${hit.anchor.field}:${hit.anchor.start}:${hit.bank}` : hit.term;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

/** First the first hit of each term, then the rest: a reader sees the variety before the repetition. */
export function oneEach(hits: FieldHit[]): Anchor[] {
  const firsts = new Map<string, FieldHit>();
  for (const hit of hits) if (!firsts.has(hit.term)) firsts.set(hit.term, hit);
  const chosen = new Set(firsts.values());
  return [...chosen, ...hits.filter((h) => !chosen.has(h))].map((h) => h.anchor);
}

/** Each term once, as the page writes it where it stands first: what a sentence quotes is what its anchor cuts. */
export function quotesOf(hits: FieldHit[]): string[] {
  const firsts = new Map<string, string>();
  for (const { term, anchor, start, end } of hits) {
    const isCut = anchor.kind === "text" && anchor.raw.length === end - start;
    if (!firsts.has(term)) firsts.set(term, isCut ? anchor.raw : term);
  }
  return [...firsts.values()];
}
