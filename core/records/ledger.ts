// Promises the custody log's rows in order: one writer at a time, nothing ever changed.
import { z } from "zod";
import { type Db, execute, loadSql, selectOptionalRow, selectRows } from "../db/sql.ts";

const sql = loadSql(import.meta.url, "lockLedger", "selectHead", "insertEntry", "selectEntries");

export const LedgerRow = z.object({
  seq: z.number().int(),
  at: z.date(),
  actor: z.string(),
  act: z.string(),
  subject: z.string(),
  sha256: z.instanceof(Buffer).nullable(),
  entry: z.string(),
  leafHash: z.instanceof(Buffer),
  chainHash: z.instanceof(Buffer),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

const Head = LedgerRow.pick({ seq: true, chainHash: true });
export type LedgerHead = z.infer<typeof Head>;

/** The last entry, or null in an empty log. */
export function selectLedgerHead(db: Db): Promise<LedgerHead | null> {
  return selectOptionalRow(db, sql.selectHead, [], Head);
}

/** The last entry, held until the transaction ends so that nobody else appends. */
export async function selectAndLockLedgerHead(tx: Db): Promise<LedgerHead | null> {
  await execute(tx, sql.lockLedger, []);
  return selectLedgerHead(tx);
}

export async function insertLedgerRow(tx: Db, r: LedgerRow): Promise<void> {
  await execute(tx, sql.insertEntry, [
    r.seq,
    r.at,
    r.actor,
    r.act,
    r.subject,
    r.sha256,
    r.entry,
    r.leafHash,
    r.chainHash,
  ]);
}

export function selectLedgerRows(db: Db, afterSeq: number, limit: number): Promise<LedgerRow[]> {
  return selectRows(db, sql.selectEntries, [afterSeq, limit], LedgerRow);
}
