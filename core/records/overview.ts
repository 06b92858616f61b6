// Promises the four answers of the overview: what waits, how long decisions take, who works, and whether the crawler is well.
import { z } from "zod";
import { type Db, loadSql, selectRow, selectRows } from "../db/sql.ts";

const sql = loadSql(
  import.meta.url,
  "waitingByAge",
  "decisionsByDay",
  "decisionsByPerson",
  "scanFreshness",
  "crawlOutcomes",
  "casesByState",
  "openDeadlines",
);

const Count = z.number().int();

export const WaitingRow = z.object({
  verdict: z.enum(["flag", "review"]),
  category: z.string(),
  fresh: Count,
  aging: Count,
  old: Count,
  oldestAt: z.date(),
});
export type WaitingRow = z.infer<typeof WaitingRow>;

/** Undecided findings by how long they have waited: younger than `freshSince`, then than `agingSince`, older. */
export function selectWaitingByAge(db: Db, freshSince: Date, agingSince: Date): Promise<WaitingRow[]> {
  return selectRows(db, sql.waitingByAge, [freshSince, agingSince], WaitingRow);
}

const DayRow = z.object({ day: z.string(), confirmed: Count, dismissed: Count, medianHours: z.number().nullable() });

/** Days of GMT+7; the median runs from the finding to its decision. */
export function selectDecisionsByDay(db: Db, since: Date): Promise<z.infer<typeof DayRow>[]> {
  return selectRows(db, sql.decisionsByDay, [since], DayRow);
}

const PersonRow = z.object({ actor: z.string(), name: z.string(), confirmed: Count, dismissed: Count, steps: Count });

export function selectDecisionsByPerson(db: Db, since: Date): Promise<z.infer<typeof PersonRow>[]> {
  return selectRows(db, sql.decisionsByPerson, [since], PersonRow);
}

const Freshness = z.object({
  targets: Count,
  never: Count,
  withinDay: Count,
  withinWeek: Count,
  older: Count,
  oldestAt: z.date().nullable(),
});

/** How long ago watched entries were last seen; paused and expired ones do not count. `today` is a day of GMT+7. */
export function selectScanFreshness(db: Db, today: string, day: Date, week: Date): Promise<z.infer<typeof Freshness>> {
  return selectRow(db, sql.scanFreshness, [today, day, week], Freshness);
}

export function selectCrawlOutcomes(db: Db, since: Date): Promise<{ outcome: string; scans: number }[]> {
  return selectRows(db, sql.crawlOutcomes, [since], z.object({ outcome: z.string(), scans: Count }));
}

const StateRow = z.object({ state: z.string(), cases: Count, oldestAt: z.date() });

export function selectCasesByState(db: Db): Promise<z.infer<typeof StateRow>[]> {
  return selectRows(db, sql.casesByState, [], StateRow);
}

export function countOpenDeadlines(db: Db, at: Date, soon: Date): Promise<{ overdue: number; soon: number }> {
  return selectRow(db, sql.openDeadlines, [at, soon], z.object({ overdue: Count, soon: Count }));
}
