// Promises what two texts share word for word, with exact places in both; the work is bounded whatever the texts are.
import type { SharedSpan } from "#core/nouns/observation.ts";
import type { Range } from "../text/fields.ts";
import { hashShingles, readWords, shingleWords, type PlacedWords } from "./words.ts";

export interface Comparison {
  /** Share of the first text's five-word shingles that stand in the other, 0 to 1. */
  containment: number;
  jaccard: number;
  /** Share of the other text's shingles that stand in the first. */
  otherContainment: number;
  /** Longest first chosen, given in the order of the first text; words equal after folding. */
  spans: SharedSpan[];
}

/** A text, or the stretches of it that count. */
export interface Comparable {
  text: string;
  ranges?: readonly Range[];
}

/** A shorter run is a phrase that anybody uses. */
export const leastSpanWords = 8;
const mostSpans = 200;
/** Places of one shingle that are tried: "a a a a …" has a million. */
const triedPlaces = 8;

interface Run {
  from: number;
  otherFrom: number;
  length: number;
}

interface Numbered {
  words: PlacedWords;
  ids: Int32Array;
  shingles: Int32Array;
}

/** Compares word by word after folding. Linear: each place of the first text tries at most eight places of the other. */
export function compareTexts(a: Comparable, b: Comparable): Comparison {
  const numbers = new Map<string, number>();
  const [left, right] = [number(a, numbers), number(b, numbers)];
  const [mine, other] = [new Set(left.shingles), new Set(right.shingles)];
  let common = 0;
  for (const shingle of mine) if (other.has(shingle)) common += 1;
  const ratio = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 1000);
  return {
    containment: ratio(common, mine.size),
    otherContainment: ratio(common, other.size),
    jaccard: ratio(common, mine.size + other.size - common),
    spans: common === 0 ? [] : findRuns(left, right).map((run) => spanOf(run, left.words, right.words)),
  };
}

function number({ text, ranges }: Comparable, numbers: Map<string, number>): Numbered {
  const words = readWords(text, ranges);
  const ids = Int32Array.from(words.folded, (word) => {
    let id = numbers.get(word);
    if (id === undefined) numbers.set(word, (id = numbers.size + 1));
    return id;
  });
  return { words, ids, shingles: hashShingles(ids) };
}

function findRuns(left: Numbered, right: Numbered): Run[] {
  const places = new Map<number, number[]>();
  right.shingles.forEach((shingle, i) => {
    const known = places.get(shingle);
    if (!known) places.set(shingle, [i]);
    else if (known.length < triedPlaces) known.push(i);
  });
  const runs: Run[] = [];
  for (let i = 0; i < left.shingles.length;) {
    const best = longestAt(i, places.get(left.shingles[i]!) ?? [], left.ids, right.ids);
    if (!best) {
      i += 1;
      continue;
    }
    const last = runs.at(-1);
    // What continues the run before it in both texts is the same run.
    if (last && last.from + last.length === best.from && last.otherFrom + last.length === best.otherFrom)
      last.length += best.length;
    else runs.push(best);
    i += best.length;
  }
  return runs
    .filter((run) => run.length >= leastSpanWords)
    .toSorted((x, y) => y.length - x.length || x.from - y.from)
    .slice(0, mostSpans)
    .toSorted((x, y) => x.from - y.from);
}

function longestAt(from: number, places: readonly number[], left: Int32Array, right: Int32Array): Run | null {
  let best: Run | null = null;
  for (const otherFrom of places) {
    let length = 0;
    while (from + length < left.length && left[from + length] === right[otherFrom + length]) length += 1;
    if (length >= shingleWords && length > (best?.length ?? 0)) best = { from, otherFrom, length };
  }
  return best;
}

const spanOf = (run: Run, left: PlacedWords, right: PlacedWords): SharedSpan => ({
  start: left.starts[run.from]!,
  end: left.ends[run.from + run.length - 1]!,
  otherStart: right.starts[run.otherFrom]!,
  otherEnd: right.ends[run.otherFrom + run.length - 1]!,
});
