// Promises that a fired span is marked where its words stand in the captured text, or said not to stand there: never near by guess.
import type { Signal } from "#core/nouns/signal.ts";
import { foldVietnamese } from "#core/text.ts";
import type { BoxView, CaptureView, MarkView } from "../api/captures.ts";

const contextChars = 160;
const maxMarks = 2000;
const maxBoxes = 3000;

/** The place of `raw` nearest to `near`, white space taken as equal; null where it does not occur. */
export function findRaw(text: string, raw: string, near: number): { start: number; end: number } | null {
  const words = raw.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const pattern = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+"), "giu");
  let best: { start: number; end: number } | null = null;
  for (const match of text.matchAll(pattern)) {
    const place = { start: match.index, end: match.index + match[0].length };
    if (!best || Math.abs(place.start - near) < Math.abs(best.start - near)) best = place;
    else if (place.start > near) break;
  }
  return best;
}

/** Marks in the text as shown; offsets into Page.text are taken as a hint, the words decide. Sorted, without overlap. */
export function locateMarks(text: string, signals: readonly Signal[]): MarkView[] {
  const marks: MarkView[] = [];
  signals.forEach((signal, index) => {
    for (const anchor of signal.anchors) {
      if (anchor.kind !== "text" || anchor.field === "title" || anchor.field === "url" || marks.length >= maxMarks)
        continue;
      if (anchor.field === "html" && /[<>]/.test(anchor.raw)) continue;
      const exact = anchor.field === "text" && text.slice(anchor.start, anchor.end) === anchor.raw;
      const place = exact
        ? { start: anchor.start, end: anchor.end }
        : findRaw(text, anchor.raw, anchor.field === "text" ? anchor.start : 0);
      if (place) marks.push({ ...place, signal: index });
    }
  });
  marks.sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return marks.filter((mark) => {
    const free = mark.start >= end;
    if (free) end = mark.end;
    return free;
  });
}

/** Source spans with their surroundings, for what stands in markup and not in visible text (hidden links, forms). */
export function cutExcerpts(html: string, signals: readonly Signal[]): CaptureView["excerpts"] {
  const excerpts: CaptureView["excerpts"] = [];
  signals.forEach((signal, index) => {
    for (const anchor of signal.anchors.slice(0, 10)) {
      if (anchor.kind !== "text" || anchor.field !== "html") continue;
      const exact = html.slice(anchor.start, anchor.end) === anchor.raw;
      const start = exact ? anchor.start : html.indexOf(anchor.raw);
      const around =
        start < 0
          ? ["", ""]
          : [
              html.slice(Math.max(0, start - contextChars), start),
              html.slice(start + anchor.raw.length, start + anchor.raw.length + contextChars),
            ];
      excerpts.push({ signal: index, before: around[0]!, raw: anchor.raw.slice(0, 2000), after: around[1]! });
    }
  });
  return excerpts.slice(0, 100);
}

export interface TextRun {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Left edge and width of each word of `text`. */
  words: [left: number, width: number][];
}

interface Word {
  text: string;
  run: number;
  left: number;
  right: number;
}

const foldWord = (word: string) => foldVietnamese(word).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
const wordsOf = (text: string) => text.split(/\s+/).map(foldWord).filter(Boolean);

function listWords(runs: readonly TextRun[]): Word[] {
  return runs.flatMap((run, i) =>
    run.text.split(" ").flatMap((word, n) => {
      const [left, width] = run.words[n] ?? [run.x, run.width];
      const text = foldWord(word);
      return text === "" ? [] : [{ text, run: i, left, right: left + width }];
    }),
  );
}

/** Boxes on the picture for the marked words, one a line where a phrase runs over several. */
export function locateBoxes(
  runs: readonly TextRun[],
  text: string,
  marks: readonly MarkView[],
  signals: readonly Signal[],
): BoxView[] {
  const words = listWords(runs);
  const starts = Map.groupBy(words.keys(), (i) => words[i]!.text);
  const wanted = new Map<string, { phrase: string[]; signal: number }>();
  for (const mark of marks) {
    const phrase = wordsOf(text.slice(mark.start, mark.end));
    if (phrase.length > 0 && !wanted.has(phrase.join(" ")))
      wanted.set(phrase.join(" "), { phrase, signal: mark.signal });
  }
  const boxes: BoxView[] = [];
  for (const { phrase, signal } of wanted.values()) {
    for (const at of starts.get(phrase[0]!) ?? []) {
      if (boxes.length >= maxBoxes) break;
      const found = words.slice(at, at + phrase.length);
      if (phrase.every((word, i) => found[i]?.text === word)) boxes.push(...boxesOf(found, runs, signal));
    }
  }
  // A place in another picture than the page's own is no place on the page: its sentence names it, and nothing is drawn by guess.
  signals.forEach((signal, index) => {
    for (const a of signal.anchors)
      if (a.kind === "region" && a.image === "screenshot")
        boxes.push({ x: a.x, y: a.y, width: a.width, height: a.height, signal: index, media: true });
  });
  return boxes;
}

function boxesOf(found: readonly Word[], runs: readonly TextRun[], signal: number): BoxView[] {
  return [...Map.groupBy(found, (word) => word.run)].map(([run, list]) => {
    const left = Math.min(...list.map((word) => word.left));
    const right = Math.max(...list.map((word) => word.right));
    return { x: left, y: runs[run]!.y, width: right - left, height: runs[run]!.height, signal, media: false };
  });
}
