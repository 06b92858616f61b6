// Promises documents as rows: drafts that change, issued ones that the database itself keeps from changing, scans beside them.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRow, selectRows, toJson } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { CaseId, DocumentId, newId, PersonId } from "../id.ts";
import { DocumentKind, DocumentState } from "../nouns/document.ts";

const sql = loadSql(
  import.meta.url,
  "insertDocument",
  "selectDocument",
  "selectDocuments",
  "selectDocumentsOfReport",
  "changeTyped",
  "issueDocument",
  "withdrawDocument",
  "insertScan",
  "selectScans",
  "selectGate",
  "selectIssuedOfCase",
);

export const Typed = z.record(z.string(), z.string());
export type Typed = z.infer<typeof Typed>;

const Bytes = z.instanceof(Buffer);

export const DocumentRow = z.object({
  id: DocumentId,
  kind: DocumentKind,
  caseId: CaseId.nullable(),
  caseNumber: z.string().nullable(),
  /** The report whose figures it prints; null for all others. */
  reportId: z.uuid().nullable(),
  /** Of its case; false for a document about none. */
  isApproved: z.boolean(),
  state: DocumentState,
  typed: Typed,
  madeBy: PersonId,
  madeByLogin: z.string(),
  madeAt: z.date(),
  changedBy: z.string(),
  /** Logins of all who wrote in it; none of them issues it where it leaves the house. */
  hands: z.array(z.string()),
  changedAt: z.date(),
  templateVersion: z.number().int().nullable(),
  number: z.string(),
  /** `YYYY-MM-DD`. */
  datedOn: z.string().nullable(),
  title: z.string(),
  recipients: z.string(),
  issuedByLogin: z.string().nullable(),
  issuedAt: z.date().nullable(),
  pdfSha256: Bytes.nullable(),
  docxSha256: Bytes.nullable(),
  ledgerSeq: z.number().int().nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawnAt: z.date().nullable(),
  withdrawReason: z.string().nullable(),
});
export type DocumentRow = z.infer<typeof DocumentRow>;

export interface Drafter {
  personId: PersonId;
  login: string;
}

/** A new draft. Run it inside a transaction. */
export async function insertDocument(
  tx: Db,
  kind: DocumentKind,
  caseId: CaseId | null,
  typed: Typed,
  by: Drafter,
  reportId: string | null = null,
): Promise<DocumentId> {
  const id = newId() as DocumentId;
  await execute(tx, sql.insertDocument, [id, kind, caseId, toJson(typed), by.personId, by.login, now(), reportId]);
  return id;
}

/** Throws `not-found`. */
export function selectDocument(db: Db, id: DocumentId): Promise<DocumentRow> {
  return selectRow(db, sql.selectDocument, [id], DocumentRow);
}

export const DocumentLine = DocumentRow.pick({
  id: true,
  kind: true,
  state: true,
  caseId: true,
  caseNumber: true,
  number: true,
  datedOn: true,
  title: true,
  recipients: true,
  madeByLogin: true,
  madeAt: true,
  changedAt: true,
  issuedByLogin: true,
  issuedAt: true,
}).extend({ hasScan: z.boolean() });
export type DocumentLine = z.infer<typeof DocumentLine>;

export interface DocumentFilter {
  caseId?: CaseId | null;
  state?: DocumentState | null;
  kind?: DocumentKind | null;
  /** Where the page before ended. */
  before?: { at: Date; id: string } | null;
  limit: number;
}

/** The newest drafts first. */
export function selectDocuments(db: Db, f: DocumentFilter): Promise<DocumentLine[]> {
  const values = [
    f.caseId ?? null,
    f.state ?? null,
    f.kind ?? null,
    f.before?.at ?? null,
    f.before?.id ?? null,
    f.limit,
  ];
  return selectRows(db, sql.selectDocuments, values, DocumentLine);
}

const OfReport = DocumentRow.pick({ id: true, state: true, number: true, datedOn: true });
export type DocumentOfReport = z.infer<typeof OfReport>;

/** The documents that print a report, the newest first. */
export function selectDocumentsOfReport(db: Db, reportId: string): Promise<DocumentOfReport[]> {
  return selectRows(db, sql.selectDocumentsOfReport, [reportId], OfReport);
}

const stands = () => new AppError("conflict", { detail: "the document is no draft any more", cure: "Open it again." });

/** Title and recipients go along for the register. Throws `conflict` where it is no draft. */
export async function changeTyped(
  tx: Db,
  id: DocumentId,
  d: { typed: Typed; title: string; recipients: string },
  login: string,
): Promise<void> {
  if ((await execute(tx, sql.changeTyped, [id, toJson(d.typed), login, now(), d.title, d.recipients])) === 0)
    throw stands();
}

export interface Issue {
  typed: Typed;
  templateVersion: number;
  templateText: string;
  /** The facts that were printed, without the bytes of pictures. */
  facts: unknown;
  number: string;
  datedOn: string;
  title: string;
  recipients: string;
  pdf: { sha256: string; sizeBytes: number };
  docx: { sha256: string; sizeBytes: number };
  ledgerSeq: number;
}

/**
 * The database checks role, four eyes and what the case must have: throws `conflict` (it is no draft; an exhibit or a package is missing) and
 * `auth.denied` (the drafter of an outgoing document, or a case that nobody approved).
 */
export async function issueDocument(tx: Db, id: DocumentId, i: Issue, by: Drafter): Promise<void> {
  const hex = (sha256: string) => Buffer.from(sha256, "hex");
  const words = [
    toJson(i.typed),
    i.templateVersion,
    i.templateText,
    toJson(i.facts),
    i.number,
    i.datedOn,
    i.title,
    i.recipients,
  ];
  const who = [by.personId, by.login, now()];
  const files = [hex(i.pdf.sha256), i.pdf.sizeBytes, hex(i.docx.sha256), i.docx.sizeBytes, i.ledgerSeq];
  if ((await execute(tx, sql.issueDocument, [id, ...words, ...who, ...files])) === 0) throw stands();
}

/** Throws `conflict` where it was withdrawn before. */
export async function withdrawDocument(tx: Db, id: DocumentId, reason: string, login: string): Promise<void> {
  if ((await execute(tx, sql.withdrawDocument, [id, login, now(), reason])) === 0) throw stands();
}

export const ScanRow = z.object({
  id: z.uuid(),
  media: z.enum(["application/pdf", "image/png", "image/jpeg"]),
  sha256: Bytes,
  bytes: z.number().int(),
  storeKey: z.string(),
  addedBy: z.string(),
  addedAt: z.date(),
});
export type ScanRow = z.infer<typeof ScanRow>;

export async function insertScan(
  tx: Db,
  documentId: DocumentId,
  s: Omit<ScanRow, "addedAt"> & { ledgerSeq: number },
): Promise<void> {
  await execute(tx, sql.insertScan, [
    s.id,
    documentId,
    s.media,
    s.sha256,
    s.bytes,
    s.storeKey,
    s.addedBy,
    now(),
    s.ledgerSeq,
  ]);
}

export function selectScans(db: Db, documentId: DocumentId): Promise<ScanRow[]> {
  return selectRows(db, sql.selectScans, [documentId], ScanRow);
}

const Gate = z.object({ exhibit: z.boolean(), package: z.boolean(), approval: z.boolean() });

/** What stands in the case of all that documents may need. */
export function selectDocumentGate(db: Db, caseId: CaseId): Promise<z.infer<typeof Gate>> {
  return selectRow(db, sql.selectGate, [caseId], Gate);
}

const Issued = z.object({ id: DocumentId, kind: DocumentKind, number: z.string(), pdfSha256: Bytes });

/** Issued documents of the case of these kinds, as they were issued. */
export function selectIssuedOfCase(
  db: Db,
  caseId: CaseId,
  kinds: readonly DocumentKind[],
): Promise<z.infer<typeof Issued>[]> {
  return selectRows(db, sql.selectIssuedOfCase, [caseId, kinds], Issued);
}
