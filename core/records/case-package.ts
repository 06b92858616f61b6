// Promises which sealed packages were made of a case, for what, of which captures.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRows } from "../db/sql.ts";
import { type CaseId, CaptureId } from "../id.ts";

const sql = loadSql(import.meta.url, "insertCasePackage", "selectCasePackages");

export const CasePackageRow = z.object({
  packageId: z.uuid(),
  purpose: z.string(),
  sealedBy: z.string(),
  sealedAt: z.date(),
  captureIds: z.array(CaptureId),
  /** Of the file that left; null where this house holds no entry of it. */
  sha256: z.instanceof(Buffer).nullable(),
  sizeBytes: z.number().int().nullable(),
});
export type CasePackageRow = z.infer<typeof CasePackageRow>;

/** From now on these exhibits can no longer be detached. */
export async function insertCasePackage(
  tx: Db,
  caseId: CaseId,
  p: { packageId: string; purpose: string; captureIds: readonly CaptureId[] },
  login: string,
): Promise<void> {
  await execute(tx, sql.insertCasePackage, [p.packageId, caseId, p.purpose, login, now(), p.captureIds]);
}

export function selectCasePackages(db: Db, caseId: CaseId): Promise<CasePackageRow[]> {
  return selectRows(db, sql.selectCasePackages, [caseId], CasePackageRow);
}
