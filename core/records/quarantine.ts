// Promises quarantines as acts, and one answer to the question whether a sealed capture may be read at all.
import { z } from "zod";
import { AppError } from "../errors.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { CaptureId } from "../id.ts";
import type { Act } from "./hold.ts";

const sql = loadSql(
  import.meta.url,
  "insertQuarantine",
  "insertLift",
  "selectStanding",
  "selectAllStanding",
  "selectAbsence",
  "pauseTarget",
);

export const QuarantineRow = z.object({
  id: z.uuid(),
  captureId: CaptureId,
  storeKey: z.string(),
  reason: z.string(),
  setBy: z.string(),
  setAt: z.date(),
});
export type QuarantineRow = z.infer<typeof QuarantineRow>;

export async function insertQuarantine(tx: Db, a: Act): Promise<void> {
  await execute(tx, sql.insertQuarantine, [a.id, a.captureId, a.reason, a.actor, a.at, a.ledgerSeq]);
}

export async function insertQuarantineLift(tx: Db, a: Omit<Act, "captureId">): Promise<void> {
  await execute(tx, sql.insertLift, [a.id, a.reason, a.actor, a.at, a.ledgerSeq]);
}

/** The quarantine that stands, or null. */
export function selectStandingQuarantine(db: Db, captureId: CaptureId): Promise<QuarantineRow | null> {
  return selectOptionalRow(db, sql.selectStanding, [captureId], QuarantineRow);
}

/** All that stand and whose bytes were not destroyed since. */
export function selectStandingQuarantines(db: Db): Promise<QuarantineRow[]> {
  return selectRows(db, sql.selectAllStanding, [], QuarantineRow);
}

/** Stops the watching of the capture's target. */
export async function pauseTargetOf(tx: Db, captureId: CaptureId): Promise<void> {
  await execute(tx, sql.pauseTarget, [captureId]);
}

const Absence = z.object({
  number: z.string().nullable(),
  destroyedAt: z.date().nullable(),
  quarantinedAt: z.date().nullable(),
});
export type Absence = z.infer<typeof Absence>;

export function selectAbsence(db: Db, captureId: CaptureId): Promise<Absence> {
  return selectRow(db, sql.selectAbsence, [captureId], Absence);
}

/**
 * For every reader that has the database: throws `evidence.destroyed` with the minutes' number, or `evidence.quarantined`,
 * from the moment of the act on, also while its bytes are still on their way out.
 */
export async function refuseIfAbsent(db: Db, captureId: CaptureId): Promise<void> {
  const absence = await selectAbsence(db, captureId);
  const day = (at: Date) => at.toISOString().slice(0, 10).split("-").reverse().join("/");
  if (absence.number !== null && absence.destroyedAt)
    throw new AppError("evidence.destroyed", {
      detail: `đã hủy theo biên bản ${absence.number} ngày ${day(absence.destroyedAt)}`,
    });
  if (absence.quarantinedAt)
    throw new AppError("evidence.quarantined", {
      detail: `đang cách ly từ ngày ${day(absence.quarantinedAt)}, không được xem`,
    });
}
