import { describe, expect, test } from "vitest";
import type { Anchor } from "#core/nouns/signal.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { type Fact, type Facts, known, missing } from "#detection/facts/fact.ts";
import { gatherFacts } from "#detection/facts/gather.ts";
import { lazyFacts } from "#detection/facts/lazy-facts.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { evaluate, evaluateRule } from "#detection/rules/evaluate.ts";
import { isInForceAt, Node, targetOf } from "#detection/rules/grammar.ts";
import { readFields } from "#detection/text/fields.ts";
import { allPages } from "./sample-pages.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-01T00:00:00Z") });
const place = (start: number): Anchor => ({ kind: "text", field: "text", start, end: start + 1, raw: "x" });
const facts: Facts = new Map<string, Fact>([
  ["site.host", known("a.example", [{ kind: "text", field: "url", start: 8, end: 17, raw: "a.example" }])],
  ["three", known(3, [place(1), place(2), place(3)])],
  ["four", known(4, [place(9)])],
  ["none", known(0)],
  ["name", known("Công ty Một")],
  ["sameName", known("Công ty Một", [place(5)])],
  ["early", known("2026-10-01T08:00:00+07:00")],
  ["late", known("2026-10-01T02:00:00Z", [place(7)])],
  ["broken", missing("không đọc được")],
]);
const subjectOf = (text = "", labels?: ReadonlySet<string>) => ({
  facts,
  labels,
  fields: readFields(pageFromText({ url: "https://a.example/", title: "", text }), knowledge.lexicon),
});
const ask = (when: unknown, text?: string, labels?: ReadonlySet<string>) =>
  evaluate(Node.parse(when), subjectOf(text, labels));

describe("a fact against a fact", () => {
  test.each<[string, unknown, boolean | null]>([
    ["numbers in order", { fact: "three", lte: { fact: "four" } }, true],
    ["numbers out of order", { fact: "four", lte: { fact: "three" } }, false],
    ["equal texts", { fact: "name", is: { fact: "sameName" } }, true],
    ["times in two zones", { fact: "early", lte: { fact: "late" } }, true],
    ["the later time first", { fact: "late", lte: { fact: "early" } }, false],
    ["an unknown other side", { fact: "three", lte: { fact: "broken" } }, null],
    ["another side that nobody computed", { fact: "three", gte: { fact: "nowhere" } }, null],
    ["a text against a number", { fact: "name", gte: 1 }, null],
    ["a name against a time", { fact: "name", lte: { fact: "late" } }, null],
  ])("%s", (_, when, truth) => {
    expect(ask(when).truth).toBe(truth);
  });

  test("shows the places of both", () => {
    expect(ask({ fact: "three", lte: { fact: "four" } }).anchors).toEqual([place(1), place(2), place(3), place(9)]);
    expect(ask({ fact: "name", is: { fact: "sameName" } }).anchors).toEqual([place(5)]);
  });
});

describe("a count", () => {
  const text = "Tài xỉu, xóc đĩa và lại tài xỉu.";
  test("counts hits or different terms, each place once though fields overlap", () => {
    const count = { banks: ["gambling-core", "gambling-casino"], fields: ["text", "main"] };
    expect(ask({ count, gte: 3, lte: 3 }, text).truth).toBe(true);
    expect(ask({ count: { ...count, of: "terms" }, gte: 3 }, text).truth).toBe(false);
    expect(ask({ count: { ...count, of: "terms" }, gte: 2 }, text).terms).toEqual(["Tài xỉu", "xóc đĩa"]);
  });

  test("counts the places of a fact, and not those of one that is not known", () => {
    expect(ask({ count: { fact: "three" }, gte: { fact: "three" } }).truth).toBe(true);
    expect(ask({ count: { fact: "broken" }, gte: 1 }).truth).toBe(null);
  });

  test("of nothing is shown by where one looked", () => {
    expect(ask({ count: { banks: ["gambling-core"], fields: ["title"] }, lte: 0 })).toMatchObject({
      truth: true,
      anchors: [{ kind: "absence", searched: ["title"] }],
    });
  });
});

describe("a label", () => {
  const press = { label: { any: ["registry.press", "registry.portal"] } };
  test("is held, is not held, or was not looked at", () => {
    expect(ask(press, "", new Set(["registry.press"]))).toMatchObject({
      truth: true,
      terms: ["registry.press"],
      anchors: [{ raw: "a.example" }],
    });
    expect(ask(press, "", new Set(["registry"])).truth).toBe(false);
    expect(ask(press).truth).toBe(null);
    expect(ask({ not: press }).truth).toBe(null);
  });

  test("that no grammar knows is refused", () => {
    expect(Node.safeParse({ label: { any: ["Báo Chí"] } }).success).toBe(false);
    expect(Node.safeParse({ label: { any: [] } }).success).toBe(false);
  });
});

describe("near", () => {
  const near = (extra: object = {}) => ({ near: { a: "gambling-core", b: "gambling-offer", within: 6, ...extra } });
  test("shows the two terms that stand nearest, whichever comes first", () => {
    const text = "Nạp rút ở đâu cũng được, riêng nhà cái cho nạp rút nhanh.";
    const { anchors } = ask(near(), text);
    const starts = anchors.map((a) => (a.kind === "text" ? a.start : -1));
    expect(starts).toContain(text.indexOf("nhà cái"));
    expect(starts).toContain(text.lastIndexOf("nạp rút"));
    expect(starts).not.toContain(0);
  });

  test("asks for the order where it is told to", () => {
    expect(ask(near(), "Nạp rút nhanh tại nhà cái").truth).toBe(true);
    expect(ask(near({ order: "a-first" }), "Nạp rút nhanh tại nhà cái").truth).toBe(false);
    expect(ask(near({ order: "a-first" }), "Nhà cái cho nạp rút nhanh").truth).toBe(true);
  });

  test("counts words on from one hidden element to the next", () => {
    const apart = "một hai ba bốn năm sáu bảy tám chín mười";
    const page = (between: string) => {
      const html = `<p>Trang.</p><div style="display:none">nhà cái</div>${between}<div style="display:none">nạp rút nhanh</div>`;
      return extractPage({ url: "https://a.example/", finalUrl: "https://a.example/", status: 200, html });
    };
    const truth = (between: string) =>
      evaluate(Node.parse(near({ field: "html-hidden" })), {
        facts,
        fields: readFields(page(between), knowledge.lexicon),
      }).truth;
    expect(truth("")).toBe(true);
    expect(truth(`<div style="display:none">${apart}</div>`)).toBe(false);
  });

  test("does not take one word for its own neighbour", () => {
    expect(ask({ near: { a: "gambling-core", b: "gambling-core", within: 6 } }, "Nhà cái").truth).toBe(false);
  });
});

describe("a rule", () => {
  const when = Node.parse({
    any: [
      { fact: "three", gte: 1 },
      { fact: "broken", is: true },
    ],
  });
  test("is skipped without what it may not do without, though the rest would decide", () => {
    expect(evaluateRule({ when }, subjectOf()).truth).toBe(true);
    const skipped = evaluateRule({ when, skipIfMissing: ["three", "broken"] }, subjectOf());
    expect(skipped).toMatchObject({ truth: null, missing: ["broken: không đọc được"] });
    expect(evaluateRule({ when, skipIfMissing: ["labels"] }, subjectOf()).truth).toBe(null);
    expect(evaluateRule({ when, skipIfMissing: ["labels"] }, subjectOf("", new Set())).truth).toBe(true);
  });

  test("holds from its first day to its last", () => {
    const rule = { since: "2026-07-01", until: "2026-12-31" };
    const on = (day: string) => isInForceAt(rule, new Date(`${day}T12:00:00Z`));
    expect(["2026-06-30", "2026-07-01", "2026-12-31", "2027-01-01"].map(on)).toEqual([false, true, true, false]);
    expect(isInForceAt({}, new Date(0))).toBe(true);
  });

  test("has the target of its own, of its pack, or of its category", () => {
    expect(targetOf({ category: "gambling", target: 0.9 }, { target: 0.5 })).toBe(0.5);
    expect(targetOf({ category: "gambling", target: 0.9 }, {})).toBe(0.9);
    expect(targetOf({ category: "gambling" }, {})).toBe(0.97);
    expect(targetOf({ category: "imprint" }, {})).toBe(0.85);
  });
});

test("facts asked one by one are those gathered at once, in any order of asking", () => {
  for (const page of Object.values(allPages)) {
    const subjects = () => ({
      page,
      fields: readFields(page, knowledge.lexicon),
      knowledge,
      context: { kind: "site" as const },
    });
    const all = [...gatherFacts(subjects())];
    const lazy = lazyFacts(subjects());
    for (const [name, fact] of all.toReversed()) expect([name, lazy.get(name)]).toEqual([name, fact]);
    expect(lazyFacts(subjects()).get("nobody.gives")).toBe(undefined);
    expect(new Map(lazyFacts(subjects()))).toEqual(new Map(all));
  }
});
