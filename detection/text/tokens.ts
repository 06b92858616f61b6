// Promises the words of a field with their exact raw offsets; linear in the length of the field.
import { isGlued, longestGlued, seamsOf } from "./glued.ts";
import { invisible, readWord, shortenRuns, type WordReading } from "./letters.ts";
import { letterOfPicture, pictureClass } from "./lookalikes.ts";

export interface Token {
  /** One object for all occurrences of the same written word. */
  word: WordReading;
  /** The reading's own, for those who need no more. */
  folded: string;
  marked: boolean;
  /** UTF-16 offsets into the field. */
  start: number;
  end: number;
}

// Fixed pattern without nested repetition: linear. Symbols and pictures count as letters only where they touch letters ("c@ cược").
const letter = `[\\p{L}\\p{N}\\p{M}${invisible}\\u24b6-\\u24e9\\u{1f130}-\\u{1f189}\\u{1f1e6}-\\u{1f1ff}]`;
const symbol = "(?<=\\p{L})[@$](?=[\\p{L}\\s])|(?<=\\p{L})[!€£](?=\\p{L})|(?<=[\\p{L}\\d])[@$](?=[\\p{L}\\d])";
const picture = `(?<=\\p{L})${pictureClass}\\ufe0f?|${pictureClass}\\ufe0f?(?=(?:${pictureClass}\\ufe0f?){0,2}\\p{L})|(?<=\\p{L})!(?=\\s\\p{Ll})`;
const word = new RegExp(`(?:${picture})|(?:${letter}|${symbol})+`, "gu");
const longestWord = 64;
const longestRemembered = 64;
const mostRemembered = 40_000;
const invisibleOrMark = new RegExp(`[\\p{M}${invisible}]`, "gu");
const stretched = /(.)\1\1/iu;
const strayStart = new RegExp(`^[\\p{M}${invisible}]+`, "u");
const strayEnd = new RegExp(`(?<![${invisible}])[${invisible}]+$`, "u");

/** Longest stretch of a field that is read; what stands behind it is left out and said so by the caller. */
export const longestFieldChars = 1_500_000;

interface Piece {
  from: number;
  to: number;
  word: WordReading;
}

/** Words come back on every page; what one means depends on its letters alone. */
const remembered = new Map<string, Piece[]>();

function read(raw: string): Piece[] {
  if (raw.length > longestRemembered) return readPieces(raw);
  const known = remembered.get(raw);
  if (known) return known;
  const pieces = readPieces(raw);
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(raw, pieces);
  return pieces;
}

/** Splits a field into words. Each word keeps where it stands; words joined without a blank come apart. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  const source = text.length > longestFieldChars ? text.slice(0, longestFieldChars) : text;
  word.lastIndex = 0;
  for (let match = word.exec(source); match; match = word.exec(source)) {
    const at = match.index;
    for (const { word: known, from, to } of read(match[0]))
      tokens.push({ word: known, folded: known.folded, marked: known.marked, start: at + from, end: at + to });
  }
  return tokens;
}

/** What shows nothing at the ends of a word (a joiner, the selector after a picture) is not part of it. */
function readPieces(whole: string): Piece[] {
  const from = strayStart.exec(whole)?.[0].length ?? 0;
  if (from === whole.length) return [];
  const raw = whole.slice(from, whole.length - (strayEnd.exec(whole)?.[0].length ?? 0));
  return readTrimmed(raw).map((piece) => ({ ...piece, from: from + piece.from, to: from + piece.to }));
}

function readTrimmed(raw: string): Piece[] {
  const drawn = letterOfPicture(raw);
  if (drawn !== null) return [{ from: 0, to: raw.length, word: readPicture(raw, drawn) }];
  const short = raw.length > longestWord ? shortenRuns(raw) : raw;
  const letters = short.length > longestWord ? short.replace(invisibleOrMark, "").length : short.length;
  // A word longer than any Vietnamese one (an encoded blob) is kept as an opaque token.
  const opaque = { exact: raw, folded: raw, marked: false, decoded: raw, shape: raw, tone: "", disguises: [] };
  if (letters > longestGlued) return [{ from: 0, to: raw.length, word: opaque }];
  const isWhole = short !== raw || stretched.test(raw) || raw.normalize("NFC") !== raw || !isGlued(raw);
  const seams = isWhole ? null : seamsOf(raw);
  if (seams !== null)
    return seams.map((to, i) => {
      const from = i === 0 ? 0 : seams[i - 1]!;
      return { from, to, word: readWord(raw.slice(from, to)) };
    });
  return [{ from: 0, to: raw.length, word: letters > longestWord ? opaque : readWord(short) }];
}

const readPicture = (raw: string, drawn: string): WordReading => ({
  exact: raw,
  folded: raw,
  marked: false,
  decoded: drawn,
  shape: drawn,
  tone: "",
  disguises: ["picture-letters"],
});
