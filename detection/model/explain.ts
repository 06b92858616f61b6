// Promises a model's answer as the sum that it is: the terms shown, added in their order to the bias, are the log-odds.

export interface Term<T = unknown> {
  /** The words, letters or fact that carry the term. */
  name: string;
  /** Log-odds that it adds. */
  value: number;
  /** Where it stands, where that is known. */
  at?: T;
}

export interface Explanation<T = unknown> {
  bias: number;
  terms: Term<T>[];
  logOdds: number;
}

/** Adds up; the only place where log-odds are made. */
export function addTerms<T>(bias: number, terms: Term<T>[]): Explanation<T> {
  return { bias, terms, logOdds: terms.reduce((sum, term) => sum + term.value, bias) };
}

/** The terms that speak for the answer given, strongest first. */
export function strongest<T>({ terms, logOdds }: Explanation<T>, most: number): Term<T>[] {
  const sign = Math.sign(logOdds) || 1;
  return terms
    .filter((t) => t.value * sign > 0)
    .toSorted((a, b) => b.value * sign - a.value * sign || (a.name < b.name ? -1 : 1))
    .slice(0, most);
}
