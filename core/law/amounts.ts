// Promises both amounts of an article: instruments print one of the two, and which one differs from chapter to chapter.
import type { LawArticle } from "../nouns/law.ts";

export interface Bracket {
  from: number;
  to: number;
}

export interface Amounts {
  /** đồng. */
  individual: Bracket;
  organisation: Bracket;
  /** Which of them the instrument prints. */
  printed: "individual" | "organisation";
}

const times = ({ from, to }: Bracket, factor: number): Bracket => ({
  from: Math.round(from * factor),
  to: Math.round(to * factor),
});

/** Null where the article names no amount, or it is not known. */
export function amountsOf(article: LawArticle): Amounts | null {
  const { amountFrom: from, amountTo: to, amountIs: printed, organisationFactor } = article;
  if (from === null || to === null || printed === null) return null;
  const own = { from, to };
  return printed === "individual"
    ? { individual: own, organisation: times(own, organisationFactor), printed }
    : { individual: times(own, 1 / organisationFactor), organisation: own, printed };
}

/** Which of two brackets is lighter for whoever is fined: the lower end first, then the lower beginning; `unknown` where one is missing. */
export function lighterOf(older: Amounts | null, newer: Amounts | null): "older" | "newer" | "same" | "unknown" {
  if (!older || !newer) return "unknown";
  const difference = newer.individual.to - older.individual.to || newer.individual.from - older.individual.from;
  return difference === 0 ? "same" : difference < 0 ? "newer" : "older";
}
