// Promises scrubbing as rows: rounds that go on after a restart, when each object was last looked at, and what was found.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { CaptureId, newId } from "../id.ts";

const sql = loadSql(
  import.meta.url,
  "insertRound",
  "selectRound",
  "selectOpenRound",
  "selectLastRound",
  "moveRound",
  "finishRound",
  "selectObjects",
  "markChecked",
  "insertProblem",
  "settleProblems",
  "settleKind",
  "selectProblems",
  "selectKnownKeys",
  "selectTurnedSeals",
);

export const ScrubRound = z.object({
  id: z.uuid(),
  askedBy: z.string(),
  isAll: z.boolean(),
  budgetBytes: z.number(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
  movedAt: z.date(),
  afterCapture: CaptureId.nullable(),
  checked: z.number().int(),
  checkedBytes: z.number(),
});
export type ScrubRound = z.infer<typeof ScrubRound>;

/** A new round, or null while another is open. */
export function openRound(db: Db, askedBy: string, isAll: boolean, budgetBytes: number): Promise<ScrubRound | null> {
  return selectOptionalRow(db, sql.insertRound, [newId(), askedBy, isAll, budgetBytes, now()], ScrubRound);
}

export function selectRound(db: Db, id: string): Promise<ScrubRound> {
  return selectRow(db, sql.selectRound, [id], ScrubRound);
}

export function selectOpenRound(db: Db): Promise<ScrubRound | null> {
  return selectOptionalRow(db, sql.selectOpenRound, [], ScrubRound);
}

export function selectLastRound(db: Db): Promise<ScrubRound | null> {
  return selectOptionalRow(db, sql.selectLastRound, [], ScrubRound);
}

/** One object further; true when the round stood where this process thought it did. */
export async function moveRound(
  db: Db,
  id: string,
  from: CaptureId | null,
  to: CaptureId,
  sizeBytes: number,
): Promise<boolean> {
  return (await execute(db, sql.moveRound, [id, from, to, sizeBytes, now()])) === 1;
}

export async function finishRound(db: Db, id: string): Promise<void> {
  await execute(db, sql.finishRound, [id, now()]);
}

export const ScrubObject = z.object({
  captureId: CaptureId,
  storeKey: z.string(),
  sha256: z.instanceof(Buffer),
  sizeBytes: z.number(),
  /** Hash in the custody entry of the seal, hex. */
  entered: z.string().nullable(),
  isDestroyed: z.boolean(),
  isDone: z.boolean(),
  isQuarantined: z.boolean(),
});
export type ScrubObject = z.infer<typeof ScrubObject>;

/** Sealed objects after `after`, by capture id; with `before` only those not looked at since then. */
export function selectScrubObjects(
  db: Db,
  after: CaptureId | null,
  before: Date | null,
  limit: number,
): Promise<ScrubObject[]> {
  return selectRows(db, sql.selectObjects, [after, before, limit], ScrubObject);
}

export async function markChecked(db: Db, captureId: CaptureId): Promise<void> {
  await execute(db, sql.markChecked, [captureId, now()]);
}

export type ProblemKind =
  | "missing"
  | "changed"
  | "unreadable"
  | "unknown"
  | "not-destroyed"
  | "not-quarantined"
  | "custody";

export interface NewProblem {
  key: string;
  kind: ProblemKind;
  detail: string;
  captureId: CaptureId | null;
}

/** True when it was not known before. */
export async function insertProblem(tx: Db, p: NewProblem): Promise<boolean> {
  return (await execute(tx, sql.insertProblem, [p.key, p.kind, p.detail, p.captureId, now()])) === 1;
}

/** What was wrong with a key is right now. */
export async function settleProblems(db: Db, key: string): Promise<void> {
  await execute(db, sql.settleProblems, [key, now()]);
}

/** Problems of a kind that no longer exist: all but those of `keys`. */
export async function settleOthers(db: Db, kind: ProblemKind, keys: string[]): Promise<void> {
  await execute(db, sql.settleKind, [kind, keys, now()]);
}

export const ScrubProblem = z.object({
  key: z.string(),
  kind: z.string(),
  detail: z.string(),
  captureId: CaptureId.nullable(),
  foundAt: z.date(),
});
export type ScrubProblem = z.infer<typeof ScrubProblem>;

/** Those that stand, newest first. */
export function selectProblems(db: Db, limit: number): Promise<ScrubProblem[]> {
  return selectRows(db, sql.selectProblems, [limit], ScrubProblem);
}

/** Which of these capture ids are sealed here, or about to be, and up to which turn of its keys. */
export async function selectKnownCaptures(db: Db, ids: string[]): Promise<Map<string, number>> {
  const Known = z.object({ id: z.string(), turn: z.number() });
  const rows = await selectRows(db, sql.selectKnownKeys, [ids], Known);
  return new Map(rows.map((row) => [row.id, row.turn]));
}

const TurnedSeal = z.object({ captureId: CaptureId, storeKey: z.string() });

/** Seals whose package stands under a later turn of its key: of this capture, or all. */
export function selectTurnedSeals(db: Db, captureId: CaptureId | null): Promise<z.infer<typeof TurnedSeal>[]> {
  return selectRows(db, sql.selectTurnedSeals, [captureId], TurnedSeal);
}
