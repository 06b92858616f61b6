// Promises logistic regression with an L2 penalty: no seed, no chance; the same rows in the same order give the same weights.
//
// Cyclic coordinate descent with a trust region for each weight (Genkin, Lewis, Madigan 2007, "BBR", without its L1 part).

export interface Row {
  /** Column and value of what is not nought. */
  columns: Int32Array | number[];
  values: Float64Array | number[];
  isPositive: boolean;
  /** How much the row counts. */
  weight: number;
}

export interface Fit {
  bias: number;
  weights: Float64Array;
}

const mostPasses = 80;
const enough = 1e-4;

interface Column {
  rows: number[];
  values: number[];
}

function columnsOf(rows: Row[], width: number): Column[] {
  const columns: Column[] = Array.from({ length: width }, () => ({ rows: [], values: [] }));
  rows.forEach((row, r) => {
    for (let k = 0; k < row.columns.length; k++) {
      const column = columns[row.columns[k]!]!;
      column.rows.push(r);
      column.values.push(row.values[k]!);
    }
  });
  return columns;
}

/** Fits; `penalty` is the inverse variance that each weight (not the bias) is held to. */
export function fitLogistic(rows: Row[], width: number, penalty: number): Fit {
  const bias: Column = { rows: rows.map((_, r) => r), values: rows.map(() => 1) };
  const columns = [...columnsOf(rows, width), bias];
  const weights = new Float64Array(width + 1);
  const reach = new Float64Array(width + 1).fill(1);
  const margins = new Float64Array(rows.length);
  for (let pass = 0; pass < mostPasses; pass++) {
    let moved = 0;
    for (let j = columns.length - 1; j >= 0; j--) {
      const column = columns[j]!;
      if (column.rows.length === 0) continue;
      const held = j === width ? 0 : penalty;
      let slope = held * weights[j]!;
      let bend = held + 1e-9;
      for (let k = 0; k < column.rows.length; k++) {
        const r = column.rows[k]!;
        const row = rows[r]!;
        const value = column.values[k]!;
        const chance = 1 / (1 + Math.exp(-margins[r]!));
        slope += row.weight * (chance - (row.isPositive ? 1 : 0)) * value;
        bend += row.weight * Math.max(chance * (1 - chance), 1e-6) * value * value;
      }
      const step = Math.max(-reach[j]!, Math.min(reach[j]!, -slope / bend));
      reach[j] = Math.max(2 * Math.abs(step), reach[j]! / 2);
      if (step === 0) continue;
      weights[j]! += step;
      for (let k = 0; k < column.rows.length; k++) margins[column.rows[k]!]! += step * column.values[k]!;
      moved = Math.max(moved, Math.abs(step));
    }
    if (moved < enough) break;
  }
  return { bias: weights[width]!, weights: weights.slice(0, width) };
}

/** Weights as whole numbers of one step, so that the largest fits `limit`. */
export function quantise({ bias, weights }: Fit, limit: number): { step: number; bias: number; weights: number[] } {
  const largest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 1e-9);
  const step = Number((largest / limit).toPrecision(4));
  const whole = (w: number) => Math.max(-limit, Math.min(limit, Math.round(w / step))) + 0;
  return { step, bias: Math.round(bias / step) + 0, weights: Array.from(weights, whole) };
}
