// Promises how well scores part two classes: area under the curve, precision and recall with intervals, reliability.

export interface Scored {
  score: number;
  isPositive: boolean;
}

export interface Share {
  hits: number;
  of: number;
  low: number;
  high: number;
}

/** A share with its 95 % interval (Wilson 1927). */
export function wilson(hits: number, of: number): Share {
  if (of === 0) return { hits, of, low: 0, high: 1 };
  const z = 1.959964;
  const p = hits / of;
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const reach = (z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of);
  return { hits, of, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}

/** Chance that a positive outranks a negative; ties count half. NaN where a class is empty. */
export function areaUnderCurve(items: readonly Scored[]): number {
  const sorted = items.toSorted((a, b) => a.score - b.score);
  let rankSum = 0;
  let positives = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]!.score === sorted[from]!.score) to++;
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++)
      if (sorted[i]!.isPositive) {
        rankSum += rank;
        positives += 1;
      }
    from = to;
  }
  const negatives = sorted.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

export interface AtPoint {
  at: number;
  precision: Share;
  recall: Share;
  falseAlarms: Share;
}

/** Figures where everything from `at` on is called positive. */
export function measureAt(items: readonly Scored[], at: number): AtPoint {
  const called = items.filter((i) => i.score >= at);
  const hits = called.filter((i) => i.isPositive).length;
  const positives = items.filter((i) => i.isPositive).length;
  return {
    at,
    precision: wilson(hits, called.length),
    recall: wilson(hits, positives),
    falseAlarms: wilson(called.length - hits, items.length - positives),
  };
}

/** Mean squared distance between the chance said and what was so. */
export function brier(items: readonly { chance: number; isPositive: boolean }[]): number {
  return items.reduce((sum, i) => sum + (i.chance - (i.isPositive ? 1 : 0)) ** 2, 0) / items.length;
}

const percent = (x: number) => (x * 100).toFixed(1);

/** `0.975 (39 of 40; 95 % interval 87.1 to 99.6 %)`. */
export const sayShare = ({ hits, of, low, high }: Share): string =>
  of === 0
    ? "none"
    : `${(hits / of).toFixed(3)} (${hits} of ${of}; 95 % interval ${percent(low)} to ${percent(high)} %)`;
