import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { attacks } from "../../support/attacks/all-attacks.ts";
import type { Given } from "../../support/attacks/attack.ts";
import { type AttackWorld, makeAttackWorld } from "../../support/attacks/attack-world.ts";
import { type HtmlVerifier, openHtmlVerifier } from "../../support/html-verifier.ts";
import { runTamper } from "../../support/tamper.ts";
import { zipOfParts } from "../../support/attacks/open-zip.ts";

let world: AttackWorld;
let html: HtmlVerifier;
let count = 0;

beforeAll(async () => {
  world = await makeAttackWorld();
  html = await openHtmlVerifier();
});
afterAll(async () => {
  expect(html.disturbances).toEqual([]);
  await html.close();
  await world.close();
});

async function failingInNode({ file, bytes, beside = [] }: Given, trust: string | null): Promise<string[]> {
  const folder = path.join(world.folder, `given-${count++}`);
  mkdirSync(folder);
  for (const one of [{ name: file, bytes }, ...beside]) writeFileSync(path.join(folder, one.name), one.bytes);
  const verdict = await verifyPackage(path.join(folder, file), trust === null ? {} : { trustPem: trust });
  return verdict.checks.filter((check) => !check.ok).map(({ name }) => name);
}

it("the page accepts an unchanged package offline, in words: amber until the key is compared, then green", async () => {
  const given = { file: "goi.zip", bytes: world.package.bytes };
  const unknown = await html.verify(given, null);
  expect(unknown).toMatchObject({ ok: true, level: "sealed", trust: "unknown", failing: [] });
  expect(unknown.banner).toBe("CÒN NGUYÊN VẸN, CHƯA ĐỐI CHIẾU KHÓA KÝ");
  expect(unknown.fingerprint).toBe(world.keyring.fingerprint);
  const printed = (world.keyring.fingerprint.match(/.{4}/g) ?? []).join(" ").toUpperCase();
  const compared = await html.verify(given, printed);
  expect(compared).toMatchObject({ ok: true, trust: "trusted", banner: "CÒN NGUYÊN VẸN, ĐÚNG KHÓA KÝ" });
  const known = await html.verify(given, world.trust);
  expect(known.claims).toMatchObject({
    intact: "proved",
    signer: "proved",
    office: "proved",
    time: "proved",
    custody: "proved",
    witnessed: "proved",
  });
  const wrong = await html.verify(given, world.stranger.fingerprint);
  expect(wrong).toMatchObject({ ok: false, trust: "mismatch", banner: "KHÔNG ĐÚNG NGƯỜI KÝ" });
});

it.each(attacks)("the page refuses $name by $expects, as Node does", async ({ expects, pinned, make }) => {
  const given = await make(world);
  const trust = pinned ? world.trust : null;
  const shown = await html.verify(given, trust);
  expect(shown.ok).toBe(false);
  expect(shown.banner).toMatch(/^KHÔNG/);
  expect(shown.failing).toContain(expects);
  expect(shown.failing).toEqual(await failingInNode(given, trust));
});

it("names and texts of a hostile file stay text", async () => {
  const name = '<img src=x onerror="alert(1)">.html';
  const parts = new Map([...world.one.parts, [name, Buffer.from("<script>alert(2)</script>")]]);
  const shown = await html.verify({ file: `${name}.wacz`, bytes: zipOfParts(parts) }, "<script>alert(3)</script>");
  expect(shown.ok).toBe(false);
  expect(await html.page.locator("img, main script, iframe").count()).toBe(0);
  expect(await html.page.locator("main").textContent()).toContain("<img src=x");
});

it("random single-byte changes of a package are refused by Node and by the page, each part named", async () => {
  const seed = Date.now() % 1_000_000;
  process.stdout.write(`tamper seed ${seed}\n`);
  const file = path.join(world.folder, "package.zip");
  expect(await runTamper(file, 60, seed)).toEqual({ count: 60, detected: 60, named: 60, missed: [] });
  const inPage = await runTamper(file, 20, seed + 1, async (copy) => {
    const shown = await html.verify({ file: "goi.zip", bytes: readFileSync(copy) }, null);
    return { ok: shown.ok, level: shown.level, failing: shown.details };
  });
  expect(inPage).toEqual({ count: 20, detected: 20, named: 20, missed: [] });
});
