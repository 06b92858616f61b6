// Promises the words of a text, folded, each with its place: the same article with or without marks gives the same words.
import { foldText } from "../text/letters.ts";
import type { Range } from "../text/fields.ts";

export interface PlacedWords {
  /** Folded, lower case, without invisible characters. */
  folded: string[];
  /** UTF-16 offsets into the text. */
  starts: number[];
  ends: number[];
}

/** Words read from one text; what stands behind them is not compared. */
export const mostWords = 60_000;

// One class repeated: linear.
const word = /[\p{L}\p{N}\p{M}\u00ad\u200b-\u200f\u2060\ufeff]+/gu;
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;
const keptReadings = 20_000;
const longestWord = 40;

/** Reads the words inside `ranges` (sorted, apart), by default of the whole text. */
export function readWords(text: string, ranges: readonly Range[] = [{ start: 0, end: text.length }]): PlacedWords {
  const words: PlacedWords = { folded: [], starts: [], ends: [] };
  const readings = new Map<string, string>();
  for (const range of ranges) {
    for (const match of text.slice(range.start, range.end).matchAll(word)) {
      if (words.folded.length >= mostWords) return words;
      const raw = match[0];
      let folded = readings.get(raw);
      if (folded === undefined) {
        folded = foldText(raw.slice(0, longestWord).replace(invisible, ""));
        if (readings.size < keptReadings) readings.set(raw, folded);
      }
      if (folded === "") continue;
      words.folded.push(folded);
      words.starts.push(range.start + match.index);
      words.ends.push(range.start + match.index + raw.length);
    }
  }
  return words;
}

/** Spreads the bits of a 32-bit number (the finaliser of MurmurHash3, Appleby). */
export function spread(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** 32 bits of a word (FNV-1a over its UTF-16 units, spread). */
export function hashWord(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return spread(h);
}

export const shingleWords = 5;

/** One 32-bit hash for every five words in a row; fewer than five words have none. */
export function hashShingles(wordHashes: ArrayLike<number>): Int32Array {
  const count = Math.max(0, wordHashes.length - shingleWords + 1);
  const shingles = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    let h = 0;
    for (let k = 0; k < shingleWords; k++) h = spread(Math.imul(h, 0x2c1b3c6d) + wordHashes[i + k]!);
    shingles[i] = h;
  }
  return shingles;
}
