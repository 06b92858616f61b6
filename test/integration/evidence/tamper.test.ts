import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { run } from "../../soak/tamper.ts";
import { makePackage, takeApart, type MadePackage, type Parts } from "../../support/sealed-package.ts";
import { randomFrom, runTamper } from "../../support/tamper.ts";

let made: MadePackage;
let whole: Buffer;
let parts: Parts;
let folder: string;
let count = 0;
const fresh = () => path.join(folder, `${count++}.wacz`);

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-tampered-"));
  made = await makePackage();
  whole = readFileSync(made.sealed.file);
  parts = await takeApart(made.sealed.file);
});

describe("random damage", () => {
  it("of one byte or bit is noticed everywhere and its part named", async () => {
    const result = await runTamper(made.sealed.file, 80, 20261122);
    expect(result).toEqual({ count: 80, detected: 80, named: 80, missed: [] });
  });

  it("is noticed at every byte of what stands around the members", async () => {
    const missed: number[] = [];
    const inside = [...parts]
      .map(([, bytes]) => whole.indexOf(bytes))
      .map((start, i) => ({ start, end: start + [...parts.values()][i]!.length }));
    const around = [...whole.keys()].filter((at) => !inside.some((part) => at >= part.start && at < part.end));
    const file = fresh();
    for (const at of around.filter((_, i) => i % 3 === 0)) {
      const copy = Buffer.from(whole);
      copy[at]! ^= 1 << (at % 8);
      writeFileSync(file, copy);
      if ((await verifyPackage(file)).ok) missed.push(at);
    }
    expect(around.length).toBeGreaterThan(600);
    expect(missed).toEqual([]);
  });

  it("soak answers with its exit code", async () => {
    expect(await run([made.sealed.file, "5", "3"])).toBe(0);
    expect(await run([])).toBe(2);
    expect(await run([path.join(folder, "none.wacz")])).toBe(2);
  });

  it("never ends in a crash: three hundred mangled files give three hundred verdicts", async () => {
    const random = randomFrom(7);
    const file = fresh();
    for (let i = 0; i < 300; i++) {
      const copy = Buffer.from(whole);
      for (let n = 0; n < 1 + Math.floor(random() * 40); n++)
        copy[Math.floor(random() * (i % 2 ? copy.length : 200))] = Math.floor(random() * 256);
      writeFileSync(file, i % 3 === 0 ? copy.subarray(Math.floor(random() * 300)) : copy);
      const verdict = await verifyPackage(file);
      expect(verdict.checks.length).toBeGreaterThan(0);
      expect(verdict.level).toBe("broken");
    }
  });
});
