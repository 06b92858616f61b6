// Promises that text in pictures is read right or called unreadable: 20 looks of banners, their boxes, and no network.
import sharp from "sharp";
import { afterAll, expect, test } from "vitest";
import { openPictureReader } from "#detection/image/picture-reader.ts";
import { bannerStyles, drawBanner } from "../../support/banners.ts";
import { firstFreshSeed, readBed, sayBed } from "../../support/banner-bed.ts";

const reader = openPictureReader();
afterAll(() => reader.close());

test("banners of 20 styles are read at 5 % character error at most, or called unreadable, and most are read", async () => {
  const rows = await readBed(reader, [firstFreshSeed]);
  process.stdout.write(sayBed(rows));
  expect(new Set(rows.map((r) => r.style)).size).toBe(20);
  expect(rows.filter((r) => r.error !== null && r.error > 0.05)).toEqual([]);
  expect(rows.filter((r) => r.error !== null).length).toBeGreaterThanOrEqual(17);
}, 120_000);

test("each word's box holds its letters, in pixels of the picture as it was sent", async () => {
  const { bytes } = await drawBanner("gold on red", 3);
  const outcome = await reader.read(bytes, { text: true });
  if (!("facts" in outcome) || outcome.facts.ocr.state !== "read") throw new Error(JSON.stringify(outcome));
  expect(outcome.facts).toMatchObject({ width: 900, height: 300 });
  expect(outcome.facts.ocr.words.length).toBeGreaterThan(5);
  for (const word of outcome.facts.ocr.words) {
    expect(outcome.facts.ocr.text.slice(word.start, word.end)).toBe(word.text);
    const box = { left: word.x, top: word.y, width: word.width, height: word.height };
    const { channels } = await sharp(bytes).extract(box).stats();
    expect(channels[1]!.max, word.text).toBeGreaterThan(180); // the gold of the letters; the ground has no green
  }
});

test("a picture without letters is unreadable, never read as empty", async () => {
  const sky = await sharp({ create: { width: 400, height: 200, channels: 3, background: "#88aadd" } })
    .jpeg()
    .toBuffer();
  const outcome = await reader.read(sky, { text: true });
  expect(outcome).toMatchObject({ facts: { ocr: { state: "unreadable" } } });
});

test("the styles are told apart by name", () => {
  expect(new Set(bannerStyles).size).toBe(bannerStyles.length);
});
