// Promises that findings leave the house as one package which the offline verifier accepts, with their whole custody inside.
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Config, readConfig } from "#core/config.ts";
import { selectPackageBySha256, selectHandovers } from "#core/records/package.ts";
import { openSealed } from "#evidence/archive/sealed-reader.ts";
import { canonicalBytes } from "#evidence/archive/canonical-json.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import type { Store } from "#evidence/store/store.ts";
import { readPemCertificates } from "#evidence/time/certificate.ts";
import { stampBytes } from "#evidence/time/stamping.ts";
import { tokenFileOf, tokenKeys } from "#evidence/time/token-file.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { makeCheckpoint } from "#workers/checkpoint.ts";
import { handOverPackage } from "#workers/hand-over-package.ts";
import { makePackage, type PackageHouse } from "#workers/make-package.ts";
import { noteText } from "#workers/time-stamps.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { seedFinding } from "../../support/desk.ts";
import { takeApart } from "../../support/sealed-package.ts";
import { makeCertificate } from "../../support/test-certificates.ts";
import { startTimeStampAuthority, type TestAuthority } from "../../support/time-stamp-authority.ts";

let folder: string;
let database: TestDatabase;
let config: Config;
let store: Store;
let house: PackageHouse;
let authority: TestAuthority;
let officeRoot: string;
const verifier = { html: Buffer.from("<!doctype html><title>v</title>"), mjs: Buffer.from("// v\n") };

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-leaving-"));
  database = await createTestDatabase();
  const keep = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text, { mode: 0o600 });
    return path.join(folder, name);
  };
  const root = makeCertificate({ name: "Gốc kiểm thử" });
  const leaf = makeCertificate({ name: "Sở kiểm thử", issuer: root });
  officeRoot = keep("office-root.pem", root.pem);
  config = readConfig({
    VONGGAC_DATA: path.join(folder, "data"),
    VONGGAC_OFFICE: "Tổ thử nghiệm",
    VONGGAC_OFFICE_CERT: keep("office.pem", leaf.pem),
    VONGGAC_OFFICE_KEY: keep("office-key.pem", leaf.keyPem),
  });
  store = openEvidenceStore(config);
  const keyring = await openKeyring(config.dataDir);
  house = { config, database: { ...database, how: "test" }, store, keyring };
  authority = await startTimeStampAuthority();
  keep("tsa-root.pem", authority.rootPem);
});
afterAll(async () => {
  await authority.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const seed = (name: string, title = "Trang thử") =>
  seedFinding({ database, config, store }, { url: `https://${name}.test/`, title });
const keyOf = async (captureId: string) =>
  (await store.list("2026/")).keys.find((k) => k.endsWith(`${captureId}.wacz`))!;
const pack = (ids: string[], name: string) =>
  makePackage(house, { ids, file: path.join(folder, name), purpose: "Phục vụ xác minh", by: "lan", verifier });

/** Stamps bytes as the worker would, with an authority of our own. */
async function stamp(bytes: Buffer, base: string, imprintOf: string): Promise<void> {
  const roots = readPemCertificates(authority.rootPem);
  const got = await stampBytes({ authorities: [authority.url], roots, timeoutMs: 5000 }, authority.url, bytes);
  const keys = tokenKeys(base, 1);
  await store.put(keys.token, { bytes: got.answer });
  await store.put(keys.facts, { bytes: tokenFileOf(got, imprintOf) });
}

test("two findings make one package that verifies offline against key, log, authority, and by sha256sum", async () => {
  const [one, two] = [await seed("mot"), await seed("hai", '</style><script>alert(1)</script> "hai"')];
  const key = await keyOf(one.captureId);
  await stamp(canonicalBytes((await openSealed(store, key)).manifest), key, "manifest");
  const before = await makeCheckpoint(house);
  await stamp(Buffer.from(noteText(before.note)), `ledger/stamps/${before.size}`, `checkpoint:${before.size}`);

  const made = await pack([one.findingId, two.captureId], "goi.zip");
  expect(made.captureIds).toEqual([one.captureId, two.captureId]);
  expect(made.unstamped).toBe(1);

  const parts = await takeApart(made.file);
  const logKey = parts.get("data/khoa/log.vkey")!.toString();
  const officePem = readFileSync(officeRoot, "utf8");
  const trustPem = [house.keyring.publicPem, authority.rootPem, officePem, logKey].join("\n");
  const verdict = await verifyPackage(made.file, { trustPem });
  expect(verdict.checks.filter((check) => !check.ok)).toEqual([]);
  expect(verdict).toMatchObject({ ok: true, level: "sealed", trust: "trusted", signer: house.keyring.fingerprint });
  const claims = Object.fromEntries(verdict.claims.map((c) => [c.claim, c.state]));
  expect(claims).toMatchObject({ intact: "proved", signer: "proved", custody: "proved", office: "proved" });

  const custody = JSON.parse(parts.get("data/chuoi-luu-giu/custody.json")!.toString()) as {
    entries: { entry: string }[];
  };
  const acts = custody.entries.map(({ entry }) => JSON.parse(entry) as { act: string; subject: string });
  for (const { captureId } of [one, two])
    expect(acts.filter((a) => a.subject === captureId).map((a) => a.act)).toEqual(["capture.sealed", "export"]);
  expect([...parts.keys()]).toContain(`data/chuoi-luu-giu/stamps/${before.size}.1.tsr`);
  expect([...parts.keys()]).toContain(`data/niem-phong/${one.captureId}/${one.captureId}.1.tsr`);
  for (const [name, bytes] of parts) {
    if (!name.endsWith(".pdf")) continue;
    expect(bytes.subarray(0, 5).toString(), name).toBe("%PDF-");
    expect(bytes.includes("/FontFile2") && bytes.includes("+Tinos-Regular"), name).toBe(true);
  }
  expect(await selectPackageBySha256(database.pool, Buffer.from(made.sha256, "hex"))).toMatchObject({
    id: made.packageId,
    madeBy: "lan",
    ledgerSeq: made.ledgerSeq,
  });
  const elsewhere = unpackElsewhere(made.file);
  const sealed = `data/niem-phong/${one.captureId}`;
  const token = ["-data", `${sealed}/manifest.json`, "-in", `${sealed}/${one.captureId}.1.tsr`];
  expect(openssl(elsewhere, "ts", "-verify", ...token, "-CAfile", path.join(folder, "tsa-root.pem"))).toContain("OK");
  const office = ["-binary", "-inform", "DER", "-in", "data/package.json.p7s", "-content", "data/package.json"];
  const trusted = ["-CAfile", officeRoot, "-purpose", "any", "-out", "/dev/null"];
  expect(openssl(elsewhere, "cms", "-verify", ...office, ...trusted)).toMatch(/success/i);
});

/** The guide's own commands; openssl says on stderr how it went. */
function openssl(folderOf: string, ...args: string[]): string {
  return execFileSync("sh", ["-c", 'openssl "$@" 2>&1', "sh", ...args], { cwd: folderOf, encoding: "utf8" });
}

/** As on another machine, with its own tools. */
function unpackElsewhere(file: string): string {
  const elsewhere = mkdtempSync(path.join(folder, "khac-"));
  for (const [tool, args] of [
    ["unzip", ["-q", file, "-d", elsewhere]],
    ["sha256sum", ["--quiet", "--strict", "-c", "manifest-sha256.txt"]],
    ["sha256sum", ["--quiet", "--strict", "-c", "tagmanifest-sha256.txt"]],
  ] as const) {
    expect(execFileSync(tool, [...args], { cwd: elsewhere, encoding: "utf8" })).toBe("");
  }
  return elsewhere;
}

test("kept bytes that are not the sealed ones never leave", async () => {
  const { captureId, findingId } = await seed("doi");
  const file = store.localPath(await keyOf(captureId))!;
  const bytes = readFileSync(file);
  bytes[bytes.length - 100]! ^= 1;
  chmodSync(file, 0o644);
  writeFileSync(file, bytes);
  await expect(pack([findingId], "hong.zip")).rejects.toMatchObject({ code: "store.failed" });
  expect(existsSync(path.join(folder, "hong.zip"))).toBe(false);
  expect(readdirSync(path.join(config.dataDir, "work", "packages"))).toEqual([]);
});

test("a package is handed over with equal hashes before and after; one that was changed is not known", async () => {
  const { findingId } = await seed("giao");
  const made = await pack([findingId], "giao.zip");
  const medium = path.join(folder, "usb");
  mkdirSync(medium);
  const asked = { file: made.file, to: "Công an tỉnh", by: "lan", copyTo: medium };
  const handed = await handOverPackage(house, asked);
  expect(handed).toMatchObject({ sha256Before: made.sha256, sha256After: made.sha256, packageId: made.packageId });
  expect(readFileSync(path.join(medium, "giao.zip")).equals(readFileSync(made.file))).toBe(true);
  expect(readFileSync(handed.record).subarray(0, 5).toString()).toBe("%PDF-");
  expect(await selectHandovers(database.pool, made.packageId)).toMatchObject([
    { givenTo: "Công an tỉnh", givenBy: "lan" },
  ]);
  await expect(handOverPackage(house, asked)).rejects.toMatchObject({ code: "store.exists" });

  const changed = path.join(folder, "sua.zip");
  writeFileSync(changed, Buffer.concat([readFileSync(made.file), Buffer.from("x")]));
  await expect(handOverPackage(house, { ...asked, file: changed })).rejects.toMatchObject({ code: "not-found" });
});

test("an unknown id is refused by name", async () => {
  const id = "019ab000-9999-7222-8333-444455556666";
  await expect(pack([id], "khong.zip")).rejects.toMatchObject({
    code: "input.invalid",
    message: expect.stringContaining(id),
  });
});
