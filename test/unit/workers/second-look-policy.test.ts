// Promises which captures are looked at twice.
import { expect, test } from "vitest";
import type { Detection } from "#core/nouns/signal.ts";
import { wantsSecondLook } from "#workers/second-look-policy.ts";

const proposed = (...verdicts: ("flag" | "review" | "none")[]): Detection =>
  ({ categories: Object.fromEntries(verdicts.map((verdict, i) => [`c${i}`, { verdict }])) }) as unknown as Detection;

test("by default only what was flagged is looked at twice; `review` takes both, `off` none; on demand never", () => {
  expect(wantsSecondLook("flag", proposed("none", "flag"))).toBe(true);
  expect(wantsSecondLook("flag", proposed("review", "none"))).toBe(false);
  expect(wantsSecondLook("review", proposed("review", "none"))).toBe(true);
  expect(wantsSecondLook("review", proposed("none"))).toBe(false);
  expect(wantsSecondLook("off", proposed("flag"))).toBe(false);
  expect(wantsSecondLook("review", null)).toBe(false);
});
