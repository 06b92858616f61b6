// Promises which words stand inside a quotation: between paired marks of one paragraph, at most a few hundred words apart.
const longestQuotation = 1500;
const pairs = /“[^“”\n]+”|«[^«»\n]+»|"[^"\n]+"/gu;

/** Stretches of quoted words, in order; a quotation that is longer than a report would print is none. */
export function quotationsOf(text: string): { start: number; end: number }[] {
  return [...text.matchAll(pairs)]
    .filter((m) => m[0].length <= longestQuotation)
    .map((m) => ({ start: m.index, end: m.index + m[0].length }));
}

/** The items that stand in no quotation; both lists are walked once. */
export function outsideQuotations<T extends { start: number; end: number }>(text: string, items: T[]): T[] {
  if (items.length === 0) return items;
  const spans = quotationsOf(text);
  let at = 0;
  return items.filter((item) => {
    while (at < spans.length && spans[at]!.end < item.end) at++;
    return spans[at] === undefined || spans[at]!.start > item.start;
  });
}
