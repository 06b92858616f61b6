// Promises the watchlist: list, add, terms, many at once, import with a dry run, and "scan now" for what may be scanned.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { PersonId, TargetId } from "#core/id.ts";
import { type EventDetail, recordEvent } from "#core/records/event.ts";
import {
  selectScannable,
  selectTarget,
  setPaused,
  setPausedOfMany,
  setTargetOwner,
  updateTarget,
} from "#core/records/target.ts";
import { countWatchlist, selectOwners, selectWatchFacets, selectWatchlist } from "#core/records/watchlist.ts";
import { vietnamDay } from "#core/vietnam-time.ts";
import { Done } from "../../api/problem.ts";
import {
  AddTarget,
  AskScan,
  AskScanReply,
  ChangedMany,
  ChangeMany,
  ChangeTarget,
  ImportReply,
  ImportTargets,
  TargetFilter,
  TargetsPage,
  TargetsQuery,
  WatchFacets,
} from "../../api/targets.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";
import { watchTable, watchView } from "../watch-view.ts";

const Params = z.object({ id: TargetId });
const AddReply = z.object({ id: z.uuid(), isNew: z.boolean() });
const exportLimit = 20_000;

export function addTargetRoutes(app: TypedApp, ctx: DeskContext): void {
  addReading(app, ctx);
  addChanging(app, ctx);
  addMany(app, ctx);
}

function addReading(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/targets",
    { config: { access: "target.read" }, schema: { querystring: TargetsQuery, response: { 200: TargetsPage } } },
    async (request) => {
      const { after, limit, ...filter } = request.query;
      const page = { after: after as TargetId | undefined, limit: limit + 1 };
      const [rows, total] = await Promise.all([
        selectWatchlist(ctx.pool, filter, page),
        countWatchlist(ctx.pool, filter),
      ]);
      const today = vietnamDay(now());
      const items = rows.slice(0, limit).map((row) => watchView(row, today));
      return { items, nextAfter: rows.length > limit ? (items.at(-1)?.id ?? null) : null, total };
    },
  );

  app.get(
    "/api/targets/facets",
    { config: { access: "target.read" }, schema: { response: { 200: WatchFacets } } },
    async () => {
      const [facets, owners] = await Promise.all([selectWatchFacets(ctx.pool), selectOwners(ctx.pool)]);
      return { ...facets, owners: owners.map(({ id, name }) => ({ id, name })) };
    },
  );

  app.get(
    "/api/targets.csv",
    { config: { access: "target.read" }, schema: { querystring: TargetFilter } },
    async (request, reply) => {
      const rows = await selectWatchlist(ctx.pool, request.query, { limit: exportLimit });
      await recordEvent(ctx.pool, sessionOf(request).login, "targets.exported", "targets", { rows: rows.length });
      return reply
        .header("content-type", "text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="danh-sach-giam-sat.csv"')
        .send(watchTable(rows));
    },
  );
}

function addChanging(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/targets",
    { config: { access: "target.change" }, schema: { body: AddTarget, response: { 200: AddReply } } },
    async (request) => {
      const { login } = sessionOf(request);
      const { target, isNew } = await ctx.ports.addTarget(request.body, login);
      if (isNew) await recordEvent(ctx.pool, login, "target.added", target.id);
      return { id: target.id, isNew };
    },
  );

  app.patch(
    "/api/targets/:id",
    { config: { access: "target.change" }, schema: { params: Params, body: ChangeTarget, response: { 200: Done } } },
    async (request) => {
      const { id } = request.params;
      const { body } = request;
      await inTransaction(ctx.pool, async (tx) => {
        await selectTarget(tx, id);
        if ("paused" in body) await setPaused(tx, id, body.paused);
        else await updateTarget(tx, id, { ...body, ownerId: PersonId.nullable().parse(body.ownerId) });
        const detail: EventDetail =
          "paused" in body ? { paused: body.paused } : { terms: true, expiresOn: body.expiresOn };
        await recordEvent(tx, sessionOf(request).login, "target.changed", id, detail);
      });
      return { done: true as const };
    },
  );
}

function addMany(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/targets/many",
    { config: { access: "target.change" }, schema: { body: ChangeMany, response: { 200: ChangedMany } } },
    async (request) => {
      const { change } = request.body;
      const ids = request.body.ids as TargetId[];
      return inTransaction(ctx.pool, async (tx) => {
        const changed =
          "paused" in change
            ? await setPausedOfMany(tx, ids, change.paused)
            : await setTargetOwner(tx, ids, PersonId.nullable().parse(change.ownerId));
        for (const id of ids) await recordEvent(tx, sessionOf(request).login, "target.changed", id, { ...change });
        return { changed };
      });
    },
  );

  app.post(
    "/api/targets/import",
    {
      config: { access: "target.change" },
      bodyLimit: 4_000_000,
      schema: { body: ImportTargets, response: { 200: ImportReply } },
    },
    async (request) => {
      const { login } = sessionOf(request);
      const { csv, dryRun, purpose, legalBasis } = request.body;
      const defaults = { purpose, legalBasis };
      const options = { dryRun, actor: login, defaults, needsBasis: true };
      const { rows, columns } = await ctx.ports.importWatchlist(csv, options);
      const added = rows.filter((row) => row.result === "added").length;
      if (!dryRun) await recordEvent(ctx.pool, login, "targets.imported", "targets", { rows: rows.length, added });
      return { dryRun, columns, rows };
    },
  );

  app.post(
    "/api/targets/scan",
    { config: { access: "scan.ask" }, schema: { body: AskScan, response: { 200: AskScanReply } } },
    async (request) => {
      const { login } = sessionOf(request);
      const ids = [...new Set(request.body.ids)] as TargetId[];
      const open = await selectScannable(ctx.pool, ids, now());
      const { asked } = await ctx.ports.askScan(open, login);
      await recordEvent(ctx.pool, login, "scan.asked", "targets", { targets: open.length });
      return { asked, skipped: ids.length - open.length };
    },
  );
}
