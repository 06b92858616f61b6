// Promises the figures of two looks: similarity of texts and share of differing pixels, exact on small cases.
import sharp from "sharp";
import { expect, test } from "vitest";
import { comparePictures, compareTexts } from "#crawler/second-look/compare-looks.ts";

test("texts are compared by runs of three words", () => {
  expect(compareTexts("một hai ba bốn", "một hai ba bốn")).toBe(1);
  expect(compareTexts("", "")).toBe(1);
  expect(compareTexts("một hai ba", "")).toBe(0);
  expect(compareTexts("một hai ba bốn", "một hai ba năm")).toBe(0.5);
  expect(compareTexts("hai chữ", "hai  chữ")).toBe(1);
  expect(compareTexts("hoà".normalize("NFC"), "hoà".normalize("NFD"))).toBe(1);
});

const picture = (width: number, height: number, dots: [number, number, number][]) => {
  const data = Buffer.alloc(width * height * 3, 200);
  for (const [x, y, value] of dots) data[(y * width + x) * 3 + 1] = value;
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
};

test("a pixel differs when one of its channels does by more than eye and anti-aliasing allow", async () => {
  const plain = await picture(10, 10, []);
  expect(await comparePictures(plain, plain)).toBe(0);
  expect(
    await comparePictures(
      plain,
      await picture(10, 10, [
        [1, 1, 0],
        [2, 2, 209],
        [3, 3, 208],
      ]),
    ),
  ).toBe(0.02);
});

test("pictures of other sizes, or no pictures at all, give no figure", async () => {
  const plain = await picture(10, 10, []);
  expect(await comparePictures(plain, await picture(10, 11, []))).toBeNull();
  expect(await comparePictures(plain, Buffer.from("không phải ảnh"))).toBeNull();
});
