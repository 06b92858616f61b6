// Promises the watchlist's rows: one per address, never scanned twice at once.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { newId, type TargetId } from "../id.ts";
import { Target } from "../nouns/target.ts";

const sql = loadSql(
  import.meta.url,
  "insertTarget",
  "selectTarget",
  "selectTargetByUrl",
  "selectTargets",
  "selectDueTargets",
  "setNextScan",
  "setPaused",
);

export const TargetRow = Target.extend({ nextScanAt: z.date().nullable(), createdBy: z.string() });
export type TargetRow = z.infer<typeof TargetRow>;

export interface NewTarget {
  url: string;
  kind: "site" | "account";
  label?: string;
  note?: string;
  cadenceMinutes?: number | null;
}

/** The new row and true, or the row that already watches this address and false. */
export async function insertTarget(
  db: Db,
  target: NewTarget,
  actor: string,
): Promise<{ target: TargetRow; isNew: boolean }> {
  const values = [
    newId(),
    target.url,
    target.kind,
    target.label ?? "",
    target.note ?? "",
    target.cadenceMinutes ?? null,
    now(),
    actor,
  ];
  const inserted = await selectOptionalRow(db, sql.insertTarget, values, TargetRow);
  if (inserted) return { target: inserted, isNew: true };
  return { target: await selectRow(db, sql.selectTargetByUrl, [target.url], TargetRow), isNew: false };
}

export function selectTarget(db: Db, id: TargetId): Promise<TargetRow> {
  return selectRow(db, sql.selectTarget, [id], TargetRow);
}

export function selectOptionalTargetByUrl(db: Db, url: string): Promise<TargetRow | null> {
  return selectOptionalRow(db, sql.selectTargetByUrl, [url], TargetRow);
}

/** One page of the watchlist in the order it was written; `after` is the last id of the page before. */
export function selectTargets(
  db: Db,
  page: { after?: TargetId | null; paused?: boolean | null; limit?: number } = {},
): Promise<TargetRow[]> {
  return selectRows(db, sql.selectTargets, [page.after ?? null, page.paused ?? null, page.limit ?? 200], TargetRow);
}

export function selectDueTargets(db: Db, at: Date, limit: number): Promise<TargetRow[]> {
  return selectRows(db, sql.selectDueTargets, [at, limit], TargetRow);
}

/** Moves the next scan one cadence on. */
export async function setNextScan(db: Db, id: TargetId, from: Date): Promise<void> {
  await execute(db, sql.setNextScan, [id, from]);
}

export async function setPaused(db: Db, id: TargetId, paused: boolean): Promise<void> {
  await execute(db, sql.setPaused, [id, paused]);
}
