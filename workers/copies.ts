// Promises what is stored of other sites that a page repeats: near-copies, press items, denied claims; and its own article kept.
import type { DetectionContext } from "#detection/detect.ts";
import { now } from "#core/clock.ts";
import type { Db } from "#core/db/sql.ts";
import type { CopyMatch } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import type { PageRow } from "#core/records/page.ts";
import {
  type CandidateRow,
  markSourceGone,
  selectCandidates,
  selectComparable,
  selectDenials,
  selectFirstSeen,
  stampDenials,
  upsertSketch,
} from "#core/records/sketch.ts";
import { type DenialIndex, indexDenials, matchDenials } from "#detection/check/denials.ts";
import { compareTexts } from "#detection/duplicate/compare.ts";
import { proseOf } from "#detection/duplicate/prose.ts";
import { leastArticleWords, type SketchedPage, sketchPage } from "#detection/duplicate/sketch-page.ts";
import { sketchText } from "#detection/duplicate/sketch.ts";
import { readSite } from "#detection/facts/page.ts";
import type { Range } from "#detection/text/fields.ts";
import type { House } from "./house.ts";
import type { Observed } from "./observe.ts";

const mostCandidates = 20;
const mostDenials = 5000;
/** Under this share of either text, and without a shared stretch, two texts only share phrases. */
const leastShare = 0.05;

type Copies = Pick<DetectionContext, "copies" | "compared" | "denials" | "seenAt">;

/** Left out where the page has no article of its own to compare. */
export async function findCopies(house: House, { page, from }: Observed): Promise<Copies> {
  const prose = page.condition === "content" ? proseOf(page) : [];
  if (prose.length === 0) return {};
  const sketch = sketchText(page.text, prose);
  const { pool } = house.database;
  const denials = await denialsOf(house);
  const spread = denials && { denials: matchDenials(denials, page.text, prose) };
  const seenAt =
    ("capture" in from && from.capture.capturedAt) || (await selectFirstSeen(pool, page.finalUrl)) || now();
  const found = { ...spread, seenAt: seenAt.toISOString() };
  if (sketch.words < leastArticleWords) return found;
  const { domain } = readSite(page);
  const candidates = await selectCandidates(pool, sketch, domain, mostCandidates);
  const copies = candidates.flatMap((candidate) => matchCandidate(page, prose, candidate));
  return { ...found, copies, compared: await selectComparable(pool, domain) };
}

function matchCandidate(page: Page, prose: Range[], row: CandidateRow): CopyMatch[] {
  const { otherContainment, ...found } = compareTexts({ text: page.text, ranges: prose }, { text: row.body });
  if (found.spans.length === 0 || Math.max(found.containment, otherContainment) < leastShare) return [];
  const { url, host, source, title, author, publisher } = row;
  return [
    {
      url,
      host,
      source,
      title,
      author,
      publisher,
      ...found,
      publishedAt: row.publishedAt?.toISOString() ?? null,
      firstSeenAt: row.firstSeenAt.toISOString(),
      removedAt: row.removedAt?.toISOString() ?? null,
    },
  ];
}

const indexes = new WeakMap<House, { stamp: string; index: DenialIndex | null }>();

/** The imported denials, read again only after an import; null where there are none. */
async function denialsOf(house: House): Promise<DenialIndex | null> {
  const { pool } = house.database;
  const stamp = await stampDenials(pool);
  const known = indexes.get(house);
  if (known?.stamp === stamp) return known.index;
  const rows = await selectDenials(pool, mostDenials);
  const index = rows.length > 0 ? indexDenials(rows.map(({ body, ...row }) => ({ ...row, text: body }))) : null;
  indexes.set(house, { stamp, index });
  return index;
}

/** What a visit leaves for later comparisons: its article, or the news that the address is gone. */
export interface VisitTrace {
  article: SketchedPage | null;
  goneUrl: string | null;
}

/** Only the desktop's face is kept: one text an address. */
export async function traceVisit(house: House, row: PageRow, page: Page): Promise<VisitTrace> {
  if (row.vantage !== "desktop") return { article: null, goneUrl: null };
  return {
    article: sketchPage(page, await house.knowledge()),
    goneUrl: page.status === 404 || page.status === 410 ? row.url : null,
  };
}

/** Inside the transaction that records the visit. */
export async function keepTrace(tx: Db, row: PageRow, { article, goneUrl }: VisitTrace): Promise<void> {
  if (goneUrl !== null) await markSourceGone(tx, goneUrl, now());
  if (!article) return;
  const { sketch, ...rest } = article;
  const { words, bands, samples } = sketch;
  await upsertSketch(tx, { ...rest, words, bands, samples, origin: "visit", removedAt: null, pageId: row.id });
}
