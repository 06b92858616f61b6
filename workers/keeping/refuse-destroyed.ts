// Promises that no act is entered upon what was destroyed.
import { AppError } from "#core/errors.ts";
import type { Db } from "#core/db/sql.ts";
import type { CaptureId } from "#core/id.ts";
import { selectAbsence } from "#core/records/quarantine.ts";

/** Throws AppError `evidence.destroyed` naming the minutes. */
export async function refuseIfDestroyed(db: Db, captureId: CaptureId): Promise<void> {
  const { number } = await selectAbsence(db, captureId);
  if (number !== null) throw new AppError("evidence.destroyed", { detail: `đã hủy theo biên bản ${number}` });
}
