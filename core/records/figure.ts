// Promises that a report's number and the list behind it are one query: the number is the list's length, the amount its sum.
import { z } from "zod";
import { type Db, loadSql, type Query, selectRow, selectRows } from "../db/sql.ts";
import { FigureName, type Period } from "../nouns/report.ts";

const sql = loadSql(import.meta.url, ...FigureName.options);

export interface FigureQuestion {
  name: FigureName;
  period: Period;
  /** Null counts every category. */
  categories: readonly string[] | null;
}

const Figure = z.object({
  count: z.number().int(),
  /** Sum in đồng; 0 where the list has no amounts. */
  amount: z.number(),
});
export type Figure = z.infer<typeof Figure>;

export const FigureRow = z.object({
  kind: z.enum(["finding", "tip", "letter", "case"]),
  id: z.string(),
  label: z.string(),
  at: z.date(),
  amount: z.number().nullable(),
});
export type FigureRow = z.infer<typeof FigureRow>;

const dayMs = 86_400_000;

/** The instants of a period: from the first midnight of GMT+7 to the one after its last day. */
export function instantsOf({ from, to }: Period): [Date, Date] {
  return [new Date(`${from}T00:00:00+07:00`), new Date(Date.parse(`${to}T00:00:00+07:00`) + dayMs)];
}

const valuesOf = ({ period, categories }: FigureQuestion) => [...instantsOf(period), categories];

const over = (query: Query, text: string): Query => ({ ...query, text });

export function countFigure(db: Db, question: FigureQuestion): Promise<Figure> {
  const query = sql[question.name];
  const text = `select count(*)::int as count, coalesce(sum(amount), 0)::bigint as amount from (${query.text}) list`;
  return selectRow(db, over(query, text), valuesOf(question), Figure);
}

/** The rows behind the number, the newest first; `offset` and `limit` page through them. */
export function listFigure(db: Db, question: FigureQuestion, offset: number, limit: number): Promise<FigureRow[]> {
  const query = sql[question.name];
  const text = `select * from (${query.text}) list order by at desc, id, label offset $4 limit $5`;
  return selectRows(db, over(query, text), [...valuesOf(question), offset, limit], FigureRow);
}
