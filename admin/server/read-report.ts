// Promises a report as it stands: its figures of now while it is a draft, as they were settled afterwards.
import { AppError } from "#core/errors.ts";
import { inSnapshot } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import type { ReportKind } from "#core/nouns/report.ts";
import type { FigureRow } from "#core/records/figure.ts";
import { type ReportRow, selectReport } from "#core/records/report.ts";
import { type ComposedReport, composeReport } from "#core/report/compose-report.ts";
import { readReportKinds } from "#core/report/read-kinds.ts";
import { ReportFigures, type ReportHead, type ReportView } from "../api/reports.ts";
import type { DeskContext } from "./desk-context.ts";

export const headOf = (r: ReportRow): ReportHead => ({
  id: r.id,
  kind: r.kind,
  title: r.title,
  fromDay: r.fromDay,
  toDay: r.toDay,
  dueOn: r.dueOn,
  compare: r.compare,
  createdBy: r.createdBy,
  createdAt: r.createdAt.toISOString(),
  issuedBy: r.issuedBy,
  issuedAt: r.issuedAt?.toISOString() ?? null,
});

export const itemOf = ({ at, ...row }: FigureRow) => ({ ...row, at: at.toISOString() });

const figuresOf = (composed: ComposedReport): ReportFigures => ({
  ...composed,
  sections: composed.sections.map((section) => ({ ...section, cases: section.cases?.map(itemOf) ?? null })),
});

export async function kindOf(db: Db, code: string): Promise<ReportKind> {
  const kind = (await readReportKinds(db)).find((one) => one.code === code);
  if (!kind) throw new AppError("input.invalid", { detail: `kind: no report of the kind ${code}` });
  return kind;
}

async function compose(db: Db, row: ReportRow): Promise<ReportFigures> {
  const period = { from: row.fromDay, to: row.toDay };
  return figuresOf(await composeReport(db, await kindOf(db, row.kind), period, row.compare));
}

export const viewOf = (row: ReportRow, figures: ReportFigures): ReportView => ({
  ...headOf(row),
  texts: row.texts,
  figures,
});

/** Its figures of now, or as they stood when it was issued. */
export function readReport(ctx: Pick<DeskContext, "pool">, id: string): Promise<ReportView> {
  return inSnapshot(ctx.pool, async (tx) => {
    const row = await selectReport(tx, id);
    return viewOf(row, row.issuedAt ? ReportFigures.parse(row.figures) : await compose(tx, row));
  });
}
