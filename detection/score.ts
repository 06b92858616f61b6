// Promises a verdict that is a visible sum: signals of one category → score, and the two conditions of a flag.
import type { Category, Verdict } from "#core/nouns/category.ts";
import type { CategoryResult, Signal } from "#core/nouns/signal.ts";
import { isKnown, type Facts } from "./facts/fact.ts";
import type { Calibration, Pack, Weight } from "./rules/grammar.ts";

/** A signal and the kind of trace that it rests on. */
export interface SourcedSignal {
  signal: Signal;
  source: string;
  /** The rule marks a page that only tells of the matter. */
  tellsOf?: boolean;
}

const twoDigits = (value: number) => Math.round(value * 100) / 100;

/** The term that a rule adds, with two digits as it is shown; null where the model that should say it did not speak. */
export function weigh(weight: Weight, facts: Facts): number | null {
  if (typeof weight === "number") return twoDigits(weight);
  const fact = facts.get(weight.fact);
  if (!fact || !isKnown(fact) || typeof fact.value !== "number") return null;
  return twoDigits(Math.min(weight.max, Math.max(weight.min, fact.value)));
}

/** The score as a chance among pages like those it was fitted on, never the chance of guilt; null without a fit. */
export function chanceOf(calibration: Calibration | undefined, score: number): number | null {
  if (!calibration) return null;
  const chance = 1 / (1 + Math.exp(-(calibration.a * score + calibration.b)));
  // A few hundred labelled pages cannot tell one in a hundred from one in a thousand.
  return twoDigits(Math.min(0.99, Math.max(0.01, chance)));
}

/** The machine never flags these: a person reads them first (house.md, law 3). */
const neverFlagged = new Set<Category>(["false_information"]);

/**
 * Adds up. `flag` needs the score and two signals of different sources (or one of legal grade) that speak for it;
 * `review` needs the lower score. Rounded to two digits, so that the sum shown is the sum meant.
 */
export function scoreCategory(pack: Pack, found: SourcedSignal[]): CategoryResult {
  const score = twoDigits(found.reduce((sum, f) => sum + f.signal.weight, 0));
  const speaking = found.filter((f) => f.signal.weight > 0);
  const independent = new Set(speaking.map((f) => f.source)).size >= 2 || speaking.some((f) => f.signal.legalGrade);
  let verdict: Verdict = "none";
  if (speaking.length > 0 && score >= pack.thresholds.review) verdict = "review";
  const flagAt = neverFlagged.has(pack.category) ? null : pack.thresholds.flag;
  if (verdict === "review" && flagAt !== null && score >= flagAt && independent) verdict = "flag";
  const signals = found.map((f) => f.signal).toSorted((a, b) => b.weight - a.weight);
  const tellsOf = verdict === "none" && found.some((f) => f.tellsOf);
  return { verdict, score, chance: chanceOf(pack.calibration, score), ...(tellsOf ? { tellsOf } : {}), signals };
}
