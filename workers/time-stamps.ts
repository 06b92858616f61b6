// Promises that whatever is sealed asks for its time stamp in the same transaction, and that old tokens ask for their renewal.
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { CaptureId, type TimeStampId } from "#core/id.ts";
import type { CheckpointRow } from "#core/records/checkpoint.ts";
import {
  insertTimeStamp,
  selectAgeingTokens,
  selectLastBatchStamp,
  selectOpenTimeStamps,
  selectTimeStamp,
  selectUnstampedSeals,
  type StampSubject,
  type TokenRow,
} from "#core/records/time-stamp.ts";
import { ageingHashes, renewBeforeDays } from "#evidence/time/renewal.ts";
import { makeCheckpoint } from "./checkpoint.ts";
import { ask } from "./flow.ts";
import type { House } from "./house.ts";

const batch = 200;
const dayMs = 86_400_000;

/** Where tokens of a sealed package stand: its key without the ending. */
export const tokenBase = (storeKey: string) => storeKey.replace(/\.wacz$/, "");

/** Asks for the stamp of a sealed capture, where authorities are configured. */
export async function askCaptureStamp(
  tx: Db,
  house: Pick<House, "stamping">,
  seal: { captureId: CaptureId; storeKey: string },
): Promise<void> {
  if (!house.stamping) return;
  const subject: StampSubject = { captureId: seal.captureId, checkpointSize: null, note: null };
  await askStamp(tx, subject, tokenBase(seal.storeKey), null);
}

async function askStamp(tx: Db, subject: StampSubject, base: string, renews: number | null): Promise<boolean> {
  const id = await insertTimeStamp(tx, { ...subject, base, renews });
  if (id) await ask(tx, "stamp", { timeStampId: id });
  return id !== null;
}

/** The batch stamp: everything in the log up to this checkpoint existed at the token's time. */
export function askCheckpointStamp(tx: Db, checkpoint: Pick<CheckpointRow, "size" | "note">): Promise<boolean> {
  const subject: StampSubject = { captureId: null, checkpointSize: checkpoint.size, note: noteText(checkpoint.note) };
  return askStamp(tx, subject, `ledger/stamps/${checkpoint.size}`, null);
}

/** The signed note's text: up to and including the line break before the blank line. */
export const noteText = (note: string) => note.slice(0, note.indexOf("\n\n") + 1);

/** Once a day, where authorities are configured: signs a checkpoint and hands it in. Returns whether it did. */
export async function askDailyBatchStamp(house: House): Promise<boolean> {
  if (!house.stamping) return false;
  const { pool } = house.database;
  const last = await selectLastBatchStamp(pool);
  if (last && now().getTime() - last.getTime() < dayMs) return false;
  const checkpoint = await makeCheckpoint(house);
  return inTransaction(pool, (tx) => askCheckpointStamp(tx, checkpoint));
}

/** Tokens that end soon, or whose digest ages, get a new one over them. Returns how many were asked for. */
export async function askRenewals(house: House): Promise<number> {
  if (!house.stamping) return 0;
  const { pool } = house.database;
  let asked = 0;
  for (;;) {
    const due = await selectAgeingTokens(pool, now(), renewBeforeDays, ageingHashes, batch);
    for (const token of due) asked += (await askRenewal(pool, token)) ? 1 : 0;
    if (due.length < batch) return asked;
  }
}

function askRenewal(pool: House["database"]["pool"], token: TokenRow): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    const request = await selectTimeStamp(tx, token.requestId);
    const subject = subjectOf(request.captureId, request.checkpointSize, request.note);
    return askStamp(tx, subject, token.base, token.n);
  });
}

function subjectOf(captureId: CaptureId | null, checkpointSize: number | null, note: string | null): StampSubject {
  return captureId
    ? { captureId, checkpointSize: null, note: null }
    : { captureId: null, checkpointSize: checkpointSize!, note: note! };
}

/** Captures sealed while no authority was configured. Returns how many were asked for. */
export async function askMissingStamps(house: House): Promise<number> {
  if (!house.stamping) return 0;
  const { pool } = house.database;
  let asked = 0;
  for (let after: CaptureId | null = null; ;) {
    const seals = await selectUnstampedSeals(pool, after, batch);
    await inTransaction(pool, async (tx) => {
      for (const seal of seals) await askCaptureStamp(tx, house, seal);
    });
    asked += seals.length;
    if (seals.length < batch) return asked;
    after = seals.at(-1)!.captureId;
  }
}

/** Gives every request that has something left to do its job back; one that waits for its next try keeps waiting. */
export async function recoverTimeStamps(house: House): Promise<number> {
  if (!house.stamping) return 0;
  const { pool } = house.database;
  let asked = 0;
  for (let after: TimeStampId | null = null; ;) {
    const open = await selectOpenTimeStamps(pool, after, batch);
    await inTransaction(pool, async (tx) => {
      for (const row of open) await ask(tx, "stamp", { timeStampId: row.id }, row.nextTry);
    });
    asked += open.length;
    if (open.length < batch) return asked;
    after = open.at(-1)!.id;
  }
}
