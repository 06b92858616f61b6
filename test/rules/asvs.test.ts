// Promises that the walk through OWASP ASVS level 2 counts what it lists, leaves nothing out, and names tests that exist.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const text = readFileSync(new URL("../../admin/server/ASVS.md", import.meta.url), "utf8");
const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) *\| (.+?) *\| (.+?) *\| (.*?) *\|$/gm)].map((match) => ({
  id: match[1]!,
  verdict: match[2]!,
  how: match[3]!,
  tests: [...match[4]!.matchAll(/`([^`]+)`/g)].map((name) => name[1]!),
}));
const told = (label: string) => Number(new RegExp(`^\\| ${label} *\\| (\\d+) *\\|$`, "m").exec(text)?.[1]);

test("the walk has each requirement of level 2 once, and its figures are those of its rows", () => {
  expect(rows).toHaveLength(260);
  expect(new Set(rows.map((row) => row.id)).size).toBe(260);
  const counted = Object.groupBy(rows, (row) => row.verdict);
  expect(counted["met"]).toHaveLength(told("met"));
  expect(counted["**not met**"]).toHaveLength(told("not met"));
  expect(counted["does not apply"]).toHaveLength(told("does not apply"));
  expect(rows.filter((row) => row.verdict === "met" && row.tests.length > 0)).toHaveLength(
    told("of these with a test"),
  );
});

test("every test that the walk names exists, and every verdict says why", () => {
  const gone = rows.flatMap((row) => row.tests).filter((file) => !existsSync(new URL(`../${file}`, import.meta.url)));
  expect(gone).toEqual([]);
  expect(rows.filter((row) => row.how.trim() === "").map((row) => row.id)).toEqual([]);
});
