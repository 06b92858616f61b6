// Promises the words of a field with their exact raw offsets; linear in the length of the field.
import { isGlued, seamOf } from "./glued.ts";
import { readWord, type WordReading } from "./letters.ts";

export interface Token extends WordReading {
  /** UTF-16 offsets into the field. */
  start: number;
  end: number;
}

// Fixed pattern without nested repetition: linear. Symbols count as letters only between letters ("c@ cược").
const word =
  /(?:[\p{L}\p{N}\p{M}\u00ad\u200b-\u200f\u2060\ufeff\u24b6-\u24e9]|[\u{1f130}-\u{1f189}]|[\u{1f1e6}-\u{1f1ff}]|(?<=\p{L})[@$!](?=[\p{L}\s])|(?<=[\p{L}\d])[@$](?=[\p{L}\d]))+/gu;
const asideCache = 4000;
const longestWord = 64;

/** Longest stretch of a field that is read; what stands behind it is left out and said so by the caller. */
export const longestFieldChars = 1_500_000;

/** Splits a field into words. Each word keeps where it stands; words joined without a blank come apart. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  const readings = new Map<string, Reading>();
  const source = text.length > longestFieldChars ? text.slice(0, longestFieldChars) : text;
  for (const match of source.matchAll(word)) {
    const raw = match[0];
    let reading = readings.get(raw);
    if (!reading) {
      reading = readPieces(raw);
      if (readings.size < asideCache) readings.set(raw, reading);
    }
    for (const piece of reading)
      tokens.push({ ...piece.word, start: match.index + piece.from, end: match.index + piece.to });
  }
  return tokens;
}

type Reading = { from: number; to: number; word: WordReading }[];

function readPieces(raw: string): Reading {
  // A word longer than any Vietnamese one (an encoded blob) is kept as an opaque token.
  if (raw.length > longestWord)
    return [{ from: 0, to: raw.length, word: { exact: raw, folded: raw, marked: false, decoded: raw, disguises: [] } }];
  const seam = raw.normalize("NFC") === raw && isGlued(raw) ? seamOf(raw) : null;
  if (seam === null) return [{ from: 0, to: raw.length, word: readWord(raw) }];
  return [
    { from: 0, to: seam, word: readWord(raw.slice(0, seam)) },
    { from: seam, to: raw.length, word: readWord(raw.slice(seam)) },
  ];
}
