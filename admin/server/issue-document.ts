// Promises a document issued whole or not at all: composed once more, printed, its bytes kept write-once, entered in log and trail.
import { createHash } from "node:crypto";
import { isoSeconds } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { type DocumentId, newId } from "#core/id.ts";
import { documentRules } from "#core/nouns/document.ts";
import {
  type Drafter,
  type DocumentRow,
  insertScan,
  issueDocument,
  type ScanRow,
  selectDocument,
  selectDocumentGate,
  selectDocumentsOfReport,
} from "#core/records/document.ts";
import { recordEvent } from "#core/records/event.ts";
import { selectReport } from "#core/records/report.ts";
import { documentHtml } from "#evidence/dossier/render-html.ts";
import { documentDocx } from "#evidence/dossier/render-docx.ts";
import { type Composed, composeDocument, registerWords } from "./compose-document.ts";
import type { DeskContext } from "./desk-context.ts";
import { withoutPictures } from "./document-facts.ts";

/** The bytes' own hash stands in the key: a try that failed after writing leaves bytes that no row names, and takes no later key. */
export const documentKey = (id: string, format: "pdf" | "docx", sha256: string): string =>
  `documents/${id}.${sha256.slice(0, 16)}.${format}`;

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const needWords = {
  exhibit: "hồ sơ chưa có bản chụp đã niêm phong",
  package: "hồ sơ chưa có gói dữ liệu niêm phong",
  approval: "hồ sơ chưa được người thứ hai duyệt",
} as const;

/** What is missing in the case before a document of this kind may be issued, in words; empty where it may. */
export async function missingBefore(
  ctx: DeskContext,
  row: Pick<DocumentRow, "kind" | "caseId"> & { reportId?: string | null },
): Promise<string[]> {
  if (row.reportId) {
    const report = await selectReport(ctx.pool, row.reportId);
    if (!report.issuedAt) return ["báo cáo chưa chốt số liệu"];
    const others = await selectDocumentsOfReport(ctx.pool, report.id);
    return others.some((other) => other.state === "issued") ? ["báo cáo này đã có văn bản phát hành"] : [];
  }
  const { needs } = documentRules[row.kind];
  if (needs.length === 0) return [];
  if (!row.caseId) return ["văn bản loại này thuộc về một hồ sơ vụ việc"];
  const gate = await selectDocumentGate(ctx.pool, row.caseId);
  return needs.filter((need) => !gate[need]).map((need) => needWords[need]);
}

/** Whether any of its words may be this person's. */
export const isOwn = (row: Pick<DocumentRow, "madeBy" | "hands">, by: Drafter): boolean =>
  row.madeBy === by.personId || row.hands.includes(by.login);

/** Throws `conflict` where something stands against issuing, saying what. */
async function refuseUnready(ctx: DeskContext, row: DocumentRow, composed: Composed, by: Drafter): Promise<void> {
  const missing = await missingBefore(ctx, row);
  if (missing.length > 0)
    throw new AppError("conflict", { detail: missing.join("; "), cure: "Bổ sung rồi phát hành lại." });
  if (documentRules[row.kind].outgoing && isOwn(row, by))
    throw new AppError("auth.denied", {
      detail: "người soạn hoặc sửa văn bản gửi đi không tự phát hành",
      cure: "Người khác (văn thư hoặc tổ trưởng) phát hành.",
    });
  if (composed.verdict)
    throw new AppError("input.invalid", {
      detail: `hồ sơ chưa được duyệt mà văn bản nói “vi phạm”: “${composed.verdict.slice(0, 160)}”`,
      cure: "Viết “dấu hiệu vi phạm”, hoặc trình duyệt trước.",
    });
}

/**
 * Number and date are the clerk's. Throws `conflict` (no draft; something is missing in the case), `auth.denied` (four eyes),
 * `input.invalid` (a verdict before approval; the number was given this year), and what printing and storing throw.
 */
export async function issue(
  ctx: DeskContext,
  id: DocumentId,
  given: { number: string; datedOn: string },
  by: Drafter,
): Promise<void> {
  const row = await selectDocument(ctx.pool, id);
  if (row.state !== "draft") throw new AppError("conflict", { detail: "văn bản không còn là dự thảo" });
  const typed = { ...row.typed, "van_ban.so": given.number, "van_ban.ngay": given.datedOn };
  const composed = await composeDocument(ctx, row, typed);
  await refuseUnready(ctx, row, composed, by);
  const number =
    given.number && composed.model.number
      ? composed.model.number
          .map((run) => run.text)
          .join("")
          .replace(/^Số: /u, "")
      : "";
  const files = await keepFiles(ctx, id, composed);
  const facts = withoutPictures(composed.facts);
  await inTransaction(ctx.pool, async (tx) => {
    const detail = {
      kind: row.kind,
      caseId: row.caseId,
      docxSha256: files.docx.sha256,
      template: composed.template.version,
    };
    const ledgerSeq = await ctx.ports.documents.enterIssued(tx, {
      documentId: id,
      sha256: files.pdf.sha256,
      actor: by.login,
      detail,
    });
    const template = { templateVersion: composed.template.version, templateText: composed.template.text };
    const words = registerWords(composed);
    await issueDocument(
      tx,
      id,
      { typed, ...template, facts, number, datedOn: given.datedOn, ...words, ...files, ledgerSeq },
      by,
    ).catch((error: unknown) => {
      throw sayDuplicate(error, number);
    });
    await recordEvent(tx, by.login, "document.issued", id, { kind: row.kind, sha256: files.pdf.sha256 });
  });
}

/** Unique index `document_number_once`. */
function sayDuplicate(error: unknown, number: string): unknown {
  if (!(error instanceof AppError) || error.facts.sqlstate !== "23505") return error;
  return new AppError("input.invalid", {
    cause: error,
    detail: `số ${number} đã cấp trong năm này`,
    cure: "Ghi số khác.",
  });
}

/** Written before the row says that it is issued. */
async function keepFiles(ctx: DeskContext, id: DocumentId, composed: Composed) {
  const pdf = await ctx.ports.documents.print(await documentHtml(composed.model), isoSeconds());
  const docx = await documentDocx(composed.model);
  const keep = async (bytes: Buffer, format: "pdf" | "docx") => {
    const sha256 = sha256Of(bytes);
    const { sizeBytes } = await ctx.store.put(documentKey(id, format, sha256), { bytes }, { sha256 });
    return { sha256, sizeBytes };
  };
  return { pdf: await keep(pdf, "pdf"), docx: await keep(docx, "docx") };
}

/** Keeps a signed scan beside an issued document. Throws `conflict` where it is not issued. */
export async function addScan(
  ctx: DeskContext,
  id: DocumentId,
  bytes: Buffer,
  media: ScanRow["media"],
  login: string,
): Promise<void> {
  const row = await selectDocument(ctx.pool, id);
  if (row.state !== "issued") throw new AppError("conflict", { detail: "chỉ gắn bản quét vào văn bản đã phát hành" });
  const [scanId, sha256] = [newId(), sha256Of(bytes)];
  const storeKey = `documents/${id}.scan.${scanId}`;
  await ctx.store.put(storeKey, { bytes }, { sha256 });
  await inTransaction(ctx.pool, async (tx) => {
    const ledgerSeq = await ctx.ports.documents.enterIssued(tx, {
      documentId: id,
      sha256,
      actor: login,
      detail: { scan: scanId, media },
    });
    const scan = {
      id: scanId,
      media,
      sha256: Buffer.from(sha256, "hex"),
      bytes: bytes.byteLength,
      storeKey,
      addedBy: login,
      ledgerSeq,
    };
    await insertScan(tx, id, scan);
    await recordEvent(tx, login, "document.scan-added", id, { scan: scanId, sha256 });
  });
}
