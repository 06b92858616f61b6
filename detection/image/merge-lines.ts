// Promises the lines of several looks at one picture as one text: where looks overlap the surest line stands, nothing stands twice.
import type { EngineLine, EngineWord } from "./engine.ts";

/** A line in pixels of the picture, and how many looks read it the same. */
export interface SeenLine extends EngineLine {
  /** Looks that read the same letters there, this one included. */
  agreed: number;
}

const fold = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");

/** Whether the middle of one word lies in another. */
const covers = (a: EngineWord, b: EngineWord) => {
  const [x, y] = [(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2];
  return a.x0 <= x && x <= a.x1 && a.y0 <= y && y <= a.y1;
};

/** Share of the letters of one line that stand where the other's words stand; a line's own box swells with each ornament. */
function shareWithin(line: EngineLine, other: EngineLine): number {
  const letters = (words: EngineWord[]) => words.reduce((sum, w) => sum + fold(w.text).length, 0);
  const inside = line.words.filter((w) => other.words.some((o) => covers(o, w) || covers(w, o)));
  return letters(inside) / Math.max(letters(line.words), 1);
}
const overlap = (a: EngineLine, b: EngineLine) => Math.max(shareWithin(a, b), shareWithin(b, a));

/** Whether most of a line's letters stand where lines of the text were read. */
export const isCovered = (line: EngineLine, read: EngineLine[]): boolean =>
  read.reduce((sum, other) => sum + shareWithin(line, other), 0) >= 0.5;

/** Sure letters count for a line, doubtful ones against it: a longer line wins only by letters that the engine believes. */
const worth = (line: EngineLine) => line.words.reduce((sum, w) => sum + (w.confidence - 0.6) * fold(w.text).length, 0);

/** Words without letters, or those that the engine itself does not believe at a line's edge, are ornaments. */
function trimOrnaments(line: EngineLine): EngineLine | null {
  const isOrnament = (w: EngineWord) =>
    !/[\p{L}\p{N}]/u.test(w.text) || (fold(w.text).length <= 1 && w.confidence < 0.6);
  let [from, to] = [0, line.words.length];
  while (from < to && isOrnament(line.words[from]!)) from++;
  while (to > from && isOrnament(line.words[to - 1]!)) to--;
  return from === to ? null : lineOf(line.words.slice(from, to));
}

function lineOf(words: EngineWord[]): EngineLine {
  const letters = words.reduce((sum, w) => sum + w.text.length, 0);
  return {
    words,
    text: words.map((w) => w.text).join(" "),
    confidence: words.reduce((sum, w) => sum + w.confidence * w.text.length, 0) / Math.max(letters, 1),
    x0: Math.min(...words.map((w) => w.x0)),
    y0: Math.min(...words.map((w) => w.y0)),
    x1: Math.max(...words.map((w) => w.x1)),
    y1: Math.max(...words.map((w) => w.y1)),
  };
}

/** Lines of all looks; the best of each place first. */
export function mergeLines(looks: EngineLine[][]): SeenLine[] {
  const lines = looks.flatMap((look, n) =>
    look.flatMap((line) => {
      const trimmed = trimOrnaments(line);
      return trimmed ? [{ n, line: trimmed }] : [];
    }),
  );
  const kept: SeenLine[] = [];
  for (const { n, line } of lines.toSorted((a, b) => worth(b.line) - worth(a.line))) {
    if (kept.some((k) => overlap(k, line) > 0.3)) continue;
    const same = lines.filter((o) => o.n !== n && overlap(o.line, line) > 0.5 && fold(o.line.text) === fold(line.text));
    kept.push({ ...line, agreed: 1 + new Set(same.map((o) => o.n)).size });
  }
  return kept;
}

/** As a reader reads: from top to bottom; what stands at one height from left to right. */
export function orderLines<T extends EngineWord>(lines: T[]): T[] {
  const rows: T[][] = [];
  for (const line of lines.toSorted((a, b) => a.y0 + a.y1 - (b.y0 + b.y1))) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    const middle = (line.y0 + line.y1) / 2;
    if (row && last && middle < last.y1 - (last.y1 - last.y0) * 0.25 && line.y1 - line.y0 < 2 * (last.y1 - last.y0))
      row.push(line);
    else rows.push([line]);
  }
  return rows.flatMap((row) => row.toSorted((a, b) => a.x0 - b.x0));
}
