// Promises the way between the visible text and the document it was read from, in both directions.
import type { Page, TextSegment } from "#core/nouns/page.ts";

/** A range in UTF-16 code units, end excluded. */
export interface Span {
  start: number;
  end: number;
}

/** Index of the last item whose start is at or before `at`; -1 where there is none. */
function lastAtOrBefore(map: TextSegment[], at: number, startOf: (segment: TextSegment) => number): number {
  let low = 0;
  let high = map.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const segment = map[middle];
    if (segment && startOf(segment) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The stretch of html that text[textStart, textEnd) was read from; tags inside it are part of it.
 * Null where no character of the range stands in the document (plain-text input, an inserted line break).
 */
export function htmlSpan(page: Pick<Page, "textMap">, textStart: number, textEnd: number): Span | null {
  const map = page.textMap;
  if (textEnd <= textStart) return null;
  let first = lastAtOrBefore(map, textStart, (segment) => segment.textStart);
  const opening = map[first];
  if (!opening || opening.textStart + opening.length <= textStart) first++;
  const last = lastAtOrBefore(map, textEnd - 1, (segment) => segment.textStart);
  const from = map[first];
  const to = map[last];
  if (!from || !to || first > last) return null;
  const start = isPlain(from) ? from.htmlStart + Math.max(0, textStart - from.textStart) : from.htmlStart;
  const inLast = textEnd - to.textStart;
  const end = isPlain(to) && inLast < to.length ? to.htmlStart + inLast : to.htmlStart + to.htmlLength;
  return end > start
    ? { start, end }
    : {
        start: Math.min(from.htmlStart, to.htmlStart),
        end: Math.max(from.htmlStart + from.htmlLength, to.htmlStart + to.htmlLength),
      };
}

/** The visible text that html[htmlStart, htmlEnd) shows; null where it shows none. Fostered text may stand out of order and is left out. */
export function textSpan(page: Pick<Page, "textMap">, htmlStart: number, htmlEnd: number): Span | null {
  let span: Span | null = null;
  for (const segment of page.textMap) {
    const segmentEnd = segment.htmlStart + segment.htmlLength;
    if (segmentEnd <= htmlStart || segment.htmlStart >= htmlEnd) continue;
    const plain = isPlain(segment);
    const start = plain ? segment.textStart + Math.max(0, htmlStart - segment.htmlStart) : segment.textStart;
    const end = plain
      ? segment.textStart + Math.min(segment.length, htmlEnd - segment.htmlStart)
      : segment.textStart + segment.length;
    span = span ? { start: Math.min(span.start, start), end: Math.max(span.end, end) } : { start, end };
  }
  return span;
}

function isPlain(segment: TextSegment): boolean {
  return segment.length === segment.htmlLength;
}
