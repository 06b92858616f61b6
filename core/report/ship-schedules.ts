// Promises that a new installation knows when reports are usually due; what an office changed or switched off stays as the office left it.
import { readFileSync } from "node:fs";
import type pg from "pg";
import { z } from "zod";
import { ReportSchedule } from "../nouns/report.ts";
import { addSchedule } from "../records/report.ts";
import { selectSetting } from "../records/setting.ts";

const file = new URL("schedules.json", import.meta.url);

/** Name of the setting that is there where an office brought its own schedules: nothing comes with the program any more. */
export const ownSchedulesSetting = "own-schedules";

/** Run at every start; adds only schedules whose id was never there. */
export async function shipSchedules(pool: pg.Pool): Promise<void> {
  if ((await selectSetting(pool, ownSchedulesSetting)) !== null) return;
  const shipped = z.array(ReportSchedule).parse(JSON.parse(readFileSync(file, "utf8")));
  for (const schedule of shipped) await addSchedule(pool, schedule, "system");
}
