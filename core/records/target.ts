// Promises the watchlist's rows: one per address, never scanned twice at once.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { newId, PersonId, TargetId } from "../id.ts";
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
  "updateTarget",
  "setTargetOwner",
  "setPausedOfMany",
  "selectScannable",
);

/** What an entry says of itself besides its address. */
const Terms = z.object({
  label: z.string(),
  note: z.string(),
  cadenceMinutes: z.number().int().positive().nullable(),
  /** Why it is watched; "" is shown "chưa ghi mục đích". */
  purpose: z.string(),
  legalBasis: z.string(),
  ownerId: PersonId.nullable(),
  /** yyyy-mm-dd, the last day (GMT+7) on which it is scanned. */
  expiresOn: z.string().nullable(),
  area: z.string(),
  tags: z.array(z.string()),
});
export type TargetTerms = z.infer<typeof Terms>;

export const TargetRow = Target.extend(Terms.shape).extend({ nextScanAt: z.date().nullable(), createdBy: z.string() });
export type TargetRow = z.infer<typeof TargetRow>;

export type NewTarget = { url: string; kind: "site" | "account" } & Partial<TargetTerms>;

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
    target.purpose ?? "",
    target.legalBasis ?? "",
    target.ownerId ?? null,
    target.expiresOn ?? null,
    target.area ?? "",
    target.tags ?? [],
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

/** Sets the terms whole; another cadence starts now. Throws `not-found`. */
export function updateTarget(db: Db, id: TargetId, t: TargetTerms): Promise<TargetRow> {
  const terms = [t.label, t.note, t.purpose, t.legalBasis, t.ownerId, t.expiresOn, t.area, t.tags];
  return selectRow(db, sql.updateTarget, [id, ...terms, t.cadenceMinutes, now()], TargetRow);
}

export function setTargetOwner(db: Db, ids: readonly TargetId[], owner: PersonId | null): Promise<number> {
  return execute(db, sql.setTargetOwner, [ids, owner]);
}

/** Gives how many were not so before. */
export function setPausedOfMany(db: Db, ids: readonly TargetId[], paused: boolean): Promise<number> {
  return execute(db, sql.setPausedOfMany, [ids, paused]);
}

/** Those of `ids` that are neither paused nor past their last day. */
export async function selectScannable(db: Db, ids: readonly TargetId[], at: Date): Promise<TargetId[]> {
  return (await selectRows(db, sql.selectScannable, [ids, at], z.object({ id: TargetId }))).map((row) => row.id);
}
