import { describe, expect, test } from "vitest";
import { categories } from "#core/nouns/category.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { known, missing, type Fact, type Facts } from "#detection/facts/fact.ts";
import { gatherFacts } from "#detection/facts/gather.ts";
import { hashOf, loadKnowledge } from "#detection/knowledge.ts";
import { evaluate } from "#detection/rules/evaluate.ts";
import { Pack, type Node } from "#detection/rules/grammar.ts";
import { fillSentence } from "#detection/rules/say.ts";
import { scoreCategory } from "#detection/score.ts";
import { readFields } from "#detection/text/fields.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-01T00:00:00Z") });
const subjectOf = (text: string, facts: Facts = new Map()) => ({
  facts,
  fields: readFields(pageFromText({ url: "https://a.example/", title: "", text }), knowledge.lexicon),
});
const truth = (when: Node, text = "", facts?: Facts) => evaluate(when, subjectOf(text, facts)).truth;
const parse = (when: unknown) =>
  Pack.parse({
    category: "gambling",
    title: "thử",
    thresholds: { flag: 4, review: 2 },
    rules: [
      {
        id: "gam.x",
        state: "live",
        source: "thử",
        weight: 1,
        when,
        say: "Một câu đủ dài.",
        clearedBy: "Không có.",
        cite: [],
      },
    ],
  }).rules[0]!.when;

describe("three-valued truth", () => {
  const facts: Facts = new Map<string, Fact>([
    ["a", known(3)],
    ["b", missing("không đọc được")],
  ]);
  const isTrue = parse({ fact: "a", gte: 3 });
  const isFalse = parse({ fact: "a", gte: 4 });
  const unknown = parse({ fact: "b", is: true });

  test.each<[string, Node, boolean | null]>([
    ["an unknown part leaves `all` unknown", { all: [isTrue, unknown] }, null],
    ["a false part decides `all` whatever is unknown", { all: [unknown, isFalse] }, false],
    ["a true part decides `any` whatever is unknown", { any: [unknown, isTrue] }, true],
    ["an unknown part keeps `any` from being false", { any: [isFalse, unknown] }, null],
    ["the opposite of unknown is unknown", { not: unknown }, null],
    ["the opposite of false is true", { not: isFalse }, true],
    ["a fact that nobody computed is unknown", { fact: "c", is: true }, null],
  ])("%s", (_, node, expected) => {
    expect(truth(node, "", facts)).toBe(expected);
  });

  test("the missing data is named", () => {
    expect(evaluate(unknown, subjectOf("", facts)).missing).toEqual(["b: không đọc được"]);
  });
});

describe("questions to the text", () => {
  const text = "Tài xỉu và xóc đĩa. " + "chữ thường ".repeat(50) + "Lô đề.";

  test("a window counts only terms that stand together", () => {
    const ask = (window: number) =>
      parse({ lexicon: { banks: ["gambling-core"], fields: ["text"], minDistinct: 3, window } });
    expect(truth(ask(20), text)).toBe(false);
    expect(truth(ask(200), text)).toBe(true);
  });

  test("near asks for two banks close to one another", () => {
    const ask = (within: number) => parse({ near: { a: "gambling-core", b: "gambling-offer", within } });
    expect(truth(ask(5), "Nhà cái cho nạp rút nhanh")).toBe(true);
    expect(truth(ask(5), `Nhà cái ${"chữ thường ".repeat(10)} nạp rút`)).toBe(false);
  });

  test("a hostile pattern costs linear time", () => {
    const startedAt = performance.now();
    expect(truth(parse({ regex: { pattern: "(a+)+$", fields: ["text"] } }), `${"a".repeat(20_000)}!`)).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});

describe("the shipped packs", () => {
  const packs = knowledge.packs.map((p) => p.pack);
  const rules = packs.flatMap((p) => p.rules);

  test("stand one for each category", () => {
    expect(packs.map((p) => p.category).toSorted()).toEqual([...categories].toSorted());
  });

  test("never say that a subject has violated anything", () => {
    for (const rule of rules)
      expect(`${rule.say} ${rule.clearedBy}`).not.toMatch(/(?<!dấu hiệu )vi phạm|phạm tội|không phép/i);
  });

  test("are written in composed Vietnamese", () => {
    for (const pack of packs) expect(JSON.stringify(pack).normalize("NFC")).toBe(JSON.stringify(pack));
  });

  test("ask only for facts that are computed", () => {
    const page = pageFromText({ url: "https://a.example/", title: "", text: "một" });
    const fields = readFields(page, knowledge.lexicon);
    const names = new Set(gatherFacts({ page, fields, knowledge, context: { kind: "site" } }).keys());
    const asked = [...JSON.stringify(rules).matchAll(/"fact":"([^"]+)"/g)].map((m) => m[1]!);
    const shown = rules.flatMap((r) => [...r.say.matchAll(/\{([a-z][\w.]*\.[\w.]+)\}/gi)].map((m) => m[1]!));
    expect([...asked, ...shown].filter((name) => !names.has(name))).toEqual([]);
  });

  test("hold nothing about opinions or national security", () => {
    expect(JSON.stringify(rules)).not.toMatch(/chống phá|phản động|nhà nước pháp quyền|an ninh quốc gia|chính thể/i);
  });
});

describe("versions and sums", () => {
  test("a version changes with any part of the rule and not with the order of its keys", () => {
    expect(hashOf({ a: 1, b: { c: 2, d: 3 } })).toBe(hashOf({ b: { d: 3, c: 2 }, a: 1 }));
    expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: 2 }));
    for (const { versions } of knowledge.packs)
      for (const version of versions.values()) expect(version).toMatch(/^[0-9a-f]{12}$/);
  });

  const signal = (weight: number, source: string, legalGrade = false) => ({
    source,
    signal: {
      rule: `gam.${source}`,
      version: "0".repeat(12),
      category: "gambling" as const,
      say: "",
      clearedBy: "",
      weight,
      legalGrade,
      cites: [],
      anchors: [{ kind: "absence" as const, searched: ["text"] }],
    },
  });
  const pack = knowledge.packs.find((p) => p.pack.category === "gambling")!.pack;

  test("a high score from one kind of trace stays a review; a second kind makes it a flag", () => {
    expect(scoreCategory(pack, [signal(5, "host"), signal(2, "host")]).verdict).toBe("review");
    expect(scoreCategory(pack, [signal(5, "host"), signal(0.5, "title")]).verdict).toBe("flag");
    expect(scoreCategory(pack, [signal(5, "register", true)]).verdict).toBe("flag");
  });

  test("what speaks against it is part of the sum", () => {
    expect(scoreCategory(pack, [signal(5, "host"), signal(2, "title"), signal(-6, "counter")])).toMatchObject({
      verdict: "none",
      score: 1,
    });
  });

  test("a sentence shows its values and never an empty place", () => {
    expect(
      fillSentence(
        "Có {n} chỗ: {terms}; {x}; {y}.",
        ["một", "một", "hai"],
        3,
        new Map<string, Fact>([
          ["x", known(7)],
          ["y", missing("?")],
        ]),
      ),
    ).toBe("Có 3 chỗ: “một”, “hai”; 7; chưa rõ.");
  });
});
