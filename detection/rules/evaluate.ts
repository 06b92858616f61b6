// Promises the truth of one rule over one page: true with its anchors, false, or not known and why. Skipped is never false.
import { RE2JS } from "re2js";
import type { Anchor } from "#core/nouns/signal.ts";
import { isKnown, type Facts } from "../facts/fact.ts";
import type { FieldHit, Fields } from "../text/fields.ts";
import type { FieldName, Node } from "./grammar.ts";

export interface Outcome {
  /** null: the data to answer was missing. */
  truth: boolean | null;
  missing: string[];
  anchors: Anchor[];
  /** What was found, for `{terms}`. */
  terms: string[];
}

export interface Subject {
  fields: Fields;
  facts: Facts;
}

const no: Outcome = { truth: false, missing: [], anchors: [], terms: [] };
const unknown = (why: string): Outcome => ({ truth: null, missing: [why], anchors: [], terms: [] });
const yes = (anchors: Anchor[], terms: string[]): Outcome => ({ truth: true, missing: [], anchors, terms });

/** Longest stretch that a regular expression reads. */
const regexChars = 200_000;
const patterns = new Map<string, RE2JS>();

/** Evaluates a node; three-valued: an unknown part leaves the whole unknown unless the other parts already decide. */
export function evaluate(node: Node, subject: Subject): Outcome {
  if ("all" in node) return both(node.all.map((n) => evaluate(n, subject)));
  if ("any" in node) return either(node.any.map((n) => evaluate(n, subject)));
  if ("not" in node) {
    const inner = evaluate(node.not, subject);
    return inner.truth === null ? inner : { ...no, truth: !inner.truth };
  }
  if ("lexicon" in node) return lexical(node.lexicon, subject.fields);
  if ("near" in node) return near(node.near, subject.fields);
  if ("regex" in node) return regex(node.regex, subject.fields);
  return fact(node, subject.facts);
}

function both(parts: Outcome[]): Outcome {
  if (parts.some((p) => p.truth === false)) return no;
  const missing = parts.flatMap((p) => p.missing);
  if (parts.some((p) => p.truth === null)) return { ...no, truth: null, missing };
  return yes(
    parts.flatMap((p) => p.anchors),
    parts.flatMap((p) => p.terms),
  );
}

function either(parts: Outcome[]): Outcome {
  const found = parts.filter((p) => p.truth === true);
  if (found.length > 0)
    return yes(
      found.flatMap((p) => p.anchors),
      found.flatMap((p) => p.terms),
    );
  const missing = parts.flatMap((p) => p.missing);
  return parts.some((p) => p.truth === null) ? { ...no, truth: null, missing } : no;
}

function lexical(ask: Extract<Node, { lexicon: unknown }>["lexicon"], fields: Fields): Outcome {
  const perField = ask.fields.map((f) =>
    fields.hits(f).filter((h) => ask.banks.includes(h.bank) && (!ask.tiers || ask.tiers.includes(h.tier))),
  );
  const hits =
    ask.window === undefined ? unique(perField.flat()) : perField.flatMap((list) => densest(list, ask.window!));
  const distinct = new Set(hits.map((h) => h.term));
  if (hits.length < ask.minHits || distinct.size < ask.minDistinct) return no;
  if (ask.maxDistinct !== undefined && distinct.size > ask.maxDistinct) return no;
  if (ask.minPerThousand !== undefined) {
    const words = ask.fields.reduce((sum, f) => sum + fields.wordCount(f), 0);
    if ((hits.length * 1000) / Math.max(words, 1) < ask.minPerThousand) return no;
  }
  return yes(oneEach(hits), [...distinct]);
}

/** Fields overlap (main lies in text): one place counts once. */
function unique(hits: FieldHit[]): FieldHit[] {
  const seen = new Set<string>();
  return hits.filter((hit) => {
    const place = hit.anchor.kind === "text" ? `${hit.anchor.field}:${hit.anchor.start}:${hit.bank}` : hit.term;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

/** First the first hit of each term, then the rest: a reader sees the variety before the repetition. */
function oneEach(hits: FieldHit[]): Anchor[] {
  const firsts = new Map<string, FieldHit>();
  for (const hit of hits) if (!firsts.has(hit.term)) firsts.set(hit.term, hit);
  const chosen = new Set(firsts.values());
  return [...chosen, ...hits.filter((h) => !chosen.has(h))].map((h) => h.anchor);
}

function densest(hits: FieldHit[], window: number): FieldHit[] {
  let best: FieldHit[] = [];
  let from = 0;
  for (let to = 0; to < hits.length; to++) {
    while (hits[to]!.word - hits[from]!.word > window) from++;
    const stretch = hits.slice(from, to + 1);
    if (new Set(stretch.map((h) => h.term)).size > new Set(best.map((h) => h.term)).size) best = stretch;
  }
  return best;
}

function near(ask: Extract<Node, { near: unknown }>["near"], fields: Fields): Outcome {
  const hits = fields.hits(ask.field as FieldName);
  const right = hits.filter((h) => h.bank === ask.b);
  const pairs: FieldHit[] = [];
  let count = 0;
  let from = 0;
  for (const left of hits.filter((h) => h.bank === ask.a)) {
    while (from < right.length && right[from]!.word < left.word - ask.within) from++;
    const partner = right[from];
    if (partner && Math.abs(partner.word - left.word) <= ask.within) {
      count += 1;
      pairs.push(left, partner);
    }
  }
  return count >= ask.minPairs ? yes(oneEach(unique(pairs)), [...new Set(pairs.map((h) => h.term))]) : no;
}

function regex(ask: Extract<Node, { regex: unknown }>["regex"], fields: Fields): Outcome {
  let pattern = patterns.get(ask.pattern);
  if (!pattern) patterns.set(ask.pattern, (pattern = RE2JS.compile(ask.pattern, RE2JS.CASE_INSENSITIVE)));
  const anchors: Anchor[] = [];
  const terms = new Set<string>();
  for (const field of ask.fields) {
    for (const stretch of fields.stretches(field)) {
      const matcher = pattern.matcher(stretch.text.slice(0, regexChars));
      while (anchors.length < 200 && matcher.find()) {
        const anchor = matcher.end() > matcher.start() ? stretch.anchor(matcher.start(), matcher.end()) : null;
        if (anchor) anchors.push(anchor);
        terms.add(stretch.text.slice(matcher.start(), matcher.end()).trim());
      }
    }
  }
  return anchors.length >= ask.minHits ? yes(anchors, [...terms]) : no;
}

function fact(ask: Extract<Node, { fact: string }>, facts: Facts): Outcome {
  const found = facts.get(ask.fact);
  if (!found) return unknown(`${ask.fact}: không có dữ kiện này`);
  if (!isKnown(found)) return unknown(`${ask.fact}: ${found.missing}`);
  const { value } = found;
  const holds =
    (ask.is === undefined || value === ask.is) &&
    (ask.in === undefined || ask.in.includes(value)) &&
    (ask.gte === undefined || (typeof value === "number" && value >= ask.gte)) &&
    (ask.lte === undefined || (typeof value === "number" && value <= ask.lte));
  return holds ? yes(found.anchors, []) : no;
}
