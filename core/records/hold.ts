// Promises holds as acts: one row that sets, one row that lifts, and no destruction between them.
import { z } from "zod";
import { type Db, execute, loadSql, selectRow, selectRows } from "../db/sql.ts";
import { CaptureId } from "../id.ts";

const sql = loadSql(
  import.meta.url,
  "lockKeeping",
  "insertHold",
  "insertLift",
  "selectHold",
  "selectStandingHolds",
  "selectHolds",
);

export const HoldRow = z.object({
  id: z.uuid(),
  captureId: CaptureId,
  reason: z.string(),
  setBy: z.string(),
  setAt: z.date(),
  liftedBy: z.string().nullable(),
  liftedAt: z.date().nullable(),
  liftReason: z.string().nullable(),
});
export type HoldRow = z.infer<typeof HoldRow>;

export interface Act {
  id: string;
  captureId: CaptureId;
  reason: string;
  actor: string;
  at: Date;
  ledgerSeq: number;
}

/** One at a time decides about a capture's keeping, until the transaction ends: a hold and a destruction never cross. */
export async function lockKeeping(tx: Db, captureId: CaptureId): Promise<void> {
  await execute(tx, sql.lockKeeping, [captureId]);
}

export async function insertHold(tx: Db, a: Act): Promise<void> {
  await execute(tx, sql.insertHold, [a.id, a.captureId, a.reason, a.actor, a.at, a.ledgerSeq]);
}

export async function insertHoldLift(tx: Db, a: Omit<Act, "captureId">): Promise<void> {
  await execute(tx, sql.insertLift, [a.id, a.reason, a.actor, a.at, a.ledgerSeq]);
}

export function selectHold(db: Db, id: string): Promise<HoldRow> {
  return selectRow(db, sql.selectHold, [id], HoldRow);
}

export function selectStandingHolds(db: Db, captureId: CaptureId): Promise<HoldRow[]> {
  return selectRows(db, sql.selectStandingHolds, [captureId], HoldRow);
}

/** Newest first. */
export function selectHolds(db: Db, limit: number): Promise<HoldRow[]> {
  return selectRows(db, sql.selectHolds, [limit], HoldRow);
}
