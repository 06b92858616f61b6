// Promises what rules in shadow would have raised, each once a target, and what people said of it.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRow, selectRows } from "../db/sql.ts";
import { newId, PageId, TargetId } from "../id.ts";
import { Category } from "../nouns/category.ts";
import { Signal } from "../nouns/signal.ts";
import { Vantage } from "./page.ts";
import type { RuleVersion } from "./rule.ts";

const sql = loadSql(
  import.meta.url,
  "insertShadowHit",
  "selectShadowHits",
  "countShadowReviews",
  "selectShadowHit",
  "insertShadowReview",
);

/** The first page of a target on which a version fires is kept; false where it had fired on this target before. */
export async function insertShadowHit(
  db: Db,
  hit: RuleVersion & { category: Category; targetId: TargetId; pageId: PageId },
): Promise<boolean> {
  const values = [newId(), hit.rule, hit.version, hit.category, hit.targetId, hit.pageId, now()];
  return (await execute(db, sql.insertShadowHit, values)) === 1;
}

export const ReviewVerdict = z.enum(["hit", "false-alarm", "unsure"]);
export type ReviewVerdict = z.infer<typeof ReviewVerdict>;

export const ShadowHitRow = z.object({
  id: z.uuid(),
  rule: z.string(),
  version: z.string(),
  category: Category,
  targetId: TargetId,
  pageId: PageId,
  at: z.date(),
  url: z.string(),
  vantage: Vantage,
  verdict: z.enum(["unreviewed", ...ReviewVerdict.options]),
  note: z.string(),
  reviewedBy: z.string(),
  reviewedAt: z.date().nullable(),
  /** What fired and where; null where the page's words are gone or in quarantine. */
  signal: Signal.nullable(),
});
export type ShadowHitRow = z.infer<typeof ShadowHitRow>;

export interface ShadowHitFilter {
  rule?: string | null;
  version?: string | null;
  after?: string | null;
  onlyUnreviewed?: boolean;
  limit?: number;
}

/** In the order in which they were seen. */
export function selectShadowHits(db: Db, f: ShadowHitFilter): Promise<ShadowHitRow[]> {
  const values = [f.rule ?? null, f.version ?? null, f.after ?? null, f.onlyUnreviewed ?? false, f.limit ?? 200];
  return selectRows(db, sql.selectShadowHits, values, ShadowHitRow);
}

const Counts = z.object({ hits: z.number(), good: z.number(), bad: z.number(), unsure: z.number() });
/** All hits of one version; `good` and `bad` by the newest review of each. */
export type ShadowCounts = z.infer<typeof Counts>;

/** `since` leaves out reviews made before. */
export function countShadowReviews(
  db: Db,
  { rule, version }: RuleVersion,
  since: Date | null = null,
): Promise<ShadowCounts> {
  return selectRow(db, sql.countShadowReviews, [rule, version, since], Counts);
}

/** A person's word on a hit as a new row. Gives the rule that it is about. Throws AppError `not-found`. */
export async function insertShadowReview(
  tx: Db,
  review: { hitId: string; verdict: ReviewVerdict; note: string; actor: string },
): Promise<RuleVersion> {
  const Hit = z.object({ rule: z.string(), version: z.string() });
  const hit = await selectRow(tx, sql.selectShadowHit, [review.hitId], Hit);
  await execute(tx, sql.insertShadowReview, [review.hitId, review.verdict, review.note, review.actor, now()]);
  return hit;
}
