// Promises letters whose lists of sites are answered one by one: the letter, its sites, and every answer as a row that stays.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { CaseId, newId, TargetId } from "../id.ts";
import { CaseState } from "../nouns/case.ts";
import { foldVietnamese } from "../text.ts";

const sql = loadSql(
  import.meta.url,
  "insertLetter",
  "selectLetterNamed",
  "insertLetterItem",
  "selectLetters",
  "selectLetter",
  "selectLetterItems",
  "selectLetterItem",
  "insertLetterAnswer",
  "hasCaseNumber",
  "selectLetterTargets",
);

/** What the office answers about one site. None of them says that a subject broke the law. */
export const LetterResult = z.enum([
  "signs-found",
  "no-signs",
  "not-reachable",
  "out-of-area",
  "handled",
  "being-handled",
  "transferred",
]);
export type LetterResult = z.infer<typeof LetterResult>;

export const LetterRow = z.object({
  id: z.uuid(),
  number: z.string(),
  datedOn: z.string(),
  sender: z.string(),
  abstract: z.string(),
  incomingNumber: z.string(),
  arrivedOn: z.string(),
  dueOn: z.string().nullable(),
  fileId: z.uuid().nullable(),
  fileName: z.string().nullable(),
  registeredAt: z.date(),
  registeredBy: z.string(),
  sites: z.number(),
  answered: z.number(),
});
export type LetterRow = z.infer<typeof LetterRow>;

export type NewLetter = Pick<
  LetterRow,
  "number" | "datedOn" | "sender" | "abstract" | "incomingNumber" | "arrivedOn" | "dueOn" | "fileId"
>;

/** Throws `conflict` where a letter of this number, day and sender is registered. */
export async function insertLetter(tx: Db, l: NewLetter, actor: string): Promise<string> {
  const search = foldVietnamese([l.number, l.sender, l.abstract, l.incomingNumber].join(" "));
  const facts = [l.number, l.datedOn, l.sender, l.abstract, l.incomingNumber, l.arrivedOn, l.dueOn, l.fileId];
  const Id = z.object({ id: z.uuid() });
  const row = await selectOptionalRow(tx, sql.insertLetter, [newId(), ...facts, search, now(), actor], Id);
  if (row) return row.id;
  throw new AppError("conflict", { detail: "number: this letter is registered", cure: "Open it in the list." });
}

/** Throws `conflict` where a letter of this number, day and sender is registered. */
export async function refuseKnownLetter(db: Db, l: Pick<NewLetter, "number" | "datedOn" | "sender">): Promise<void> {
  const found = await selectRows(
    db,
    sql.selectLetterNamed,
    [l.number, l.datedOn, l.sender],
    z.object({ id: z.uuid() }),
  );
  if (found.length > 0)
    throw new AppError("conflict", { detail: "number: this letter is registered", cure: "Open it in the list." });
}

export interface NewLetterItem {
  given: string;
  note: string;
  targetId: TargetId;
}

/** In the order of the letter; a site that stands twice in it is kept once. */
export async function insertLetterItems(tx: Db, letterId: string, items: readonly NewLetterItem[]): Promise<void> {
  for (const [i, item] of items.entries())
    await execute(tx, sql.insertLetterItem, [newId(), letterId, i + 1, item.given, item.note, item.targetId]);
}

/** The newest first; `before` is the last id of the page before. */
export function selectLetters(
  db: Db,
  page: { q?: string | undefined; before?: string | undefined; limit: number },
): Promise<LetterRow[]> {
  const like = page.q ? `%${foldVietnamese(page.q).replace(/[\\%_]/g, (sign) => `\\${sign}`)}%` : null;
  return selectRows(db, sql.selectLetters, [like, page.before ?? null, page.limit], LetterRow);
}

/** Throws `not-found`. */
export function selectLetter(db: Db, id: string): Promise<LetterRow> {
  return selectRow(db, sql.selectLetter, [id], LetterRow);
}

export const LetterItemRow = z.object({
  id: z.uuid(),
  position: z.number(),
  given: z.string(),
  note: z.string(),
  targetId: TargetId,
  url: z.string(),
  scanState: z.string().nullable(),
  scanOutcome: z.string().nullable(),
  scanReason: z.string(),
  scanAt: z.date().nullable(),
  /** Findings on the site by what people said of them. */
  waiting: z.number(),
  confirmed: z.number(),
  dismissed: z.number(),
  categories: z.array(z.string()),
  /** The case that the answer names, else the newest case that holds a finding of the site. */
  caseId: CaseId.nullable(),
  caseNumber: z.string().nullable(),
  caseState: CaseState.nullable(),
  /** The newest answer; null while there is none. */
  result: LetterResult.nullable(),
  owner: z.string().nullable(),
  action: z.string().nullable(),
  documentNumber: z.string().nullable(),
  evidenceNumber: z.string().nullable(),
  answerNote: z.string().nullable(),
  answeredBy: z.string().nullable(),
  answeredAt: z.date().nullable(),
});
export type LetterItemRow = z.infer<typeof LetterItemRow>;

export function selectLetterItems(
  db: Db,
  letterId: string,
  page: { after?: number | undefined; limit: number },
): Promise<LetterItemRow[]> {
  return selectRows(db, sql.selectLetterItems, [letterId, page.after ?? null, page.limit], LetterItemRow);
}

export interface LetterAnswer {
  result: LetterResult;
  owner: string;
  action: string;
  documentNumber: string;
  evidenceNumber: string;
  note: string;
  /** "" names none. */
  caseNumber: string;
}

/** A new answer takes the place of the one before. Throws `not-found`; `input.invalid` for a case number that is none. */
export async function insertLetterAnswer(tx: Db, itemId: string, a: LetterAnswer, actor: string): Promise<string> {
  const Item = z.object({ letterId: z.uuid() });
  const { letterId } = await selectRow(tx, sql.selectLetterItem, [itemId], Item);
  if (a.caseNumber) {
    const { found } = await selectRow(tx, sql.hasCaseNumber, [a.caseNumber], z.object({ found: z.boolean() }));
    if (!found) throw new AppError("input.invalid", { detail: `caseNumber: no case ${a.caseNumber}` });
  }
  const said = [a.result, a.owner, a.action, a.documentNumber, a.evidenceNumber, a.note, a.caseNumber];
  await execute(tx, sql.insertLetterAnswer, [newId(), itemId, ...said, actor, now()]);
  return letterId;
}

export async function selectLetterTargets(db: Db, letterId: string): Promise<TargetId[]> {
  return (await selectRows(db, sql.selectLetterTargets, [letterId], z.object({ id: TargetId }))).map((row) => row.id);
}

export interface BatchAnswer {
  letter: LetterRow;
  items: LetterItemRow[];
  /** Every site has an answer. */
  isComplete: boolean;
}

/** The letter with the answer of every site, for reply tables and reports. Throws `not-found`. */
export async function readBatchAnswer(db: Db, letterId: string): Promise<BatchAnswer> {
  const letter = await selectLetter(db, letterId);
  const items = await selectLetterItems(db, letterId, { limit: 20_000 });
  return { letter, items, isComplete: items.length > 0 && letter.answered === letter.sites };
}
