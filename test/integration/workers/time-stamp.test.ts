// Promises stamps from the seal to the store: waiting while no authority answers soundly, finished by itself, renewed in time.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { setClock } from "#core/clock.ts";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { CaptureId } from "#core/id.ts";
import { insertCapture, selectOptionalSeal, setCaptureState } from "#core/records/capture.ts";
import { selectLedgerRows } from "#core/records/ledger.ts";
import { latestClockOffset, selectTimeStampState, selectTokens } from "#core/records/time-stamp.ts";
import { ask } from "#workers/flow.ts";
import { sealCapture } from "#workers/handlers/seal.ts";
import { stampOnce } from "#workers/handlers/stamp.ts";
import { type House, openHouse } from "#workers/house.ts";
import { startCrew } from "#workers/main.ts";
import { askDailyBatchStamp, askMissingStamps, askRenewals, tokenBase } from "#workers/time-stamps.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { makeBundle } from "../../support/make-bundle.ts";
import { startTimeStampAuthority, type TestAuthority } from "../../support/time-stamp-authority.ts";

let folder: string;
let database: TestDatabase;
let first: TestAuthority;
let second: TestAuthority;
let house: House;
/** How far this test's clock is from the real one. */
let shiftMs = 0;
const restore = setClock(() => Date.now() + shiftMs);

const shift = (ms: number) => {
  shiftMs = first.clockOffsetMs = second.clockOffsetMs = ms;
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-stamp-"));
  database = await createTestDatabase();
  [first, second] = [await startTimeStampAuthority({ days: 40 }), await startTimeStampAuthority()];
  writeFileSync(path.join(folder, "roots.pem"), first.rootPem + second.rootPem);
  house = await openHouse(
    readConfig({
      VONGGAC_DATA: path.join(folder, "data"),
      DATABASE_URL: database.url,
      VONGGAC_TSA_URLS: `${first.url} ${second.url}`,
      VONGGAC_TSA_TRUST: path.join(folder, "roots.pem"),
      VONGGAC_TSA_TIMEOUT_MS: "1000",
      VONGGAC_REPLAY_CHECK: "off",
    }),
  );
});
afterEach(() => {
  shift(0);
  first.mode = second.mode = "good";
});
afterAll(async () => {
  restore();
  await house.close();
  await Promise.all([first.close(), second.close(), database.close()]);
  rmSync(folder, { recursive: true, force: true });
});

/** A bundle of our own, waiting for its seal. */
async function captured(): Promise<CaptureId> {
  const request = { targetId: null, scanId: null, pageId: null, url: "http://lang-nghe.test/" } as const;
  const id = (await insertCapture(house.database.pool, {
    ...request,
    vantage: "desktop",
    askedBy: "test",
    reason: "kiểm thử",
  }))!;
  mkdirSync(house.workDir(id), { recursive: true });
  makeBundle(house.workDir(id), { captureId: id });
  await setCaptureState(house.database.pool, id, { state: "captured", status: "partial" });
  return id;
}

async function sealBy(work: House): Promise<CaptureId> {
  const id = await captured();
  await sealCapture(work, { captureId: id });
  return id;
}

const stateOf = async (id: CaptureId) => (await selectTimeStampState(house.database.pool, [id])).get(id)!;
const requestsOf = async (where: string) =>
  (
    await house.database.pool.query<{ id: string }>(`select id from time_stamp where ${where} order by queued_at, id`)
  ).rows.map((r) => r.id);
const stampNow = (id: string) =>
  stampOnce(house, { timeStampId: id as never }, { signal: AbortSignal.timeout(20_000) });
const requestOf = async (id: CaptureId) => (await requestsOf(`capture_id = '${id}' and renews is null`))[0]!;

async function until(what: () => Promise<boolean>, limitMs = 15_000): Promise<void> {
  for (const end = Date.now() + limitMs; Date.now() < end; await sleep(50)) if (await what()) return;
  throw new Error("waited in vain");
}

/** A file of the store on this disk. */
const stored = (key: string) => house.store.localPath(key)!;

test("a sealed capture is stamped by every authority, beside its package, and the act is in the custody log", async () => {
  const id = await sealBy(house);
  expect(await stateOf(id)).toMatchObject({ state: "waiting", at: null, error: "" });
  await stampNow(await requestOf(id));
  const seal = (await selectOptionalSeal(house.database.pool, id))!;
  const tokens = await selectTokens(house.database.pool, tokenBase(seal.storeKey));
  expect(tokens.map((t) => [t.n, t.authority, t.imprintOf, t.pinned])).toEqual([
    [1, first.url, "manifest", true],
    [2, second.url, "manifest", true],
  ]);
  expect(await stateOf(id)).toMatchObject({ state: "stamped", authority: first.url, pinned: true, error: "" });
  const entries = (await selectLedgerRows(house.database.pool, 0, 100)).filter((e) => e.subject === id);
  expect(entries.map((e) => e.act)).toEqual(["capture.sealed", "time.stamped", "time.stamped"]);
  expect(entries[1]!.sha256).toEqual(tokens[0]!.sha256);
  const manifest = path.join(folder, "manifest.json");
  writeFileSync(manifest, execFileSync("unzip", ["-p", stored(seal.storeKey), "evidence/manifest.json"]));
  for (const n of [1, 2]) {
    const token = stored(`${tokenBase(seal.storeKey)}.${n}.tsr`);
    const args = ["ts", "-verify", "-data", manifest, "-in", token, "-CAfile", path.join(folder, "roots.pem")];
    expect(execFileSync("openssl", args, { encoding: "utf8", stdio: "pipe" })).toContain("Verification: OK");
  }
  expect(Math.abs((await latestClockOffset(house.database.pool))!.offsetMs)).toBeLessThan(2000);
});

test("an authority that lies is refused and the other one stamps; the liar is asked again later", async () => {
  first.mode = "wrong-nonce";
  const id = await sealBy(house);
  const request = await requestOf(id);
  await expect(stampNow(request)).rejects.toMatchObject({ code: "time.refused" });
  expect(await stateOf(id)).toMatchObject({ state: "stamped", authority: second.url });
  first.mode = "good";
  await stampNow(request);
  const seal = (await selectOptionalSeal(house.database.pool, id))!;
  expect((await selectTokens(house.database.pool, tokenBase(seal.storeKey))).map((t) => t.authority)).toEqual([
    second.url,
    first.url,
  ]);
});

test("while all lie the capture waits with the reason, and each pause is longer than the one before", async () => {
  first.mode = "future";
  second.mode = "bad-signature";
  const id = await sealBy(house);
  const pauses: number[] = [];
  for (let i = 0; i < 3; i++) {
    const error = (await stampNow(await requestOf(id)).catch((e: unknown) => e)) as { facts: { retryAtMs: number } };
    pauses.push(Math.round((error.facts.retryAtMs - Date.now()) / 1000));
  }
  expect(pauses).toEqual([30, 60, 120]);
  const state = await stateOf(id);
  expect(state.state).toBe("waiting");
  expect(state.error).toMatch(/in the future.*signature does not verify/);
});

test("with every authority down a seal goes on, and the stamp comes by itself when they are back", async () => {
  first.mode = second.mode = "down";
  shift(-7_200_000); // the queue's pauses are over at once: they are told by a clock two hours behind
  const id = await captured();
  await inTransaction(house.database.pool, (tx) => ask(tx, "seal", { captureId: id }));
  const stopCrew = await startCrew(house);
  try {
    await until(async () => (await stateOf(id)).state === "waiting" && (await stateOf(id)).error !== "");
    expect(await selectOptionalSeal(house.database.pool, id)).not.toBeNull();
    expect((await stateOf(id)).error).toContain("time.unavailable");
    first.mode = second.mode = "good";
    await until(async () => (await stateOf(id)).state === "stamped");
  } finally {
    await stopCrew();
  }
});

test("a kill between the answer and its row goes on with the same bytes and asks nobody again", async () => {
  const id = await sealBy(house);
  const request = await requestOf(id);
  const lost = new Proxy(house.store, {
    get(store, name) {
      if (name === "put") return () => Promise.reject(new Error("killed"));
      const member: unknown = Reflect.get(store, name);
      return typeof member === "function" ? (member.bind(store) as unknown) : member;
    },
  });
  await expect(
    stampOnce({ ...house, store: lost }, { timeStampId: request as never }, { signal: AbortSignal.timeout(9000) }),
  ).rejects.toThrow("killed");
  const { rows } = await house.database.pool.query<{ token: string }>(
    "select answer ->> 'token' as token from time_stamp where id = $1",
    [request],
  );
  const asked = first.asked;
  await stampNow(request);
  expect(first.asked).toBe(asked);
  const seal = (await selectOptionalSeal(house.database.pool, id))!;
  const kept = readFileSync(stored(`${tokenBase(seal.storeKey)}.1.tsr`));
  expect(kept.toString("base64")).toBe(rows[0]!.token);
});

test("captures sealed while no authority was configured stay unstamped until they are asked for", async () => {
  const id = await sealBy({ ...house, stamping: null });
  expect(await stateOf(id)).toMatchObject({ state: "none", at: null, authority: null });
  expect(await askMissingStamps(house)).toBe(1);
  await stampNow(await requestOf(id));
  expect(await stateOf(id)).toMatchObject({ state: "stamped" });
});

test("the custody log's checkpoint is stamped once a day", async () => {
  expect(await askDailyBatchStamp(house)).toBe(true);
  expect(await askDailyBatchStamp(house)).toBe(false);
  const [request] = await requestsOf("checkpoint_size is not null");
  await stampNow(request!);
  const { rows } = await house.database.pool.query<{ base: string; note: string }>(
    "select base, note from time_stamp where id = $1",
    [request],
  );
  const note = path.join(folder, "note.txt");
  writeFileSync(note, rows[0]!.note);
  expect(rows[0]!.base).toMatch(/^ledger\/stamps\/\d+$/);
  expect(rows[0]!.note.split("\n")).toHaveLength(4);
  const args = [
    "ts",
    "-verify",
    "-data",
    note,
    "-in",
    stored(`${rows[0]!.base}.1.tsr`),
    "-CAfile",
    path.join(folder, "roots.pem"),
  ];
  expect(execFileSync("openssl", args, { encoding: "utf8", stdio: "pipe" })).toContain("Verification: OK");
});

test("a token whose authority's certificate ends soon is renewed over its own bytes, once", async () => {
  const id = await sealBy(house);
  await stampNow(await requestOf(id));
  const base = tokenBase((await selectOptionalSeal(house.database.pool, id))!.storeKey);
  expect(await askRenewals(house)).toBe(0);
  shift(25 * 86_400_000); // the first authority's certificate has 15 of its 40 days left
  expect(await askRenewals(house)).toBeGreaterThan(0);
  expect(await askRenewals(house)).toBe(0);
  const [renewal] = await requestsOf(`capture_id = '${id}' and renews = 1`);
  await stampNow(renewal!);
  const renewed = (await selectTokens(house.database.pool, base)).find((t) => t.imprintOf === "token:1")!;
  expect(renewed.n).toBe(3);
  const args = [
    "ts",
    "-verify",
    "-data",
    stored(`${base}.1.tsr`),
    "-in",
    stored(`${base}.3.tsr`),
    "-CAfile",
    path.join(folder, "roots.pem"),
  ];
  const at = String(Math.round(renewed.genTime.getTime() / 1000));
  expect(execFileSync("openssl", [...args, "-attime", at], { encoding: "utf8", stdio: "pipe" })).toContain(
    "Verification: OK",
  );
});
