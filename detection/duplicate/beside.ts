// Promises the anchor that shows a page beside the stored text it shares stretches with.
import type { CopyMatch } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";

/** Stretches shown for one source, the longest. */
const shownSpans = 40;

/** Side by side with one source: offsets into `Page.text` and into the source's text. */
export function besideSource(page: Page, copy: CopyMatch, what: string): Anchor {
  const longest = copy.spans.toSorted((a, b) => b.end - b.start - (a.end - a.start)).slice(0, shownSpans);
  const shared = longest.toSorted((a, b) => a.start - b.start);
  return { kind: "difference", between: [page.finalUrl, copy.url], what, shared };
}
