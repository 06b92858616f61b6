// Promises the watchlist: list, add, import with a dry run, pause, and "scan now".
import { z } from "zod";
import { TargetId } from "#core/id.ts";
import { countWatchlist, selectWatchlist, type WatchRow } from "#core/records/desk.ts";
import { recordEvent } from "#core/records/event.ts";
import { selectTarget, setPaused } from "#core/records/target.ts";
import { Done } from "../../api/problem.ts";
import {
  AddTarget,
  AskScan,
  AskScanReply,
  ChangeTarget,
  ImportReply,
  ImportTargets,
  TargetsPage,
  TargetsQuery,
  type TargetView,
} from "../../api/targets.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: TargetId });
const AddReply = z.object({ id: z.uuid(), isNew: z.boolean() });

function viewOf(row: WatchRow): TargetView {
  const { scanState, scanOutcome, scanReason, scanAt, createdAt, nextScanAt, ...rest } = row;
  const lastScan = scanState &&
    scanAt && { state: scanState, outcome: scanOutcome, reason: scanReason ?? "", at: scanAt.toISOString() };
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    nextScanAt: nextScanAt?.toISOString() ?? null,
    lastScan: lastScan || null,
  };
}

export function addTargetRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/targets",
    { config: { access: "target.read" }, schema: { querystring: TargetsQuery, response: { 200: TargetsPage } } },
    async (request) => {
      const { q, after, limit } = request.query;
      const page = { q, after: after as TargetId | undefined, limit: limit + 1 };
      const [rows, total] = await Promise.all([selectWatchlist(ctx.pool, page), countWatchlist(ctx.pool, q)]);
      const items = rows.slice(0, limit).map(viewOf);
      return { items, nextAfter: rows.length > limit ? (items.at(-1)?.id ?? null) : null, total };
    },
  );

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
      await selectTarget(ctx.pool, id);
      await setPaused(ctx.pool, id, request.body.paused);
      await recordEvent(ctx.pool, sessionOf(request).login, "target.changed", id, { paused: request.body.paused });
      return { done: true as const };
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
      const { csv, dryRun } = request.body;
      const rows = await ctx.ports.importWatchlist(csv, { dryRun, actor: login });
      const added = rows.filter((row) => row.result === "added").length;
      if (!dryRun) await recordEvent(ctx.pool, login, "targets.imported", "targets", { rows: rows.length, added });
      return { dryRun, rows };
    },
  );

  app.post(
    "/api/targets/scan",
    { config: { access: "scan.ask" }, schema: { body: AskScan, response: { 200: AskScanReply } } },
    async (request) => {
      const { login } = sessionOf(request);
      const reply = await ctx.ports.askScan(request.body.ids as TargetId[], login);
      await recordEvent(ctx.pool, login, "scan.asked", "targets", { targets: request.body.ids.length });
      return reply;
    },
  );
}
