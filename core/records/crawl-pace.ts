// Promises how fast each host is asked just now, and how many scans met a door that stays shut.
import { z } from "zod";
import { type Db, loadSql, selectRows } from "../db/sql.ts";
import { ScanId, TargetId } from "../id.ts";

const sql = loadSql(import.meta.url, "selectPace", "selectBlocked", "selectRunningTargets");

export const PaceRow = z.object({
  host: z.string(),
  /** Times in a row that the host asked for patience. */
  backOffs: z.number(),
  isHeld: z.boolean(),
  /** Until the next visit is allowed. */
  waitMs: z.number(),
  /** Of the last ten minutes. */
  requests: z.number(),
  failed: z.number(),
});
export type PaceRow = z.infer<typeof PaceRow>;

/** Hosts of the last ten minutes, the busiest first. */
export function selectPace(db: Db, limit: number): Promise<PaceRow[]> {
  return selectRows(db, sql.selectPace, [limit], PaceRow);
}

const BlockedRow = z.object({ outcome: z.string(), scans: z.number() });

/** Scans since then that ended at a challenge, a sign-in, robots.txt, a refusal or silence. */
export function selectBlocked(db: Db, since: Date): Promise<z.infer<typeof BlockedRow>[]> {
  return selectRows(db, sql.selectBlocked, [since], BlockedRow);
}

const RunningTarget = z.object({ scanId: ScanId, targetId: TargetId, paused: z.boolean() });

export function selectRunningTargets(db: Db, scanIds: readonly string[]): Promise<z.infer<typeof RunningTarget>[]> {
  return selectRows(db, sql.selectRunningTargets, [scanIds], RunningTarget);
}
