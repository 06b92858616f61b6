// Promises subjects of a case, what identifies them and which articles the file names, each with how sure it is; nothing is deleted.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { type CaseId, CaptureId, newId } from "../id.ts";
import { Confidence, IdentifierKind, SubjectKind } from "../nouns/case.ts";

const sql = loadSql(
  import.meta.url,
  "insertSubject",
  "changeSubject",
  "removeSubject",
  "removePlaceholders",
  "selectSubjects",
  "insertIdentifier",
  "removeIdentifier",
  "selectIdentifiers",
  "selectSharedIdentifiers",
  "insertCharge",
  "removeCharge",
  "selectCharges",
);

const Added = { addedBy: z.string(), addedAt: z.date() };
const Id = z.object({ id: z.string() });

export const CaseSubjectRow = z.object({
  id: z.uuid(),
  kind: SubjectKind,
  name: z.string(),
  address: z.string(),
  confidence: Confidence,
  note: z.string(),
  ...Added,
});
export type CaseSubjectRow = z.infer<typeof CaseSubjectRow>;

export type SubjectWords = Pick<CaseSubjectRow, "kind" | "name" | "address" | "confidence" | "note">;

/** The row that says "chưa xác định" in a case of which no subject is known. */
export const unknownSubject: SubjectWords = { kind: "unknown", name: "", address: "", confidence: "unknown", note: "" };

/** A known subject takes the place of the row that says that none is known. Run it inside a transaction. */
export async function addSubject(tx: Db, caseId: CaseId, s: SubjectWords, login: string): Promise<string> {
  if (s.kind !== "unknown" || s.name) await execute(tx, sql.removePlaceholders, [caseId, login, now()]);
  const id = newId();
  await execute(tx, sql.insertSubject, [id, caseId, s.kind, s.name, s.address, s.confidence, s.note, login, now()]);
  return id;
}

const gone = (what: string) => new AppError("not-found", { detail: `no such ${what} stands in this case` });

/** Throws `not-found`. */
export async function changeSubject(tx: Db, caseId: CaseId, id: string, s: SubjectWords): Promise<void> {
  const values = [caseId, id, s.kind, s.name, s.address, s.confidence, s.note];
  if ((await execute(tx, sql.changeSubject, values)) === 0) throw gone("subject");
}

/** The last one that goes leaves the row that says "chưa xác định". Throws `not-found`. */
export async function removeSubject(tx: Db, caseId: CaseId, id: string, login: string): Promise<void> {
  if ((await execute(tx, sql.removeSubject, [caseId, id, login, now()])) === 0) throw gone("subject");
  if ((await selectSubjects(tx, caseId)).length === 0) await addSubject(tx, caseId, unknownSubject, login);
}

export function selectSubjects(db: Db, caseId: CaseId): Promise<CaseSubjectRow[]> {
  return selectRows(db, sql.selectSubjects, [caseId], CaseSubjectRow);
}

export const CaseIdentifierRow = z.object({
  id: z.uuid(),
  subjectId: z.uuid().nullable(),
  kind: IdentifierKind,
  value: z.string(),
  confidence: Confidence,
  origin: z.string(),
  captureId: CaptureId.nullable(),
  ...Added,
});
export type CaseIdentifierRow = z.infer<typeof CaseIdentifierRow>;

export type IdentifierWords = Pick<
  CaseIdentifierRow,
  "subjectId" | "kind" | "value" | "confidence" | "origin" | "captureId"
>;

/** Throws `not-found` where the subject or the capture is not of this case. */
export async function addIdentifier(tx: Db, caseId: CaseId, i: IdentifierWords, login: string): Promise<string> {
  const values = [newId(), caseId, i.subjectId, i.kind, i.value, i.confidence, i.origin, i.captureId, login, now()];
  const row = await selectOptionalRow(tx, sql.insertIdentifier, values, Id);
  if (!row) throw gone("subject or exhibit");
  return row.id;
}

export async function removeIdentifier(tx: Db, caseId: CaseId, id: string, login: string): Promise<void> {
  if ((await execute(tx, sql.removeIdentifier, [caseId, id, login, now()])) === 0) throw gone("identifier");
}

export function selectIdentifiers(db: Db, caseId: CaseId): Promise<CaseIdentifierRow[]> {
  return selectRows(db, sql.selectIdentifiers, [caseId], CaseIdentifierRow);
}

const Shared = z.object({ kind: IdentifierKind, value: z.string(), caseId: z.uuid(), number: z.string() });
export type SharedIdentifier = z.infer<typeof Shared>;

/** Other cases in which an identifier of this one stands too; 100 at most. */
export function selectSharedIdentifiers(db: Db, caseId: CaseId): Promise<SharedIdentifier[]> {
  return selectRows(db, sql.selectSharedIdentifiers, [caseId], Shared);
}

export const CaseChargeRow = z.object({
  id: z.uuid(),
  /** Row of law_article. */
  articleId: z.string(),
  subjectId: z.uuid().nullable(),
  note: z.string(),
  ...Added,
});
export type CaseChargeRow = z.infer<typeof CaseChargeRow>;

/** Throws `not-found` where the subject is not of this case. */
export async function addCharge(
  tx: Db,
  caseId: CaseId,
  c: Pick<CaseChargeRow, "articleId" | "subjectId" | "note">,
  login: string,
): Promise<string> {
  const values = [newId(), caseId, c.articleId, c.subjectId, c.note, login, now()];
  const row = await selectOptionalRow(tx, sql.insertCharge, values, Id);
  if (!row) throw gone("subject");
  return row.id;
}

export async function removeCharge(tx: Db, caseId: CaseId, id: string, login: string): Promise<void> {
  if ((await execute(tx, sql.removeCharge, [caseId, id, login, now()])) === 0) throw gone("article");
}

export function selectCharges(db: Db, caseId: CaseId): Promise<CaseChargeRow[]> {
  return selectRows(db, sql.selectCharges, [caseId], CaseChargeRow);
}
