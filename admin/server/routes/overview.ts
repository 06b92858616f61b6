// Promises the overview in one answer, so that all of its numbers are of one moment.
import { now, nowMs } from "#core/clock.ts";
import { Category } from "#core/nouns/category.ts";
import {
  countOpenDeadlines,
  selectCasesByState,
  selectCrawlOutcomes,
  selectDecisionsByDay,
  selectDecisionsByPerson,
  selectScanFreshness,
  selectWaitingByAge,
} from "#core/records/overview.ts";
import { readTriageSettings } from "#core/records/triage.ts";
import { vietnamDay } from "#core/vietnam-time.ts";
import { Overview } from "../../api/overview.ts";
import type { DeskContext } from "../desk-context.ts";
import type { TypedApp } from "../typed-app.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const soonMs = 3 * dayMs;
/** How far back the days and the people's work are shown. */
const shownDays = 30;
const mostRules = 200;

const ago = (ms: number) => new Date(nowMs() - ms);
const withIso = <T extends { oldestAt: Date }>(row: T) => ({ ...row, oldestAt: row.oldestAt.toISOString() });

async function readScans({ pool }: DeskContext): Promise<Overview["scans"]> {
  const [freshness, outcomes] = await Promise.all([
    selectScanFreshness(pool, vietnamDay(now()), ago(dayMs), ago(7 * dayMs)),
    selectCrawlOutcomes(pool, ago(7 * dayMs)),
  ]);
  return { ...freshness, oldestAt: freshness.oldestAt?.toISOString() ?? null, outcomes };
}

/** Rules that people have judged, the least precise first. */
async function readJudgedRules(ctx: DeskContext): Promise<Overview["rules"]> {
  const rules = (await ctx.ports.readRules()).filter((rule) => rule.precision !== null);
  return rules.toSorted((a, b) => (a.precision ?? 0) - (b.precision ?? 0)).slice(0, mostRules);
}

async function readOverview(ctx: DeskContext): Promise<Overview> {
  const { pool } = ctx;
  const { greenHours, amberHours } = await readTriageSettings(pool);
  const since = ago(shownDays * dayMs);
  const [waiting, days, people, rules, scans, cases, deadlines] = await Promise.all([
    selectWaitingByAge(pool, ago(greenHours * hourMs), ago(amberHours * hourMs)),
    selectDecisionsByDay(pool, since),
    selectDecisionsByPerson(pool, since),
    readJudgedRules(ctx),
    readScans(ctx),
    selectCasesByState(pool),
    countOpenDeadlines(pool, now(), new Date(nowMs() + soonMs)),
  ]);
  return {
    at: now().toISOString(),
    ageHours: [greenHours, amberHours],
    waiting: waiting.map((row) => ({ ...withIso(row), category: Category.parse(row.category) })),
    days,
    people,
    rules,
    scans,
    cases: cases.map(withIso),
    deadlines,
  };
}

export function addOverviewRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/overview",
    { config: { access: "dashboard.read" }, schema: { response: { 200: Overview } } },
    async () => readOverview(ctx),
  );
}
