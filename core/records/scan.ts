// Promises one running scan a target, and an outcome in words for every scan that ended.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { newId, ScanId, TargetId } from "../id.ts";

const sql = loadSql(
  import.meta.url,
  "insertScan",
  "selectOpenScan",
  "selectScan",
  "selectAndLockScan",
  "finishScan",
  "countScanStates",
  "selectUnjudgedScans",
);

/** How a scan can end; everything but `scanned` says why nothing can be said of the site. */
export const ScanOutcome = z.enum([
  "scanned",
  "challenge",
  "login-wall",
  "parked",
  "soft-404",
  "error",
  "empty",
  "unreachable",
  "refused",
  "robots",
  "no-preview",
  "gone",
  "failed",
]);
export type ScanOutcome = z.infer<typeof ScanOutcome>;

export const ScanRow = z.object({
  id: ScanId,
  targetId: TargetId,
  state: z.enum(["running", "done"]),
  askedBy: z.string(),
  reason: z.string(),
  maxPages: z.number().int(),
  queuedAt: z.date(),
  finishedAt: z.date().nullable(),
  outcome: ScanOutcome.nullable(),
  outcomeReason: z.string(),
});
export type ScanRow = z.infer<typeof ScanRow>;

export interface ScanRequest {
  targetId: TargetId;
  askedBy: string;
  reason: string;
  maxPages: number;
}

/** A new scan, or the one that is running already. */
export async function openScan(db: Db, request: ScanRequest): Promise<{ scan: ScanRow; isNew: boolean }> {
  const values = [newId(), request.targetId, request.askedBy, request.reason, request.maxPages, now()];
  for (;;) {
    const inserted = await selectOptionalRow(db, sql.insertScan, values, ScanRow);
    if (inserted) return { scan: inserted, isNew: true };
    const running = await selectOptionalRow(db, sql.selectOpenScan, [request.targetId], ScanRow);
    if (running) return { scan: running, isNew: false }; // else it ended between the two questions
  }
}

export function selectScan(db: Db, id: ScanId): Promise<ScanRow> {
  return selectRow(db, sql.selectScan, [id], ScanRow);
}

/** Holds the scan's row until the transaction ends: whoever finishes a part decides alone what comes next. */
export function selectAndLockScan(db: Db, id: ScanId): Promise<ScanRow> {
  return selectRow(db, sql.selectAndLockScan, [id], ScanRow);
}

/** Running scans with nothing left to visit or capture: their faces are still to be compared. */
export function selectUnjudgedScans(db: Db, limit: number): Promise<{ id: ScanId }[]> {
  return selectRows(db, sql.selectUnjudgedScans, [limit], z.object({ id: ScanId }));
}

/** True when this call ended it; a scan ends once. */
export async function finishScan(db: Db, id: ScanId, outcome: ScanOutcome, reason: string): Promise<boolean> {
  return (await execute(db, sql.finishScan, [id, outcome, reason, now()])) === 1;
}

export const ScanCounts = z.object({
  running: z.number(),
  done: z.number(),
  pagesWaiting: z.number(),
  pagesDone: z.number(),
  capturesWaiting: z.number(),
  capturesDone: z.number(),
});
export type ScanCounts = z.infer<typeof ScanCounts>;

/** Progress of a set of scans together. */
export function countScanStates(db: Db, ids: readonly ScanId[]): Promise<ScanCounts> {
  return selectRow(db, sql.countScanStates, [ids], ScanCounts);
}
