// Promises the kinds of report: those that ship with the program, or the office's own where it saved some.
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Db } from "../db/sql.ts";
import { ReportKind } from "../nouns/report.ts";
import { selectSetting } from "../records/setting.ts";

export const ReportKinds = z.array(ReportKind).min(1);
const shipped = ReportKinds.parse(JSON.parse(readFileSync(new URL("kinds.json", import.meta.url), "utf8")));

/** Name of the office's own kinds among the settings. */
export const reportKindsSetting = "report-kinds";

export async function readReportKinds(db: Db): Promise<ReportKind[]> {
  const own = await selectSetting(db, reportKindsSetting);
  return own === null ? shipped : ReportKinds.parse(own);
}
