// Promises a small fixed sketch of a text: near-copies share band keys, a copied passage shares sampled hashes.
//
// MinHash after Broder (1997), banding after Indyk and Motwani; sampling by value ("mod p") after Manber (1994).
import { hashShingles, hashWord, readWords, spread } from "./words.ts";
import type { Range } from "../text/fields.ts";

export interface Sketch {
  words: number;
  /** 128 signed 32-bit minima; empty for a text under five words. */
  minhash: number[];
  /** 32 keys of four minima each: two texts of Jaccard 0.42 share one with even chances. */
  bands: number[];
  /** The shingle hashes in one eighth of the number range, sorted, the 400 smallest: a passage keeps its own wherever it stands. */
  samples: number[];
}

const permutations = 128;
const bandRows = 4;
const sampledBelow = 0x2000_0000;
const mostSamples = 400;

/** Odd multipliers and offsets of the 128 permutations, always the same. */
const factors = Int32Array.from({ length: permutations }, (_, i) => spread(0x9e3779b9 + i * 2) | 1);
const offsets = Int32Array.from({ length: permutations }, (_, i) => spread(0x7f4a7c15 + i * 2 + 1));

/** Sketches a text or the given ranges of it; deterministic, linear in its length. */
export function sketchText(text: string, ranges?: readonly Range[]): Sketch {
  const { folded } = readWords(text, ranges);
  const known = new Map<string, number>();
  const hashes = Int32Array.from(folded, (word) => {
    let hash = known.get(word);
    if (hash === undefined) known.set(word, (hash = hashWord(word)));
    return hash;
  });
  const shingles = new Set(hashShingles(hashes));
  if (shingles.size === 0) return { words: folded.length, minhash: [], bands: [], samples: [] };
  const minhash = minima(shingles);
  return { words: folded.length, minhash, bands: bandKeys(minhash), samples: sample(shingles) };
}

function minima(shingles: Set<number>): number[] {
  const least = new Int32Array(permutations).fill(0x7fffffff);
  for (const shingle of shingles) {
    for (let i = 0; i < permutations; i++) {
      const h = Math.imul(factors[i]!, shingle) + offsets[i]!;
      const mixed = Math.imul(h ^ (h >>> 15), 0x735a2d97);
      const value = mixed ^ (mixed >>> 15);
      if (value < least[i]!) least[i] = value;
    }
  }
  return [...least];
}

function bandKeys(minhash: number[]): number[] {
  const keys: number[] = [];
  for (let band = 0; band * bandRows < minhash.length; band++) {
    let key = spread(band + 1);
    for (let row = 0; row < bandRows; row++) key = spread(Math.imul(key, 31) + minhash[band * bandRows + row]!);
    keys.push(key);
  }
  return keys;
}

function sample(shingles: Set<number>): number[] {
  const chosen = [...shingles].filter((hash) => hash >>> 0 < sampledBelow).toSorted((a, b) => a - b);
  return chosen.slice(0, mostSamples);
}

/** Estimated Jaccard of two texts from their minima, 0 to 1; 0 where one has none. */
export function similarityOf(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || a.length !== b.length) return 0;
  return a.filter((value, i) => value === b[i]).length / a.length;
}
