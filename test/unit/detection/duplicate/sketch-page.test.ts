// Promises which pages are kept for comparison, and that only a card or a register makes a host press.
import { expect, test } from "vitest";
import { BrandCard } from "#detection/brand/card.ts";
import { sketchPage } from "#detection/duplicate/sketch-page.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { site } from "../sample-pages.ts";
import { writeArticle } from "./articles.ts";

const now = new Date("2026-11-22T05:00:00Z");
const brands = [BrandCard.parse({ brand: "Báo Mẫu", kind: "press", domains: ["baomau.vn"], aliases: [] })];
const knowledge = loadKnowledge({ now, brands });
const article = (url: string, words = 200, tail = "") =>
  site(
    url,
    `<!doctype html><html lang="vi"><body><article class="article-content"><h1>Bài mẫu</h1><p>22/11/2026 08:15</p><p>${writeArticle(31, words)}</p></article>${tail}</body></html>`,
  );

test("an article is kept with its words, its time to the minute and whose it is", () => {
  const kept = sketchPage(article("https://baomau.vn/bai-1.html"), knowledge)!;
  expect(kept).toMatchObject({ host: "baomau.vn", source: "press", title: "Bài mẫu" });
  expect(kept.publishedAt?.toISOString()).toBe("2026-11-22T01:15:00.000Z");
  expect(kept.sketch.words).toBeGreaterThan(150);
});

test("a site that only calls itself a paper is not press here", () => {
  const tail =
    "<footer>Báo điện tử Tin Mẫu. Tổng biên tập: Trần Mẫu. Tòa soạn: 1 phố Mẫu. Giấy phép hoạt động báo chí số 1.</footer>";
  expect(sketchPage(article("https://tinmau.example/a", 200, tail), knowledge)!.source).toBe("other");
});

test("a short notice, a paper's front page and an error are not kept", () => {
  expect(sketchPage(article("https://tinmau.example/a", 30), knowledge)).toBeNull();
  expect(sketchPage(article("https://baomau.vn/"), knowledge)).toBeNull();
  expect(sketchPage({ ...article("https://tinmau.example/a"), condition: "error" }, knowledge)).toBeNull();
});
