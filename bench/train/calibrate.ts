// Promises score → chance for gambling: fitted on the tuning half, its reliability told on the half held out.
import { fitLogistic } from "#detection/model/train/regression.ts";
import { balance } from "#detection/model/train/folds.ts";
import { brier, sayShare, wilson } from "#detection/model/train/measure.ts";
import { isHeldOut, judgeOutOfFold, type Judged } from "./compare.ts";
import { isGambling } from "./read-samples.ts";

/** Holds the slope back: the two classes hardly touch, and a fit without a penalty would claim certainty. */
const penalty = 1;
const edges = [0, 0.05, 0.2, 0.5, 0.8, 0.95, 1.0001];

const isSo = (j: Judged) => isGambling(j.page.label);
const chanceOf = (a: number, b: number, score: number) => 1 / (1 + Math.exp(-(a * score + b)));

function fit(judged: Judged[]): { a: number; b: number } {
  const weights = balance(judged.map((j) => ({ group: j.page.site, isPositive: isSo(j) })));
  const rows = judged.map((j, i) => ({ columns: [0], values: [j.score], isPositive: isSo(j), weight: weights[i]! }));
  const { bias, weights: found } = fitLogistic(rows, 1, penalty);
  const round = (x: number) => Math.round(x * 1000) / 1000;
  return { a: round(found[0]!), b: round(bias) };
}

function sayReliability(judged: Judged[], a: number, b: number): string[] {
  const items = judged.map((j) => ({ chance: chanceOf(a, b, j.score), isPositive: isSo(j) }));
  const rows = edges.slice(0, -1).map((from, i) => {
    const inside = items.filter((x) => x.chance >= from && x.chance < edges[i + 1]!);
    if (inside.length === 0) return `  ${from} to ${Math.min(1, edges[i + 1]!)}: no page`;
    const said = inside.reduce((sum, x) => sum + x.chance, 0) / inside.length;
    const so = inside.filter((x) => x.isPositive).length;
    return `  ${from} to ${Math.min(1, edges[i + 1]!)}: said ${said.toFixed(3)}, so ${sayShare(wilson(so, inside.length))}`;
  });
  return [...rows, `  Brier ${brier(items).toFixed(4)} over ${items.length} pages`];
}

/** The report of `npm run train -- calibration`; `a` and `b` go into the pack by hand, so that a person sees them change. */
export function fitCalibration(folder: string): string {
  const judged = judgeOutOfFold(folder);
  const tuning = judged.filter((j) => !isHeldOut(j.page));
  const heldOut = judged.filter((j) => isHeldOut(j.page));
  const { a, b } = fit(tuning);
  const share = (half: Judged[]) => `${half.filter(isSo).length} of ${half.length} pages gambling`;
  return [
    `"calibration": { "a": ${a}, "b": ${b} }`,
    `tuning half: ${share(tuning)}, classes and sites weighed alike (a balanced set, not the share found on the web)`,
    `held-out half: ${share(heldOut)}`,
    ...sayReliability(heldOut, a, b),
  ].join("\n");
}
