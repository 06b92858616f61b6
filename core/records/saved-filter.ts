// Promises filters under a name: one's own to change, shared ones to read, and the one that opens first.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRow, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { newId, PersonId } from "../id.ts";

const sql = loadSql(
  import.meta.url,
  "selectSavedFilters",
  "insertSavedFilter",
  "updateSavedFilter",
  "deleteSavedFilter",
  "ownsSavedFilter",
  "setDefaultFilter",
  "clearDefaultFilter",
);

export const SavedFilterRow = z.object({
  id: z.uuid(),
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  personId: PersonId,
  owner: z.string(),
  changedAt: z.date(),
  isDefault: z.boolean(),
});
export type SavedFilterRow = z.infer<typeof SavedFilterRow>;

/** Own ones first, then those that others share. */
export function selectSavedFilters(db: Db, personId: PersonId): Promise<SavedFilterRow[]> {
  return selectRows(db, sql.selectSavedFilters, [personId], SavedFilterRow);
}

export interface FilterWords {
  name: string;
  query: string;
  shared: boolean;
}

const nameTaken = () =>
  new AppError("conflict", { detail: "name: a filter of yours has this name", cure: "Choose another name." });

/** Its id. Throws `conflict` where the person has one of that name. */
export async function insertSavedFilter(db: Db, personId: PersonId, f: FilterWords): Promise<string> {
  const id = newId();
  if ((await execute(db, sql.insertSavedFilter, [id, personId, f.name, f.query, f.shared, now()])) === 0)
    throw nameTaken();
  return id;
}

async function refuseForeign(db: Db, id: string, personId: PersonId): Promise<void> {
  const { isOwn } = await selectRow(db, sql.ownsSavedFilter, [id, personId], z.object({ isOwn: z.boolean() }));
  if (!isOwn) throw new AppError("not-found", { detail: "no filter of yours" });
}

/** Throws `not-found` for another's, `conflict` where the name is taken. */
export async function updateSavedFilter(db: Db, id: string, personId: PersonId, f: FilterWords): Promise<void> {
  await refuseForeign(db, id, personId);
  if ((await execute(db, sql.updateSavedFilter, [id, personId, f.name, f.query, f.shared, now()])) === 0)
    throw nameTaken();
}

export async function deleteSavedFilter(db: Db, id: string, personId: PersonId): Promise<void> {
  if ((await execute(db, sql.deleteSavedFilter, [id, personId])) === 0)
    throw new AppError("not-found", { detail: "no filter of yours" });
}

/** One's own or a shared one; null for none. Throws `not-found` for one that this person may not see. */
export async function setDefaultFilter(db: Db, personId: PersonId, id: string | null): Promise<void> {
  if (id === null) await execute(db, sql.clearDefaultFilter, [personId]);
  else if ((await execute(db, sql.setDefaultFilter, [personId, id])) === 0)
    throw new AppError("not-found", { detail: "no such filter" });
}
