// Promises the trail to auditors: searched, exported as a CSV that no spreadsheet runs, and checked against the custody log.
import { now } from "#core/clock.ts";
import { searchEvents, type TrailFilter, type TrailRow } from "#core/records/audit.ts";
import { eventActs, recordEvent } from "#core/records/event.ts";
import { safeCsv } from "#evidence/package/safe-csv.ts";
import { TrailCheck, TrailPage, TrailQuery, type TrailView } from "../../api/audit.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

const exportLimit = 50_000;
const dayMs = 86_400_000;
/** Midnight of a day in GMT+7, in UTC. */
const midnight = (day: string) => new Date(`${day}T00:00:00+07:00`);

function filterOf(query: Omit<TrailQuery, "limit">): TrailFilter {
  return {
    ...query,
    from: query.from ? midnight(query.from) : undefined,
    to: query.to ? new Date(midnight(query.to).getTime() + dayMs) : undefined,
  };
}

const viewOf = ({ at, detail, ...row }: TrailRow): TrailView => ({
  ...row,
  at: at.toISOString(),
  detail: Object.entries(detail).map(([key, value]) => ({ key, value: String(value) })),
});

export function addAuditRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/audit",
    { config: { access: "audit.read" }, schema: { querystring: TrailQuery, response: { 200: TrailPage } } },
    async (request) => {
      const { limit } = request.query;
      const rows = await searchEvents(ctx.pool, filterOf(request.query), limit + 1);
      const items = rows.slice(0, limit).map(viewOf);
      return { items, nextBefore: rows.length > limit ? items.at(-1)!.id : null, acts: [...eventActs] };
    },
  );

  app.get(
    "/api/audit.csv",
    {
      config: { access: "audit.read", stepUp: true },
      schema: { querystring: TrailQuery.omit({ limit: true, before: true }) },
    },
    async (request, reply) => {
      const rows = await searchEvents(ctx.pool, filterOf(request.query), exportLimit);
      await recordEvent(ctx.pool, sessionOf(request).login, "audit.exported", "audit", { rows: rows.length });
      const lines = rows.map((row) => {
        const { id, at, actor, name, act, object, detail } = viewOf(row);
        return [String(id), at, actor, name, act, object, detail.map((d) => `${d.key}: ${d.value}`).join("; ")];
      });
      const head = ["số", "thời điểm (UTC)", "tài khoản", "họ tên", "thao tác", "đối tượng", "chi tiết"];
      void reply.header("content-type", "text/csv; charset=utf-8");
      void reply.header("content-disposition", 'attachment; filename="nhat-ky-thao-tac.csv"');
      return reply.send(safeCsv([head, ...lines]));
    },
  );

  app.post(
    "/api/audit/check",
    {
      config: { access: "audit.read", rateLimit: { max: 10, timeWindow: 60_000 } },
      schema: { response: { 200: TrailCheck } },
    },
    async (request) => {
      const verdict = await ctx.ports.verifyTrail();
      await recordEvent(ctx.pool, sessionOf(request).login, "audit.checked", "audit", { ok: verdict.ok });
      return { ...verdict, checkedAt: now().toISOString() };
    },
  );
}
