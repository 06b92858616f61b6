// Promises how a case ended for whom: outcomes as they were decided, to which only the payment is added.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { type CaseId, newId } from "../id.ts";
import { OutcomeKind } from "../nouns/case.ts";

const sql = loadSql(import.meta.url, "insertOutcome", "recordPayment", "selectOutcomes");

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
});
export type CaseOutcomeRow = z.infer<typeof CaseOutcomeRow>;
export type OutcomeWords = Omit<CaseOutcomeRow, "id" | "paidOn" | "addedBy" | "addedAt">;

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

/** Throws `not-found`; `conflict` where the payment was entered before. */
export async function recordPayment(tx: Db, caseId: CaseId, id: string, paidOn: string): Promise<void> {
  if ((await execute(tx, sql.recordPayment, [caseId, id, paidOn])) === 0)
    throw new AppError("not-found", { detail: "no such fine in this case" });
}

export function selectOutcomes(db: Db, caseId: CaseId): Promise<CaseOutcomeRow[]> {
  return selectRows(db, sql.selectOutcomes, [caseId], CaseOutcomeRow);
}
