// Promises the deadlines that run and the bell: what is over, what comes next, and what is back after it was removed.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { isValidOn } from "#core/law/law-on.ts";
import { nextYearly, vietnamDay } from "#core/law/working-days.ts";
import { isUnverified } from "#core/nouns/law.ts";
import {
  countDeadlines,
  type RunningDeadline,
  seeReturned,
  selectDeadlines,
  selectReturned,
} from "#core/records/case-deadline.ts";
import { recordEvent } from "#core/records/event.ts";
import { selectLawRows } from "#core/records/law.ts";
import { Bell, DeadlinesPage, DeadlinesQuery, type DeadlineView } from "../../api/deadlines.ts";
import { Done } from "../../api/problem.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

const dayMs = 86_400_000;
const soonDays = 3;
const yearlyDays = 30;

function viewOf({ assignedTo: _who, ...d }: RunningDeadline, at: Date): DeadlineView {
  return {
    ...d,
    startsAt: d.startsAt.toISOString(),
    dueAt: d.dueAt.toISOString(),
    metAt: d.metAt?.toISOString() ?? null,
    isOverdue: d.metAt === null && d.dueAt < at,
  };
}

function readCursor(cursor: string | undefined): { dueAt: Date; id: string } | null {
  if (!cursor) return null;
  const [time, id] = cursor.split("_") as [string, string];
  const dueAt = new Date(time);
  if (Number.isNaN(dueAt.getTime()) || !z.uuid().safeParse(id).success)
    throw new AppError("input.invalid", { detail: "cursor: not from this list" });
  return { dueAt, id };
}

async function yearlyDates(ctx: DeskContext, at: Date): Promise<Bell["yearly"]> {
  const today = vietnamDay(at);
  return (await selectLawRows(ctx.pool, "terms"))
    .filter((term) => term.event === "yearly" && isValidOn(term, today))
    .flatMap((term) => {
      const dueAt = nextYearly(term, today);
      if (!dueAt || dueAt.getTime() > at.getTime() + yearlyDays * dayMs) return [];
      return [
        { termId: term.id, label: term.label, dueAt: dueAt.toISOString(), isUnverified: isUnverified(term.mark) },
      ];
    })
    .toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
}

export function addDeadlineRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/deadlines",
    { config: { access: "case.read" }, schema: { querystring: DeadlinesQuery, response: { 200: DeadlinesPage } } },
    async (request) => {
      const { whose, state, days, cursor, limit } = request.query;
      const at = now();
      const rows = await selectDeadlines(ctx.pool, {
        all: state === "all",
        before: state === "overdue" ? at : new Date(at.getTime() + days * dayMs),
        assignedTo: whose === "mine" ? sessionOf(request).personId : null,
        after: readCursor(cursor),
        limit: limit + 1,
      });
      const items = rows.slice(0, limit).map((row) => viewOf(row, at));
      const last = items.at(-1);
      return { items, nextCursor: rows.length > limit && last ? `${last.dueAt}_${last.id}` : null };
    },
  );

  app.get("/api/bell", { config: { access: "case.read" }, schema: { response: { 200: Bell } } }, async () => {
    const at = now();
    const soon = new Date(at.getTime() + soonDays * dayMs);
    const page = { all: false, before: soon, assignedTo: null, after: null, limit: 20 };
    const [counts, next, returned, yearly] = await Promise.all([
      countDeadlines(ctx.pool, at, soon),
      selectDeadlines(ctx.pool, page),
      selectReturned(ctx.pool, 50),
      yearlyDates(ctx, at),
    ]);
    return {
      ...counts,
      next: next.map((row) => viewOf(row, at)),
      returned: returned.map((row) => ({ ...row, returnedAt: row.returnedAt.toISOString() })),
      yearly,
    };
  });

  app.post(
    "/api/takedowns/:id/returned-seen",
    {
      config: { access: "case.change" },
      schema: { params: z.object({ id: z.uuid() }), response: { 200: Done } },
    },
    async (request) => {
      const { login } = sessionOf(request);
      return inTransaction(ctx.pool, async (tx) => {
        if (!(await seeReturned(tx, request.params.id, login)))
          throw new AppError("not-found", { detail: "nothing that came back and nobody has seen" });
        await recordEvent(tx, login, "takedown.returned-seen", request.params.id);
        return { done: true as const };
      });
    },
  );
}
