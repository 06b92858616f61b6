// Promises that personal data cannot be read from masked words, that lengths stay, and that a long text costs no more than its length.
import { describe, expect, test } from "vitest";
import { maskPersonalData } from "#core/mask.ts";

describe("masking personal data", () => {
  test.each([
    ["a phone", "gọi 0912345678 nhé", "gọi 09••••••78 nhé"],
    ["a phone in groups", "gọi 0912 345.678", "gọi 09•• •••.•78"],
    ["a phone with its country", "+84 912 345 678", "+84 ••• ••• •78"],
    ["an identity number", "CCCD 001099012345", "CCCD 00••••••••45"],
    ["a card", "4111-1111-1111-1111", "41••-••••-••••-••11"],
    ["a short account behind its name", "STK: 123456", "STK: 12••56"],
    ["an e-mail", "thư nguyenvana@mau.example", "thư n•••••••••@mau.example"],
    ["an e-mail with a spelt-out sign", "nguyenvana(at)mau.example", "n•••••••••(at)mau.example"],
    ["digits with zero-width characters", "0\u200b912345678", "0\u200b9••••••78"],
    ["full-width digits", "０９１２３４５６７８", "０９••••••７８"],
  ])("covers %s", (_, text, masked) => {
    expect(maskPersonalData(text)).toBe(masked);
    expect(maskPersonalData(text)).toHaveLength(text.length);
  });

  test.each(["Nghị định 330/2026/NĐ-CP, Điều 15", "giá 500.000 đồng", "ngày 22/11/2026 lúc 10:30", "1.000 số"])(
    "leaves what is nobody's: %s",
    (text) => expect(maskPersonalData(text)).toBe(text),
  );

  test("masks what is masked already to the same words", () => {
    const once = maskPersonalData("0912345678, a.b@mau.example, 001099012345");
    expect(maskPersonalData(once)).toBe(once);
  });

  test("reads 250,000 characters of digits, of parted digits and of letters in less than two seconds", () => {
    const started = performance.now();
    for (const piece of ["1", "1   ", "a", "a@", "stk ", "12345678a", "1.2.3.4.5.6.7.8   "]) {
      const text = piece.repeat(Math.ceil(250_000 / piece.length));
      expect(maskPersonalData(text)).toHaveLength(text.length);
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
