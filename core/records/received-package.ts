// Promises what a receiving agency's account sees: sealed packages that were sent to its own agency, and nothing else.
import { z } from "zod";
import { type Db, execute, loadSql, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { CaseId, type PersonId } from "../id.ts";

const sql = loadSql(import.meta.url, "selectReceived", "confirmReceipt", "selectAbsentPackages");

const Received = z.object({
  referralId: z.uuid(),
  caseId: CaseId,
  number: z.string(),
  agency: z.string(),
  subjectLine: z.string(),
  /** Days as `YYYY-MM-DD`. */
  sentOn: z.string(),
  packageId: z.uuid(),
  /** Login of who entered that it was sent. */
  givenBy: z.string(),
  sha256: z.instanceof(Buffer),
  sizeBytes: z.number().int(),
  sealedAt: z.date(),
  captures: z.number().int(),
  receiptNumber: z.string().nullable(),
  receivedOn: z.string().nullable(),
});
export type ReceivedPackage = z.infer<typeof Received>;

/** Packages that were sent to this guest's agency by `today` (`YYYY-MM-DD`), newest first; 200 at most. Nobody but a guest has any. */
export function selectReceivedPackages(db: Db, guest: PersonId, today: string): Promise<ReceivedPackage[]> {
  return selectRows(db, sql.selectReceived, [guest, today], Received);
}

/** The receiving agency's own receipt, entered once; later ones are the sending office's to mend. Throws `conflict`. */
export async function confirmReceipt(
  tx: Db,
  referralId: string,
  receipt: { receiptNumber: string; receivedOn: string },
): Promise<void> {
  const values = [referralId, receipt.receiptNumber, receipt.receivedOn];
  if ((await execute(tx, sql.confirmReceipt, values)) === 0)
    throw new AppError("conflict", {
      detail: "a receipt stands already",
      cure: "Biên nhận đã được ghi. Cần sửa thì liên hệ cơ quan gửi.",
    });
}

/** Those of the packages that hold a capture which was destroyed or is quarantined. */
export async function selectAbsentPackages(db: Db, packageIds: readonly string[]): Promise<string[]> {
  const rows = await selectRows(db, sql.selectAbsentPackages, [packageIds], z.object({ packageId: z.string() }));
  return rows.map((row) => row.packageId);
}
