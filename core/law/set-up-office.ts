// Promises an office set up from one file: names, law data, reports and templates together, or nothing of it.
import type pg from "pg";
import { inTransaction } from "../db/pool.ts";
import type { Db } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import type { DocumentKind } from "../nouns/document.ts";
import { LawData, LawTable } from "../nouns/law.ts";
import type { OfficeFile, OfficeReports } from "../nouns/office-file.ts";
import { insertTemplate, selectTemplate, selectTemplates } from "../records/document-template.ts";
import { recordEvent } from "../records/event.ts";
import { selectLawRows } from "../records/law.ts";
import { importLawData, setShippedAside } from "../records/law-version.ts";
import { readOffice, writeOffice } from "../records/office.ts";
import {
  disableSchedule,
  replaceReportCategories,
  selectReportCategories,
  selectSchedules,
  upsertSchedule,
} from "../records/report.ts";
import { upsertSetting } from "../records/setting.ts";
import { readReportKinds, reportKindsSetting } from "../report/read-kinds.ts";
import { ownSchedulesSetting } from "../report/ship-schedules.ts";
import { keepShippedOut } from "./ship-law.ts";

export interface SetUp {
  added: number;
  replaced: number;
  same: number;
  /** Shipped rows that stand no longer. */
  setAside: number;
  /** Templates that got a new version. */
  templates: number;
}

async function setUpReports(tx: Db, reports: OfficeReports, actor: string): Promise<void> {
  const { kinds, categories, schedules } = reports;
  if (kinds) await upsertSetting(tx, reportKindsSetting, kinds, actor);
  if (categories) await replaceReportCategories(tx, categories, actor);
  if (!schedules) return;
  const known = new Set((await readReportKinds(tx)).map((kind) => kind.code));
  const strange = schedules.find((schedule) => !known.has(schedule.kind));
  if (strange)
    throw new AppError("input.invalid", {
      detail: `reports.schedules: ${strange.id}: no report of the kind ${strange.kind}`,
    });
  const kept = new Set(schedules.map((schedule) => schedule.id));
  for (const { id } of await selectSchedules(tx)) if (!kept.has(id)) await disableSchedule(tx, id, actor);
  for (const schedule of schedules) await upsertSchedule(tx, schedule, actor);
  await upsertSetting(tx, ownSchedulesSetting, true, actor);
}

async function setUpTemplates(tx: Db, file: OfficeFile, actor: string, reason: string): Promise<number> {
  let changed = 0;
  for (const [kind, text] of Object.entries(file.templates) as [DocumentKind, string][]) {
    if ((await selectTemplate(tx, kind))?.text === text) continue;
    const version = await insertTemplate(tx, kind, text, reason, actor);
    await recordEvent(tx, actor, "template.changed", kind, { version });
    changed++;
  }
  return changed;
}

/**
 * The caller saw to it that the templates can be read (`acceptTemplate`). Throws AppError `input.invalid` where a row of the law names an
 * instrument that the data does not hold, or a schedule a kind of report that there is not.
 */
export function setUpOffice(pool: pg.Pool, file: OfficeFile, actor: string, reason: string): Promise<SetUp> {
  return inTransaction(pool, async (tx) => {
    await writeOffice(tx, file.office, actor);
    const setAside = file.ownLawOnly ? await setShippedAside(tx, { actor, reason }) : 0;
    await keepShippedOut(tx, file.ownLawOnly, actor);
    const rows = await importLawData(tx, file.law, { actor, origin: "office", reason });
    await setUpReports(tx, file.reports, actor);
    const templates = await setUpTemplates(tx, file, actor, reason);
    const count = (result: string) => rows.filter((row) => row.result === result).length;
    const law = { added: count("added"), replaced: count("replaced"), same: count("same"), setAside };
    const done = { ...law, templates };
    await recordEvent(tx, actor, "office.changed", "office", { ...done });
    return done;
  });
}

async function readTemplates(pool: pg.Pool): Promise<OfficeFile["templates"]> {
  const found: OfficeFile["templates"] = {};
  for (const { kind } of await selectTemplates(pool)) {
    const row = await selectTemplate(pool, kind);
    if (row) found[kind] = row.text;
  }
  return found;
}

/** The office as a file that `setUpOffice` takes: its setting, every row that stands, its reports, and the templates that it changed. */
export async function readOfficeFile(pool: pg.Pool): Promise<OfficeFile> {
  const tables: Partial<Record<LawTable, unknown>> = {};
  for (const table of LawTable.options) tables[table] = await selectLawRows(pool, table);
  const categories = await selectReportCategories(pool);
  return {
    office: await readOffice(pool),
    ownLawOnly: true,
    law: LawData.parse(tables),
    reports: {
      kinds: await readReportKinds(pool),
      categories: categories.map(({ code, label, categories: counted }) => ({ code, label, categories: counted })),
      schedules: await selectSchedules(pool),
    },
    templates: await readTemplates(pool),
  };
}
