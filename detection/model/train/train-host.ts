// Promises a host model from labelled host names: hashed letter groups, named facts, whole-number weights.
import type { HostModel } from "../format.ts";
import { hashPiece, readPieces } from "../host-pieces.ts";
import { balance } from "./folds.ts";
import { fitLogistic, quantise, type Row } from "./regression.ts";

export interface HostSample {
  host: string;
  isPositive: boolean;
  /** Samples of one group never part. */
  group: string;
  facts: Record<string, number>;
}

export interface HostRecipe {
  model: string;
  buckets: number;
  /** Names of facts, in the order of their columns. */
  facts: string[];
  penalty: number;
  factor: number;
}

const byteLimit = 127;

/** Hosts without a registrable part are left out. */
export function trainHostModel(samples: HostSample[], recipe: HostRecipe): HostModel {
  const weights = balance(samples);
  const rows: Row[] = [];
  samples.forEach((sample, i) => {
    const row = rowOf(sample, recipe);
    if (row) rows.push({ ...row, isPositive: sample.isPositive, weight: weights[i]! });
  });
  const fit = quantise(fitLogistic(rows, recipe.buckets + recipe.facts.length, recipe.penalty), byteLimit);
  return {
    kind: "host",
    model: recipe.model,
    card: `detection/model/cards/${recipe.model}.md`,
    step: fit.step,
    bias: fit.bias,
    factor: recipe.factor,
    facts: Object.fromEntries(recipe.facts.map((name, f) => [name, fit.weights[recipe.buckets + f]!])),
    buckets: recipe.buckets,
    weights: Buffer.from(Int8Array.from(fit.weights.slice(0, recipe.buckets)).buffer).toString("base64"),
  };
}

function rowOf(sample: HostSample, { buckets, facts }: HostRecipe): Pick<Row, "columns" | "values"> | null {
  const pieces = readPieces(sample.host);
  if (!pieces) return null;
  const share = 1 / Math.sqrt(pieces.length);
  const cells = new Map<number, number>();
  for (const piece of pieces) {
    const bucket = hashPiece(piece) & (buckets - 1);
    cells.set(bucket, (cells.get(bucket) ?? 0) + share);
  }
  facts.forEach((name, f) => {
    const value = sample.facts[name] ?? 0;
    if (value !== 0) cells.set(buckets + f, value);
  });
  return { columns: [...cells.keys()], values: [...cells.values()] };
}
