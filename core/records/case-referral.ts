// Promises referrals to other agencies: what was sent, who received it, what they answered; later facts are added, sent ones stay.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { CaseId, newId } from "../id.ts";
import { ReferralKind, ReferralResult } from "../nouns/case.ts";

const sql = loadSql(import.meta.url, "insertReferral", "recordReceipt", "recordReply", "selectReferrals");

export const CaseReferralRow = z.object({
  id: z.uuid(),
  kind: ReferralKind,
  agency: z.string(),
  subjectLine: z.string(),
  /** Days as `YYYY-MM-DD`. */
  sentOn: z.string().nullable(),
  dueOn: z.string().nullable(),
  documentId: z.uuid().nullable(),
  packageId: z.uuid().nullable(),
  receiptNumber: z.string().nullable(),
  receivedOn: z.string().nullable(),
  reply: z.string(),
  repliedOn: z.string().nullable(),
  result: ReferralResult.nullable(),
  damageVnd: z.number().int().nullable(),
  addedBy: z.string(),
  addedAt: z.date(),
});
export type CaseReferralRow = z.infer<typeof CaseReferralRow>;

export type ReferralWords = Pick<
  CaseReferralRow,
  "kind" | "agency" | "subjectLine" | "sentOn" | "dueOn" | "documentId" | "packageId"
>;

/** Throws `not-found` where the package is not of this case. */
export async function addReferral(tx: Db, caseId: CaseId, r: ReferralWords, login: string): Promise<string> {
  const facts = [r.kind, r.agency, r.subjectLine, r.sentOn, r.dueOn, r.documentId, r.packageId];
  const values = [newId(), caseId, ...facts, login, now()];
  const row = await selectOptionalRow(tx, sql.insertReferral, values, z.object({ id: z.string() }));
  if (!row) throw new AppError("not-found", { detail: "no such package or document of this case" });
  return row.id;
}

const gone = () => new AppError("not-found", { detail: "no such referral in this case" });

/** The receiving agency's receipt. Throws `not-found`. */
export async function recordReceipt(
  tx: Db,
  caseId: CaseId,
  id: string,
  receipt: { receiptNumber: string; receivedOn: string },
): Promise<void> {
  const values = [caseId, id, receipt.receiptNumber, receipt.receivedOn];
  if ((await execute(tx, sql.recordReceipt, values)) === 0) throw gone();
}

/** What the agency answered. Throws `not-found`. */
export async function recordReply(
  tx: Db,
  caseId: CaseId,
  id: string,
  r: Pick<CaseReferralRow, "reply" | "result" | "damageVnd"> & { repliedOn: string },
): Promise<void> {
  const values = [caseId, id, r.reply, r.repliedOn, r.result, r.damageVnd];
  if ((await execute(tx, sql.recordReply, values)) === 0) throw gone();
}

export function selectReferrals(db: Db, caseId: CaseId): Promise<CaseReferralRow[]> {
  return selectRows(db, sql.selectReferrals, [caseId], CaseReferralRow);
}
