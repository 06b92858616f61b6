// Promises the law's rows: read whole, added as new versions, closed or set aside, never edited.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, type Query, selectRows, toJson } from "../db/sql.ts";
import {
  Agency,
  Holiday,
  kept,
  type Kept,
  LawArticle,
  type LawBook,
  LawCompetence,
  LawInstrument,
  type LawOrigin,
  type LawRowOf,
  type LawTable,
  LawTerm,
} from "../nouns/law.ts";
import { foldVietnamese } from "../text.ts";

const sql = loadSql(
  import.meta.url,
  "selectInstruments",
  "insertInstruments",
  "closeInstruments",
  "withdrawInstruments",
  "selectArticles",
  "insertArticles",
  "closeArticles",
  "withdrawArticles",
  "selectCompetences",
  "insertCompetences",
  "closeCompetences",
  "withdrawCompetences",
  "selectTerms",
  "insertTerms",
  "closeTerms",
  "withdrawTerms",
  "selectHolidays",
  "insertHolidays",
  "withdrawHolidays",
  "selectAgencies",
  "insertAgencies",
  "closeAgencies",
  "withdrawAgencies",
  "selectArticlesById",
  "lockLaw",
);

interface Statements {
  row: z.ZodType;
  select: Query;
  insert: Query;
  /** null where rows have no days of validity. */
  close: Query | null;
  withdraw: Query;
}
const ArticleRow = LawArticle.extend(kept);
const statements: Record<LawTable, Statements> = {
  instruments: {
    row: LawInstrument.extend(kept),
    select: sql.selectInstruments,
    insert: sql.insertInstruments,
    close: sql.closeInstruments,
    withdraw: sql.withdrawInstruments,
  },
  articles: {
    row: ArticleRow,
    select: sql.selectArticles,
    insert: sql.insertArticles,
    close: sql.closeArticles,
    withdraw: sql.withdrawArticles,
  },
  competences: {
    row: LawCompetence.extend(kept),
    select: sql.selectCompetences,
    insert: sql.insertCompetences,
    close: sql.closeCompetences,
    withdraw: sql.withdrawCompetences,
  },
  terms: {
    row: LawTerm.extend(kept),
    select: sql.selectTerms,
    insert: sql.insertTerms,
    close: sql.closeTerms,
    withdraw: sql.withdrawTerms,
  },
  holidays: {
    row: Holiday.extend(kept),
    select: sql.selectHolidays,
    insert: sql.insertHolidays,
    close: null,
    withdraw: sql.withdrawHolidays,
  },
  agencies: {
    row: Agency.extend(kept),
    select: sql.selectAgencies,
    insert: sql.insertAgencies,
    close: sql.closeAgencies,
    withdraw: sql.withdrawAgencies,
  },
};

export type LawRow<T extends LawTable> = Kept<LawRowOf<T>>;

/** Rows of one table: those that stand, or with `all` also those set aside; of one series where it is named. */
export async function selectLawRows<T extends LawTable>(
  db: Db,
  table: T,
  { all = false, series = null }: { all?: boolean; series?: string | null } = {},
): Promise<LawRow<T>[]> {
  const { select, row } = statements[table];
  return (await selectRows(db, select, [all, series], row)) as LawRow<T>[];
}

/** Articles by id, whatever became of them: what a case cites stays readable. */
export function selectLawArticles(db: Db, ids: readonly string[]): Promise<LawRow<"articles">[]> {
  return selectRows(db, sql.selectArticlesById, [ids], ArticleRow) as Promise<LawRow<"articles">[]>;
}

/** Everything that stands, for calculations. */
export async function readLawBook(db: Db): Promise<LawBook> {
  // One after the other: inside a transaction there is one connection.
  const instruments = await selectLawRows(db, "instruments");
  const articles = await selectLawRows(db, "articles");
  const competences = await selectLawRows(db, "competences");
  const terms = await selectLawRows(db, "terms");
  const holidays = await selectLawRows(db, "holidays");
  return { instruments, articles, competences, terms, holidays };
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Adds rows as they are; those whose id or place is taken are left out. Gives how many were new. */
export async function insertLawRows<T extends LawTable>(
  db: Db,
  table: T,
  rows: readonly LawRowOf<T>[],
  { origin, actor }: { origin: LawOrigin; actor: string },
): Promise<number> {
  if (rows.length === 0) return 0;
  const at = now();
  const records = rows.map((row) => {
    const entries = Object.entries(row).map(([key, value]) => [snake(key), value] as const);
    const search =
      "aliases" in row ? { search: foldVietnamese([row.name, ...row.aliases, row.address].join(" \n ")) } : {};
    return { ...Object.fromEntries(entries), ...search, origin, changed_by: actor, changed_at: at };
  });
  return execute(db, statements[table].insert, [toJson(records)]);
}

/** Ends the rows of a series on the day before `day`. */
export async function closeLawRows(db: Db, table: LawTable, series: string, day: string): Promise<void> {
  const { close } = statements[table];
  if (close) await execute(db, close, [series, day]);
}

/** Sets rows aside with a reason: one by its id, or all of one origin. Gives how many stood before. */
export function withdrawLawRows(
  db: Db,
  table: LawTable,
  which: { id: string } | { origin: LawOrigin },
  { actor, reason }: { actor: string; reason: string },
): Promise<number> {
  const [id, origin] = "id" in which ? [which.id, null] : [null, which.origin];
  return execute(db, statements[table].withdraw, [id, origin, now(), actor, reason]);
}

/** One at a time changes the law's tables, until the transaction ends. */
export async function lockLaw(tx: Db): Promise<void> {
  await execute(tx, sql.lockLaw, []);
}
