// Promises case files: numbered without gaps, changed only together with the name of whoever changed them, listed by keyset pages.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { CaseId, newId, PersonId } from "../id.ts";
import { CaseSource, CaseState } from "../nouns/case.ts";
import { Category } from "../nouns/category.ts";
import { searchWords } from "./case-search.ts";

const sql = loadSql(
  import.meta.url,
  "takeNumber",
  "insertCase",
  "insertAuthor",
  "touchCase",
  "selectCase",
  "changeCase",
  "assignCase",
  "setDuplicateOf",
  "selectAuthors",
  "selectSearchTexts",
  "setSearch",
  "selectCaseIdByNumber",
  "selectCasesOfFinding",
);

/** Who writes: the account and its login as the trail keeps it. */
export interface Author {
  personId: PersonId;
  login: string;
}

export const CaseRow = z.object({
  id: CaseId,
  number: z.string(),
  title: z.string(),
  category: Category,
  source: CaseSource,
  area: z.string(),
  summary: z.string(),
  /** Day of the conduct, `YYYY-MM-DD`; the law is chosen by it. Null while it is not known. */
  conductOn: z.string().nullable(),
  detectedAt: z.date(),
  state: CaseState,
  stateAt: z.date(),
  isFinal: z.boolean(),
  createdAt: z.date(),
  createdBy: PersonId,
  createdByLogin: z.string(),
  createdByName: z.string(),
  assignedTo: PersonId.nullable(),
  assignedName: z.string().nullable(),
  updatedAt: z.date(),
  duplicateOf: CaseId.nullable(),
  duplicateNumber: z.string().nullable(),
});
export type CaseRow = z.infer<typeof CaseRow>;

export type CaseWords = Pick<
  CaseRow,
  "title" | "category" | "source" | "area" | "summary" | "conductOn" | "detectedAt"
>;

/** The day in the office's time zone (GMT+7). */
const officeYear = (at: Date) => new Date(at.getTime() + 7 * 3_600_000).getUTCFullYear();

/** A new case in the state `verifying`, under the next number of the year: `<prefix>-<year>-0007`. Run it inside a transaction. */
export async function insertCase(
  tx: Db,
  words: CaseWords,
  prefix: string,
  author: Author,
): Promise<{ id: CaseId; number: string }> {
  const at = now();
  const year = officeYear(at);
  const { last } = await selectRow(tx, sql.takeNumber, [year], z.object({ last: z.number() }));
  const number = `${prefix}-${year}-${String(last).padStart(4, "0")}`;
  const id = newId() as CaseId;
  const { title, category, source, area, summary, conductOn, detectedAt } = words;
  const facts = [title, category, source, area, summary, conductOn, detectedAt];
  await execute(tx, sql.insertCase, [id, number, ...facts, at, author.personId, searchWords([number, title, summary])]);
  await execute(tx, sql.insertAuthor, [id, author.personId, at]);
  return { id, number };
}

/**
 * Enters that this person wrote in the file: from now on he may not approve it. Run it in the transaction that writes.
 * Throws `not-found` where there is no such case.
 */
export async function noteAuthor(tx: Db, id: CaseId, author: Author): Promise<void> {
  await touchCase(tx, id);
  await execute(tx, sql.insertAuthor, [id, author.personId, now()]);
}

/** Something about the case happened that is no content of the file. Throws `not-found`. */
export async function touchCase(tx: Db, id: CaseId): Promise<void> {
  if ((await execute(tx, sql.touchCase, [id, now()])) === 0)
    throw new AppError("not-found", { detail: "no such case" });
}

/** Throws `not-found`. */
export function selectCase(db: Db, id: CaseId): Promise<CaseRow> {
  return selectRow(db, sql.selectCase, [id], CaseRow);
}

const Id = z.object({ id: CaseId });

/** The case of this number, or null. */
export async function selectCaseIdByNumber(db: Db, number: string): Promise<CaseId | null> {
  return (await selectOptionalRow(db, sql.selectCaseIdByNumber, [number], Id))?.id ?? null;
}

const CaseOfFinding = z.object({ id: CaseId, number: z.string(), title: z.string(), state: CaseState });
export type CaseOfFinding = z.infer<typeof CaseOfFinding>;

/** Cases in which this finding stands, newest first. */
export function selectCasesOfFinding(db: Db, findingId: string): Promise<CaseOfFinding[]> {
  return selectRows(db, sql.selectCasesOfFinding, [findingId], CaseOfFinding);
}

/** Only what is given changes. */
export async function changeCase(tx: Db, id: CaseId, words: Partial<CaseWords>): Promise<void> {
  const { title, category, source, area, summary, conductOn, detectedAt } = words;
  const values = [title ?? null, category ?? null, source ?? null, area ?? null, summary ?? null];
  await execute(tx, sql.changeCase, [id, ...values, conductOn ?? null, conductOn !== undefined, detectedAt ?? null]);
}

export async function assignCase(tx: Db, id: CaseId, personId: PersonId | null): Promise<void> {
  await execute(tx, sql.assignCase, [id, personId, now()]);
}

export async function setDuplicateOf(tx: Db, id: CaseId, of: CaseId | null): Promise<void> {
  await execute(tx, sql.setDuplicateOf, [id, of]);
}

export const AuthorRow = z.object({ personId: PersonId, login: z.string(), name: z.string(), at: z.date() });
export type AuthorRow = z.infer<typeof AuthorRow>;

/** Everybody who wrote in the file, in order. */
export function selectAuthors(db: Db, id: CaseId): Promise<AuthorRow[]> {
  return selectRows(db, sql.selectAuthors, [id], AuthorRow);
}

/** Gathers the words of title, summary, subjects, identifiers and hosts anew; after every write that changes one of them. */
export async function refreshSearch(tx: Db, id: CaseId): Promise<void> {
  const rows = await selectRows(tx, sql.selectSearchTexts, [id], z.object({ text: z.string() }));
  await execute(tx, sql.setSearch, [id, searchWords(rows.map((row) => row.text))]);
}
