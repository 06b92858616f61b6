// Promises that an office's own rules come from a folder outside the project, and that a fault in it is named by file and place.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge, versionOf } from "#detection/knowledge.ts";
import { Rule } from "#detection/rules/grammar.ts";
import { ownBank, ownPack, ownRule, writeOwn } from "../../support/rule-world.ts";
import { gambling } from "./sample-pages.ts";

const now = new Date("2026-11-01T00:00:00Z");
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "vonggac-own-"));
  writeOwn(dir, "banks", "own.json", ownBank);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const load = () => loadKnowledge({ now, extraPacksDir: dir });
const page = pageFromText({ url: "https://a.example/", title: "", text: "Có chấm tím hồng ở đây." });

test("they add to the shipped ones and judge beside them", () => {
  writeOwn(dir, "packs", "gambling.json", ownPack(ownRule()));
  const { categories } = detect(page, load(), { kind: "site" });
  expect(categories.gambling).toMatchObject({ verdict: "review", signals: [{ rule: "own.purple", weight: 3 }] });
  expect(detect(gambling, load(), { kind: "site" }).categories.gambling!.verdict).toBe("flag");
  expect(load().sha256).not.toBe(loadKnowledge({ now }).sha256);
});

test("in shadow they are told apart and weigh nothing; in draft and retired they are not asked", () => {
  for (const [state, shadow] of [
    ["shadow", ["own.purple"]],
    ["draft", []],
    ["retired", []],
  ] as const) {
    writeOwn(dir, "packs", "own.json", ownPack(ownRule({ state })));
    const detection = detect(page, load(), { kind: "site" });
    expect(detection.shadow.map((s) => s.rule)).toEqual(shadow);
    expect(detection.categories).toEqual({});
  }
});

test("a shadow rule does not change what is said of a page, nor what was skipped", () => {
  const plain = detect(gambling, loadKnowledge({ now }), { kind: "site" });
  const missing = { fact: "nobody.gives", is: true };
  writeOwn(
    dir,
    "packs",
    "own.json",
    ownPack(ownRule({ state: "shadow", when: { any: [missing, { fact: "site.host", in: ["x"] }] } })),
  );
  const beside = detect(gambling, load(), { kind: "site" });
  expect([beside.categories, beside.skipped, beside.shadow]).toEqual([plain.categories, plain.skipped, []]);
});

test("a rule out of its dates is not asked", () => {
  writeOwn(dir, "packs", "own.json", ownPack(ownRule({ since: "2026-11-02" })));
  expect(detect(page, load(), { kind: "site" }).categories).toEqual({});
});

test("a card of the folder takes the place of the shipped one of its name", () => {
  const shipped = loadKnowledge({ now }).brands.cards;
  writeOwn(dir, "cards", "own.json", [{ ...shipped[0]!, domains: ["moi.example"] }]);
  const { cards } = load().brands;
  expect(cards).toHaveLength(shipped.length);
  expect(cards.find((c) => c.brand === shipped[0]!.brand)!.domains).toEqual(["moi.example"]);
});

test("a pack that is tried out takes the place of installed rules of its ids", () => {
  writeOwn(dir, "packs", "own.json", ownPack(ownRule()));
  const other = path.join(dir, "trial");
  writeOwn(other, "packs", "trial.json", ownPack(ownRule({ weight: 5 })));
  const trialPackFiles = [path.join(other, "packs", "trial.json")];
  const tried = loadKnowledge({ now, extraPacksDir: dir, trialPackFiles });
  const rules = tried.packs.flatMap((p) => p.pack.rules.filter((r) => r.id === "own.purple"));
  expect(rules.map((r) => r.weight)).toEqual([5]);
});

describe("a fault", () => {
  test.each<[string, () => void, RegExp]>([
    [
      "a pattern that does not run in linear time",
      () =>
        writeOwn(
          dir,
          "packs",
          "own.json",
          ownPack(
            ownRule({ when: { all: [{ fact: "a", is: 1 }, { regex: { pattern: "(a)\\1", fields: ["text"] } }] } }),
          ),
        ),
      /packs\/own\.json: rule own\.purple: rules\.0\.when\.all\.1\.regex\.pattern: .*invalid escape/,
    ],
    [
      "a shape of a bank that is no pattern",
      () => writeOwn(dir, "banks", "own.json", { ...ownBank, shapes: ["(?=x)"] }),
      /banks\/own\.json: bank own-words: shapes\.0: /,
    ],
    [
      "a bank that is not there",
      () =>
        writeOwn(dir, "packs", "own.json", ownPack(ownRule({ when: { not: { count: { banks: ["gone"] }, gte: 1 } } }))),
      /packs\/own\.json: rule own\.purple: rules\.0\.when\.not: bank gone is not there/,
    ],
    [
      "an id that a shipped pack has",
      () => writeOwn(dir, "packs", "own.json", ownPack(ownRule({ id: "gam.terms" }))),
      /packs\/own\.json: rule gam\.terms stands already in packs\/gambling\.json/,
    ],
    [
      "a word that the grammar does not know",
      () => writeOwn(dir, "packs", "own.json", ownPack(ownRule({ wieght: 3 }))),
      /packs\/own\.json: rules\.0: .*wieght/,
    ],
    ["a file that is no JSON", () => writeOwn(dir, "packs", "own.json", "{"), /packs\/own\.json is not readable JSON/],
    [
      "days that are the wrong way round",
      () => writeOwn(dir, "packs", "own.json", ownPack(ownRule({ since: "2026-02-01", until: "2026-01-01" }))),
      /packs\/own\.json: rule own\.purple: since is after until/,
    ],
  ])("is named by file and place: %s", (_, write, message) => {
    write();
    expect(load).toThrow(message);
  });

  test("a folder that is not there is said", () => {
    expect(() => loadKnowledge({ now, extraPacksDir: path.join(dir, "nowhere") })).toThrow(/there is no folder/);
  });
});

test("the state is no part of a rule's version; everything else is", () => {
  const version = (facts: object) => versionOf(Rule.parse(ownRule(facts as Record<string, unknown>)));
  expect(version({ state: "draft" })).toBe(version({ state: "live" }));
  expect(version({ target: 0.9 })).not.toBe(version({}));
  expect(version({ say: "Một câu khác hẳn." })).not.toBe(version({}));
});
