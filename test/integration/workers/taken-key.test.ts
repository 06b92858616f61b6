// Promises that bytes left under a capture's key by an upload that went wrong before a kill block nothing and are never taken for evidence.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import type { CaptureId } from "#core/id.ts";
import { insertCapture, selectCapture, selectOptionalSeal, setCaptureState } from "#core/records/capture.ts";
import { evidenceKey } from "#evidence/store/store.ts";
import { readAll } from "#evidence/store/cipher.ts";
import { readVerifierFiles } from "#evidence/verify/verifier-files.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { sealCapture } from "#workers/handlers/seal.ts";
import { stampOnce } from "#workers/handlers/stamp.ts";
import { type House, openHouse } from "#workers/house.ts";
import { makePackage } from "#workers/make-package.ts";
import { setPassedOverAside } from "#workers/keeping/keep-package.ts";
import { scrubNow } from "#workers/keeping/scrub.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { makeBundle } from "../../support/make-bundle.ts";
import { type S3Double, startS3Double } from "../../support/s3-double.ts";
import { startTimeStampAuthority, type TestAuthority } from "../../support/time-stamp-authority.ts";

let folder: string;
let database: TestDatabase;
let double: S3Double;
let authority: TestAuthority;
let house: House;

async function open(more: Record<string, string> = {}): Promise<void> {
  writeFileSync(path.join(folder, "roots.pem"), authority.rootPem);
  house = await openHouse(
    readConfig({
      VONGGAC_DATA: path.join(folder, "data"),
      DATABASE_URL: database.url,
      S3_ENDPOINT: double.endpoint,
      S3_ACCESS_KEY_ID: "a",
      S3_SECRET_ACCESS_KEY: "b",
      VONGGAC_TSA_URLS: authority.url,
      VONGGAC_TSA_TRUST: path.join(folder, "roots.pem"),
      ...more,
    }),
  );
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-taken-"));
  database = await createTestDatabase();
  double = await startS3Double();
  authority = await startTimeStampAuthority();
});
afterEach(async () => {
  await house.close();
  await Promise.all([double.close(), database.close(), authority.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** A capture that waits for its seal. */
async function addCaptured(): Promise<{ captureId: CaptureId; key: string }> {
  const facts = {
    targetId: null,
    scanId: null,
    pageId: null,
    vantage: "desktop",
    askedBy: "an",
    reason: "thử",
  } as const;
  const { pool } = house.database;
  const captureId = (await insertCapture(pool, { ...facts, url: "https://www.lang-nghe.test/trang" }))!;
  const { bundle } = makeBundle(house.workDir(captureId), { captureId });
  await setCaptureState(pool, captureId, { state: "captured", status: "partial" });
  return { captureId, key: evidenceKey(captureId, bundle.startedAt) };
}

const sealOf = async (id: CaptureId) => (await selectOptionalSeal(house.database.pool, id))!;
const keeperOf = () => ({ config: house.config, pool: house.database.pool, store: house.store });

async function verify(key: string) {
  const file = path.join(folder, "goi.wacz");
  writeFileSync(file, await readAll((await house.store.get(key)) as AsyncIterable<Buffer>));
  return verifyPackage(file, { trustPem: house.keyring.publicPem });
}

test("a corrupted upload under the key is set aside, the capture is sealed under the next key, stamped and packaged", async () => {
  await open();
  const { captureId, key } = await addCaptured();
  double.objects.set(key, Buffer.from("hỏng giữa đường"));
  await sealCapture(house, { captureId });
  const next = key.replace(/wacz$/, "r2.wacz");
  expect((await sealOf(captureId)).storeKey).toBe(next);
  expect((await selectCapture(house.database.pool, captureId)).state).toBe("sealed");
  expect(await verify(next)).toMatchObject({ ok: true, level: "sealed", trust: "trusted" });
  expect([...double.objects.keys()].sort()).toEqual([next, `aside/${key}`].sort());
  const { rows } = await house.database.pool.query<{ entry: { detail: object } }>(
    "select entry::jsonb as entry from ledger where act = 'capture.sealed'",
  );
  expect(rows[0]!.entry.detail).toMatchObject({ key: next, passedOver: [key] });
  const [stamp] = (await house.database.pool.query<{ id: string }>("select id from time_stamp")).rows;
  await stampOnce(house, { timeStampId: stamp!.id as never }, { signal: AbortSignal.timeout(20_000) });
  expect(double.objects.has(key.replace(/wacz$/, "r2.1.tsr"))).toBe(true);
  expect(await scrubNow(keeperOf(), "an", true)).toEqual([]);
  const out = path.join(folder, "goi.zip");
  const verifier = await readVerifierFiles();
  await makePackage(house, { ids: [captureId], file: out, purpose: "kiểm tra", by: "an", verifier });
  const verdict = await verifyPackage(out, { trustPem: `${house.keyring.publicPem}\n${authority.rootPem}` });
  expect(verdict.checks.filter((c) => !c.ok)).toEqual([]);
  expect(verdict.claims.find((c) => c.claim === "time")?.state).toBe("proved");
});

test("under object lock the wrong bytes stay where they are, and no reader takes them", async () => {
  await open({ S3_OBJECT_LOCK_DAYS: "30" });
  const { captureId, key } = await addCaptured();
  double.objects.set(key, Buffer.from("hỏng"));
  double.facts.set(key, {
    lockMode: "COMPLIANCE",
    retainUntil: new Date(Date.now() + 9e6).toISOString(),
    legalHold: false,
  });
  await sealCapture(house, { captureId });
  expect(double.objects.get(key)?.toString()).toBe("hỏng");
  expect((await verify((await sealOf(captureId)).storeKey)).ok).toBe(true);
  expect(await scrubNow(keeperOf(), "an", true)).toEqual([]);
});

test("a package that was kept before a kill keeps its key, and evidence under a key is never moved or replaced", async () => {
  await open();
  const { captureId, key } = await addCaptured();
  await sealCapture(house, { captureId });
  const before = double.objects.get(key)!;
  const other = await addCaptured();
  // Another process sealed meanwhile: what this one made is not entered, and the evidence stands.
  await setPassedOverAside(keeperOf(), null);
  await sealCapture(house, { captureId });
  expect(double.objects.get(key)).toBe(before);
  await sealCapture(house, { captureId: other.captureId });
  expect((await sealOf(other.captureId)).storeKey).toBe(other.key);
  double.objects.set(key.replace(/wacz$/, "r2.wacz"), Buffer.from("lạ"));
  expect((await scrubNow(keeperOf(), "an", true)).map((p) => [p.kind, p.key])).toEqual([
    ["unknown", key.replace(/wacz$/, "r2.wacz")],
  ]);
});

test("the same under encryption at rest: an encrypted object that was cut or changed blocks nothing", async () => {
  const keyFile = path.join(folder, "khoa");
  writeFileSync(keyFile, randomBytes(32).toString("hex"), { mode: 0o600 });
  await open({ VONGGAC_STORE_KEY_FILE: keyFile });
  for (const wrong of [Buffer.alloc(10), Buffer.alloc(70_000, 7)]) {
    const { captureId, key } = await addCaptured();
    double.objects.set(`${key}.enc`, wrong);
    await sealCapture(house, { captureId });
    const seal = await sealOf(captureId);
    expect(seal.storeKey).toBe(key.replace(/wacz$/, "r2.wacz"));
    expect((await verify(seal.storeKey)).ok).toBe(true);
    expect(double.objects.get(`aside/${key}.enc`)).toEqual(wrong);
  }
});
