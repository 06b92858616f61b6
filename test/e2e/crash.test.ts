// Promises that kill -9 at any moment loses nothing and repeats nothing; the soak runs the same code with more kills.
import { expect, test } from "vitest";
import { brokenPromises, runKills } from "../support/kill-run.ts";

test("a scan killed with kill -9 is taken up again: all targets end, no duplicates, no half package, custody intact", async () => {
  const seed = Date.now() % 1_000_000;
  process.stdout.write(`seed ${seed}\n`);
  const urls = [
    "https://bet68club.example/",
    "http://xa-binhan.tinhmau.gov.vn/",
    "https://saomaibank-xacthuc.top/",
    "https://cokhitanphu.example/",
    // Shows bets to phones from a search page only: killed between its visits, the judging of its faces and both captures.
    "http://gomlangnen.example/",
  ];
  const report = await runKills({ kills: 2, seed, urls });
  expect(brokenPromises(report)).toEqual([]);
  expect(report.findings).toBeGreaterThanOrEqual(3);
});

test("kill -9 inside captures and seals, on an object store that answers 500, is cut off or slow, loses nothing and seals nothing false", async () => {
  const seed = Date.now() % 1_000_000;
  process.stdout.write(`seed ${seed}\n`);
  const report = await runKills({ kills: 3, seed, inside: true, urls: ["https://bet68club.example/"] });
  expect(brokenPromises(report)).toEqual([]);
  expect(report.packages).toBeGreaterThanOrEqual(1);
});
