// Promises a warning for every citation that does not stand on the day of the conduct, before a person signs it.
import type { LawArticle, LawBook } from "../nouns/law.ts";
import { isUnverified } from "../nouns/law.ts";
import { instrumentOn, lighterSince } from "./law-on.ts";
import { vietnamDay } from "./working-days.ts";

export const citationProblems = [
  "unknown",
  "set-aside",
  "no-conduct-date",
  "not-yet",
  "expired",
  "lighter-now",
  "unverified",
] as const;
export type CitationProblem = (typeof citationProblems)[number];

export interface CitationWarning {
  articleId: string;
  problem: CitationProblem;
  /** The day that the problem turns on, or the id of the lighter article; null where there is none. */
  detail: string | null;
}

/** A cited row, also one that was set aside since. */
export type Cited = LawArticle & { withdrawnAt?: Date | null };

function problemsOf(book: LawBook, cited: Cited, conductOn: string | null, today: string) {
  const found: [CitationProblem, string | null][] = [];
  if (cited.withdrawnAt) found.push(["set-aside", vietnamDay(cited.withdrawnAt)]);
  if (isUnverified(cited.mark)) found.push(["unverified", null]);
  if (conductOn === null) return [...found, ["no-conduct-date", null] as const];
  const instrument = instrumentOn(book, cited.instrument, conductOn);
  const starts = [cited.effectiveFrom, instrument?.effectiveFrom ?? null].filter((day) => day !== null).toSorted();
  const ends = [cited.effectiveTo, instrument?.effectiveTo ?? null].filter((day) => day !== null).toSorted();
  const [start, end] = [starts.at(-1), ends[0]];
  if (start && conductOn < start) found.push(["not-yet", start]);
  if (end && conductOn > end) found.push(["expired", end]);
  for (const since of lighterSince(book, cited, conductOn, today))
    if (since.lighter === "newer") found.push(["lighter-now", since.article.id]);
  return found;
}

/**
 * Warnings for the articles that a draft cites. `rows` holds every cited row that is known, those set aside included;
 * `conductOn` null where the day of the conduct is not known.
 */
export function checkCitations(
  book: LawBook,
  cited: { ids: readonly string[]; rows: readonly Cited[] },
  { conductOn, today }: { conductOn: string | null; today: string },
): CitationWarning[] {
  return cited.ids.flatMap((articleId): CitationWarning[] => {
    const row = cited.rows.find((r) => r.id === articleId);
    if (!row) return [{ articleId, problem: "unknown", detail: null }];
    return problemsOf(book, row, conductOn, today).map(([problem, detail]) => ({ articleId, problem, detail }));
  });
}
