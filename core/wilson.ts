// Promises an interval for a share that was seen in few cases: Wilson's score interval.

export interface Interval {
  low: number;
  high: number;
}

/** Two-sided 95 %. */
const usualZ = 1.959963984540054;

/**
 * Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference", without continuity correction.
 * Nothing seen gives 0 to 1: nothing is known.
 */
export function wilson(successes: number, total: number, z = usualZ): Interval {
  if (total === 0) return { low: 0, high: 1 };
  const share = successes / total;
  const zz = z * z;
  const middle = share + zz / (2 * total);
  const half = z * Math.sqrt((share * (1 - share) + zz / (4 * total)) / total);
  const scale = 1 + zz / total;
  // The bounds of a share that is 0 or 1 are exact; floating point would leave a residue.
  return {
    low: successes === 0 ? 0 : (middle - half) / scale,
    high: successes === total ? 1 : (middle + half) / scale,
  };
}
