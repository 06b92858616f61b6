// Promises the registers at the desk: what is imported and how old, its rows by page, imports with a dry run, and every rule's record.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { recordEvent } from "#core/records/event.ts";
import {
  selectBrandPage,
  selectLicencePage,
  selectShelf,
  selectShelvedRegisters,
} from "#core/records/knowledge-shelf.ts";
import {
  BrandsPage,
  ImportBrands,
  ImportRegister,
  KnowledgeImportReply,
  KnowledgeView,
  LicencesPage,
  PageQuery,
  Rules,
} from "../../api/knowledge.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: z.uuid() });
/** A register older than half a year says little of licences that were given or taken back since. */
const oldAfterMs = 183 * 86_400_000;

export function addKnowledgeRoutes(app: TypedApp, ctx: DeskContext): void {
  addShelf(app, ctx);
  addImports(app, ctx);
}

function addShelf(app: TypedApp, ctx: DeskContext): void {
  const config = { access: "knowledge.read" } as const;
  app.get("/api/knowledge", { config, schema: { response: { 200: KnowledgeView } } }, async () => {
    const [shelf, registers] = await Promise.all([selectShelf(ctx.pool), selectShelvedRegisters(ctx.pool)]);
    return {
      ...shelf,
      registers: registers.map(({ rowCount, importedAt, ...register }, i) => ({
        ...register,
        importedAt: importedAt.toISOString(),
        rows: rowCount,
        isNewest: i === 0,
        isOld: now().getTime() - importedAt.getTime() > oldAfterMs,
      })),
    };
  });

  app.get(
    "/api/knowledge/registers/:id",
    { config, schema: { params: Params, querystring: PageQuery, response: { 200: LicencesPage } } },
    async (request) => {
      const { limit, ...page } = request.query;
      const rows = await selectLicencePage(ctx.pool, request.params.id, { ...page, limit: limit + 1 });
      const items = rows.slice(0, limit);
      return { items, nextAfter: rows.length > limit ? items.at(-1)!.rowNumber : null };
    },
  );

  app.get(
    "/api/knowledge/brands",
    { config, schema: { querystring: PageQuery, response: { 200: BrandsPage } } },
    async (request) => {
      const { limit, ...page } = request.query;
      const rows = await selectBrandPage(ctx.pool, { ...page, limit: limit + 1 });
      return { items: rows.slice(0, limit), nextAfter: rows.length > limit ? page.after + limit : null };
    },
  );

  app.get("/api/knowledge/rules", { config, schema: { response: { 200: Rules } } }, async () => ({
    items: await ctx.ports.readRules(),
  }));
}

function addImports(app: TypedApp, ctx: DeskContext): void {
  const config = { access: "knowledge.change" } as const;
  app.post(
    "/api/knowledge/registers",
    { config, bodyLimit: 24_000_000, schema: { body: ImportRegister, response: { 200: KnowledgeImportReply } } },
    async (request) => {
      const { csv, name, dryRun } = request.body;
      const { login } = sessionOf(request);
      const reply = await ctx.ports.importRegister(csv, { name, dryRun, actor: login });
      if (!dryRun) await recordEvent(ctx.pool, login, "knowledge.imported", "licences", { name, rows: reply.taken });
      return reply;
    },
  );

  app.post(
    "/api/knowledge/brands",
    { config, bodyLimit: 6_000_000, schema: { body: ImportBrands, response: { 200: KnowledgeImportReply } } },
    async (request) => {
      const { csv, dryRun } = request.body;
      const { login } = sessionOf(request);
      const reply = await ctx.ports.importBrands(csv, { dryRun });
      if (!dryRun) await recordEvent(ctx.pool, login, "knowledge.imported", "brands", { rows: reply.taken });
      return reply;
    },
  );
}
