// Promises signed checkpoints of the custody log, each continuing the one before, and none where the log was rewritten or put back.
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import {
  type AlarmKind,
  type CheckpointRow,
  insertAlarm,
  insertCheckpoint,
  lockCheckpoints,
  selectLastCheckpoint,
  selectWitnessState,
} from "#core/records/checkpoint.ts";
import { checkpointText, joinNote, readSignedCheckpoint, type SignedCheckpoint } from "#evidence/ledger/checkpoint.ts";
import { type LogKey, openLogKey } from "#evidence/ledger/log-key.ts";
import { type LedgerMemory, openMemory } from "#evidence/ledger/memory.ts";
import { rootOf } from "#evidence/ledger/merkle.ts";
import type { House } from "./house.ts";
import { growTiles, readLedgerSize, readTree } from "./ledger-tree.ts";

export type LedgerHouse = Pick<House, "config" | "database">;

/** Checkpoints and alarms of this house's own memory stand under no witness' key. */
export const ownMemory = "";

/** What speaks against the log, found by this house itself. */
class Contradiction extends AppError {
  readonly kind: AlarmKind;
  readonly said: string;

  constructor(kind: AlarmKind, detail: string) {
    super("ledger.forked", {
      detail: `custody log: ${detail}`,
      cure: "Nothing is signed until a person decides: `vonggac ledger status`, then `vonggac ledger settle --reason …`.",
      facts: { kind },
    });
    [this.kind, this.said] = [kind, detail];
  }
}

export interface LogIdentity {
  key: LogKey;
  memory: LedgerMemory;
}

export async function openLog({ config }: Pick<House, "config">): Promise<LogIdentity> {
  const memory = await openMemory(config.dataDir);
  return { key: await openLogKey(config.dataDir, config.VONGGAC_LOG_ORIGIN, memory.epoch.epoch), memory };
}

/**
 * Signs the log as it stands, or gives the last checkpoint where nothing came since. The note is on the disk, outside the
 * database, before it leaves this function. Throws AppError `ledger.forked` (and raises the alarm) when the log is not a
 * continuation of what was signed before, `not-found` while the log is empty.
 */
export async function makeCheckpoint(house: LedgerHouse): Promise<CheckpointRow> {
  const { pool } = house.database;
  try {
    await refuseWhileAlarmed(pool);
    const grown = await growTiles(pool);
    return await inTransaction(pool, (tx) => signNext(tx, house, grown.size));
  } catch (error) {
    if (error instanceof Contradiction) await raiseOwnAlarm(house, error.kind, error.said);
    throw error;
  }
}

async function refuseWhileAlarmed(db: Db): Promise<void> {
  const own = (await selectWitnessState(db)).find((w) => w.witness === ownMemory);
  if (!own?.alarm) return;
  throw new AppError("ledger.forked", {
    detail: own.alarm.detail,
    cure: "Nothing is signed until a person decides: `vonggac ledger status`, then `vonggac ledger settle --reason …`.",
  });
}

async function signNext(tx: Db, house: LedgerHouse, grownSize: number): Promise<CheckpointRow> {
  await lockCheckpoints(tx);
  const { key, memory } = await openLog(house);
  const before = await readSigned(tx, key, memory);
  const reached = Math.max(0, ...before.map((b) => b.size));
  const size = reached > grownSize ? await readLedgerSize(tx) : grownSize;
  for (const signed of before) await refuseContradiction(tx, signed, size);
  const newest = before.find((b) => b.size === reached);
  const row = newest && reached >= grownSize ? toRow(newest, key) : await sign(tx, key, size);
  if (memory.last !== row.note) await memory.remember(row.note);
  await insertCheckpoint(tx, row);
  return row;
}

/** The last checkpoints that the disk and the database remember, each with our signature. */
async function readSigned(tx: Db, key: LogKey, memory: LedgerMemory): Promise<SignedCheckpoint[]> {
  const row = await selectLastCheckpoint(tx);
  if (row) refuseOtherKey(row, key, memory);
  const notes = [memory.last, row?.origin === key.verifier.name ? row.note : null].filter((n) => n !== null);
  try {
    return notes.map((note) => readSignedCheckpoint(note, key.verifier));
  } catch (error) {
    throw new Contradiction("fork", `${toAppError(error).message}; the log's key was changed, or the checkpoint was`);
  }
}

const materialOf = (verifierKey: string) => verifierKey.slice(verifierKey.lastIndexOf("+") + 1);

/** True when another key than this machine's signed the last checkpoint and no person settled it since. */
export function isOtherKeys(row: CheckpointRow, { key, memory }: LogIdentity): boolean {
  const isSettled = memory.epoch.settledAt !== null && new Date(memory.epoch.settledAt) >= row.at;
  return !isSettled && materialOf(row.logKey) !== materialOf(key.verifier.text);
}

/** A second machine with an own data folder must not begin a second log of the same entries. */
function refuseOtherKey(row: CheckpointRow, key: LogKey, memory: LedgerMemory): void {
  if (!isOtherKeys(row, { key, memory })) return;
  throw new AppError("config.invalid", {
    detail: `the custody log's checkpoints were signed by ${row.logKey}, this machine has another log key`,
    cure: "Put keys/log-key.pem and ledger/ of VONGGAC_DATA back (or share the folder); only where that key is lost: `vonggac ledger settle`.",
  });
}

async function refuseContradiction(tx: Db, signed: SignedCheckpoint, size: number): Promise<void> {
  if (signed.size > size)
    throw new Contradiction(
      "rollback",
      `a checkpoint of ${signed.size} entries was signed, the database has ${size}: it was put back to an earlier state`,
    );
  const root = await rootOf(readTree(tx, size), signed.size);
  if (!root.equals(signed.root))
    throw new Contradiction(
      "fork",
      `the first ${signed.size} entries are not those that were signed: the log was rewritten`,
    );
}

const toRow = (signed: SignedCheckpoint, key: LogKey): CheckpointRow => ({
  origin: signed.origin,
  size: signed.size,
  root: signed.root,
  logKey: key.verifier.text,
  note: joinNote(
    signed.note.text,
    signed.note.signatures.map((s) => s.line),
  ),
  at: now(),
});

async function sign(tx: Db, key: LogKey, size: number): Promise<CheckpointRow> {
  if (size === 0) throw new AppError("not-found", { detail: "the custody log is empty" });
  const root = await rootOf(readTree(tx, size), size);
  const origin = key.verifier.name;
  const text = checkpointText({ origin, size, root });
  return { origin, size, root, logKey: key.verifier.text, note: joinNote(text, [key.sign(text)]), at: now() };
}

/** Tells the desk and the log, once for each thing found. */
export async function raiseOwnAlarm({ database }: LedgerHouse, kind: AlarmKind, detail: string): Promise<void> {
  const own = (await selectWitnessState(database.pool)).find((w) => w.witness === ownMemory);
  if (own?.alarm?.kind === kind && own.alarm.detail === detail) return;
  log.error({ kind, detail }, "ledger.forked");
  await insertAlarm(database.pool, { witnessKey: ownMemory, kind, detail, at: now() });
}
