// Promises that a new installation knows when reports are usually due; what an office changed or switched off stays as the office left it.
import { readFileSync } from "node:fs";
import type pg from "pg";
import { z } from "zod";
import { addSchedule, ReportSchedule } from "../records/report.ts";

const file = new URL("schedules.json", import.meta.url);

/** Run at every start; adds only schedules whose id was never there. */
export async function shipSchedules(pool: pg.Pool): Promise<void> {
  const shipped = z.array(ReportSchedule).parse(JSON.parse(readFileSync(file, "utf8")));
  for (const schedule of shipped) await addSchedule(pool, schedule, "system");
}
