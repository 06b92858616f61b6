import { describe, expect, test } from "vitest";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { findTerms } from "#detection/text/lexicon.ts";
import { tokenise } from "#detection/text/tokens.ts";
import { innocent } from "../../fixtures/text/innocent.ts";
import { hidePhrases, place, type Hidden } from "../../fixtures/text/obfuscate.ts";
import { byHand, phrases } from "../../fixtures/text/obfuscated.ts";

const seed = 20261122;
const perFamily = 16;
const knowledge = loadKnowledge({ now: new Date("2026-11-22T00:00:00Z") });
const hitsIn = (text: string) => findTerms(text, tokenise(text), knowledge.lexicon);

const hidden: Hidden[] = [
  ...hidePhrases(phrases, perFamily, seed),
  ...byHand.map(([form, phrase]) => place("written by hand", phrase, form, "Tối nay mời anh em vào {} giải trí.")),
];

/** Found: a term of gambling within the hidden span, covering at least half of it. */
const isFound = ({ text, start, end }: Hidden) =>
  hitsIn(text).some(
    (hit) =>
      hit.bank.startsWith("gambling-") &&
      hit.start >= start &&
      hit.end <= end &&
      (hit.end - hit.start) * 2 >= end - start,
  );

describe("phrases hidden from a filter", () => {
  test(`at least 95 in 100 of them are found, family by family (seed ${seed})`, () => {
    const byFamily = Map.groupBy(hidden, (h) => h.family);
    const missed = hidden.filter((h) => !isFound(h));
    for (const [family, list] of byFamily) {
      const lost = missed.filter((m) => m.family === family);
      process.stdout.write(
        `${family.padEnd(44)} ${list.length - lost.length}/${list.length}  ${lost.map((m) => JSON.stringify(m.text.slice(m.start, m.end))).join(" ")}\n`,
      );
      expect(list.length - lost.length, `${family}: ${lost.map((m) => m.text).join("; ")}`).toBeGreaterThanOrEqual(
        Math.floor(list.length * 0.8),
      );
    }
    expect(byFamily.size).toBeGreaterThanOrEqual(12);
    expect(hidden.length).toBeGreaterThanOrEqual(200);
    expect(missed.length).toBeLessThanOrEqual(hidden.length * 0.05);
  });

  test("the same seed makes the same cases, another one makes others", () => {
    expect(hidePhrases(phrases, 3, 5)).toEqual(hidePhrases(phrases, 3, 5));
    expect(hidePhrases(phrases, 3, 5)).not.toEqual(hidePhrases(phrases, 3, 6));
  });
});

describe("ordinary sentences", () => {
  test("there are at least two hundred of them, no two alike", () => {
    expect(new Set(innocent).size).toBe(innocent.length);
    expect(innocent.length).toBeGreaterThanOrEqual(200);
  });

  test.each(innocent)("nothing hidden is seen in: %s", (text) => {
    expect(hitsIn(text).filter((h) => h.tier === "squash")).toEqual([]);
  });

  test("no one of them is flagged for anything, alone, in capitals or all on one page", () => {
    const flagged = (text: string) =>
      Object.entries(
        detect(pageFromText({ url: "https://lang.example/tin", title: "", text }), knowledge, { kind: "site" })
          .categories,
      )
        .filter(([, result]) => result.verdict === "flag")
        .map(([category]) => `${category}: ${text.slice(0, 60)}`);
    const all = [...innocent, ...innocent.map((text) => text.toUpperCase()), innocent.join(".\n")];
    expect(all.flatMap(flagged)).toEqual([]);
  });
});
