import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { attacks } from "../../support/attacks/all-attacks.ts";
import type { Given } from "../../support/attacks/attack.ts";
import { type AttackWorld, makeAttackWorld } from "../../support/attacks/attack-world.ts";

let world: AttackWorld;
let count = 0;

beforeAll(async () => {
  world = await makeAttackWorld();
});
afterAll(() => world.close());

async function verdictOf({ file, bytes, beside = [] }: Given, trust: string | null) {
  const folder = path.join(world.folder, `given-${count++}`);
  mkdirSync(folder);
  for (const one of [{ name: file, bytes }, ...beside]) writeFileSync(path.join(folder, one.name), one.bytes);
  return verifyPackage(path.join(folder, file), trust === null ? {} : { trustPem: trust });
}

const statesOf = (verdict: Awaited<ReturnType<typeof verdictOf>>) =>
  Object.fromEntries(verdict.claims.map(({ claim, state }) => [claim, state]));

describe("what nobody changed", () => {
  it("is accepted: a capture with its token, claim by claim", async () => {
    const { captureId, bytes } = world.one;
    const beside = [
      { name: `${captureId}.1.tsr`, bytes: world.token.token },
      { name: `${captureId}.1.tsr.json`, bytes: world.token.facts },
    ];
    const given = { file: `${captureId}.wacz`, bytes, beside };
    const known = await verdictOf(given, world.trust);
    expect(known.checks.filter((check) => !check.ok)).toEqual([]);
    expect(known).toMatchObject({ ok: true, level: "sealed", trust: "trusted" });
    expect(statesOf(known)).toMatchObject({ intact: "proved", signer: "proved", office: "proved", time: "proved" });
    const unknown = await verdictOf(given, null);
    expect(unknown).toMatchObject({ ok: true, level: "sealed", trust: "unknown" });
    expect(statesOf(unknown)).toMatchObject({
      intact: "proved",
      signer: "not-proved",
      office: "not-proved",
      time: "not-proved",
    });
  });

  it("is accepted: a sealed package, with log and witness when they are pinned", async () => {
    const given = { file: "goi.zip", bytes: world.package.bytes };
    const known = await verdictOf(given, world.trust);
    expect(known.checks.filter((check) => !check.ok)).toEqual([]);
    expect(statesOf(known)).toMatchObject({
      intact: "proved",
      signer: "proved",
      office: "proved",
      time: "proved",
      custody: "proved",
      witnessed: "proved",
    });
    const unknown = await verdictOf(given, null);
    expect(unknown).toMatchObject({ ok: true, level: "sealed", trust: "unknown" });
    expect(statesOf(unknown)).toMatchObject({ custody: "not-proved", witnessed: "not-proved" });
  });
});

describe("attacks", () => {
  it("are many", () => {
    expect(attacks.length).toBeGreaterThanOrEqual(40);
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
  });

  it.each(attacks)("$name: refused by $expects", async ({ expects, pinned, make }) => {
    const verdict = await verdictOf(await make(world), pinned ? world.trust : null);
    expect(verdict.ok).toBe(false);
    expect(verdict.claims.some(({ state }) => state === "contradicted")).toBe(true);
    expect(verdict.checks.filter((check) => !check.ok).map(({ name }) => name)).toContain(expects);
  });
});
