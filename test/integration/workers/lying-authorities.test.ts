// Promises that whatever authorities do, every request ends with a sound token and no unsound one is ever kept.
import { expect, test } from "vitest";
import { runLyingAuthorities } from "../../support/authority-run.ts";

test("stamps asked for while authorities lie, fail and come back all end, each with tokens that openssl accepts", async () => {
  const seed = Date.now() % 1_000_000;
  const report = await runLyingAuthorities({ stamps: 12, seed, forMs: 4000 });
  expect(report, `seed ${seed}`).toMatchObject({ stamps: 12, granted: 12, stillOpen: 0 });
  expect(report.sound, `seed ${seed}`).toBe(report.tokens);
  expect(report.tokens).toBeGreaterThanOrEqual(12);
});
