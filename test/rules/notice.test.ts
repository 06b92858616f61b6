// Promises that NOTICE is what the lock file says, and that nothing is used whose licence is unknown or does not fit the AGPL.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isCompatible, listDependencies, writeNotice } from "../support/notice.ts";

const root = new URL("../../", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), "utf8");
const { direct, transitive, bundled } = listDependencies();

test("NOTICE is what npm run notice writes", () => {
  expect(read("NOTICE")).toBe(writeNotice());
});

test("NOTICE names every dependency of package.json with its installed version", () => {
  const manifest = JSON.parse(read("package.json")) as Record<
    "dependencies" | "optionalDependencies",
    Record<string, string>
  >;
  const expected = Object.entries({ ...manifest.dependencies, ...manifest.optionalDependencies });
  const lines = read("NOTICE").split("\n");
  const missing = expected.filter(([name, version]) => !lines.some((l) => l.startsWith(`${name} ${version} — `)));
  expect(missing).toEqual([]);
});

test("every licence is known and fits AGPL-3.0-or-later", () => {
  expect(direct.length + transitive.length + bundled.length).toBeGreaterThan(300);
  const wrong = [...direct, ...transitive, ...bundled].filter((d) => !isCompatible(d.licence));
  expect(wrong.map((d) => `${d.name} ${d.version}: ${d.licence || "unknown"}`)).toEqual([]);
});

test("a licence that does not fit is told from one that does", () => {
  for (const fits of ["MIT", "(MIT OR CC0-1.0)", "(GPL-2.0-only OR MIT)", "Apache-2.0 AND LGPL-3.0-or-later AND MIT"])
    expect(isCompatible(fits), fits).toBe(true);
  for (const wrong of ["", "GPL-2.0-only", "SSPL-1.0", "UNLICENSED", "MIT AND BUSL-1.1", "(SSPL-1.0 OR BUSL-1.1)"])
    expect(isCompatible(wrong), wrong).toBe(false);
});
