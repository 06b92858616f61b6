// Promises a backup that is whole or none: rows of one moment, every object by hash, keys on request, closed by one file.
import { copyFile, readdir } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { now } from "#core/clock.ts";
import { newId } from "#core/id.ts";
import { readVersion } from "#core/version.ts";
import { openBlobStore } from "#evidence/store/blob-store.ts";
import { openLocalStore } from "#evidence/store/local-store.ts";
import { openKeptStore } from "#evidence/store/open-store.ts";
import { quarantineKey } from "#evidence/store/tombstone.ts";
import { dumpDatabase } from "./backup-database.ts";
import { copyObjects, readLines } from "./backup-objects.ts";
import { type BackupRun, clearCutOff, closeRun, hashFile, listRuns, makeFolder } from "./backup-run.ts";
import type { Keeper } from "./keeper.ts";

export interface BackupOptions {
  out: string;
  withKeys: boolean;
  signal?: AbortSignal;
}

/** Backs up to a folder; later runs into the same folder copy only what is new. Throws AppError. */
export async function backUp(keeper: Keeper, { out, withKeys, signal }: BackupOptions): Promise<BackupRun> {
  const startedAt = now().toISOString();
  await makeFolder(path.join(out, "runs"));
  await clearCutOff(out);
  const last = (await listRuns(out)).at(-1);
  const id = newId();
  const dir = path.join(out, "runs", id);
  await makeFolder(dir);
  // What the log signed last is copied before its rows are read: rows that came since are no contradiction, missing ones are.
  const ledger = await copyLedger(keeper, dir);
  const client = await keeper.pool.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    await client.query("set local statement_timeout = 0");
    await client.query("set local idle_in_transaction_session_timeout = 0");
    const rows = await dumpDatabase(client, path.join(dir, "database.jsonl.gz"));
    const before = last ? path.join(out, "runs", last, "objects.jsonl") : null;
    const stores = {
      evidence: openKeptStore(keeper.config),
      blobs: openLocalStore(path.join(keeper.config.dataDir, "blobs")),
    };
    const kept = openBlobStore(openLocalStore(path.join(out, "objects")));
    const counts = await copyObjects(stores, kept, before, path.join(dir, "objects.jsonl"), signal);
    const facts = await selectFacts(client);
    const run: BackupRun = {
      format: "vonggac-backup/1",
      id,
      startedAt,
      finishedAt: now().toISOString(),
      software: `vonggac ${readVersion()}`,
      migrations: facts.migrations,
      database: { path: "database.jsonl.gz", sha256: await hashFile(path.join(dir, "database.jsonl.gz")), rows },
      objects: { path: "objects.jsonl", sha256: await hashFile(path.join(dir, "objects.jsonl")), ...counts },
      keys: await copyKeys(keeper, dir, withKeys),
      ledger,
      withPrivateKeys: withKeys,
      custody: facts.custody,
      missing: await findMissing(facts.sealed, path.join(dir, "objects.jsonl")),
    };
    await client.query("commit");
    await closeRun(dir, run);
    return run;
  } finally {
    client.release(true); // the transaction ends with the connection, whatever happened
  }
}

interface SealedFact {
  key: string;
  sha256: string;
}

async function selectFacts(client: pg.ClientBase) {
  const migrations = await client.query<{ name: string; sha256: string }>(
    "select name, sha256 from migration order by name",
  );
  const head = await client.query<{ seq: number; chainHash: string }>(
    `select seq, encode(chain_hash, 'hex') as "chainHash" from ledger order by seq desc limit 1`,
  );
  const sealed = await client.query<SealedFact>(
    `select s.store_key as key, encode(s.sha256, 'hex') as sha256 from seal s
     where not exists (select 1 from destruction d where d.capture_id = s.capture_id)`,
  );
  const custody = head.rows[0] ?? { seq: 0, chainHash: "0".repeat(64) };
  return { migrations: migrations.rows, custody, sealed: sealed.rows };
}

/** Sealed captures that the copied objects lack, or hold otherwise (encrypted ones: as far as their presence says). */
async function findMissing(sealed: SealedFact[], index: string): Promise<string[]> {
  const held = new Map<string, string>();
  for await (const { root, key, sha256 } of readLines(index)) if (root === "evidence") held.set(key, sha256);
  return sealed
    .filter(({ key, sha256 }) => {
      const places = [key, quarantineKey(key)];
      if (places.some((place) => held.has(`${place}.enc`))) return false;
      return !places.some((place) => held.get(place) === sha256);
    })
    .map(({ key }) => key);
}

/** Public halves always; private keys and the store's key only when asked for. */
async function copyKeys(keeper: Keeper, dir: string, withKeys: boolean): Promise<BackupRun["keys"]> {
  const from = path.join(keeper.config.dataDir, "keys");
  const names = await readdir(from).catch(() => []);
  const wanted = names.filter((name) => !name.startsWith(".") && (withKeys || /\.(pub\.pem|vkey)$/.test(name)));
  const sources = wanted.map((name) => [path.join(from, name), `keys/${name}`] as const);
  const storeKey = keeper.config.VONGGAC_STORE_KEY_FILE;
  const all = withKeys && storeKey ? [...sources, [storeKey, "keys/store-key.hex"] as const] : sources;
  return copyParts(dir, "keys", all);
}

async function copyLedger({ config }: Keeper, dir: string): Promise<BackupRun["ledger"]> {
  const from = path.join(config.dataDir, "ledger");
  const names = (await readdir(from).catch(() => [])).filter((name) => /^(epoch\.json|checkpoint\.\d+)$/.test(name));
  return copyParts(
    dir,
    "ledger",
    names.map((name) => [path.join(from, name), `ledger/${name}`] as const),
  );
}

async function copyParts(
  dir: string,
  folder: string,
  files: (readonly [string, string])[],
): Promise<BackupRun["keys"]> {
  await makeFolder(path.join(dir, folder));
  const copied: BackupRun["keys"] = [];
  for (const [source, target] of files) {
    await copyFile(source, path.join(dir, target));
    copied.push({ path: target, sha256: await hashFile(path.join(dir, target)) });
  }
  return copied;
}
