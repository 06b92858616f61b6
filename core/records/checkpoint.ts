// Promises the custody log's checkpoints, cosignatures and alarms as rows that are only ever added.
import { z } from "zod";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";

const sql = loadSql(
  import.meta.url,
  "lockCheckpoint",
  "tryLockWitness",
  "insertCheckpoint",
  "selectLast",
  "selectBySize",
  "selectFirstCovering",
  "insertCosignature",
  "selectCosignatures",
  "selectLastCosignature",
  "insertAlarm",
  "selectWitnessRows",
);

export const CheckpointRow = z.object({
  origin: z.string(),
  size: z.number().int(),
  root: z.instanceof(Buffer),
  logKey: z.string(),
  note: z.string(),
  at: z.date(),
});
export type CheckpointRow = z.infer<typeof CheckpointRow>;

/** One signer at a time, until the transaction ends. */
export async function lockCheckpoints(tx: Db): Promise<void> {
  await execute(tx, sql.lockCheckpoint, []);
}

/** Whether this transaction alone talks to witnesses now. */
export async function tryLockWitnesses(tx: Db): Promise<boolean> {
  return (await selectRow(tx, sql.tryLockWitness, [], z.object({ held: z.boolean() }))).held;
}

/** Adds the row unless it is there already. */
export async function insertCheckpoint(tx: Db, r: CheckpointRow): Promise<void> {
  await execute(tx, sql.insertCheckpoint, [r.origin, r.size, r.root, r.logKey, r.note, r.at]);
}

/** The newest checkpoint, or null before the first. */
export function selectLastCheckpoint(db: Db): Promise<CheckpointRow | null> {
  return selectOptionalRow(db, sql.selectLast, [], CheckpointRow);
}

export function selectCheckpoint(db: Db, origin: string, size: number): Promise<CheckpointRow | null> {
  return selectOptionalRow(db, sql.selectBySize, [origin, size], CheckpointRow);
}

/** The earliest checkpoint of this origin that covers the entry, or null. */
export function selectFirstCovering(db: Db, origin: string, seq: number): Promise<CheckpointRow | null> {
  return selectOptionalRow(db, sql.selectFirstCovering, [origin, seq], CheckpointRow);
}

export const CosignatureRow = z.object({
  origin: z.string(),
  size: z.number().int(),
  witnessKey: z.string(),
  line: z.string(),
  at: z.date(),
});
export type CosignatureRow = z.infer<typeof CosignatureRow>;

export async function insertCosignature(tx: Db, r: CosignatureRow): Promise<void> {
  await execute(tx, sql.insertCosignature, [r.origin, r.size, r.witnessKey, r.line, r.at]);
}

export function selectCosignatures(db: Db, origin: string, size: number): Promise<CosignatureRow[]> {
  return selectRows(db, sql.selectCosignatures, [origin, size], CosignatureRow);
}

/** The largest checkpoint of this origin that the witness co-signed, or null. */
export function selectLastCosignature(db: Db, origin: string, witnessKey: string): Promise<CosignatureRow | null> {
  return selectOptionalRow(db, sql.selectLastCosignature, [origin, witnessKey], CosignatureRow);
}

/** What speaks against the log: it lost entries, there are two of it, or an entry is no longer what it was. */
export type AlarmKind = "rollback" | "fork" | "rewritten";

/** `settled` says that a person decided about the alarms before it. An empty witness is this house's own memory. */
export async function insertAlarm(
  tx: Db,
  alarm: { witnessKey: string; kind: AlarmKind | "settled"; detail: string; at: Date },
): Promise<void> {
  await execute(tx, sql.insertAlarm, [alarm.witnessKey, alarm.kind, alarm.detail, alarm.at]);
}

const WitnessRow = z.object({
  witnessKey: z.string(),
  lastSize: z.number().int().nullable(),
  lastAt: z.date().nullable(),
  kind: z.enum(["rollback", "fork", "rewritten", "settled"]).nullable(),
  detail: z.string().nullable(),
  alarmAt: z.date().nullable(),
});

export interface WitnessState {
  /** The witness' verifier key; empty for this house's own memory of what it signed. */
  witness: string;
  /** Entries of the log at its last cosignature; 0 before the first. */
  lastSize: number;
  lastAt: Date | null;
  alarm: { kind: AlarmKind; detail: string; at: Date } | null;
}

/** Every witness that ever answered, and what it holds against the log now. An alarm stays until a person settles it. */
export async function selectWitnessState(db: Db): Promise<WitnessState[]> {
  const rows = await selectRows(db, sql.selectWitnessRows, [], WitnessRow);
  return rows.map((r) => ({
    witness: r.witnessKey,
    lastSize: r.lastSize ?? 0,
    lastAt: r.lastAt,
    alarm:
      r.kind === null || r.kind === "settled" || r.detail === null || r.alarmAt === null
        ? null
        : { kind: r.kind, detail: r.detail, at: r.alarmAt },
  }));
}
