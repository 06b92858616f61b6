// Promises the truth of one rule over one page: true with its anchors, false, or not known and why. Skipped is never false.
import type { Anchor } from "#core/nouns/signal.ts";
import type { FieldHit, Fields } from "../text/fields.ts";
import {
  askLabel,
  compareCount,
  compareFact,
  hitsIn,
  hitsOf,
  oneEach,
  quotesOf,
  unique,
  whyMissing,
} from "./compare.ts";
import { compileSearch, type LinearSearch } from "../text/linear-search.ts";
import type { FieldName, Node, Rule } from "./grammar.ts";
import { no, type Outcome, type Subject, unknown, yes } from "./outcome.ts";

export type { Outcome, Subject };

/** Longest stretch that a regular expression reads. */
const regexChars = 200_000;
const patterns = new Map<string, LinearSearch>();

/** The truth of a whole rule: skipped where data that it may not do without is missing. */
export function evaluateRule(rule: Pick<Rule, "when" | "skipIfMissing">, subject: Subject): Outcome {
  for (const name of rule.skipIfMissing ?? []) {
    const why =
      name === "labels"
        ? subject.labels === undefined
          ? "labels: chưa xem nhãn của trang"
          : null
        : whyMissing(name, subject.facts);
    if (why !== null) return unknown(why);
  }
  return evaluate(rule.when, subject);
}

/** Evaluates a node; three-valued: an unknown part leaves the whole unknown unless the other parts already decide. */
export function evaluate(node: Node, subject: Subject): Outcome {
  if ("all" in node) return both(node.all.map((n) => evaluate(n, subject)));
  if ("any" in node) return either(node.any.map((n) => evaluate(n, subject)));
  if ("not" in node) {
    const inner = evaluate(node.not, subject);
    return inner.truth === null ? inner : { ...no, truth: !inner.truth };
  }
  if ("lexicon" in node) return orUnread(lexical(node.lexicon, subject.fields), node.lexicon.fields, subject.fields);
  if ("near" in node) return orUnread(near(node.near, subject.fields), [node.near.field], subject.fields);
  if ("regex" in node) return orUnread(regex(node.regex, subject.fields), node.regex.fields, subject.fields);
  if ("count" in node) return countKnown(node, subject);
  if ("label" in node) return askLabel(node.label, subject);
  return compareFact(node, subject.facts);
}

/** What was found stands; "not found" is only known where the whole field was read. */
function orUnread(found: Outcome, asked: readonly FieldName[], fields: Fields): Outcome {
  if (found.truth !== false) return found;
  const why = asked.map((field) => fields.missing(field)).find((missing) => missing !== null);
  return why ? unknown(why) : found;
}

/** More may stand where nothing was read: a count over it is not known at all. */
function countKnown(node: Extract<Node, { count: unknown }>, subject: Subject): Outcome {
  const asked = "fields" in node.count ? node.count.fields : [];
  const why = asked.map((field) => subject.fields.missing(field)).find((missing) => missing !== null);
  return why ? unknown(why) : compareCount(node, subject);
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
  const hits =
    ask.window === undefined
      ? hitsOf(ask, fields)
      : ask.fields.flatMap((field) => densest(hitsIn(field, ask, fields), ask.window!));
  const distinct = new Set(hits.map((h) => h.term));
  if (hits.length < ask.minHits || distinct.size < ask.minDistinct) return no;
  if (ask.maxDistinct !== undefined && distinct.size > ask.maxDistinct) return no;
  if (ask.minPerThousand !== undefined) {
    const words = ask.fields.reduce((sum, f) => sum + fields.wordCount(f), 0);
    if ((hits.length * 1000) / Math.max(words, 1) < ask.minPerThousand) return no;
  }
  return yes(oneEach(hits), quotesOf(hits));
}

/** The stretch of `window` words with the most different terms, the first of equals; linear in the number of hits. */
function densest(hits: FieldHit[], window: number): FieldHit[] {
  const inside = new Map<string, number>();
  let best = { from: 0, to: -1, distinct: 0 };
  let from = 0;
  for (let to = 0; to < hits.length; to++) {
    inside.set(hits[to]!.term, (inside.get(hits[to]!.term) ?? 0) + 1);
    while (hits[to]!.word - hits[from]!.word > window) {
      const left = inside.get(hits[from]!.term)! - 1;
      if (left === 0) inside.delete(hits[from]!.term);
      else inside.set(hits[from]!.term, left);
      from++;
    }
    if (inside.size > best.distinct) best = { from, to, distinct: inside.size };
  }
  return hits.slice(best.from, best.to + 1);
}

/** Each term of bank `a` with the nearest term of `b` beside it; a stretch of text is never its own neighbour. */
function near(ask: Extract<Node, { near: unknown }>["near"], fields: Fields): Outcome {
  const hits = fields.hits(ask.field);
  const right = hits.filter((h) => h.bank === ask.b);
  const pairs: FieldHit[] = [];
  let from = 0;
  let count = 0;
  for (const left of hits.filter((h) => h.bank === ask.a)) {
    while (from < right.length && right[from]!.word < left.word - ask.within) from++;
    let partner: FieldHit | null = null;
    for (let i = from; i < right.length && right[i]!.word <= left.word + ask.within; i++) {
      const other = right[i]!;
      const isBeside = other.start >= left.end || (ask.order !== "a-first" && other.end <= left.start);
      if (isBeside && (!partner || Math.abs(other.word - left.word) < Math.abs(partner.word - left.word)))
        partner = other;
      if (partner && other.word > left.word) break; // further ones stand further away
    }
    if (!partner) continue;
    count += 1;
    pairs.push(left, partner);
  }
  return count >= ask.minPairs ? yes(oneEach(unique(pairs)), quotesOf(pairs)) : no;
}

function regex(ask: Extract<Node, { regex: unknown }>["regex"], fields: Fields): Outcome {
  let pattern = patterns.get(ask.pattern);
  if (!pattern) patterns.set(ask.pattern, (pattern = compileSearch(ask.pattern)));
  const anchors: Anchor[] = [];
  const terms = new Set<string>();
  for (const field of ask.fields) {
    for (const stretch of fields.stretches(field)) {
      const text = stretch.text.slice(0, regexChars);
      pattern.each(text, (start, end) => {
        if (anchors.length >= 200) return false;
        const anchor = end > start ? stretch.anchor(start, end) : null;
        if (anchor) anchors.push(anchor);
        terms.add(text.slice(start, end).trim());
        return true;
      });
    }
  }
  return anchors.length >= ask.minHits ? yes(anchors, [...terms]) : no;
}
