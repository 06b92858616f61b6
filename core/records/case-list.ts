// Promises the list of cases by keyset pages, filtered and searched, each row with what waits in it.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, loadSql, selectRow, selectRows } from "../db/sql.ts";
import { CaseId, PersonId } from "../id.ts";
import { CaseSource, CaseState } from "../nouns/case.ts";
import { Category } from "../nouns/category.ts";
import { searchQuery } from "./case-search.ts";

const sql = loadSql(import.meta.url, "selectCases", "countCases", "countByState");

export interface CaseFilter {
  state?: CaseState | undefined;
  category?: Category | undefined;
  source?: CaseSource | undefined;
  assignedTo?: PersonId | undefined;
  /** Only cases in which a deadline or a task is over its day. */
  overdue?: boolean | undefined;
  /** Only cases that are not over. */
  open?: boolean | undefined;
  /** Days of detection, `YYYY-MM-DD` in the office's time zone, both inclusive. */
  from?: string | undefined;
  to?: string | undefined;
  q?: string | undefined;
}

export const CaseListRow = z.object({
  id: CaseId,
  number: z.string(),
  title: z.string(),
  category: Category,
  source: CaseSource,
  state: CaseState,
  stateAt: z.date(),
  detectedAt: z.date(),
  updatedAt: z.date(),
  assignedTo: PersonId.nullable(),
  assignedName: z.string().nullable(),
  subjects: z.array(z.string()),
  hosts: z.array(z.string()),
  exhibits: z.number(),
  /** The next thing that is due: a deadline of the law or a task's day. */
  nextDueAt: z.date().nullable(),
});
export type CaseListRow = z.infer<typeof CaseListRow>;

/** Where a page ended: the keys of its last row. */
export interface CasePlace {
  updatedAt: Date;
  id: CaseId;
}

const vietnamDay = (day: string | undefined, addDays: number) =>
  day === undefined ? null : new Date(new Date(`${day}T00:00:00+07:00`).getTime() + addDays * 86_400_000);

function filterValues(f: CaseFilter): unknown[] {
  const words = [f.state ?? null, f.category ?? null, f.source ?? null, f.assignedTo ?? null];
  const at = f.overdue ? now() : null;
  return [...words, at, f.open === true, vietnamDay(f.from, 0), vietnamDay(f.to, 1), searchQuery(f.q)];
}

/** The most recently changed first; every word of `q` must start a word of the case, accents ignored. */
export function selectCases(
  db: Db,
  f: CaseFilter,
  page: { after: CasePlace | null; limit: number },
): Promise<CaseListRow[]> {
  const { after, limit } = page;
  const values = [...filterValues(f), after?.updatedAt ?? null, after?.id ?? null, limit];
  return selectRows(db, sql.selectCases, values, CaseListRow);
}

/** How many cases the filter leaves, counted up to `most` + 1. */
export async function countCases(db: Db, f: CaseFilter, most: number): Promise<number> {
  return (await selectRow(db, sql.countCases, [...filterValues(f), most + 1], z.object({ count: z.number() }))).count;
}

/** Cases by state, states without any left out. */
export function countCasesByState(db: Db): Promise<{ state: CaseState; count: number }[]> {
  return selectRows(db, sql.countByState, [], z.object({ state: CaseState, count: z.number() }));
}
