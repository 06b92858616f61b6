// Promises the law of a day: which articles apply to a conduct of that day, both amounts, who may sign, until when, and what is lighter now.
import {
  isUnverified,
  type LawArticle,
  type LawBook,
  type LawCompetence,
  type LawInstrument,
  type LawTerm,
} from "../nouns/law.ts";
import { type Amounts, amountsOf, lighterOf } from "./amounts.ts";
import { dueAt, vietnamDay } from "./working-days.ts";

interface Valid {
  effectiveFrom: string | null;
  effectiveTo: string | null;
}

/** Open ends are open: an unknown first day is said by `isUncertain`, not guessed. */
export const isValidOn = ({ effectiveFrom, effectiveTo }: Valid, day: string): boolean =>
  (effectiveFrom === null || effectiveFrom <= day) && (effectiveTo === null || day <= effectiveTo);

/** The row of an instrument that stood on that day; any of its rows where none did. */
export function instrumentOn(book: LawBook, series: string, day: string): LawInstrument | null {
  const rows = book.instruments.filter((i) => i.series === series);
  return rows.find((i) => isValidOn(i, day)) ?? rows[0] ?? null;
}

export interface Signer {
  competence: LawCompetence;
  /** Whether the ceiling reaches the top of the bracket; null where one of the two is not known. */
  individual: boolean | null;
  organisation: boolean | null;
}

const reaches = (ceiling: number | null, amount: number | undefined): boolean | null =>
  ceiling === null || amount === undefined ? null : ceiling >= amount;

/** Who holds a competence of the article's instrument on the day of the decision; positions that only draw records have no ceiling. */
export function whoMaySign(book: LawBook, article: LawArticle, decidedOn: string): Signer[] {
  const amounts = amountsOf(article);
  return book.competences
    .filter((c) => c.instrument === article.instrument && isValidOn(c, decidedOn))
    .map((competence) => ({
      competence,
      individual: reaches(competence.ceilingIndividual, amounts?.individual.to),
      organisation: reaches(competence.ceilingOrganisation, amounts?.organisation.to),
    }))
    .toSorted((a, b) => (a.competence.ceilingOrganisation ?? 0) - (b.competence.ceilingOrganisation ?? 0));
}

export interface Limitation {
  term: LawTerm;
  /** Last day on which a decision may still be made. */
  endsOn: string;
  isOver: boolean;
  /** The general term of a law, not the instrument's own. */
  isGeneral: boolean;
}

/** Until when a sanction may be imposed for a conduct that ended on that day; null where no term is known, and for crimes and duties. */
export function limitationOf(book: LawBook, article: LawArticle, conductOn: string, today: string): Limitation | null {
  if (article.kind !== "sanction") return null;
  const terms = book.terms.filter((t) => t.event === "conduct-ended" && t.amount !== null && isValidOn(t, conductOn));
  const own = terms.find((t) => t.instrument === article.instrument);
  const term = own ?? terms.find((t) => instrumentOn(book, t.instrument, conductOn)?.kind === "law");
  const due = term && dueAt(term, new Date(`${conductOn}T00:00:00+07:00`), book.holidays);
  if (!term || !due) return null;
  const endsOn = vietnamDay(due.at);
  return { term, endsOn, isOver: endsOn < today, isGeneral: term !== own };
}

export interface Lighter {
  article: LawArticle;
  instrument: LawInstrument;
  amounts: Amounts | null;
  lighter: "older" | "newer" | "same" | "unknown";
}

/** Articles that came after the conduct for the same conduct, of instruments that say "unless the new one is lighter". */
export function lighterSince(book: LawBook, article: LawArticle, conductOn: string, today: string): Lighter[] {
  return book.articles
    .filter((a) => a.follows.includes(article.series) && a.effectiveFrom !== null && a.effectiveFrom > conductOn)
    .filter((a) => isValidOn(a, today))
    .flatMap((newer) => {
      const instrument = instrumentOn(book, newer.instrument, today);
      if (!instrument?.lighterArticle || instrument.series === article.instrument) return [];
      const amounts = amountsOf(newer);
      return [{ article: newer, instrument, amounts, lighter: lighterOf(amountsOf(article), amounts) }];
    });
}

export interface Applicable {
  article: LawArticle;
  instrument: LawInstrument | null;
  amounts: Amounts | null;
  signers: Signer[];
  limitation: Limitation | null;
  lighter: Lighter[];
  /** Row or instrument is not verified, or its days of validity are not known. */
  isUncertain: boolean;
}

const kindOrder = { sanction: 0, duty: 1, crime: 2 } as const;

/** Everything that the book knows of one article for a conduct of that day. */
export function describeArticle(book: LawBook, article: LawArticle, conductOn: string, today: string): Applicable {
  const instrument = instrumentOn(book, article.instrument, conductOn);
  return {
    article,
    instrument,
    amounts: amountsOf(article),
    signers: article.kind === "sanction" ? whoMaySign(book, article, today) : [],
    limitation: limitationOf(book, article, conductOn, today),
    lighter: article.kind === "sanction" ? lighterSince(book, article, conductOn, today) : [],
    isUncertain:
      isUnverified(article.mark) || article.effectiveFrom === null || !instrument || isUnverified(instrument.mark),
  };
}

/**
 * The articles in force on the day of the conduct, sanctions first; of one category where it is named (articles for any category included).
 * `today` is the day of the decision: competences and "lighter now" are read on it.
 */
export function lawOn(
  book: LawBook,
  { conductOn, category, today }: { conductOn: string; category: string | null; today: string },
): Applicable[] {
  return book.articles
    .filter((a) => category === null || a.categories.includes(category) || a.categories.includes("any"))
    .filter((a) => isValidOn(a, conductOn))
    .filter((a) => {
      const instrument = instrumentOn(book, a.instrument, conductOn);
      return instrument !== null && isValidOn(instrument, conductOn);
    })
    .toSorted((a, b) => kindOrder[a.kind] - kindOrder[b.kind] || a.id.localeCompare(b.id))
    .map((article) => describeArticle(book, article, conductOn, today));
}
