// Promises the words of two texts in three colours: what triggered, what changed, and dates, times and counters that only move on.
import type { MarkView } from "../api/captures.ts";
import type { WordPiece } from "../api/compare.ts";
import { compareSequences, type Step } from "./compare-sequences.ts";

/** Beyond these the texts are shown one after the other: a person reads them faster than a word-by-word maze. */
const maxLineEdits = 1500;
const maxWordEdits = 800;

export interface MarkedText {
  text: string;
  /** Sorted, without overlap. */
  marks: readonly MarkView[];
}

interface Token {
  start: number;
  end: number;
  key: string;
}

const cut = (text: string, from: number, to: number, pattern: RegExp): Token[] =>
  [...text.slice(from, to).matchAll(pattern)].map((match) => {
    const start = from + match.index;
    return { start, end: start + match[0].length, key: match[0].normalize("NFC").trim() };
  });

/** A bare figure says nothing by itself: a price or a telephone number is one too. */
const figure = /^[[(]?\d[\d.,]*[kKmM]?[\])]?[,.;:|]*$/u;
/** Dates and clock times by their own form. */
const moment =
  /^[[(]?(?:\d{1,2}[/.\-–]\d{1,2}(?:[/.\-–]\d{2,4})?|\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z?)?|\d{1,2}(?::\d{2}){1,2}|\d{1,2}[hg]\d{0,2})[\])]?[,.;:|]*$/iu;
/** Words that stand beside dates, times and counters; no rule of the packs fires on these and a figure alone. */
const beside =
  /^[[(]?(?:lúc|ngày|tháng|năm|giờ|phút|giây|trước|thứ|lượt|xem|truy|cập|thích|online|views?|likes?|ago|hours?|minutes?|seconds?|days?|am|pm|gmt|utc|[-–|,.:;/]+)[\])]?[,.;:|]*$/iu;
const counted = /(?:lượt|truy cập|đang xem|online|views?|likes?|lúc|ngày|tháng|giờ|phút|giây|ago)/iu;
const aroundChars = 24;

/** Only dates, times and counters; `around` is the text close by, which tells a counter from any other figure. */
export function isNoise(text: string, around: string): boolean {
  const words = text.normalize("NFC").trim().split(/\s+/);
  if (!words.every((word) => moment.test(word) || figure.test(word) || beside.test(word))) return false;
  if (words.some((word) => moment.test(word))) return true;
  return words.some((word) => figure.test(word)) && counted.test(around.normalize("NFC"));
}

/** Steps from `before` to `after`; `coarse` where they are too far apart to be told word by word. */
export function compareWords(before: MarkedText, after: MarkedText): { pieces: WordPiece[]; coarse: boolean } {
  const [a, b] = [before.text, after.text].map((text) => cut(text, 0, text.length, /[^\n]*\n|[^\n]+$/g)) as [
    Token[],
    Token[],
  ];
  const writer = new PieceWriter(before, after);
  const lines = compareSequences(keys(a), keys(b), maxLineEdits);
  if (!lines) {
    writer.add("removed", 0, before.text.length);
    writer.add("added", 0, after.text.length);
    return { pieces: writer.pieces, coarse: true };
  }
  for (let i = 0; i < lines.length; i++) {
    const [one, two] = [lines[i]!, lines[i + 1]];
    if (one.kind === "same") writer.add("same", ...placeOf(b, one.b));
    else if (two && two.kind !== "same") {
      // Lines that went and lines that came beside each other: told word by word.
      const [gone, come] = one.kind === "removed" ? [one, two] : [two, one];
      compareInside(writer, placeOf(a, gone.a), placeOf(b, come.b));
      i++;
    } else writer.add(one.kind, ...(one.kind === "removed" ? placeOf(a, one.a) : placeOf(b, one.b)));
  }
  return { pieces: writer.pieces, coarse: false };
}

const keys = (tokens: readonly Token[]) => tokens.map((token) => token.key);
const placeOf = (tokens: readonly Token[], [from, to]: [number, number]): [number, number] => [
  tokens[from]!.start,
  tokens[to - 1]!.end,
];

function compareInside(writer: PieceWriter, gone: [number, number], come: [number, number]): void {
  const a = cut(writer.before.text, ...gone, /\S+\s*|\s+/g);
  const b = cut(writer.after.text, ...come, /\S+\s*|\s+/g);
  const words = compareSequences(keys(a), keys(b), maxWordEdits);
  if (!words) {
    writer.add("removed", ...gone);
    writer.add("added", ...come);
    return;
  }
  for (const span of words)
    writer.add(span.kind, ...(span.kind === "removed" ? placeOf(a, span.a) : placeOf(b, span.b)));
}

class PieceWriter {
  readonly pieces: WordPiece[] = [];
  readonly before: MarkedText;
  readonly after: MarkedText;

  constructor(before: MarkedText, after: MarkedText) {
    this.before = before;
    this.after = after;
  }

  /** Places are of the earlier text where something went, of the later one otherwise. */
  add(kind: Step, from: number, to: number): void {
    const { text, marks } = kind === "removed" ? this.before : this.after;
    let at = from;
    for (const mark of marks) {
      if (mark.end <= at) continue;
      if (mark.start >= to) break;
      this.push(kind, text, [at, Math.max(at, mark.start)], null);
      const end = Math.min(to, mark.end);
      this.push(kind, text, [Math.max(at, mark.start), end], mark.signal);
      at = end;
    }
    this.push(kind, text, [at, to], null);
  }

  private push(kind: Step, whole: string, [from, to]: [number, number], signal: number | null): void {
    if (from >= to) return;
    const text = whole.slice(from, to);
    const around = whole.slice(Math.max(0, from - aroundChars), to + aroundChars);
    const cause = signal !== null ? "trigger" : kind !== "same" && isNoise(text, around) ? "noise" : "change";
    this.pieces.push({ kind, cause, text, signal });
  }
}
