// Promises the register of documents (sổ văn bản) by pages and as CSV, and each document as the desk shows it.
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { DocumentId } from "#core/id.ts";
import { type DocumentFilter, selectDocument, selectDocuments } from "#core/records/document.ts";
import { recordEvent } from "#core/records/event.ts";
import { safeCsv } from "#evidence/package/safe-csv.ts";
import { DocumentsFilter, DocumentsPage, DocumentView } from "../../api/documents.ts";
import type { DeskContext } from "../desk-context.ts";
import { documentView, lineOf } from "../document-view.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: DocumentId });
const pageSize = 50;
const csvRows = 5000;

const placeOf = (row: { madeAt: Date; id: string }) => `${row.madeAt.toISOString()}_${row.id}`;

function readPlace(text: string | undefined): DocumentFilter["before"] {
  if (text === undefined) return null;
  const [at = "", id = ""] = text.split("_");
  if (!z.uuid().safeParse(id).success || Number.isNaN(Date.parse(at)))
    throw new AppError("input.invalid", { detail: "after: no place in the list", cure: "Begin at the first page." });
  return { at: new Date(at), id };
}

export function addDocumentRegisterRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/documents",
    { config: { access: "document.read" }, schema: { querystring: DocumentsFilter, response: { 200: DocumentsPage } } },
    async (request) => {
      const { state = null, kind = null, after } = request.query;
      const rows = await selectDocuments(ctx.pool, { state, kind, before: readPlace(after), limit: pageSize + 1 });
      const items = rows.slice(0, pageSize);
      const last = items.at(-1);
      return {
        items: items.map((row) => ({ ...lineOf(row), hasScan: row.hasScan })),
        next: rows.length > pageSize && last ? placeOf(last) : null,
      };
    },
  );

  app.get(
    "/api/documents/register.csv",
    { config: { access: "document.read", rateLimit: { max: 30, timeWindow: 60_000 } } },
    async (request, reply) => {
      const me = sessionOf(request);
      const rows = await selectDocuments(ctx.pool, { state: "issued", limit: csvRows });
      const head = [
        "Số, ký hiệu",
        "Ngày văn bản",
        "Trích yếu",
        "Nơi nhận",
        "Hồ sơ",
        "Người soạn",
        "Người phát hành",
        "Bản ký",
      ];
      const lines = rows.map((r) => [
        r.number,
        r.datedOn ?? "",
        r.title,
        r.recipients,
        r.caseNumber ?? "",
        r.madeByLogin,
        r.issuedByLogin ?? "",
        r.hasScan ? "có" : "chưa có",
      ]);
      await recordEvent(ctx.pool, me.login, "documents.exported", "register", { rows: rows.length });
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="so-van-ban.csv"')
        .send(safeCsv([head, ...lines]));
    },
  );

  app.get(
    "/api/documents/:id",
    { config: { access: "document.read" }, schema: { params: Params, response: { 200: DocumentView } } },
    async (request) => documentView(ctx, await selectDocument(ctx.pool, request.params.id), sessionOf(request)),
  );
}
