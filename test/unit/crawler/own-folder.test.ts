// Promises that what a killed process left in the temporary directory goes, and that nothing of a living one does.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { clearLeftovers, ownFolder } from "#crawler/browser/own-folder.ts";

test("folders of dead processes are cleared with what is in them, others stay", () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-own-"));
  const dead = spawnSync(process.execPath, ["--version"]).pid;
  const keep = [`vonggac-profile-${process.pid}-a`, `vonggac-capture-${dead}-b`, "khac"];
  const names = [...keep, `vonggac-profile-${dead}-c`, `vonggac-netlog-${dead}-d`];
  for (const name of names) {
    mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, name, "log"), "x");
  }
  clearLeftovers(folder);
  expect(readdirSync(folder).toSorted()).toEqual(keep.toSorted());
  expect(path.basename(ownFolder("netlog"))).toBe(`vonggac-netlog-${process.pid}-`);
  rmSync(folder, { recursive: true });
});
