// Promises the custody log's entries as rows of Postgres, and read back as they were hashed.
import pg from "pg";
import type { Db } from "#core/db/sql.ts";
import { insertLedgerRow, selectAndLockLedgerHead, selectLedgerHead, selectLedgerRows } from "#core/records/ledger.ts";
import { appendEntry, type ChainVerdict, verifyChain } from "#evidence/ledger/chain.ts";
import { type CustodyFact, emptyHead, type LedgerEntry, type LedgerHead } from "#evidence/ledger/entry.ts";

function toHead(row: { seq: number; chainHash: Buffer } | null): LedgerHead | null {
  return row && { seq: row.seq, chainHash: row.chainHash.toString("hex") };
}

/** The last entry, or null while the log is empty. */
export async function readCustodyHead(db: Db): Promise<LedgerHead | null> {
  return toHead(await selectLedgerHead(db));
}

/** Appends inside the caller's transaction; no other writer comes between. Returns the entry's number. */
export async function appendCustody(tx: Db, fact: CustodyFact): Promise<number> {
  const head = toHead(await selectAndLockLedgerHead(tx)) ?? emptyHead;
  const { leafHash, chainHash, ...entry } = appendEntry(head, fact);
  await insertLedgerRow(tx, {
    seq: entry.seq,
    at: new Date(entry.at),
    actor: entry.actor,
    act: entry.act,
    subject: entry.subject,
    sha256: entry.sha256 === null ? null : Buffer.from(entry.sha256, "hex"),
    entry: JSON.stringify(entry),
    leafHash: Buffer.from(leafHash, "hex"),
    chainHash: Buffer.from(chainHash, "hex"),
  });
  return entry.seq;
}

const batch = 1000;

async function* readEntries(pool: pg.Pool): AsyncGenerator<LedgerEntry> {
  let after = 0;
  for (;;) {
    const rows = await selectLedgerRows(pool, after, batch);
    for (const row of rows) {
      const fact = JSON.parse(row.entry) as CustodyFact & { seq: number };
      yield { ...fact, seq: row.seq, leafHash: row.leafHash.toString("hex"), chainHash: row.chainHash.toString("hex") };
    }
    if (rows.length < batch) return;
    after = rows.at(-1)!.seq;
  }
}

/** Walks the whole log and names the first entry that does not fit. */
export function verifyCustody(pool: pg.Pool): Promise<ChainVerdict> {
  return verifyChain(readEntries(pool));
}
