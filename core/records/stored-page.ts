// Promises the pages that can be judged again: visits whose bytes are kept, and sealed captures; none that is destroyed or in quarantine.
import { z } from "zod";
import { type Db, loadSql, selectRows } from "../db/sql.ts";
import { CaptureId, PageId } from "../id.ts";
import { TargetKind } from "../nouns/target.ts";

const sql = loadSql(import.meta.url, "selectStoredVisits", "selectStoredCaptures");

export const StoredVisit = z.object({
  id: PageId,
  url: z.string(),
  finalUrl: z.string(),
  status: z.number().int().nullable(),
  seenAt: z.date(),
  vantage: z.string(),
  /** sha256 (hex) of the visit's listing and of its document. */
  blob: z.string(),
  htmlSha256: z.string(),
  kind: TargetKind,
});
export type StoredVisit = z.infer<typeof StoredVisit>;

export const StoredCapture = z.object({
  id: CaptureId,
  storeKey: z.string(),
  manifestSha256: z.string(),
  seenAt: z.date(),
  vantage: z.string(),
  kind: TargetKind,
});
export type StoredCapture = z.infer<typeof StoredCapture>;

/** Visits seen before a time, by id: in the order in which they were planned. */
export function selectStoredVisits(db: Db, after: PageId | null, before: Date, limit: number): Promise<StoredVisit[]> {
  return selectRows(db, sql.selectStoredVisits, [after, before, limit], StoredVisit);
}

/** Captures sealed before a time, by id. */
export function selectStoredCaptures(
  db: Db,
  after: CaptureId | null,
  before: Date,
  limit: number,
): Promise<StoredCapture[]> {
  return selectRows(db, sql.selectStoredCaptures, [after, before, limit], StoredCapture);
}
