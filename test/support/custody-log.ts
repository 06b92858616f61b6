// Promises a custody log of its own to test against: database, data folder, entries, and the hand of someone who rewrites it.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { appendEntry } from "#evidence/ledger/chain.ts";
import { type CustodyFact, emptyHead, type LedgerHead } from "#evidence/ledger/entry.ts";
import type { LedgerHouse } from "#workers/checkpoint.ts";
import { appendCustody } from "#workers/custody.ts";
import { createTestDatabase } from "./database.ts";

export const factOf = (n: number, subject = `subject-${n}`): CustodyFact => ({
  at: new Date(Date.UTC(2026, 10, 1) + n * 1000).toISOString(),
  actor: "system",
  act: "original.viewed",
  subject,
  sha256: null,
  detail: { n },
});

export interface CustodyLog {
  house: LedgerHouse;
  url: string;
  dataDir: string;
  append(count: number, subject?: string): Promise<void>;
  /** Runs SQL as the database's superuser with every trigger off, as a forger with all rights would. */
  forge(sql: string, values?: unknown[]): Promise<void>;
  /** Replaces the entries from `seq` on by others, all hashes made to fit, and throws the tiles away. */
  forgeFrom(seq: number, count: number): Promise<void>;
  withSettings(settings: Record<string, string>): LedgerHouse;
  close(): Promise<void>;
}

export async function openCustodyLog(): Promise<CustodyLog> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-log-"));
  const { pool, url } = database;
  const houseOf = (settings: Record<string, string>): LedgerHouse => ({
    config: readConfig({ VONGGAC_DATA: dataDir, DATABASE_URL: url, VONGGAC_LOG: "silent", ...settings }),
    database: { pool, url, how: "test", close: async () => undefined },
  });
  let written = 0;
  const forge = async (sql: string, values: unknown[] = []) => {
    const forger = new pg.Client(url);
    await forger.connect();
    await forger.query("set session_replication_role = replica");
    await forger.query(sql, values);
    await forger.end();
  };
  return {
    house: houseOf({}),
    url,
    dataDir,
    append: (count, subject) =>
      inTransaction(pool, async (tx) => {
        for (let i = 0; i < count; i++) await appendCustody(tx, factOf(written++, subject));
      }),
    forge,
    forgeFrom: async (seq, count) => {
      const before = await pool.query<{ chain_hash: Buffer }>("select chain_hash from ledger where seq = $1", [
        seq - 1,
      ]);
      let head: LedgerHead =
        seq === 1 ? emptyHead : { seq: seq - 1, chainHash: before.rows[0]!.chain_hash.toString("hex") };
      await forge("delete from ledger where seq >= $1", [seq]);
      await forge("delete from ledger_tile");
      for (let i = 0; i < count; i++) {
        const { leafHash, chainHash, ...entry } = appendEntry(head, factOf(900_000 + i));
        head = { seq: entry.seq, chainHash };
        await pool.query(
          "insert into ledger (seq, at, actor, act, subject, entry, leaf_hash, chain_hash) values ($1, $2, $3, $4, $5, $6, $7, $8)",
          [
            entry.seq,
            entry.at,
            entry.actor,
            entry.act,
            entry.subject,
            JSON.stringify(entry),
            Buffer.from(leafHash, "hex"),
            Buffer.from(chainHash, "hex"),
          ],
        );
      }
    },
    withSettings: houseOf,
    close: async () => {
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
