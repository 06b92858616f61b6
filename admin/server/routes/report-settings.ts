// Promises what reports rest on: the calendar of due days, the office's counting categories, counters from elsewhere, and books as sheets.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inSnapshot, inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { recordEvent } from "#core/records/event.ts";
import {
  disableSchedule,
  insertCounter,
  replaceReportCategories,
  selectCounters,
  selectReportCategories,
  selectReportOf,
  selectSchedules,
  upsertSchedule,
} from "#core/records/report.ts";
import { dueOfYear, periodOfYear } from "#core/report/periods.ts";
import { readReportKinds } from "#core/report/read-kinds.ts";
import { vietnamDay } from "#core/vietnam-time.ts";
import { Done } from "../../api/problem.ts";
import {
  AddCounters,
  BookName,
  Calendar,
  type CalendarEntry,
  CategoryRows,
  Counters,
  CountersQuery,
  SetSchedule,
} from "../../api/reports.ts";
import { makeBookSheet } from "../book-sheet.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

const read = { access: "report.read" } as const;
const make = { access: "report.make" } as const;
const dayMs = 86_400_000;

/** What is due from a month ago to a year ahead, the nearest first. */
async function readCalendar({ pool }: DeskContext): Promise<CalendarEntry[]> {
  const today = vietnamDay(now());
  const year = Number(today.slice(0, 4));
  const entries: CalendarEntry[] = [];
  for (const schedule of await selectSchedules(pool))
    for (const dueYear of [year - 1, year, year + 1]) {
      const dueOn = dueOfYear(schedule, dueYear);
      const daysLeft = Math.round((Date.parse(dueOn) - Date.parse(today)) / dayMs);
      if (daysLeft < -31 || daysLeft > 365) continue;
      const period = periodOfYear(schedule, dueYear);
      entries.push({ schedule, period, dueOn, daysLeft, reportId: await selectReportOf(pool, schedule.id, period) });
    }
  return entries.sort((a, b) => a.daysLeft - b.daysLeft);
}

function addScheduleRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get("/api/report-calendar", { config: read, schema: { response: { 200: Calendar } } }, async () => ({
    items: await readCalendar(ctx),
  }));

  app.put(
    "/api/report-schedules",
    { config: make, schema: { body: SetSchedule, response: { 200: Done } } },
    async (request) => {
      const { kind, id } = request.body;
      if (!(await readReportKinds(ctx.pool)).some((one) => one.code === kind))
        throw new AppError("input.invalid", { detail: `kind: no report of the kind ${kind}` });
      const by = sessionOf(request).login;
      await inTransaction(ctx.pool, async (tx) => {
        await upsertSchedule(tx, { ...request.body, mark: "?" }, by);
        await recordEvent(tx, by, "report.schedule-changed", id);
      });
      return { done: true as const };
    },
  );

  app.delete(
    "/api/report-schedules/:id",
    { config: make, schema: { params: z.object({ id: z.string().max(61) }), response: { 200: Done } } },
    async (request) => {
      const by = sessionOf(request).login;
      await inTransaction(ctx.pool, async (tx) => {
        if (!(await disableSchedule(tx, request.params.id, by)))
          throw new AppError("not-found", { detail: "no schedule of this id" });
        await recordEvent(tx, by, "report.schedule-changed", request.params.id, { disabled: true });
      });
      return { done: true as const };
    },
  );
}

function addCategoryRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get("/api/report-categories", { config: read, schema: { response: { 200: CategoryRows } } }, async () => ({
    items: (await selectReportCategories(ctx.pool)).map(({ position: _position, ...row }) => row),
  }));

  app.put(
    "/api/report-categories",
    { config: make, schema: { body: CategoryRows, response: { 200: Done } } },
    async (request) => {
      const all = request.body.items.flatMap((row) => row.categories);
      const twice = all.find((category, i) => all.indexOf(category) !== i);
      if (twice)
        throw new AppError("input.invalid", {
          detail: `categories: ${twice} stands in two rows, its cases would be counted twice`,
          cure: "Leave it in one row.",
        });
      const by = sessionOf(request).login;
      await inTransaction(ctx.pool, async (tx) => {
        await replaceReportCategories(tx, request.body.items, by);
        await recordEvent(tx, by, "report.categories-changed", "report");
      });
      return { done: true as const };
    },
  );
}

function addCounterRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/counters",
    { config: read, schema: { querystring: CountersQuery, response: { 200: Counters } } },
    async (request) => {
      const { fromDay: from, toDay: to } = request.query;
      return { items: await selectCounters(ctx.pool, { from, to }) };
    },
  );

  app.post(
    "/api/counters",
    { config: make, schema: { body: AddCounters, response: { 200: Done } } },
    async (request) => {
      const by = sessionOf(request).login;
      await inTransaction(ctx.pool, async (tx) => {
        for (const counter of request.body.items) await insertCounter(tx, counter, by);
        await recordEvent(tx, by, "report.counters-entered", "report", { rows: request.body.items.length });
      });
      return { done: true as const };
    },
  );
}

function addBookRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/books/:name",
    { config: read, schema: { params: z.object({ name: BookName }), querystring: CountersQuery } },
    async (request, reply) => {
      const { name } = request.params;
      const { fromDay: from, toDay: to } = request.query;
      const bytes = await inSnapshot(ctx.pool, (tx) => makeBookSheet(tx, name, { from, to }));
      await recordEvent(ctx.pool, sessionOf(request).login, "report.book-exported", name, { from, to });
      void reply.header("content-type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
      void reply.header("content-disposition", `attachment; filename="so-${name}-${from}-${to}.xlsx"`);
      return reply.send(bytes);
    },
  );
}

export function addReportSettingRoutes(app: TypedApp, ctx: DeskContext): void {
  addScheduleRoutes(app, ctx);
  addCategoryRoutes(app, ctx);
  addCounterRoutes(app, ctx);
  addBookRoutes(app, ctx);
}
