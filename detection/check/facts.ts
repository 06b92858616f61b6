// Promises the `check.*`, `denial.*` and `picture.*` facts: why a page is worth checking first. An order for people, never a verdict.
//
// Factual claims only (health, disaster, money, orders of the state, kidnapping); no cue reads an opinion.
import { showDay } from "#core/vietnam-time.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { isKnown, known, missing, type Fact, type Facts } from "../facts/fact.ts";
import { type Gather } from "../facts/page.ts";
import type { FieldHit, Fields } from "../text/fields.ts";
import { recycledFacts } from "./recycled.ts";

const topics = {
  "check-cure": "chữa bệnh",
  "check-disaster": "tai họa",
  "check-state-order": "lệnh của nhà nước",
  "check-kidnap": "bắt cóc",
  "check-money": "tiền bạc",
} as const;
const appeals = {
  "check-spread": "kêu gọi lan truyền",
  "check-hearsay": "nguồn tin mơ hồ",
  "check-hidden": "nói sự thật bị che giấu",
} as const;

/** Words within which an appeal belongs to a claim. */
const reachWords = 60;

/** Words of a denial said of the message itself: "không phải tin giả". */
const negation = /không\s(?:phải|là|hề)(?:\slà)?\s$/iu;

export const checkFacts: Gather = (subjects, site, facts) => {
  const { page, fields } = subjects;
  const hits = [...fields.hits("text"), ...fields.hits("title")];
  const claims = hits.filter((h) => h.bank in topics);
  const calls = hits.filter((h) => h.bank in appeals);
  const near = nearPairs(fields);
  const debunks = hits.filter((h) => h.bank === "check-debunk" && !isNegated(h, page.text, page.title?.text ?? ""));
  const shouts = [...page.text.slice(0, 200_000).matchAll(/!{3,}|‼|🚨|🆘/gu)].length;
  const groups = [
    ...new Set([...claims, ...calls].map((h) => ({ ...topics, ...appeals })[h.bank as keyof typeof topics])),
  ];
  const anchorsOf = (list: FieldHit[]) => list.map((h) => h.anchor);
  const parts = {
    topics: distinct(claims),
    appeals: distinct(calls),
    near: near.length,
    shouts,
    debunked: debunks.length > 0,
    official: isTrue(facts, "kind.press") || isTrue(facts, "kind.publicHost"),
  };
  return [
    ["check.topics", known(parts.topics, anchorsOf(claims))],
    ["check.appeals", known(parts.appeals, anchorsOf(calls))],
    [
      "check.near",
      known(
        near.length,
        near.flatMap((p) => [p.claim.anchor, p.call.anchor]),
      ),
    ],
    ["check.cueNames", known(groups.join(", "), anchorsOf([...claims, ...calls]))],
    ["check.shouts", known(shouts)],
    ["check.debunks", known(debunks.length, anchorsOf(debunks))],
    ["check.score", known(orderOf(parts), anchorsOf([...claims, ...calls]))],
    ...denialFacts(subjects, debunks),
    ...recycledFacts(subjects, site),
  ];
};

const distinct = (hits: FieldHit[]) => new Set(hits.map((h) => h.bank)).size;

const isTrue = (facts: Facts, name: string) => {
  const fact = facts.get(name);
  return fact !== undefined && isKnown(fact) && fact.value === true;
};

/** A claim and the nearest appeal to it, one pair for each kind of claim. */
function nearPairs(fields: Fields): { claim: FieldHit; call: FieldHit }[] {
  const pairs = new Map<string, { claim: FieldHit; call: FieldHit }>();
  for (const field of ["text", "title"] as const) {
    const hits = fields.hits(field).toSorted((a, b) => a.word - b.word);
    const calls = hits.filter((h) => h.bank in appeals);
    let from = 0;
    for (const claim of hits.filter((h) => h.bank in topics)) {
      while (from < calls.length && calls[from]!.word < claim.word - reachWords) from += 1;
      const call = calls[from];
      if (call && Math.abs(call.word - claim.word) <= reachWords && !pairs.has(claim.bank))
        pairs.set(claim.bank, { claim, call });
    }
  }
  return [...pairs.values()];
}

function isNegated(hit: FieldHit, text: string, title: string): boolean {
  const source = hit.anchor.kind === "text" && hit.anchor.field === "title" ? title : text;
  return negation.test(source.slice(Math.max(0, hit.start - 20), hit.start));
}

interface Parts {
  topics: number;
  appeals: number;
  near: number;
  shouts: number;
  debunked: boolean;
  official: boolean;
}

/** 0 to 100: what to read first. A sum of the cues that are shown, no probability. */
function orderOf(p: Parts): number {
  const sum =
    Math.min(p.near, 3) * 20 +
    Math.min(p.appeals, 3) * 8 +
    Math.min(p.topics, 3) * 4 +
    (p.shouts > 0 && p.appeals > 0 ? 4 : 0) -
    (p.debunked ? 30 : 0) -
    (p.official ? 40 : 0);
  return Math.max(0, Math.min(100, sum));
}

function denialFacts({ page, context }: Parameters<Gather>[0], debunks: FieldHit[]): [string, Fact][] {
  const { denials } = context;
  if (denials === undefined) {
    const none = missing("chưa nhập tin bác bỏ chính thức nào");
    return ["match", "reported", "issuer", "title", "date"].map((name): [string, Fact] => [`denial.${name}`, none]);
  }
  const isReport = debunks.length > 0;
  const anchors = denials.flatMap((d): Anchor[] => [
    ...d.spans.slice(0, 4).map(
      (s): Anchor => ({
        kind: "text",
        field: "text",
        start: s.start,
        end: s.end,
        raw: page.text.slice(s.start, s.end),
      }),
    ),
    {
      kind: "difference",
      between: [page.finalUrl, d.url || `${d.issuer}, ${d.deniedOn}`],
      what: `${d.issuer} gọi là “${d.label}” ngày ${showDay(d.deniedOn)}: “${d.title}”`,
      shared: d.spans,
    },
  ]);
  const first = denials[0];
  return [
    ["denial.match", known(isReport ? 0 : denials.length, anchors)],
    [
      "denial.reported",
      known(isReport ? denials.length : 0, isReport ? [...debunks.map((h) => h.anchor), ...anchors] : []),
    ],
    ["denial.issuer", known(first?.issuer ?? "", anchors)],
    ["denial.title", known(first?.title ?? "", anchors)],
    ["denial.date", known(first ? showDay(first.deniedOn) : "", anchors)],
  ];
}
