// Promises what is still to be done in a case: tasks, the law's deadlines that run, and notes that are only added.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { type CaseId, newId, PersonId } from "../id.ts";

const sql = loadSql(
  import.meta.url,
  "insertTask",
  "setTaskDone",
  "selectTasks",
  "insertNote",
  "selectNotes",
  "selectCaseDeadlines",
);

export const CaseTaskRow = z.object({
  id: z.uuid(),
  title: z.string(),
  assignedTo: PersonId.nullable(),
  assignedName: z.string().nullable(),
  /** `YYYY-MM-DD`. */
  dueOn: z.string().nullable(),
  addedBy: z.string(),
  addedAt: z.date(),
  doneBy: z.string().nullable(),
  doneAt: z.date().nullable(),
});
export type CaseTaskRow = z.infer<typeof CaseTaskRow>;

export async function addTask(
  tx: Db,
  caseId: CaseId,
  t: Pick<CaseTaskRow, "title" | "assignedTo" | "dueOn">,
  login: string,
): Promise<string> {
  const id = newId();
  await execute(tx, sql.insertTask, [id, caseId, t.title, t.assignedTo, t.dueOn, login, now()]);
  return id;
}

/** Ticks a task, or opens it again. Throws `not-found`. */
export async function tickTask(tx: Db, caseId: CaseId, id: string, done: boolean, login: string): Promise<void> {
  const values = [caseId, id, done ? login : null, done ? now() : null];
  if ((await execute(tx, sql.setTaskDone, values)) === 0)
    throw new AppError("not-found", { detail: "no such task in this case" });
}

/** Open ones first, the next due on top. */
export function selectTasks(db: Db, caseId: CaseId): Promise<CaseTaskRow[]> {
  return selectRows(db, sql.selectTasks, [caseId], CaseTaskRow);
}

export const CaseNoteRow = z.object({ id: z.uuid(), text: z.string(), addedBy: z.string(), addedAt: z.date() });
export type CaseNoteRow = z.infer<typeof CaseNoteRow>;

export async function addNote(tx: Db, caseId: CaseId, text: string, login: string): Promise<void> {
  await execute(tx, sql.insertNote, [newId(), caseId, text, login, now()]);
}

export function selectNotes(db: Db, caseId: CaseId): Promise<CaseNoteRow[]> {
  return selectRows(db, sql.selectNotes, [caseId], CaseNoteRow);
}

export const CaseDeadlineRow = z.object({
  id: z.uuid(),
  /** Row of law_term. */
  termId: z.string(),
  label: z.string(),
  startsAt: z.date(),
  dueAt: z.date(),
  metAt: z.date().nullable(),
  metBy: z.string().nullable(),
});
export type CaseDeadlineRow = z.infer<typeof CaseDeadlineRow>;

/** Open ones first, the next due on top. */
export function selectCaseDeadlines(db: Db, caseId: CaseId): Promise<CaseDeadlineRow[]> {
  return selectRows(db, sql.selectCaseDeadlines, [caseId], CaseDeadlineRow);
}
