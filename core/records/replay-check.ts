// Promises what every replay of a sealed archive showed: written once a replay, never changed.
import { z } from "zod";
import { type Db, execute, loadSql, selectOptionalRow, selectRow } from "../db/sql.ts";
import { CaptureId, type ScanId } from "../id.ts";

const sql = loadSql(import.meta.url, "insertReplayCheck", "selectLatestReplayCheck", "countUnreplayed");

/** `same`: the picture and the words of the capture; `similar`: small differences (a clock, an animation); `failed`: nothing was drawn. */
export const ReplayVerdict = z.enum(["same", "similar", "differs", "failed"]);
export type ReplayVerdict = z.infer<typeof ReplayVerdict>;

export const ReplayCheckRow = z.object({
  id: z.string(),
  captureId: CaptureId,
  at: z.date(),
  verdict: ReplayVerdict,
  /** Share of differing pixels in the first view; null where one of the two has no picture. */
  pictureDifference: z.number().nullable(),
  textSimilarity: z.number().nullable(),
  served: z.number().int(),
  unserved: z.number().int(),
  /** Connections that the isolated browser tried to open. */
  knocks: z.number().int(),
  note: z.string(),
});
export type ReplayCheckRow = z.infer<typeof ReplayCheckRow>;

export async function insertReplayCheck(db: Db, r: ReplayCheckRow): Promise<void> {
  const measured = [r.pictureDifference, r.textSimilarity, r.served, r.unserved, r.knocks, r.note.slice(0, 2000)];
  await execute(db, sql.insertReplayCheck, [r.id, r.captureId, r.at, r.verdict, ...measured]);
}

/** The newest check of a capture, or null where it was never replayed. */
export function selectLatestReplayCheck(db: Db, captureId: CaptureId): Promise<ReplayCheckRow | null> {
  return selectOptionalRow(db, sql.selectLatestReplayCheck, [captureId], ReplayCheckRow);
}

/** Sealed captures of these scans that were not replayed yet. */
export async function countUnreplayed(db: Db, scanIds: readonly ScanId[]): Promise<number> {
  return (await selectRow(db, sql.countUnreplayed, [scanIds], z.object({ count: z.number() }))).count;
}
