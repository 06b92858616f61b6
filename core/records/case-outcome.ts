// Promises how a case ended for whom: outcomes as they were decided, to which only the payment is added, or that they no longer stand.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { type CaseId, newId } from "../id.ts";
import { OutcomeKind } from "../nouns/case.ts";

const sql = loadSql(import.meta.url, "insertOutcome", "recordPayment", "withdrawOutcome", "selectOutcomes");

export const CaseOutcomeRow = z.object({
  id: z.uuid(),
  kind: OutcomeKind,
  subjectId: z.uuid().nullable(),
  /** Organisations are fined at another amount than persons. */
  subjectKind: z.enum(["person", "organisation"]).nullable(),
  /** In đồng; of a fine only. */
  amountVnd: z.number().int().nullable(),
  articleId: z.string().nullable(),
  decisionNumber: z.string(),
  /** `YYYY-MM-DD`. */
  decidedOn: z.string(),
  text: z.string(),
  paidOn: z.string().nullable(),
  addedBy: z.string(),
  addedAt: z.date(),
  /** Cancelled or entered wrongly: no figure, sum or document counts it; null where it stands. */
  withdrawnBy: z.string().nullable(),
  withdrawnAt: z.date().nullable(),
  withdrawReason: z.string().nullable(),
});
export type CaseOutcomeRow = z.infer<typeof CaseOutcomeRow>;
type Later = "id" | "paidOn" | "addedBy" | "addedAt" | "withdrawnBy" | "withdrawnAt" | "withdrawReason";
export type OutcomeWords = Omit<CaseOutcomeRow, Later>;

/** Throws `not-found` where the subject is not of this case. */
export async function addOutcome(tx: Db, caseId: CaseId, o: OutcomeWords, login: string): Promise<string> {
  const facts = [o.kind, o.subjectId, o.subjectKind, o.amountVnd, o.articleId, o.decisionNumber, o.decidedOn, o.text];
  const row = await selectOptionalRow(
    tx,
    sql.insertOutcome,
    [newId(), caseId, ...facts, login, now()],
    z.object({ id: z.string() }),
  );
  if (!row) throw new AppError("not-found", { detail: "no such subject in this case" });
  return row.id;
}

/** Throws `not-found`, also for one that was withdrawn; `conflict` where the payment was entered before. */
export async function recordPayment(tx: Db, caseId: CaseId, id: string, paidOn: string): Promise<void> {
  if ((await execute(tx, sql.recordPayment, [caseId, id, paidOn])) === 0)
    throw new AppError("not-found", { detail: "no such fine in this case" });
}

/** A row of its own beside the outcome, once. Throws `conflict` where it stands no longer or is not of this case. */
export async function withdrawOutcome(
  tx: Db,
  caseId: CaseId,
  id: string,
  reason: string,
  login: string,
): Promise<void> {
  if ((await execute(tx, sql.withdrawOutcome, [caseId, id, reason, login, now()])) === 0)
    throw new AppError("conflict", { detail: "no such outcome stands in this case", cure: "Mở lại hồ sơ." });
}

export function selectOutcomes(db: Db, caseId: CaseId): Promise<CaseOutcomeRow[]> {
  return selectRows(db, sql.selectOutcomes, [caseId], CaseOutcomeRow);
}
