import { expect, test } from "vitest";
import { wilson } from "#core/wilson.ts";

// Newcombe 1998, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("%i of %i gives the published interval", (successes, total, low, high) => {
  const found = wilson(successes, total);
  expect(found.low).toBeCloseTo(low, 4);
  expect(found.high).toBeCloseTo(high, 4);
});

test("nothing seen leaves everything open, and all seen reaches one exactly", () => {
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  expect(wilson(30, 30).high).toBe(1);
  expect(wilson(30, 30).low).toBeCloseTo(0.8865, 4);
});

test("the interval narrows as more is seen and always holds the share", () => {
  for (const total of [1, 5, 40, 1000]) {
    for (const successes of [0, Math.floor(total / 3), total]) {
      const { low, high } = wilson(successes, total);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(successes / total);
      expect(high).toBeGreaterThanOrEqual(successes / total);
    }
  }
  const width = (n: number) => wilson(n / 2, n).high - wilson(n / 2, n).low;
  expect(width(10)).toBeGreaterThan(width(100));
});
