// Promises findings and cases as other systems pull them: in the order of their last change, so that a cursor misses nothing.
import { z } from "zod";
import { nowMs } from "../clock.ts";
import { type Db, loadSql, selectRows } from "../db/sql.ts";
import { CaseState } from "../nouns/case.ts";
import { Category } from "../nouns/category.ts";

const sql = loadSql(import.meta.url, "pullFindings", "pullCases");

/** A change is given out after ten seconds: one that is committed later than its time cannot fall behind a cursor. */
const settledAt = () => new Date(nowMs() - 10_000);

/** The last row of the page before. */
export interface PullPlace {
  at: Date;
  id: string;
}

const PulledFindingRow = z.object({
  id: z.uuid(),
  url: z.string(),
  host: z.string(),
  title: z.string(),
  category: Category,
  verdict: z.enum(["flag", "review"]),
  score: z.number(),
  status: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
  captureId: z.uuid(),
  sha256: z.string(),
  sealedAt: z.date(),
});
export type PulledFindingRow = z.infer<typeof PulledFindingRow>;

export function pullFindings(
  db: Db,
  filter: { status?: string | undefined; category?: string | undefined },
  after: PullPlace | null,
  limit: number,
): Promise<PulledFindingRow[]> {
  const values = [
    filter.status ?? null,
    filter.category ?? null,
    after?.at ?? null,
    after?.id ?? null,
    limit,
    settledAt(),
  ];
  return selectRows(db, sql.pullFindings, values, PulledFindingRow);
}

const PulledCaseRow = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  category: z.string(),
  state: CaseState,
  detectedAt: z.date(),
  updatedAt: z.date(),
  findings: z.array(z.uuid()),
});
export type PulledCaseRow = z.infer<typeof PulledCaseRow>;

export function pullCases(
  db: Db,
  state: CaseState | undefined,
  after: PullPlace | null,
  limit: number,
): Promise<PulledCaseRow[]> {
  const values = [state ?? null, after?.at ?? null, after?.id ?? null, limit, settledAt()];
  return selectRows(db, sql.pullCases, values, PulledCaseRow);
}
