// Promises reports as rows: what the office counts by, what is due when, drafts with their texts, and what was issued, never changed.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows, toJson } from "../db/sql.ts";
import { newId } from "../id.ts";
import { Compare, type Period, ReportCategory, ReportSchedule } from "../nouns/report.ts";
import { instantsOf } from "./figure.ts";

const sql = loadSql(
  import.meta.url,
  "selectCategories",
  "deleteCategories",
  "insertCategory",
  "selectOtherCategories",
  "selectSchedules",
  "upsertSchedule",
  "addSchedule",
  "disableSchedule",
  "insertReport",
  "selectReport",
  "selectReports",
  "selectReportOf",
  "updateReport",
  "issueReport",
  "insertCounter",
  "selectCounters",
  "countByAgency",
  "measureTakedowns",
);

const CategoryRow = ReportCategory.extend({ position: z.number().int() });

export function selectReportCategories(db: Db): Promise<z.infer<typeof CategoryRow>[]> {
  return selectRows(db, sql.selectCategories, [], CategoryRow);
}

/** Puts these in place of all others, in this order. The caller saw to it that no category stands in two of them. */
export async function replaceReportCategories(tx: Db, rows: readonly ReportCategory[], by: string): Promise<void> {
  await execute(tx, sql.deleteCategories, []);
  for (const [i, row] of rows.entries())
    await execute(tx, sql.insertCategory, [row.code, i + 1, row.label, row.categories, by, now()]);
}

/** Categories of cases that stand in none of `known`. */
export async function selectOtherCategories(db: Db, known: readonly string[]): Promise<string[]> {
  const rows = await selectRows(db, sql.selectOtherCategories, [known], z.object({ category: z.string() }));
  return rows.map((row) => row.category);
}

export function selectSchedules(db: Db): Promise<ReportSchedule[]> {
  return selectRows(db, sql.selectSchedules, [], ReportSchedule);
}

const scheduleValues = (s: ReportSchedule, by: string) => [
  s.id,
  s.kind,
  s.label,
  s.recipient,
  s.periodFrom,
  s.periodTo,
  s.dueOn,
  s.source,
  s.mark,
  by,
  now(),
];

export async function upsertSchedule(db: Db, schedule: ReportSchedule, by: string): Promise<void> {
  await execute(db, sql.upsertSchedule, scheduleValues(schedule, by));
}

/** Adds it where no schedule has this id: what an office changed or switched off stays so. */
export async function addSchedule(db: Db, schedule: ReportSchedule, by: string): Promise<void> {
  await execute(db, sql.addSchedule, scheduleValues(schedule, by));
}

/** False where there is none. */
export async function disableSchedule(db: Db, id: string, by: string): Promise<boolean> {
  return (await selectOptionalRow(db, sql.disableSchedule, [id, now(), by], z.object({ id: z.string() }))) !== null;
}

export const ReportRow = z.object({
  id: z.uuid(),
  kind: z.string(),
  title: z.string(),
  fromDay: z.string(),
  toDay: z.string(),
  dueOn: z.string().nullable(),
  compare: Compare,
  scheduleId: z.string().nullable(),
  texts: z.record(z.string(), z.string()),
  createdBy: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
  figures: z.unknown(),
  issuedBy: z.string().nullable(),
  issuedAt: z.date().nullable(),
});
export type ReportRow = z.infer<typeof ReportRow>;

export type NewReport = Pick<ReportRow, "kind" | "title" | "fromDay" | "toDay" | "dueOn" | "compare" | "scheduleId">;

export function insertReport(db: Db, r: NewReport, by: string): Promise<ReportRow> {
  const values = [newId(), r.kind, r.title, r.fromDay, r.toDay, r.dueOn, r.compare, r.scheduleId, by, now()];
  return selectRow(db, sql.insertReport, values, ReportRow);
}

export function selectReport(db: Db, id: string): Promise<ReportRow> {
  return selectRow(db, sql.selectReport, [id], ReportRow);
}

/** The newest first; `after` is the last one of the page before. */
export function selectReports(
  db: Db,
  kind: string | null,
  after: { createdAt: Date; id: string } | null,
  limit: number,
): Promise<ReportRow[]> {
  const place = after ? [after.createdAt, after.createdAt, after.id] : [null, null, null];
  return selectRows(db, sql.selectReports, [kind, ...place, limit], ReportRow);
}

/** The newest report of a schedule's period, or null. */
export async function selectReportOf(db: Db, scheduleId: string, { from, to }: Period): Promise<string | null> {
  const row = await selectOptionalRow(db, sql.selectReportOf, [scheduleId, from, to], z.object({ id: z.uuid() }));
  return row?.id ?? null;
}

export type ReportChange = Pick<ReportRow, "title" | "fromDay" | "toDay" | "dueOn" | "compare" | "texts">;

/** Throws `conflict` for one that was issued (VG002). */
export function updateReport(db: Db, id: string, c: ReportChange): Promise<ReportRow> {
  const values = [id, c.title, c.fromDay, c.toDay, c.dueOn, c.compare, toJson(c.texts), now()];
  return selectRow(db, sql.updateReport, values, ReportRow);
}

/** Keeps the figures as they stand now; null where it was issued before. */
export function issueReport(db: Db, id: string, figures: unknown, by: string): Promise<ReportRow | null> {
  return selectOptionalRow(db, sql.issueReport, [id, toJson(figures), by, now()], ReportRow);
}

const Counter = z.object({
  name: z.string(),
  fromDay: z.string(),
  toDay: z.string(),
  value: z.number(),
  note: z.string(),
  enteredBy: z.string(),
  enteredAt: z.date(),
});
export type Counter = z.infer<typeof Counter>;

export async function insertCounter(
  db: Db,
  c: Pick<Counter, "name" | "fromDay" | "toDay" | "value" | "note">,
  by: string,
): Promise<void> {
  await execute(db, sql.insertCounter, [newId(), c.fromDay, c.toDay, c.name, c.value, c.note, by, now()]);
}

/** Counters whose own period lies within this one; of several entries of one, the last. */
export function selectCounters(db: Db, { from, to }: Period): Promise<Counter[]> {
  return selectRows(db, sql.selectCounters, [from, to], Counter);
}

const AgencyCount = z.object({
  agency: z.string(),
  sent: z.number().int(),
  answered: z.number().int(),
  damage: z.number(),
});
export type AgencyCount = z.infer<typeof AgencyCount>;

export function countByAgency(db: Db, period: Period): Promise<AgencyCount[]> {
  return selectRows(db, sql.countByAgency, instantsOf(period), AgencyCount);
}

const TakedownMeasure = z.object({
  requested: z.number().int(),
  removed: z.number().int(),
  /** From request to removal; null where nothing was removed. */
  medianHours: z.number().nullable(),
});
export type TakedownMeasure = z.infer<typeof TakedownMeasure>;

export function measureTakedowns(db: Db, period: Period): Promise<TakedownMeasure> {
  return selectRow(db, sql.measureTakedowns, instantsOf(period), TakedownMeasure);
}
