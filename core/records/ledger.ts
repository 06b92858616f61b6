// Promises the custody log's rows in order: one writer at a time, nothing ever changed.
import { z } from "zod";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";

const sql = loadSql(
  import.meta.url,
  "lockLedger",
  "selectHead",
  "insertEntry",
  "selectEntries",
  "selectLeafHashes",
  "selectEntriesOf",
  "countTiles",
  "selectTile",
  "selectTileRoots",
  "insertTile",
);

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

const Leaf = LedgerRow.pick({ seq: true, leafHash: true });

/** Leaf hashes of the entries (afterSeq, afterSeq + count], in order. */
export async function selectLeafHashes(db: Db, afterSeq: number, count: number): Promise<Buffer[]> {
  return (await selectRows(db, sql.selectLeafHashes, [afterSeq, count], Leaf)).map((r) => r.leafHash);
}

const EntryText = LedgerRow.pick({ seq: true, entry: true, leafHash: true });
export type LedgerEntryText = z.infer<typeof EntryText>;

/** Every entry about one of the subjects up to `lastSeq`, in order. */
export function selectEntriesOf(db: Db, subjects: readonly string[], lastSeq: number): Promise<LedgerEntryText[]> {
  return selectRows(db, sql.selectEntriesOf, [subjects, lastSeq], EntryText);
}

const Count = z.object({ n: z.number().int() });

/** Full tiles of a level, counted at their end: one that is missing before it is derived from what is below. */
export async function countTiles(db: Db, level: number): Promise<number> {
  return (await selectRow(db, sql.countTiles, [level], Count)).n;
}

/** The 256 hashes of a full tile, or null. */
export async function selectTile(db: Db, level: number, index: number): Promise<Buffer | null> {
  const row = await selectOptionalRow(db, sql.selectTile, [level, index], z.object({ hashes: z.instanceof(Buffer) }));
  return row?.hashes ?? null;
}

/** Roots of the full tiles [index, index + count) of a level, in order. */
export async function selectTileRoots(db: Db, level: number, index: number, count: number): Promise<Buffer[]> {
  const rows = await selectRows(
    db,
    sql.selectTileRoots,
    [level, index, count],
    z.object({ root: z.instanceof(Buffer) }),
  );
  return rows.map((r) => r.root);
}

export interface LedgerTile {
  level: number;
  index: number;
  hashes: Buffer;
  root: Buffer;
}

export async function insertTile(tx: Db, t: LedgerTile): Promise<void> {
  await execute(tx, sql.insertTile, [t.level, t.index, t.hashes, t.root]);
}
