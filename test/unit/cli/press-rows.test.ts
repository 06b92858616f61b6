// Promises what an import of press items takes: addresses once, texts long enough, times only where they are known to the minute.
import { expect, test } from "vitest";
import { readPressItems, readTime } from "#admin/cli/press-rows.ts";
import { readJsonLines } from "#admin/cli/row-file.ts";
import { writeArticle } from "../detection/duplicate/articles.ts";

const text = writeArticle(17, 120);
const row = (more: Record<string, unknown> = {}) => ({
  url: "https://www.baomau.vn/a",
  title: "Bài mẫu",
  text,
  ...more,
});
const read = (...rows: unknown[]) => readPressItems(readJsonLines(rows.map((r) => JSON.stringify(r)).join("\n")).rows);

test("an item keeps its words, its host without www and its sketch", () => {
  const { items, refused } = read(
    row({ text: `<p>${text}</p><script>`, publishedAt: "2026-11-22T08:15:00+07:00", author: "Lê Mẫu" }),
  );
  expect(refused).toEqual([]);
  const [{ item }] = items as [(typeof items)[0]];
  expect(item).toMatchObject({
    host: "baomau.vn",
    domain: "baomau.vn",
    source: "press",
    origin: "import",
    author: "Lê Mẫu",
  });
  expect(item.publishedAt?.toISOString()).toBe("2026-11-22T01:15:00.000Z");
  expect(item.body).not.toContain("<");
  expect([item.bands.length, item.samples.length > 5]).toEqual([32, true]);
});

test("rows without an address, told twice or with hardly any words are refused by line; the rest is taken", () => {
  const { items, refused } = read(
    row(),
    row({ url: "javascript:alert(1)" }),
    row({ url: "https://www.baomau.vn/a#cuoi" }),
    row({ url: "https://baomau.vn/b", text: "ngắn" }),
    row({ url: "https://baomau.vn/c" }),
  );
  expect(items.map((i) => i.line)).toEqual([1, 5]);
  expect(refused.map((r) => r.line)).toEqual([2, 3, 4]);
});

test("a day without a time is kept as not known, and the row says so", () => {
  const { items } = read(row({ publishedAt: "22/11/2026" }));
  expect(items[0]!.item.publishedAt).toBeNull();
  expect(items[0]!.notes).toContain("22/11/2026");
});

test.each([
  ["22/11/2026 08:15", "2026-11-22T01:15:00.000Z"],
  ["22/11/2026, 08:15 (GMT+7)", "2026-11-22T01:15:00.000Z"],
  ["2026-11-22T08:15:00+07:00", "2026-11-22T01:15:00.000Z"],
  ["31/02/2026 08:15", undefined],
  ["22/11/2026 25:15", undefined],
  ["hôm qua", undefined],
])("%s reads as %s", (said, expected) => {
  expect(readTime(said)?.toISOString()).toBe(expected);
});
