import { expect, test } from "vitest";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { findTerms } from "#detection/text/lexicon.ts";
import { tokenise } from "#detection/text/tokens.ts";
import { hostileTexts } from "../../fixtures/text/hostile.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-22T00:00:00Z") });

test.each(Object.keys(hostileTexts))("a term behind a long stretch of %s is still found where it stands", (kind) => {
  const text = `${hostileTexts[kind]!(300_000)}\n\nXóc đĩa đêm nay.`;
  const hits = findTerms(text, tokenise(text), knowledge.lexicon).filter(
    (hit) => hit.bank === "gambling-core" && hit.term === "xóc đĩa",
  );
  expect(hits.map((hit) => text.slice(hit.start, hit.end))).toEqual(["Xóc đĩa"]);
});

test.each(Object.keys(hostileTexts))("a page of a million characters of %s is judged", (kind) => {
  const text = hostileTexts[kind]!(1_000_000);
  const judged = detect(pageFromText({ url: "https://dai.example/", title: "", text }), knowledge, { kind: "site" });
  for (const result of Object.values(judged.categories))
    for (const anchor of result.signals.flatMap((s) => s.anchors))
      if (anchor.kind === "text" && anchor.field === "text")
        expect(text.slice(anchor.start, anchor.end)).toBe(anchor.raw);
});

test("what is stuffed into a word does not hide the word", () => {
  const find = (text: string) => findTerms(text, tokenise(text), knowledge.lexicon).map((hit) => hit.term);
  expect(find(`nh${"\u200b".repeat(500)}à c${"\u2060".repeat(500)}ái`)).toContain("nhà cái");
  expect(find(`tài x${"\u0336".repeat(200)}ỉu`)).toContain("tài xỉu");
});
