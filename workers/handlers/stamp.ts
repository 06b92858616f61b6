// Promises a time stamp for what asked for one: checked before it is kept, put off and asked again until an authority answers soundly.
import { createHash } from "node:crypto";
import { now, nowMs } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import {
  type HeldAnswer,
  insertClockOffset,
  insertToken,
  selectTimeStamp,
  selectTokens,
  selectTokensOfRequest,
  setHeldAnswer,
  setTimeStampState,
  takeTokenNumber,
  type TimeStampRow,
} from "#core/records/time-stamp.ts";
import { openSealed } from "#evidence/archive/sealed-reader.ts";
import type { Store } from "#evidence/store/store.ts";
import { publicAddress } from "#evidence/time/http-exchange.ts";
import { currentHash, type KeptToken, tokenLineProblems } from "#evidence/time/renewal.ts";
import { type Stamp, stampBytes, type Stamping } from "#evidence/time/stamping.ts";
import { readTokenFile, tokenFileOf, tokenKeys } from "#evidence/time/token-file.ts";
import { appendCustody } from "../custody.ts";
import type { House } from "../house.ts";
import type { JobData } from "../jobs.ts";
import type { Attempt } from "../vantage.ts";

/** What stamping needs of the house. */
export type StampHouse = Pick<House, "database" | "store" | "stamping">;

const firstPauseMs = 30_000;
const longestPauseMs = 3_600_000;
/** Once one authority has stamped, the others are waited for so many attempts long. */
const patienceForOthers = 8;

/** Until the next try after so many attempts: 30 seconds, doubled each time, an hour at most. */
export const pauseMs = (attempts: number) => Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts - 1, 20));

/** Throws AppError `time.unavailable` or `time.refused` with `retryAtMs` while something is left to do. */
export async function stampOnce(
  house: StampHouse,
  { timeStampId }: JobData<"stamp">,
  { signal }: Pick<Attempt, "signal">,
): Promise<void> {
  const { pool } = house.database;
  const row = await selectTimeStamp(pool, timeStampId);
  if (row.nextTry === null) return;
  if (row.answer) await keepAnswer(house, row, row.answer); // a crash came between
  if (!house.stamping) return;
  const failures = await askAuthorities(house, house.stamping, row, signal).catch(failureOfOurs);
  await settle(house, row, house.stamping, failures);
}

/** Bytes that cannot be read now (quarantined, damaged, the store away) are waited for like an authority. */
function failureOfOurs(thrown: unknown): AppError[] {
  const error = toAppError(thrown);
  if (error.code.startsWith("database.") || error.code === "stopped") throw error;
  return [error];
}

/** A first stamp wants a token of every authority; a renewal is good with one. */
async function stillWanted(house: StampHouse, row: TimeStampRow, stamping: Stamping): Promise<string[]> {
  const had = new Set((await selectTokensOfRequest(house.database.pool, row.id)).map((t) => t.authority));
  if (row.renews !== null && had.size > 0) return [];
  return stamping.authorities.filter((url) => !had.has(publicAddress(url)));
}

async function askAuthorities(
  house: StampHouse,
  stamping: Stamping,
  row: TimeStampRow,
  signal: AbortSignal,
): Promise<AppError[]> {
  const failures: AppError[] = [];
  const wanted = await stillWanted(house, row, stamping);
  if (wanted.length === 0) return failures;
  const bytes = await bytesToStamp(house, row);
  for (const authority of wanted) {
    try {
      const stamp = await stampBytes(stamping, authority, bytes, { hash: currentHash(), signal });
      await keepAnswer(house, row, await holdAnswer(house, row, stamp));
      if (row.renews !== null) break;
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== "time.unavailable" && error.code !== "time.refused") throw error;
      if (signal.aborted) throw new AppError("stopped", { detail: "the program is closing", cause: error });
      failures.push(error);
    }
  }
  return failures;
}

/** The manifest, the note's text, or the older token: read again each time, compared with what was sealed. */
async function bytesToStamp(house: StampHouse, row: TimeStampRow): Promise<Buffer> {
  const original = row.note === null ? await readManifest(house, row) : Buffer.from(row.note, "utf8");
  if (row.renews === null) return original;
  const rows = await selectTokens(house.database.pool, row.base);
  const kept = await Promise.all(rows.map((t) => readKept(house.store, row.base, t.n)));
  const problems = tokenLineProblems(kept, original, house.stamping?.roots ?? []);
  const old = kept.find((t) => t.n === row.renews);
  if (old && problems.length === 0) return old.answer;
  throw new AppError("store.failed", {
    detail: `${row.base}: a token that no longer holds is not renewed: ${problems.join("; ") || `token ${row.renews} is not there`}`,
    cure: "Run verify on the package and its tokens.",
  });
}

async function readManifest(house: StampHouse, row: TimeStampRow): Promise<Buffer> {
  const seal = row.captureId && (await selectOptionalSeal(house.database.pool, row.captureId));
  if (!seal) throw new AppError("not-found", { detail: `${row.base}: no seal` });
  const { manifestBytes, manifestSha256 } = await openSealed(house.store, seal.storeKey);
  if (manifestSha256 === seal.manifestSha256.toString("hex")) return manifestBytes;
  throw new AppError("store.failed", { detail: `${seal.storeKey}: its manifest is not the one that was sealed` });
}

async function readKept(store: Store, base: string, n: number): Promise<KeptToken> {
  const keys = tokenKeys(base, n);
  const facts = readTokenFile(await readAll(store, keys.facts));
  return { n, imprintOf: facts.imprintOf, nonce: facts.nonce, answer: await readAll(store, keys.token) };
}

async function readAll(store: Store, key: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of (await store.get(key)) as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** First the answer's bytes and its number in one row: whatever happens now, the same files are written. */
function holdAnswer(house: StampHouse, row: TimeStampRow, stamp: Stamp): Promise<HeldAnswer> {
  const original = row.captureId ? "manifest" : `checkpoint:${row.checkpointSize}`;
  const imprintOf = row.renews === null ? original : `token:${row.renews}`;
  return inTransaction(house.database.pool, async (tx) => {
    const { authority, genTime, policy, serial, hash, pinned, signerNotAfter, receivedAt, clock } = stamp;
    const held: HeldAnswer = {
      n: await takeTokenNumber(tx, row.base),
      token: stamp.answer.toString("base64"),
      facts: tokenFileOf(stamp, imprintOf).toString("base64"),
      row: { authority, imprintOf, genTime, policy, serial, hash, pinned, signerNotAfter, receivedAt },
      clock,
    };
    await setHeldAnswer(tx, row.id, held);
    return held;
  });
}

async function keepAnswer(house: StampHouse, row: TimeStampRow, held: HeldAnswer): Promise<void> {
  const token = Buffer.from(held.token, "base64");
  const keys = tokenKeys(row.base, held.n);
  await house.store.put(keys.token, { bytes: token });
  await house.store.put(keys.facts, { bytes: Buffer.from(held.facts, "base64") });
  const sha256 = createHash("sha256").update(token).digest();
  await inTransaction(house.database.pool, async (tx) => {
    const { base, id: requestId, captureId } = row;
    const isNew = await insertToken(tx, { ...held.row, base, n: held.n, requestId, captureId, sha256 });
    if (isNew) await enter(tx, row, held, sha256);
    await setHeldAnswer(tx, row.id, null);
  });
}

/** A capture's token is an act of custody; a checkpoint's stands beside the log, or each stamp would ask for the next. */
async function enter(tx: Db, row: TimeStampRow, held: HeldAnswer, sha256: Buffer): Promise<void> {
  const { authority, imprintOf, genTime, pinned } = held.row;
  await insertClockOffset(tx, { at: now(), ...held.clock });
  if (!row.captureId) return;
  await appendCustody(tx, {
    at: now().toISOString(),
    actor: "system",
    act: "time.stamped",
    subject: row.captureId,
    sha256: sha256.toString("hex"),
    detail: { n: held.n, authority, imprintOf, genTime: genTime.toISOString(), pinned },
  });
}

async function settle(house: StampHouse, row: TimeStampRow, stamping: Stamping, failures: AppError[]): Promise<void> {
  const { pool } = house.database;
  const attempts = row.attempts + 1;
  const isStamped = (await selectTokensOfRequest(pool, row.id)).length > 0;
  const missing = await stillWanted(house, row, stamping);
  const isGone = failures.some((e) => e.code === "evidence.destroyed");
  const isOver = missing.length === 0 || isGone || (isStamped && attempts >= patienceForOthers);
  const retryAtMs = nowMs() + pauseMs(attempts);
  const refused = failures.find((e) => e.code === "time.refused");
  const state = isStamped ? "granted" : refused ? "refused" : "queued";
  const lastError = failures.map((e) => e.message).join(" · ");
  const nextTry = isOver ? null : new Date(retryAtMs);
  await inTransaction(pool, (tx) => setTimeStampState(tx, row.id, { state, nextTry, lastError }));
  if (isOver) return;
  log.warn({ timeStamp: row.id, attempts, missing: missing.length, reason: lastError }, "time-stamp.waits");
  throw new AppError(refused ? "time.refused" : "time.unavailable", {
    detail: lastError,
    facts: { retryAtMs },
    cure: "It is asked again by itself; check VONGGAC_TSA_URLS and the way out.",
  });
}

/** The row stays open: recovery gives it a new job. */
export async function buryStamp(_house: unknown, { timeStampId }: JobData<"stamp">, error: AppError): Promise<void> {
  log.error({ err: error, timeStamp: timeStampId }, "time-stamp.given-up");
}
