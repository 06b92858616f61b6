// Promises a report's figures section by section, each beside the period it is compared with, and categories that always sum to the total.
import { AppError } from "../errors.ts";
import type { Db } from "../db/sql.ts";
import { type Compare, type FigureName, type Period, type ReportKind, type ReportSection } from "../nouns/report.ts";
import { countFigure, type Figure, type FigureRow, listFigure } from "../records/figure.ts";
import {
  type AgencyCount,
  type Counter,
  countByAgency,
  measureTakedowns,
  selectCounters,
  selectOtherCategories,
  selectReportCategories,
  type TakedownMeasure,
} from "../records/report.ts";
import { figureLabels } from "./figure-labels.ts";
import { comparePeriod } from "./periods.ts";

export interface ComposedFigure extends Figure {
  name: FigureName;
  label: string;
  /** Of the period compared with; null where none is. */
  before: Figure | null;
}

export interface ComposedCategory extends Figure {
  code: string;
  label: string;
  /** What it counts; the list behind it asks for the same. */
  categories: string[];
  before: Figure | null;
}

export interface ComposedSection {
  number: string;
  title: string;
  text: string;
  figures: ComposedFigure[];
  /** Rows, then their sum; null where the section has no table of categories. */
  byCategory: { rows: ComposedCategory[]; total: Figure } | null;
  byAgency: AgencyCount[] | null;
  counters: { now: Counter[]; before: Counter[] } | null;
  cases: FigureRow[] | null;
}

export interface ComposedReport {
  period: Period;
  compared: Period | null;
  takedowns: TakedownMeasure;
  sections: ComposedSection[];
}

const mostCases = 500;
/** Code of the row for cases that the office counts under none of its categories. */
export const otherCode = "other";

interface Frame {
  db: Db;
  period: Period;
  compared: Period | null;
}

async function count(frame: Frame, name: FigureName, categories: readonly string[] | null) {
  const { db, period, compared } = frame;
  const figure = await countFigure(db, { name, period, categories });
  const before = compared && (await countFigure(db, { name, period: compared, categories }));
  return { ...figure, before };
}

async function composeCategories(frame: Frame): Promise<ComposedSection["byCategory"]> {
  const known = await selectReportCategories(frame.db);
  const others = await selectOtherCategories(
    frame.db,
    known.flatMap((c) => c.categories),
  );
  const rows: ComposedCategory[] = [];
  for (const { code, label, categories } of [...known, { code: otherCode, label: "Lĩnh vực khác", categories: others }])
    rows.push({ code, label, categories, ...(await count(frame, "cases", categories)) });
  const total = await countFigure(frame.db, { name: "cases", period: frame.period, categories: null });
  const sum = rows.reduce((n, row) => n + row.count, 0);
  // A case that was opened or re-sorted between the questions would make them differ; the caller asks in one snapshot.
  if (sum !== total.count)
    throw new AppError("internal", { detail: `categories sum to ${sum}, there are ${total.count} cases` });
  return { rows, total };
}

async function composeSection(frame: Frame, section: ReportSection): Promise<ComposedSection> {
  const { db, period, compared } = frame;
  const figures: ComposedFigure[] = [];
  for (const name of section.figures)
    figures.push({ name, label: figureLabels[name], ...(await count(frame, name, null)) });
  const question = { name: "cases", period, categories: null } as const;
  return {
    number: section.number,
    title: section.title,
    text: section.text,
    figures,
    byCategory: section.byCategory ? await composeCategories(frame) : null,
    byAgency: section.byAgency ? await countByAgency(db, period) : null,
    counters: section.counters
      ? { now: await selectCounters(db, period), before: compared ? await selectCounters(db, compared) : [] }
      : null,
    cases: section.caseList ? await listFigure(db, question, 0, mostCases) : null,
  };
}

/** Ask it within one transaction of `repeatable read`: every number is of the same instant. */
export async function composeReport(
  db: Db,
  kind: ReportKind,
  period: Period,
  compare: Compare,
): Promise<ComposedReport> {
  const compared = comparePeriod(period, compare);
  const frame = { db, period, compared };
  const sections: ComposedSection[] = [];
  for (const section of kind.sections) sections.push(await composeSection(frame, section));
  return { period, compared, takedowns: await measureTakedowns(db, period), sections };
}
