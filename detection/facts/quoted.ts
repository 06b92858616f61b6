// Promises which words stand inside a quotation: between paired marks of one paragraph, at most a few hundred words apart.
import type { Page } from "#core/nouns/page.ts";

const longestQuotation = 1500;
/** Marked blocks looked at on one page. */
const mostBlockQuotations = 20;
const pairs = /“[^“”\n]+”|«[^«»\n]+»|"[^"\n]+"/gu;

/** Stretches of quoted words, in order; a quotation that is longer than a report would print is none. */
export function quotationsOf(text: string): { start: number; end: number }[] {
  return [...text.matchAll(pairs)]
    .filter((m) => m[0].length <= longestQuotation)
    .map((m) => ({ start: m.index, end: m.index + m[0].length }));
}

/** Stretches of the text that the document itself marks as a quotation, no longer than a report would print. */
export function blockQuotationsOf(page: Page): { start: number; end: number }[] {
  const quoted = [...page.html.matchAll(/<blockquote[\s>]/giu)].slice(0, mostBlockQuotations).map((m) => {
    const end = page.html.indexOf("</blockquote", m.index);
    return { start: m.index, end: end < 0 ? m.index : end };
  });
  return quoted.flatMap(({ start, end }) => {
    const inside = page.textMap.filter((part) => part.htmlStart >= start && part.htmlStart < end);
    const [first, last] = [inside[0], inside.at(-1)];
    if (!first || !last) return [];
    const range = { start: first.textStart, end: last.textStart + last.length };
    return range.end - range.start <= longestQuotation ? [range] : [];
  });
}

/** The items that stand in no quotation; both lists are walked once. */
export function outsideQuotations<T extends { start: number; end: number }>(page: Page, items: T[]): T[] {
  if (items.length === 0) return items;
  const spans = [...quotationsOf(page.text), ...blockQuotationsOf(page)].toSorted((a, b) => a.end - b.end);
  // Marks may stand inside a marked block: the widest span that is still open counts.
  let at = 0;
  return items.filter((item) => {
    while (at < spans.length && spans[at]!.end < item.end) at++;
    return !spans.slice(at, at + mostBlockQuotations).some((span) => span.start <= item.start);
  });
}
