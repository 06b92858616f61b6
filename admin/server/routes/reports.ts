// Promises reports: made for any period, shown with the list behind every figure, issued once, never changed afterwards.
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { inSnapshot, inTransaction } from "#core/db/pool.ts";
import { recordEvent } from "#core/records/event.ts";
import { FigureName } from "#core/nouns/report.ts";
import { countFigure, listFigure } from "#core/records/figure.ts";
import { insertReport, issueReport, type ReportRow, selectReports, updateReport } from "#core/records/report.ts";
import { figureLabels } from "#core/report/figure-labels.ts";
import { readReportKinds } from "#core/report/read-kinds.ts";
import {
  AddReport,
  ChangeReport,
  FigureQuery,
  FigureReply,
  ReportKindsReply,
  ReportsPage,
  ReportsQuery,
  ReportView,
} from "../../api/reports.ts";
import { readCursor, TimePlace, writeCursor } from "../cursor.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { headOf, itemOf, kindOf, readReport, viewOf } from "../read-report.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: z.uuid() });

const writePlace = (row: ReportRow) => writeCursor([row.createdAt.toISOString(), row.id]);

function readPlace(cursor: string | undefined) {
  const place = readCursor(TimePlace, cursor);
  return place && { createdAt: new Date(place[0]), id: place[1] };
}

/** Figures are read in one snapshot, then kept; a case that comes between belongs to the next look. */
async function issue(ctx: DeskContext, id: string, by: string): Promise<ReportView> {
  const { figures } = await readReport(ctx, id);
  return inTransaction(ctx.pool, async (tx) => {
    const row = await issueReport(tx, id, figures, by);
    if (!row) throw new AppError("conflict", { detail: "this report was issued before" });
    await recordEvent(tx, by, "report.issued", id, { kind: row.kind });
    return viewOf(row, figures);
  });
}

function addReadingRoutes(app: TypedApp, ctx: DeskContext): void {
  const read = { access: "report.read" } as const;
  app.get("/api/report-kinds", { config: read, schema: { response: { 200: ReportKindsReply } } }, async () => ({
    items: (await readReportKinds(ctx.pool)).map(({ code, label }) => ({ code, label })),
  }));

  app.get(
    "/api/reports",
    { config: read, schema: { querystring: ReportsQuery, response: { 200: ReportsPage } } },
    async (request) => {
      const { kind = null, cursor, limit } = request.query;
      const rows = await selectReports(ctx.pool, kind, readPlace(cursor), limit + 1);
      const page = rows.slice(0, limit);
      return { items: page.map(headOf), next: rows.length > limit ? writePlace(page.at(-1)!) : null };
    },
  );

  app.get(
    "/api/reports/:id",
    { config: read, schema: { params: Params, response: { 200: ReportView } } },
    async (request) => readReport(ctx, request.params.id),
  );

  app.get(
    "/api/figures/:name",
    {
      config: read,
      schema: { params: z.object({ name: FigureName }), querystring: FigureQuery, response: { 200: FigureReply } },
    },
    async (request) => {
      const { name } = request.params;
      const { fromDay, toDay, categories, offset, limit } = request.query;
      const question = {
        name,
        period: { from: fromDay, to: toDay },
        categories: categories === undefined ? null : categories.split(",").filter(Boolean),
      };
      return inSnapshot(ctx.pool, async (tx) => {
        const total = await countFigure(tx, question);
        const items = (await listFigure(tx, question, offset, limit)).map(itemOf);
        return { name, label: figureLabels[name], total, items };
      });
    },
  );
}

function addWritingRoutes(app: TypedApp, ctx: DeskContext): void {
  const make = { access: "report.make" } as const;
  app.post(
    "/api/reports",
    { config: make, schema: { body: AddReport, response: { 200: ReportView } } },
    async (request) => {
      await kindOf(ctx.pool, request.body.kind);
      const by = sessionOf(request).login;
      const row = await inTransaction(ctx.pool, async (tx) => {
        const made = await insertReport(tx, request.body, by);
        await recordEvent(tx, by, "report.made", made.id, { kind: made.kind });
        return made;
      });
      return readReport(ctx, row.id);
    },
  );

  app.put(
    "/api/reports/:id",
    { config: make, schema: { params: Params, body: ChangeReport, response: { 200: ReportView } } },
    async (request) => {
      const { id } = request.params;
      await inTransaction(ctx.pool, async (tx) => {
        await updateReport(tx, id, request.body);
        await recordEvent(tx, sessionOf(request).login, "report.changed", id);
      });
      return readReport(ctx, id);
    },
  );

  app.post(
    "/api/reports/:id/issue",
    { config: make, schema: { params: Params, response: { 200: ReportView } } },
    async (request) => issue(ctx, request.params.id, sessionOf(request).login),
  );
}

export function addReportRoutes(app: TypedApp, ctx: DeskContext): void {
  addReadingRoutes(app, ctx);
  addWritingRoutes(app, ctx);
}
