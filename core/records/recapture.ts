// Promises every moment at which a target was looked at, captures and scans together by time, and whether a capture already waits.
import { z } from "zod";
import { type Db, loadSql, selectOptionalRow, selectRows } from "../db/sql.ts";
import { CaptureId, type TargetId } from "../id.ts";
import type { Category } from "../nouns/category.ts";

const sql = loadSql(import.meta.url, "selectOpenTwin", "selectMoments", "selectElsewhere");

/** A capture of the same address and face that is not sealed yet, or null. */
export async function selectOpenTwin(db: Db, captureId: CaptureId): Promise<CaptureId | null> {
  return (await selectOptionalRow(db, sql.selectOpenTwin, [captureId], z.object({ id: CaptureId })))?.id ?? null;
}

export const MomentRow = z.object({
  kind: z.enum(["capture", "scan"]),
  id: z.uuid(),
  at: z.date(),
  state: z.string(),
  /** CaptureStatus or ScanOutcome; null while it runs. */
  outcome: z.string().nullable(),
  reason: z.string(),
  url: z.string(),
  vantage: z.string(),
  /** Of the watched address at a scan; null elsewhere. */
  httpStatus: z.number().int().nullable(),
  sealed: z.boolean(),
  /** What detection said of the captured bytes in the asked category; null where it was not run or may not be shown. */
  verdict: z.string().nullable(),
  absent: z.boolean(),
});
export type MomentRow = z.infer<typeof MomentRow>;

/** Newest first; `before` is the time of the page before's last one. */
export function selectMoments(
  db: Db,
  targetId: TargetId,
  page: { category: Category; before: Date | null; limit: number },
): Promise<MomentRow[]> {
  return selectRows(db, sql.selectMoments, [targetId, page.category, page.before, page.limit], MomentRow);
}

/** How many other targets' sealed packages hold a body of the same SHA-256 (hex); bodies too small to be shared are not counted. */
export async function countElsewhere(
  db: Db,
  targetId: TargetId,
  hashes: readonly string[],
): Promise<Map<string, number>> {
  const row = z.object({ sha256: z.instanceof(Buffer), targets: z.number().int() });
  const values = [hashes.map((hash) => Buffer.from(hash, "hex")), targetId];
  const rows = await selectRows(db, sql.selectElsewhere, values, row);
  return new Map(rows.map(({ sha256, targets }) => [sha256.toString("hex"), targets]));
}
