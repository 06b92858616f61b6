// Promises the texts kept for comparison: articles of scans and imported press items with their sketches, and official denials.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { newId, type PageId } from "../id.ts";

const sql = loadSql(
  import.meta.url,
  "upsertSketch",
  "markSourceGone",
  "deleteOldSketches",
  "selectComparable",
  "selectCandidates",
  "selectFirstSeen",
  "selectSketchText",
  "insertDenial",
  "selectDenials",
  "stampDenials",
);

/** Days for which an article of a scanned site is kept after it was last seen; aggregators keep theirs 90 days (NĐ 147/2024, Điều 27). */
const keptDays = 90;
const deletedAtOnce = 200;

export interface SketchText {
  url: string;
  host: string;
  domain: string;
  source: "press" | "other";
  origin: "visit" | "import";
  title: string;
  author: string;
  publisher: string;
  publishedAt: Date | null;
  removedAt: Date | null;
  body: string;
  words: number;
  bands: number[];
  samples: number[];
  pageId: PageId | null;
}

/** Keeps the text under its address, the newest words; what was first known of time and source stays. */
export async function upsertSketch(db: Db, text: SketchText): Promise<void> {
  const at = now();
  await execute(db, sql.upsertSketch, [
    newId(),
    text.url,
    text.host,
    text.domain,
    text.source,
    text.origin,
    text.title.slice(0, 500),
    text.author.slice(0, 200),
    text.publisher.slice(0, 200),
    text.publishedAt,
    at,
    text.removedAt,
    text.body,
    text.words,
    text.bands,
    text.samples,
    text.pageId,
  ]);
  await execute(db, sql.deleteOldSketches, [new Date(at.getTime() - keptDays * 86_400_000), deletedAtOnce]);
}

/** The address answered that it is gone; the first such answer counts. */
export async function markSourceGone(db: Db, url: string, at: Date): Promise<void> {
  await execute(db, sql.markSourceGone, [url, at]);
}

/** Whether any text of another site is kept, by kind: with nothing to compare with, "no copy" would be untrue. */
export function selectComparable(db: Db, ownDomain: string): Promise<{ press: boolean; other: boolean }> {
  return selectRow(db, sql.selectComparable, [ownDomain], z.object({ press: z.boolean(), other: z.boolean() }));
}

export const CandidateRow = z.object({
  url: z.string(),
  host: z.string(),
  source: z.enum(["press", "other"]),
  title: z.string(),
  author: z.string(),
  publisher: z.string(),
  publishedAt: z.date().nullable(),
  firstSeenAt: z.date(),
  removedAt: z.date().nullable(),
  body: z.string(),
});
export type CandidateRow = z.infer<typeof CandidateRow>;

/** Texts of other sites that share a band key or a sampled shingle, those that share most first. */
export function selectCandidates(
  db: Db,
  keys: { bands: number[]; samples: number[] },
  ownDomain: string,
  limit: number,
): Promise<CandidateRow[]> {
  return selectRows(db, sql.selectCandidates, [keys.samples, keys.bands, ownDomain, limit], CandidateRow);
}

export async function selectFirstSeen(db: Db, url: string): Promise<Date | null> {
  const row = await selectOptionalRow(db, sql.selectFirstSeen, [url], z.object({ firstSeenAt: z.date() }));
  return row?.firstSeenAt ?? null;
}

const SketchBody = CandidateRow.pick({
  url: true,
  title: true,
  source: true,
  publishedAt: true,
  firstSeenAt: true,
  body: true,
});
export type SketchBody = z.infer<typeof SketchBody>;

/** The kept text of an address, null where none is kept or its capture may not be shown. */
export function selectSketchText(db: Db, url: string): Promise<SketchBody | null> {
  return selectOptionalRow(db, sql.selectSketchText, [url], SketchBody);
}

export const DenialRow = z.object({
  id: z.uuid(),
  /** yyyy-mm-dd. */
  deniedOn: z.string(),
  issuer: z.string(),
  label: z.string(),
  title: z.string(),
  claim: z.string(),
  body: z.string(),
  url: z.string(),
});
export type DenialRow = z.infer<typeof DenialRow>;

/** True when it was not there before; `sha256` is over date, issuer, title and claim. */
export async function insertDenial(
  db: Db,
  denial: Omit<DenialRow, "id"> & { sha256: Buffer; raw: string },
  actor: string,
): Promise<boolean> {
  const { sha256, deniedOn, issuer, label, title, claim, body, url, raw } = denial;
  const values = [newId(), sha256, deniedOn, issuer, label, title, claim, body, url, raw, now(), actor];
  return (await execute(db, sql.insertDenial, values)) === 1;
}

/** The newest denials, at most `limit`. */
export function selectDenials(db: Db, limit: number): Promise<DenialRow[]> {
  return selectRows(db, sql.selectDenials, [limit], DenialRow);
}

/** Changes whenever something was imported. */
export async function stampDenials(db: Db): Promise<string> {
  const Stamp = z.object({ count: z.number(), newest: z.date().nullable() });
  const { count, newest } = await selectRow(db, sql.stampDenials, [], Stamp);
  return `${count}:${newest?.getTime() ?? 0}`;
}
