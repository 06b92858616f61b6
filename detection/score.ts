// Promises a verdict that is a visible sum: signals of one category → score, and the two conditions of a flag.
import type { Category, Verdict } from "#core/nouns/category.ts";
import type { CategoryResult, Signal } from "#core/nouns/signal.ts";
import type { Pack } from "./rules/grammar.ts";

/** A signal and the kind of trace that it rests on. */
export interface SourcedSignal {
  signal: Signal;
  source: string;
}

/** The machine never flags these: a person reads them first (house.md, law 3). */
const neverFlagged = new Set<Category>(["false_information"]);

/**
 * Adds up. `flag` needs the score and two signals of different sources (or one of legal grade) that speak for it;
 * `review` needs the lower score. Rounded to two digits, so that the sum shown is the sum meant.
 */
export function scoreCategory(pack: Pack, found: SourcedSignal[]): CategoryResult {
  const score = Math.round(found.reduce((sum, f) => sum + f.signal.weight, 0) * 100) / 100;
  const speaking = found.filter((f) => f.signal.weight > 0);
  const independent = new Set(speaking.map((f) => f.source)).size >= 2 || speaking.some((f) => f.signal.legalGrade);
  let verdict: Verdict = "none";
  if (speaking.length > 0 && score >= pack.thresholds.review) verdict = "review";
  const flagAt = neverFlagged.has(pack.category) ? null : pack.thresholds.flag;
  if (verdict === "review" && flagAt !== null && score >= flagAt && independent) verdict = "flag";
  const signals = found.map((f) => f.signal).toSorted((a, b) => b.weight - a.weight);
  return { verdict, score, chance: null, signals };
}
