// Promises a report drafted as an official document that prints its figures, and found again from the report.
import { z } from "zod";
import { inTransaction } from "#core/db/pool.ts";
import type { PersonId } from "#core/id.ts";
import { changeTyped, insertDocument, selectDocument, selectDocumentsOfReport } from "#core/records/document.ts";
import { recordEvent } from "#core/records/event.ts";
import { selectReport } from "#core/records/report.ts";
import { NewDocumentReply } from "../../api/documents.ts";
import { ReportDocuments } from "../../api/reports.ts";
import { composeDocument, registerWords } from "../compose-document.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: z.uuid() });

export function addReportDocumentRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/reports/:id/documents",
    { config: { access: "document.read" }, schema: { params: Params, response: { 200: ReportDocuments } } },
    async (request) => ({ items: await selectDocumentsOfReport(ctx.pool, request.params.id) }),
  );

  app.post(
    "/api/reports/:id/document",
    { config: { access: "document.make" }, schema: { params: Params, response: { 200: NewDocumentReply } } },
    async (request) => {
      const { personId, login } = sessionOf(request);
      const report = await selectReport(ctx.pool, request.params.id);
      const by = { personId: personId as PersonId, login };
      const id = await inTransaction(ctx.pool, async (tx) => {
        const made = await insertDocument(tx, "report", null, {}, by, report.id);
        await recordEvent(tx, login, "document.drafted", made, { kind: "report", caseId: null, reportId: report.id });
        return made;
      });
      const words = registerWords(await composeDocument(ctx, await selectDocument(ctx.pool, id)));
      await inTransaction(ctx.pool, (tx) => changeTyped(tx, id, { typed: {}, ...words }, login));
      return { id };
    },
  );
}
