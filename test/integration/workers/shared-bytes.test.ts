// Promises that bytes which several captures share are neither lost by a destruction at the wrong moment nor left in view by a quarantine.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import type { CaptureId, TargetId } from "#core/id.ts";
import { insertCapture, selectOptionalSeal, setCaptureState } from "#core/records/capture.ts";
import { selectBases } from "#core/records/sealed-payload.ts";
import { insertTarget } from "#core/records/target.ts";
import { openSealed } from "#evidence/archive/sealed-reader.ts";
import type { Store } from "#evidence/store/store.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { sealCapture } from "#workers/handlers/seal.ts";
import { type House, openHouse } from "#workers/house.ts";
import { askDestruction, confirmDestruction } from "#workers/keeping/destroy.ts";
import { liftQuarantine, quarantineCapture } from "#workers/keeping/quarantine.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { makeBundle } from "../../support/make-bundle.ts";

let folder: string;
let database: TestDatabase;
let house: House;
let targetId: TargetId;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-shared-"));
  database = await createTestDatabase();
  house = await openHouse(readConfig({ VONGGAC_DATA: folder, DATABASE_URL: database.url }));
  const site = { url: "https://www.lang-nghe.test/trang", kind: "site" } as const;
  targetId = (await insertTarget(house.database.pool, site, "an")).target.id;
});
afterEach(async () => {
  await house.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function addCaptured(): Promise<CaptureId> {
  const { pool } = house.database;
  const facts = { scanId: null, pageId: null, vantage: "desktop", askedBy: "an", reason: "thử" } as const;
  const captureId = (await insertCapture(pool, { targetId, ...facts, url: "https://www.lang-nghe.test/trang" }))!;
  makeBundle(house.workDir(captureId), { captureId, bodyBytes: 200_000 });
  await setCaptureState(pool, captureId, { state: "captured", status: "partial" });
  return captureId;
}

async function addSealed(): Promise<CaptureId> {
  const captureId = await addCaptured();
  await sealCapture(house, { captureId });
  return captureId;
}

const keeperOf = () => ({ config: house.config, pool: house.database.pool, store: house.store });
const keyOf = async (id: CaptureId) => (await selectOptionalSeal(house.database.pool, id))!.storeKey;
const basesOf = async (id: CaptureId) => (await selectBases(house.database.pool, id)).map((b) => b.baseCaptureId);
const by = (actor: string) => ({ actor, reason: "theo đề nghị" });

async function destroy(captureId: CaptureId): Promise<void> {
  const requestId = await askDestruction(keeperOf(), { captureId, ground: "may-not-be-held", ...by("an") });
  await confirmDestruction(keeperOf(), { requestId, ...by("bình") });
}

async function readWhole(captureId: CaptureId): Promise<number> {
  const sealed = await openSealed(house.store, await keyOf(captureId));
  for (const { id } of sealed.records) await sealed.read(id);
  return sealed.records.length;
}

/** The same house, whose store does `act` once before it keeps anything. */
function actBeforePut(act: () => Promise<void>): House {
  let done = false;
  const put: Store["put"] = async (...args) => {
    if (!done) {
      done = true;
      await act();
    }
    return house.store.put(...args);
  };
  const store = new Proxy(house.store, {
    get: (real, name) => (name === "put" ? put : (Reflect.get(real, name) as () => unknown).bind(real)),
  });
  return { ...house, store };
}

test("a package whose base is destroyed between its sealing and its entry is sealed anew with the bytes in it", async () => {
  const base = await addSealed();
  const captureId = await addCaptured();
  const racing = actBeforePut(() => destroy(base));
  await expect(sealCapture(racing, { captureId })).rejects.toMatchObject({ code: "seal.failed" });
  expect(await selectOptionalSeal(house.database.pool, captureId)).toBeNull();
  await sealCapture(house, { captureId });
  expect(await basesOf(captureId)).toEqual([]);
  expect(await readWhole(captureId)).toBeGreaterThan(5);
  const file = house.store.localPath(await keyOf(captureId))!;
  expect(await verifyPackage(file, { trustPem: house.keyring.publicPem })).toMatchObject({ ok: true, level: "sealed" });
  expect(await basesOf(await addSealed())).toEqual([captureId]);
});

test("a base cannot be destroyed once a later capture's seal is entered", async () => {
  const base = await addSealed();
  const later = await addSealed();
  expect(await basesOf(later)).toEqual([base]);
  await expect(destroy(base)).rejects.toMatchObject({ code: "evidence.held" });
  expect(await readWhole(later)).toBeGreaterThan(5);
});

test("the quarantine of a recapture takes the earlier package that holds its bytes along, and nothing new refers to either", async () => {
  const base = await addSealed();
  const later = await addSealed();
  await quarantineCapture(keeperOf(), { captureId: later, ...by("an") });
  for (const id of [base, later]) await expect(readWhole(id)).rejects.toMatchObject({ code: "evidence.quarantined" });
  const { rows } = await house.database.pool.query<{ entry: { subject: string; detail: Record<string, string> } }>(
    "select entry::jsonb as entry from ledger where act = 'capture.quarantined'",
  );
  expect(rows.find((row) => row.entry.subject === base)?.entry.detail.holdsBytesOf).toBe(later);
  expect(await basesOf(await addSealed())).toEqual([]);
});

test("what a quarantined base holds is out of reach in later captures too, until the quarantine is lifted", async () => {
  const base = await addSealed();
  const later = await addSealed();
  await quarantineCapture(keeperOf(), { captureId: base, ...by("an") });
  await expect(readWhole(later)).rejects.toMatchObject({ code: "evidence.quarantined" });
  await liftQuarantine(keeperOf(), { captureId: base, ...by("bình") });
  expect(await readWhole(later)).toBeGreaterThan(5);
});
