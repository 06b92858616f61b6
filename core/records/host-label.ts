// Promises labels of hosts that end by themselves; taking one off earlier is a row of its own.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRow, selectRows } from "../db/sql.ts";

const sql = loadSql(import.meta.url, "insertHostLabel", "selectHostLabels", "insertHostLabelRemoval");

export const HostLabelRow = z.object({
  id: z.number(),
  host: z.string(),
  name: z.string(),
  reason: z.string(),
  actor: z.string(),
  at: z.date(),
  until: z.date(),
  removedAt: z.date().nullable(),
  removedBy: z.string(),
});
export type HostLabelRow = z.infer<typeof HostLabelRow>;

export interface NewHostLabel {
  /** Lower-case ASCII; the label covers its subdomains too. */
  host: string;
  name: string;
  reason: string;
  actor: string;
  until: Date;
}

export async function insertHostLabel(db: Db, label: NewHostLabel): Promise<number> {
  const values = [label.host, label.name, label.reason, label.actor, now(), label.until];
  return (await selectRow(db, sql.insertHostLabel, values, z.object({ id: z.number() }))).id;
}

/** All labels ever given, of these hosts or of all, in the order in which they were given. */
export function selectHostLabels(
  db: Db,
  hosts: readonly string[] | null,
  after: number | null = null,
  limit = 1000,
): Promise<HostLabelRow[]> {
  return selectRows(db, sql.selectHostLabels, [hosts, after, limit], HostLabelRow);
}

/** False where it had been taken off before. Throws AppError `database.failed` where there is no such label. */
export async function insertHostLabelRemoval(
  db: Db,
  removal: { labelId: number; reason: string; actor: string },
): Promise<boolean> {
  const values = [removal.labelId, removal.reason, removal.actor, now()];
  return (await execute(db, sql.insertHostLabelRemoval, values)) === 1;
}

/** Whether a label counted at that time: given before, not over, not taken off. */
export const countedAt = (label: HostLabelRow, at: Date): boolean =>
  label.at <= at && at < label.until && (label.removedAt === null || at < label.removedAt);
