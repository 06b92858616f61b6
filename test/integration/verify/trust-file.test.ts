import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { askToken } from "../../support/attacks/ask-token.ts";
import { type AttackWorld, makeAttackWorld } from "../../support/attacks/attack-world.ts";
import { stampedBy } from "../../support/attacks/package-attacks.ts";

let world: AttackWorld;
let count = 0;

beforeAll(async () => {
  world = await makeAttackWorld();
});
afterAll(() => world.close());

async function statesOf(trustPem: string, token = world.token) {
  const { captureId, bytes } = world.one;
  const folder = path.join(world.folder, `trust-${count++}`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, `${captureId}.wacz`), bytes);
  writeFileSync(path.join(folder, `${captureId}.1.tsr`), token.token);
  writeFileSync(path.join(folder, `${captureId}.1.tsr.json`), token.facts);
  const verdict = await verifyPackage(path.join(folder, `${captureId}.wacz`), { trustPem });
  return { ...verdict, states: Object.fromEntries(verdict.claims.map(({ claim, state }) => [claim, state])) };
}

it("lets a root that is pinned for the office prove no time, and one for time no office", async () => {
  const { keyring, officeRoot, authority } = world;
  const right = ["office:", officeRoot.pem, "time:", authority.rootPem, keyring.publicPem].join("\n");
  expect((await statesOf(right)).states).toMatchObject({ signer: "proved", office: "proved", time: "proved" });
  const crossed = [keyring.publicPem, "time:", officeRoot.pem, "office:", authority.rootPem].join("\n");
  const verdict = await statesOf(crossed);
  expect(verdict.ok).toBe(true);
  expect(verdict.states).toMatchObject({ signer: "proved", office: "not-proved", time: "not-proved" });
});

it("takes a root that is pinned for time for nobody's signing key", async () => {
  const { trust, claims } = await statesOf(`time:\n${world.authority.rootPem}`);
  expect(trust).toBe("mismatch");
  expect(claims.find(({ claim }) => claim === "signer")?.detail).toContain("holds no key of a signer");
});

it("says how long after the visit a stamp was made", async () => {
  const verdict = await statesOf(world.trust, await askToken(world.authority, world.one.manifest, "manifest"));
  const said = verdict.claims.find(({ claim }) => claim === "time")?.detail;
  expect(said).toMatch(/\(\d+ days after the visit: for that time the stamp proves nothing\), says .+, under .+/);
});

it("lets the stamp of a log prove no time while that log is contradicted", async () => {
  const attack = stampedBy("good", () => ({ shown: [2, 5] }));
  const { file, bytes } = await attack(world);
  const at = path.join(world.folder, file);
  writeFileSync(at, bytes);
  const { claims } = await verifyPackage(at, { trustPem: world.trust });
  const states = Object.fromEntries(claims.map(({ claim, state }) => [claim, state]));
  expect(states).toMatchObject({ custody: "contradicted", time: "not-proved" });
});
