// Promises that what rules in shadow saw is kept for people to review, once a target.
import type { Db } from "#core/db/sql.ts";
import type { PageId, TargetId } from "#core/id.ts";
import type { Detection } from "#core/nouns/signal.ts";
import { insertShadowHit } from "#core/records/shadow-hit.ts";

/** Run it in the transaction that records the page. */
export async function recordShadowHits(
  tx: Db,
  seen: { targetId: TargetId; pageId: PageId; detection: Detection },
): Promise<void> {
  const { targetId, pageId } = seen;
  for (const { rule, version, category } of seen.detection.shadow)
    await insertShadowHit(tx, { rule, version, category, targetId, pageId });
}
