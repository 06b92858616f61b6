// Promises the deadlines that run in cases: added once, met by a step or a person, listed by what is due next; and what came back after a takedown.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRow, selectRows } from "../db/sql.ts";
import { CaseId, newId, PersonId } from "../id.ts";
import { CaseState, TakedownKind } from "../nouns/case.ts";

const sql = loadSql(
  import.meta.url,
  "insertDeadline",
  "meetDeadlines",
  "meetDeadline",
  "selectDeadlines",
  "countDeadlines",
  "selectReturned",
  "seeReturned",
);

export interface NewDeadline {
  /** Id of a row of law_term. */
  termId: string;
  label: string;
  startsAt: Date;
  dueAt: Date;
}

/** True where it is new: the same term from the same moment runs once. */
export async function addDeadline(tx: Db, caseId: CaseId, d: NewDeadline): Promise<boolean> {
  const values = [newId(), caseId, d.termId, d.label, d.startsAt, d.dueAt, now()];
  return (await execute(tx, sql.insertDeadline, values)) === 1;
}

export interface Meeting {
  at: Date;
  login: string;
  /** Deadlines that started then go on. */
  exceptStart?: Date | null;
}

/** Marks open deadlines of a case as met: those of the named terms, or with null all of them. Gives how many. */
export function meetDeadlines(
  tx: Db,
  caseId: CaseId,
  termIds: readonly string[] | null,
  { at, login, exceptStart = null }: Meeting,
): Promise<number> {
  return execute(tx, sql.meetDeadlines, [caseId, termIds, at, login, exceptStart]);
}

/** True where it was still open. */
export async function meetDeadline(tx: Db, id: string, login: string): Promise<boolean> {
  return (await execute(tx, sql.meetDeadline, [id, now(), login])) === 1;
}

export const RunningDeadline = z.object({
  id: z.uuid(),
  caseId: CaseId,
  number: z.string(),
  title: z.string(),
  state: CaseState,
  assignedTo: PersonId.nullable(),
  termId: z.string(),
  label: z.string(),
  startsAt: z.date(),
  dueAt: z.date(),
  metAt: z.date().nullable(),
  metBy: z.string().nullable(),
});
export type RunningDeadline = z.infer<typeof RunningDeadline>;

export interface DeadlinePage {
  /** Met ones too. */
  all: boolean;
  before: Date;
  assignedTo: PersonId | null;
  /** The last row of the page before. */
  after: { dueAt: Date; id: string } | null;
  limit: number;
}

/** The next due first. */
export function selectDeadlines(db: Db, p: DeadlinePage): Promise<RunningDeadline[]> {
  const values = [p.all, p.before, p.assignedTo, p.after?.dueAt ?? null, p.after?.id ?? null, p.limit];
  return selectRows(db, sql.selectDeadlines, values, RunningDeadline);
}

/** Open deadlines that are over at `at`, and those that end before `soon`. */
export function countDeadlines(db: Db, at: Date, soon: Date): Promise<{ overdue: number; dueSoon: number }> {
  return selectRow(db, sql.countDeadlines, [at, soon], z.object({ overdue: z.number(), dueSoon: z.number() }));
}

const Returned = z.object({
  id: z.uuid(),
  caseId: CaseId,
  number: z.string(),
  url: z.string(),
  kind: TakedownKind,
  returnedAt: z.date(),
});
export type Returned = z.infer<typeof Returned>;

/** What was removed and is back, until somebody said that he has seen it. */
export function selectReturned(db: Db, limit: number): Promise<Returned[]> {
  return selectRows(db, sql.selectReturned, [limit], Returned);
}

/** True where nobody had seen it before. */
export async function seeReturned(tx: Db, takedownId: string, login: string): Promise<boolean> {
  return (await execute(tx, sql.seeReturned, [takedownId, now(), login])) === 1;
}
