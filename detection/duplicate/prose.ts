// Promises the article of a page without what every page of a site carries: menus, lists of links, the footer.
import type { Page } from "#core/nouns/page.ts";
import type { Range } from "../text/fields.ts";

/** Share of a line's letters inside links from which the line is a list of links. */
const linkShare = 0.8;
const mostRanges = 5000;

/** Lines of the main text that are not mere links, as sorted ranges of `page.text`; empty where no article was recognised. */
export function proseOf(page: Page): Range[] {
  const main = page.mainText;
  if (!main) return [];
  const end = page.footer && page.footer.start > main.start ? Math.min(main.end, page.footer.start) : main.end;
  const links = page.links.filter((l) => l.textEnd > l.textStart).toSorted((a, b) => a.textStart - b.textStart);
  const ranges: Range[] = [];
  let next = 0;
  for (let start = main.start; start < end && ranges.length < mostRanges;) {
    const newline = page.text.indexOf("\n", start);
    const stop = newline < 0 ? end : Math.min(newline, end);
    while (next < links.length && links[next]!.textEnd <= start) next += 1;
    let linked = 0;
    for (let i = next; i < links.length && links[i]!.textStart < stop; i++)
      linked += Math.min(links[i]!.textEnd, stop) - Math.max(links[i]!.textStart, start);
    if (stop > start && linked < (stop - start) * linkShare) ranges.push({ start, end: stop });
    start = stop + 1;
  }
  return ranges;
}

/** The same as one text, lines joined: what is kept for comparing later pages with it. */
export function writeProse(page: Page, mostChars: number): string {
  const lines = proseOf(page).map((range) => page.text.slice(range.start, range.end).trim());
  return lines.join("\n").slice(0, mostChars).toWellFormed();
}
