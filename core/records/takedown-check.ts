// Promises the re-checks of takedowns: taken one by one under a lock, every look a row that stays, settled once.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRows, toJson } from "../db/sql.ts";
import { CaptureId, CaseId, newId } from "../id.ts";
import { RecheckResult, TakedownKind, TakedownState } from "../nouns/case.ts";

const sql = loadSql(
  import.meta.url,
  "selectDueChecks",
  "lockCheck",
  "setLooking",
  "insertLook",
  "putOff",
  "settleCheck",
  "markReturned",
  "selectFired",
  "selectLooks",
);

/** Ids of checks whose time has come, the longest due first. */
export async function selectDueChecks(db: Db, at: Date, limit: number): Promise<string[]> {
  return (await selectRows(db, sql.selectDueChecks, [at, limit], z.object({ id: z.uuid() }))).map((row) => row.id);
}

const DueCheck = z.object({
  id: z.uuid(),
  takedownId: z.uuid(),
  day: z.number().int(),
  dueAt: z.date(),
  /** The look under way; null where none is. */
  captureId: CaptureId.nullable(),
  attempts: z.number().int(),
  url: z.string(),
  kind: TakedownKind,
  state: TakedownState,
  beforeCaptureId: CaptureId.nullable(),
  caseId: CaseId,
  /** Another check of the same request found it gone. */
  wasGone: z.boolean(),
});
export type DueCheck = z.infer<typeof DueCheck>;

/** The check until the end of the transaction; null where another process has it, or it is settled. */
export function lockCheck(tx: Db, id: string): Promise<DueCheck | null> {
  return selectOptionalRow(tx, sql.lockCheck, [id], DueCheck);
}

/** A capture is asked for; it is looked after again at `nextAt`. */
export async function setLooking(tx: Db, id: string, captureId: CaptureId, nextAt: Date): Promise<void> {
  await execute(tx, sql.setLooking, [id, captureId, nextAt]);
}

export interface Look {
  result: RecheckResult;
  captureId: CaptureId | null;
  /** What the result rests on: HTTP status, DNS answer, registration status. */
  facts: Record<string, unknown>;
  note: string;
}

async function keepLook(tx: Db, checkId: string, look: Look): Promise<void> {
  const values = [newId(), checkId, now(), look.captureId, look.result, toJson(look.facts), look.note.slice(0, 1000)];
  await execute(tx, sql.insertLook, values);
}

/** The look says nothing: it is kept, and the address is looked at again at `nextAt`. */
export async function putCheckOff(tx: Db, id: string, look: Look, nextAt: Date): Promise<void> {
  await keepLook(tx, id, look);
  await execute(tx, sql.putOff, [id, nextAt]);
}

/** Settles the check with what was seen. */
export async function settleCheck(tx: Db, id: string, look: Look): Promise<void> {
  await keepLook(tx, id, look);
  await execute(tx, sql.settleCheck, [id, now(), look.result, look.captureId, look.note.slice(0, 1000)]);
}

/** What was removed is back: said at the desk until somebody has seen it. */
export async function markReturned(tx: Db, takedownId: string): Promise<void> {
  await execute(tx, sql.markReturned, [takedownId, now()]);
}

const Fired = z.object({
  signals: z.array(z.object({ anchors: z.array(z.object({ kind: z.string(), raw: z.string().optional() })) })),
});

/** The words that fired on a capture, as they stood there. */
export async function selectFiredWords(db: Db, captureId: CaptureId): Promise<string[]> {
  const rows = await selectRows(db, sql.selectFired, [captureId], Fired);
  const anchors = rows.flatMap((row) => row.signals.flatMap((signal) => signal.anchors));
  return [...new Set(anchors.filter((a) => a.kind === "text" && a.raw).map((a) => a.raw!))];
}

const LookRow = z.object({
  id: z.uuid(),
  checkId: z.uuid(),
  at: z.date(),
  captureId: CaptureId.nullable(),
  result: RecheckResult,
  facts: z.record(z.string(), z.unknown()),
  note: z.string(),
});
export type LookRow = z.infer<typeof LookRow>;

/** Every look at what was asked to go, the first one first. */
export function selectLooks(db: Db, takedownId: string): Promise<LookRow[]> {
  return selectRows(db, sql.selectLooks, [takedownId], LookRow);
}
