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
  /** Share of the first text's words in stretches that follow the other's order with few words changed, 0 to 1. */
  aligned: number;
  otherAligned: number;
  /** Longest first chosen, given in the order of the first text; words equal after folding. */
  spans: SharedSpan[];
}

/** A text, or the stretches of it that count. */
export interface Comparable {
  text: string;
  ranges?: readonly Range[];
}

/** A shorter run by itself is a phrase that anybody uses. */
export const leastSpanWords = 8;
/** Runs this close to one another in both texts are one stretch with words changed; from this length on it is no accident. */
const reachWords = 16;
const leastStretchWords = 40;
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
  const runs = common === 0 ? [] : findRuns(left, right);
  const stretches = joinStretches(runs).filter((stretch) => lengthOf(stretch) >= leastStretchWords);
  const telling = new Set(stretches.flat());
  const shown = runs.filter((run) => run.length >= leastSpanWords || telling.has(run));
  return {
    containment: ratio(common, mine.size),
    otherContainment: ratio(common, other.size),
    jaccard: ratio(common, mine.size + other.size - common),
    aligned: ratio(sum(stretches.map(lengthOf)), left.ids.length),
    otherAligned: ratio(sum(stretches.map(otherLengthOf)), right.ids.length),
    spans: chooseRuns(shown).map((run) => spanOf(run, left.words, right.words)),
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
    const best = longestAt(i, places.get(left.shingles[i]!) ?? [], { left, right, after: runs.at(-1) });
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
  return runs;
}

const chooseRuns = (runs: Run[]) =>
  runs
    .toSorted((x, y) => y.length - x.length || x.from - y.from)
    .slice(0, mostSpans)
    .toSorted((x, y) => x.from - y.from);

/** Runs in order, cut where either text goes on too far before the next one. */
function joinStretches(runs: Run[]): Run[][] {
  const stretches: Run[][] = [];
  for (const run of runs) {
    const last = stretches.at(-1)?.at(-1);
    const gap = last ? run.from - last.from - last.length : Infinity;
    const otherGap = last ? run.otherFrom - last.otherFrom - last.length : Infinity;
    if (gap <= reachWords && otherGap >= 0 && otherGap <= reachWords) stretches.at(-1)!.push(run);
    else stretches.push([run]);
  }
  return stretches;
}

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);
const lengthOf = (runs: Run[]) => runs.at(-1)!.from + runs.at(-1)!.length - runs[0]!.from;
const otherLengthOf = (runs: Run[]) => runs.at(-1)!.otherFrom + runs.at(-1)!.length - runs[0]!.otherFrom;

/** The longest run from here; one that goes on where the run before it ended is preferred to another of less than twice its length. */
function longestAt(
  from: number,
  places: readonly number[],
  { left, right, after }: { left: Numbered; right: Numbered; after: Run | undefined },
): Run | null {
  let best: Run | null = null;
  let bestRank = 0;
  const expected = after ? after.otherFrom + after.length : -1;
  for (const otherFrom of places) {
    let length = 0;
    while (from + length < left.ids.length && left.ids[from + length] === right.ids[otherFrom + length]) length += 1;
    const goesOn = expected >= 0 && otherFrom >= expected && otherFrom - expected <= reachWords;
    const rank = goesOn ? length * 2 : length;
    if (length < shingleWords || rank <= bestRank) continue;
    best = { from, otherFrom, length };
    bestRank = rank;
  }
  return best;
}

const spanOf = (run: Run, left: PlacedWords, right: PlacedWords): SharedSpan => ({
  start: left.starts[run.from]!,
  end: left.ends[run.from + run.length - 1]!,
  otherStart: right.starts[run.otherFrom]!,
  otherEnd: right.ends[run.otherFrom + run.length - 1]!,
});
