// Promises new versions of the law's rows: the row before is closed or set aside, and what was cited keeps its id and its words.
import type { Db } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { type LawData, type LawOrigin, type LawRowOf, LawTable, lawTables } from "../nouns/law.ts";
import { closeLawRows, insertLawRows, lockLaw, type LawRow, selectLawRows, withdrawLawRows } from "./law.ts";

export interface PutResult {
  id: string;
  /** `same` where a standing row already says this. */
  result: "added" | "replaced" | "same";
}

export interface Putting {
  actor: string;
  origin: LawOrigin;
  /** Kept with the row that this one replaces. */
  reason: string;
}

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
const startOf = (row: object): string => ("effectiveFrom" in row && (row.effectiveFrom as string | null)) || "";

/** What a row says, without its id and without the days that the next version gives it. */
function contentOf<T extends LawTable>(table: T, row: LawRowOf<T>): string {
  const said = lawTables[table].parse(row) as Record<string, unknown>;
  const { id: _id, effectiveTo: _to, ...content } = said;
  return JSON.stringify(content);
}

async function freeId<T extends LawTable>(tx: Db, table: T, row: LawRowOf<T>): Promise<string> {
  const taken = new Set((await selectLawRows(tx, table, { all: true, series: row.series })).map((r) => r.id));
  if (!taken.has(row.id)) return row.id;
  let version = 2;
  while (taken.has(`${row.series}.v${version}`)) version++;
  return `${row.series}.v${version}`;
}

/**
 * Adds a row as the newest word of its series: a standing row of the same first day is set aside, an earlier one ends the day before.
 * Throws AppError `input.invalid` where an article, competence or term names an instrument that does not stand.
 */
export async function putLawRow<T extends LawTable>(
  tx: Db,
  table: T,
  row: LawRowOf<T>,
  putting: Putting,
): Promise<PutResult> {
  await lockLaw(tx);
  await checkInstrument(tx, row);
  const standing: LawRow<T>[] = await selectLawRows(tx, table, { series: row.series });
  const same = standing.find((r) => startOf(r) === startOf(row));
  if (same && contentOf(table, same) === contentOf(table, row) && endsAlike(same, row))
    return { id: same.id, result: "same" };
  const id = await freeId(tx, table, row);
  if (same) await withdrawLawRows(tx, table, { id: same.id }, { actor: putting.actor, reason: putting.reason });
  const start = startOf(row);
  if (start) await closeLawRows(tx, table, row.series, start);
  const next = standing
    .map(startOf)
    .filter((day) => day > start)
    .sort()[0];
  const closed = next && "effectiveTo" in row && !row.effectiveTo ? { effectiveTo: dayBefore(next) } : {};
  await insertLawRows(tx, table, [{ ...row, ...closed, id }], putting);
  return { id, result: same ? "replaced" : "added" };
}

/** An open end says nothing: it may have been closed by a later version. */
const endsAlike = (standing: object, row: object): boolean =>
  !("effectiveTo" in row) || !row.effectiveTo || row.effectiveTo === (standing as { effectiveTo: unknown }).effectiveTo;

async function checkInstrument(tx: Db, row: object): Promise<void> {
  if (!("instrument" in row)) return;
  const series = String(row.instrument);
  if ((await selectLawRows(tx, "instruments", { series })).length === 0)
    throw new AppError("input.invalid", {
      detail: `instrument: ${series} chưa có trong danh mục văn bản`,
      cure: "Thêm văn bản trước, rồi thêm điều khoản của văn bản đó.",
    });
}

/** Puts every row of a data file, instruments first; one result a row, in the file's order. */
export async function importLawData(
  tx: Db,
  data: LawData,
  putting: Putting,
): Promise<(PutResult & { table: LawTable })[]> {
  const results: (PutResult & { table: LawTable })[] = [];
  for (const table of LawTable.options)
    for (const row of data[table]) results.push({ table, ...(await putLawRow(tx, table, row, putting)) });
  return results;
}

/** Sets aside every shipped row that stands, so that an office works with its own alone. What was cited stays readable. */
export async function setShippedAside(tx: Db, putting: Omit<Putting, "origin">): Promise<number> {
  let count = 0;
  for (const table of LawTable.options) count += await withdrawLawRows(tx, table, { origin: "shipped" }, putting);
  return count;
}
