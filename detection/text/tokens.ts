// Promises the words of a field with their exact raw offsets; linear in the length of the field.
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

/** Longest stretch of a field that is read; what stands behind it is left out and said so by the caller. */
export const longestFieldChars = 1_500_000;

/** Splits a field into words. Each word keeps where it stands. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  const readings = new Map<string, WordReading>();
  const source = text.length > longestFieldChars ? text.slice(0, longestFieldChars) : text;
  for (const match of source.matchAll(word)) {
    const raw = match[0];
    const end = match.index + raw.length;
    let reading = readings.get(raw);
    if (!reading) {
      // A word longer than any Vietnamese one (an encoded blob) is kept as an opaque token.
      reading =
        raw.length > 64 ? { exact: raw, folded: raw, marked: false, decoded: raw, disguises: [] } : readWord(raw);
      if (readings.size < asideCache) readings.set(raw, reading);
    }
    tokens.push({ ...reading, start: match.index, end });
  }
  return tokens;
}
