// Promises the queue by keyset pages, its counts by facet, and its export as a CSV that no spreadsheet runs.
import { z } from "zod";
import { nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { FindingId } from "#core/id.ts";
import { selectWaiting, selectWaitingByCategory } from "#core/records/desk.ts";
import { recordEvent } from "#core/records/event.ts";
import { asksWords } from "#core/records/queue-filter.ts";
import { type QueuePlace, type QueueRow as Row, selectQueue } from "#core/records/queue.ts";
import { safeCsv } from "#evidence/package/safe-csv.ts";
import { Dashboard } from "../../api/dashboard.ts";
import { Facets, QueueFilter, QueuePage, QueueQuery } from "../../api/findings.ts";
import { createCounter, planFilter } from "../count-facets.ts";
import { readCursor, writeCursor } from "../cursor.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { keepBriefly } from "../keep-briefly.ts";
import { askerOf, queueRowView, wholeFilter } from "../queue-view.ts";
import type { TypedApp } from "../typed-app.ts";

const dayMs = 86_400_000;
const exportLimit = 5000;
/** What waits in all is counted at most once in this time, whoever asks. */
const dashboardFreshMs = 1000;

const Place = z.tuple([z.enum(["flag", "review"]), z.number(), FindingId]);

const writePlace = (row: Row) => writeCursor([row.verdict, row.score, row.id]);

function readPlace(cursor: string | undefined): QueuePlace | null {
  const place = readCursor(Place, cursor);
  return place && { verdict: place[0], score: place[1], id: place[2] };
}

const columns = [
  "id",
  "host",
  "url",
  "title",
  "category",
  "verdict",
  "score",
  "status",
  "created_at",
  "captured_at",
  "time_stamp",
  "says",
];

const csvRow = (row: Row) => [
  row.id,
  row.host,
  row.url,
  row.title,
  row.category,
  row.verdict,
  String(row.score),
  row.status,
  row.createdAt.toISOString(),
  row.capturedAt.toISOString(),
  row.timeStamp,
  row.says.join(" | "),
];

async function countWaiting(ctx: DeskContext): Promise<Dashboard> {
  const [counts, byCategory] = await Promise.all([
    selectWaiting(ctx.pool, new Date(nowMs() - dayMs)),
    selectWaitingByCategory(ctx.pool),
  ]);
  return {
    waiting: { flag: counts.flag, review: counts.review, oldestAt: counts.oldestAt?.toISOString() ?? null },
    decided24h: { confirmed: counts.confirmed, dismissed: counts.dismissed },
    byCategory,
  };
}

export function addFindingsRoutes(app: TypedApp, ctx: DeskContext): void {
  const { countFacets, countTotal } = createCounter(ctx);
  const readDashboard = keepBriefly(
    dashboardFreshMs,
    () => "",
    () => countWaiting(ctx),
  );

  app.get(
    "/api/findings",
    { config: { access: "finding.read" }, schema: { querystring: QueueQuery, response: { 200: QueuePage } } },
    async (request) => {
      const { cursor, limit, ...words } = request.query;
      const [asker, filter] = await Promise.all([askerOf(ctx, sessionOf(request)), wholeFilter(ctx, words)]);
      // Words are counted first: how many there are decides how their rows are found.
      const found = asksWords(filter) ? await countTotal(filter, asker) : null;
      const planned = { ...filter, isRare: found?.capped === false };
      const rows = await selectQueue(ctx.pool, planned, asker, { after: readPlace(cursor), limit: limit + 1 });
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      const isWhole = !last && !cursor;
      const total = isWhole ? { count: rows.length, capped: false } : (found ?? (await countTotal(filter, asker)));
      return {
        items: rows.slice(0, limit).map((row) => queueRowView(row, asker)),
        nextCursor: last ? writePlace(last) : null,
        total: total.count,
        totalIsCapped: total.capped,
      };
    },
  );

  app.get(
    "/api/findings/facets",
    { config: { access: "finding.read" }, schema: { querystring: QueueFilter, response: { 200: Facets } } },
    async (request) => {
      const [asker, filter] = await Promise.all([askerOf(ctx, sessionOf(request)), wholeFilter(ctx, request.query)]);
      return countFacets(filter, asker);
    },
  );

  app.get(
    "/api/findings.csv",
    { config: { access: "finding.read" }, schema: { querystring: QueueFilter } },
    async (request, reply) => {
      const [asker, filter] = await Promise.all([askerOf(ctx, sessionOf(request)), wholeFilter(ctx, request.query)]);
      const planned = await planFilter(ctx, filter, asker);
      const rows = await selectQueue(ctx.pool, planned, asker, { after: null, limit: exportLimit });
      await recordEvent(ctx.pool, sessionOf(request).login, "finding.exported", "findings", { rows: rows.length });
      return reply
        .header("content-type", "text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="phat-hien.csv"')
        .send(safeCsv([columns, ...rows.map((row) => csvRow(row))]));
    },
  );

  app.get("/api/dashboard", { config: { access: "finding.read" }, schema: { response: { 200: Dashboard } } }, () =>
    readDashboard(),
  );
}
