// Promises the law at the desk: its tables, the calculator by the day of the conduct, new versions, and the office's own data file.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { checkCitations } from "#core/law/check-citations.ts";
import { writeLawCsv } from "#core/law/law-csv.ts";
import { lawOn } from "#core/law/law-on.ts";
import { vietnamDay } from "#core/law/working-days.ts";
import { LawData, LawTable } from "#core/nouns/law.ts";
import { recordEvent } from "#core/records/event.ts";
import { readLawBook, selectLawArticles, selectLawRows, withdrawLawRows } from "#core/records/law.ts";
import { putLawRow } from "#core/records/law-version.ts";
import {
  CheckCitations,
  CitationWarnings,
  ExportQuery,
  ImportLaw,
  ImportLawReply,
  LawOn,
  LawOnQuery,
  LawPage,
  LawQuery,
  PutLawRow,
  PutReply,
  SetAside,
} from "../../api/law.ts";
import { Done } from "../../api/problem.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { importLaw, listLaw } from "../law-tables.ts";
import type { TypedApp } from "../typed-app.ts";

const Table = z.object({ table: LawTable });
const today = () => vietnamDay(now());

export function addLawRoutes(app: TypedApp, ctx: DeskContext): void {
  addLawReading(app, ctx);
  addLawChanges(app, ctx);
  addLawFile(app, ctx);
}

function addLawReading(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/law/tables/:table",
    {
      config: { access: "law.read" },
      schema: { params: Table, querystring: LawQuery, response: { 200: LawPage } },
    },
    async (request) => listLaw(ctx.pool, request.params.table, request.query),
  );

  app.get(
    "/api/law/on",
    { config: { access: "law.read" }, schema: { querystring: LawOnQuery, response: { 200: LawOn } } },
    async (request) => {
      const { conductOn, category = null, today: day = today() } = request.query;
      const book = await readLawBook(ctx.pool);
      return { conductOn, today: day, items: lawOn(book, { conductOn, category, today: day }) };
    },
  );

  app.post(
    "/api/law/citations",
    { config: { access: "law.read" }, schema: { body: CheckCitations, response: { 200: CitationWarnings } } },
    async (request) => {
      const { articleIds: ids, conductOn } = request.body;
      const [book, rows] = await Promise.all([readLawBook(ctx.pool), selectLawArticles(ctx.pool, ids)]);
      return { items: checkCitations(book, { ids, rows }, { conductOn, today: today() }) };
    },
  );
}

function addLawChanges(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/law/rows",
    { config: { access: "law.change" }, schema: { body: PutLawRow, response: { 200: PutReply } } },
    async (request) => {
      const { login } = sessionOf(request);
      const { table, row, reason } = request.body;
      return inTransaction(ctx.pool, async (tx) => {
        const reply = await putLawRow(tx, table, row, { actor: login, origin: "office", reason });
        await recordEvent(tx, login, "law.changed", reply.id, { table, result: reply.result });
        return reply;
      });
    },
  );

  app.post(
    "/api/law/set-aside",
    { config: { access: "law.change" }, schema: { body: SetAside, response: { 200: Done } } },
    async (request) => {
      const { login } = sessionOf(request);
      const { table, id, reason } = request.body;
      return inTransaction(ctx.pool, async (tx) => {
        if ((await withdrawLawRows(tx, table, { id }, { actor: login, reason })) === 0)
          throw new AppError("not-found", { detail: `${table}: no such standing row` });
        await recordEvent(tx, login, "law.changed", id, { table, result: "set-aside" });
        return { done: true as const };
      });
    },
  );
}

function addLawFile(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/law/file",
    { config: { access: "law.read" }, schema: { querystring: ExportQuery } },
    async (request, reply) => {
      const { format, table } = request.query;
      if (format === "csv") {
        if (!table) throw new AppError("input.invalid", { detail: "table: chọn bảng cần xuất CSV" });
        const csv = writeLawCsv(table, await selectLawRows(ctx.pool, table));
        return reply
          .header("content-disposition", `attachment; filename="can-cu-${table}.csv"`)
          .type("text/csv; charset=utf-8")
          .send(csv);
      }
      const tables = await Promise.all(
        LawTable.options.map(async (name) => [name, await selectLawRows(ctx.pool, name)] as const),
      );
      return reply
        .header("content-disposition", 'attachment; filename="can-cu-phap-ly.json"')
        .type("application/json; charset=utf-8")
        .send(`${JSON.stringify(LawData.parse(Object.fromEntries(tables)), null, 2)}\n`);
    },
  );

  app.post(
    "/api/law/import",
    {
      config: { access: "law.change" },
      bodyLimit: 6_000_000,
      schema: { body: ImportLaw, response: { 200: ImportLawReply } },
    },
    async (request) => {
      const { login } = sessionOf(request);
      return importLaw(
        (work) => inTransaction(ctx.pool, work),
        request.body,
        login,
        (tx, { added, replaced, setAside }) =>
          recordEvent(tx, login, "law.imported", "law", { added, replaced, setAside }),
      );
    },
  );
}
