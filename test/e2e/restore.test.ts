// Promises that a backup restored by command on an empty machine verifies every package, token and the custody log, and that a lost end of it is told.
import { randomBytes } from "node:crypto";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import type { CaptureId, TargetId } from "#core/id.ts";
import { insertCapture, selectOptionalSeal, setCaptureState } from "#core/records/capture.ts";
import { insertTarget } from "#core/records/target.ts";
import { sealCapture } from "#workers/handlers/seal.ts";
import { stampOnce } from "#workers/handlers/stamp.ts";
import { makeCheckpoint } from "#workers/checkpoint.ts";
import { type House, openHouse } from "#workers/house.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { makeBundle } from "../support/make-bundle.ts";
import { jsonLines, runVonggac } from "../support/run-vonggac.ts";
import { startTimeStampAuthority, type TestAuthority } from "../support/time-stamp-authority.ts";

let folder: string;
let databases: TestDatabase[];
let authority: TestAuthority;
let env: Record<string, string>;
let captures: CaptureId[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-restore-"));
  databases = [await createTestDatabase(), await createTestDatabase()];
  authority = await startTimeStampAuthority();
  const keyFile = path.join(folder, "khoa-kho");
  writeFileSync(keyFile, randomBytes(32).toString("hex"), { mode: 0o600 });
  writeFileSync(path.join(folder, "roots.pem"), authority.rootPem);
  env = {
    VONGGAC_DATA: path.join(folder, "cu"),
    DATABASE_URL: databases[0]!.url,
    VONGGAC_STORE_KEY_FILE: keyFile,
    VONGGAC_TSA_URLS: authority.url,
    VONGGAC_TSA_TRUST: path.join(folder, "roots.pem"),
  };
  const house = await openHouse(readConfig(env));
  const { target } = await insertTarget(
    house.database.pool,
    { url: "https://www.lang-nghe.test/", kind: "site" },
    "an",
  );
  captures = [];
  for (let i = 0; i < 3; i++) captures.push(await sealOne(house, target.id));
  await makeCheckpoint(house);
  await house.close();
}, 120_000);
afterAll(async () => {
  await Promise.all([authority.close(), ...databases.map((d) => d.close())]);
  rmSync(folder, { recursive: true, force: true });
});

/** The same page again: the second and third leave out what the first holds. */
async function sealOne(house: House, targetId: TargetId): Promise<CaptureId> {
  const { pool } = house.database;
  const facts = { targetId, scanId: null, pageId: null, vantage: "desktop", askedBy: "an", reason: "thử" } as const;
  const captureId = (await insertCapture(pool, { ...facts, url: "https://www.lang-nghe.test/trang" }))!;
  makeBundle(house.workDir(captureId), { captureId, bodyBytes: 50_000 });
  await setCaptureState(pool, captureId, { state: "captured", status: "partial" });
  await sealCapture(house, { captureId });
  const [stamp] = (await pool.query<{ id: string }>("select id from time_stamp where capture_id = $1", [captureId]))
    .rows;
  await stampOnce(house, { timeStampId: stamp!.id as never }, { signal: AbortSignal.timeout(20_000) });
  return captureId;
}

const filesOf = (dataDir: string) =>
  readdirSync(path.join(dataDir, "evidence"), { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile())
    .map((f) => path.join(f.parentPath, f.name));

test("all packages, tokens and the log of an encrypted store verify after a restore on an empty machine", async () => {
  const bases = await databases[0]!.pool.query("select 1 from seal_base");
  expect(bases.rowCount).toBeGreaterThanOrEqual(1);
  const out = path.join(folder, "sao-luu");
  const backup = await runVonggac(["backup", "--out", out, "--with-keys", "--json"], { env });
  expect([backup.code, backup.stderr]).toEqual([0, ""]);
  expect(jsonLines(backup)[0]).toMatchObject({ missing: [], ledger: [{ path: "ledger/checkpoint.1" }] });
  const there = { ...env, VONGGAC_DATA: path.join(folder, "moi"), DATABASE_URL: databases[1]!.url };
  const restored = await runVonggac(["restore", out, "--json"], { env: there });
  expect([restored.code, jsonLines(restored)[0]]).toMatchObject([
    0,
    { isWell: true, damaged: [], problems: [], breaks: [] },
  ]);
  const check = await runVonggac(["ledger", "check", "--json"], { env: there });
  expect([check.code, jsonLines(check)[0]]).toMatchObject([0, { ok: true, breaks: [] }]);
  const trust = path.join(folder, "tin.pem");
  writeFileSync(trust, (await runVonggac(["key", "print"], { env: there })).stdout + authority.rootPem);
  const kept = filesOf(there.VONGGAC_DATA).filter((f) => f.endsWith(".wacz.enc"));
  expect(kept.length).toBe(3);
  const verified = await runVonggac(["verify", ...kept, "--trust", trust, "--json"], { env: there });
  expect([verified.code, verified.stderr]).toEqual([0, ""]);
  for (const verdict of jsonLines<{ ok: boolean; claims: { claim: string; state: string }[] }>(verified)) {
    expect(verdict.ok).toBe(true);
    for (const claim of ["intact", "signer", "time"])
      expect(verdict.claims.find((c) => c.claim === claim)?.state, claim).toBe("proved");
  }
  const zip = path.join(folder, "goi.zip");
  const packed = await runVonggac(["package", ...captures, "--out", zip, "--purpose", "xác minh", "--json"], {
    env: there,
  });
  expect([packed.code, packed.stderr.includes("store.")]).toEqual([0, false]);
  const whole = await runVonggac(["verify", zip, "--trust", trust, "--json"], { env: there });
  expect([whole.code, jsonLines(whole)[0]]).toMatchObject([0, { ok: true }]);
});

test("a log that was signed further than its backup goes is told as a rollback, and nothing is signed", async () => {
  const old = await openHouse(readConfig(env));
  const target = (await old.database.pool.query<{ id: TargetId }>("select id from target")).rows[0]!.id;
  await sealOne(old, target);
  await makeCheckpoint(old);
  expect(await selectOptionalSeal(old.database.pool, captures[0]!)).not.toBeNull();
  await old.close();
  const there = { ...env, VONGGAC_DATA: path.join(folder, "moi"), DATABASE_URL: databases[1]!.url };
  const fresh = path.join(env.VONGGAC_DATA!, "ledger/checkpoint.1");
  copyFileSync(fresh, path.join(there.VONGGAC_DATA, "ledger/checkpoint.1"));
  const signed = await runVonggac(["ledger", "sign"], { env: there });
  expect([signed.code, signed.stderr]).toEqual([1, expect.stringContaining("ledger.forked")]);
});
