// Promises which stored texts a page copies, put together where several publishers carry the same item.
import type { CopyMatch, SharedSpan } from "#core/nouns/observation.ts";
import type { Range } from "../text/fields.ts";

/** From this share of either text on it is a copy of the item and no mere quotation. */
export const leastCopiedShare = 0.5;
/** Letters that are the same, at least: a short note says what every short note says. */
export const leastCopiedChars = 300;

/** Stored texts that the page carries in the same place: the same item at several publishers. */
export interface CopyGroup {
  copies: CopyMatch[];
  /** Stretches of the page's text, merged. */
  covered: Range[];
}

/** Share of the other text that stands in this one, from |A∩B|/|A| and |A∩B|/|A∪B|. */
export function otherContainmentOf({ containment, jaccard }: Pick<CopyMatch, "containment" | "jaccard">): number {
  if (containment === 0 || jaccard === 0) return 0;
  return Math.min(1, containment / Math.max(containment / jaccard - 1 + containment, containment));
}

const lengthOf = (ranges: readonly Range[]) => ranges.reduce((sum, r) => sum + r.end - r.start, 0);

export function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** Letters of changed words that may stand between two shared stretches which follow each other in both texts. */
const gapChars = 110;

/** What of the page comes from the other text, changed words between included. */
export function coverOf(spans: readonly SharedSpan[]): Range[] {
  const ranges: Range[] = [];
  let last: SharedSpan | null = null;
  for (const span of spans) {
    const follows =
      last !== null &&
      span.start - last.end <= gapChars &&
      span.otherStart >= last.otherEnd &&
      span.otherStart - last.otherEnd <= gapChars;
    if (follows) ranges.at(-1)!.end = span.end;
    else ranges.push({ start: span.start, end: span.end });
    last = span;
  }
  return mergeRanges(ranges);
}

export function overlapOf(a: readonly Range[], b: readonly Range[]): number {
  let [sum, i, k] = [0, 0, 0];
  while (i < a.length && k < b.length) {
    sum += Math.max(0, Math.min(a[i]!.end, b[k]!.end) - Math.max(a[i]!.start, b[k]!.start));
    if (a[i]!.end < b[k]!.end) i += 1;
    else k += 1;
  }
  return sum;
}

export function isCopied(copy: CopyMatch): boolean {
  const share = Math.max(copy.containment, otherContainmentOf(copy), copy.aligned, copy.otherAligned);
  return share >= leastCopiedShare && lengthOf(mergeRanges(copy.spans)) >= leastCopiedChars;
}

/** Groups copies whose places on the page overlap by more than half of the smaller; the longest first. */
export function groupCopies(copies: readonly CopyMatch[]): CopyGroup[] {
  const groups: CopyGroup[] = [];
  const sorted = copies
    .map((copy) => ({ copy, covered: coverOf(copy.spans) }))
    .toSorted((a, b) => lengthOf(b.covered) - lengthOf(a.covered) || (a.copy.url < b.copy.url ? -1 : 1));
  for (const { copy, covered } of sorted) {
    const known = groups.find(
      (g) => overlapOf(g.covered, covered) > Math.min(lengthOf(g.covered), lengthOf(covered)) / 2,
    );
    if (!known) groups.push({ copies: [copy], covered });
    else {
      known.copies.push(copy);
      known.covered = mergeRanges([...known.covered, ...covered]);
    }
  }
  return groups;
}

/** Share of the page's own article that the stretches cover, 0 to 1. */
export function coveredShare(prose: readonly Range[], covered: readonly Range[]): number {
  const whole = lengthOf(prose);
  return whole === 0 ? 0 : Math.round((overlapOf(prose, covered) / whole) * 100) / 100;
}
