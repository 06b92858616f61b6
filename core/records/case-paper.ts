// Promises what left a case on paper: its issued documents, and those that were withdrawn afterwards, as the journal tells them.
import { z } from "zod";
import { type Db, loadSql, selectRows } from "../db/sql.ts";
import { type CaseId, DocumentId } from "../id.ts";
import { DocumentKind } from "../nouns/document.ts";

const sql = loadSql(import.meta.url, "selectCasePapers");

export const CasePaper = z.object({
  id: DocumentId,
  kind: DocumentKind,
  number: z.string(),
  title: z.string(),
  recipients: z.string(),
  issuedAt: z.date(),
  issuedByLogin: z.string(),
  withdrawnAt: z.date().nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawReason: z.string().nullable(),
});
export type CasePaper = z.infer<typeof CasePaper>;

/** In the order in which they were issued; drafts are none of them. 1,000 at most. */
export function selectCasePapers(db: Db, caseId: CaseId): Promise<CasePaper[]> {
  return selectRows(db, sql.selectCasePapers, [caseId], CasePaper);
}
