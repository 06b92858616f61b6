// Promises what people decided about the findings in which rules stood; a reopened finding counts as undecided.
import { z } from "zod";
import { type Db, loadSql, selectRows } from "../db/sql.ts";
import { FindingId } from "../id.ts";
import { Category } from "../nouns/category.ts";
import { FindingStatus } from "./finding.ts";

const sql = loadSql(import.meta.url, "selectRuledFindings");

export const RuledFinding = z.object({
  id: FindingId,
  category: Category,
  score: z.number(),
  status: FindingStatus,
  /** Of the decision that stands; null while undecided. */
  decidedAt: z.date().nullable(),
  /** Of the same decision. */
  reason: z.string().nullable(),
  /** Signals of positive weight. */
  signals: z.array(z.object({ rule: z.string(), version: z.string(), weight: z.number() })),
});
export type RuledFinding = z.infer<typeof RuledFinding>;

const atOnce = 2000;

/** Every finding, a batch in memory at a time. */
export async function* readRuledFindings(db: Db): AsyncGenerator<RuledFinding> {
  let after: FindingId | null = null;
  for (;;) {
    const batch: RuledFinding[] = await selectRows(db, sql.selectRuledFindings, [after, atOnce], RuledFinding);
    yield* batch;
    const last = batch.at(-1);
    if (!last || batch.length < atOnce) return;
    after = last.id;
  }
}
