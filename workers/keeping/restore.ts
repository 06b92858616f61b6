// Promises a machine brought back from a backup: objects first, rows last in one transaction; cut off half way, it says so and starts again.
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { now } from "#core/clock.ts";
import type { Config } from "#core/config.ts";
import { startEmbeddedPostgres } from "#core/db/embedded-postgres.ts";
import { migrate } from "#core/db/migrate.ts";
import { inTransaction, createPool } from "#core/db/pool.ts";
import { restoringFile } from "#core/db/open-database.ts";
import { AppError } from "#core/errors.ts";
import { openBlobStore } from "#evidence/store/blob-store.ts";
import { openLocalStore } from "#evidence/store/local-store.ts";
import { openKeptStore } from "#evidence/store/open-store.ts";
import { appendCustody } from "../custody.ts";
import { loadDatabase } from "./backup-database.ts";
import { putObjectsBack } from "./backup-objects.ts";
import { type BackupRun, openRun } from "./backup-run.ts";

export interface RestoreOptions {
  from: string;
  /** null for the newest complete run. */
  run: string | null;
  actor: string;
}

/**
 * Restores onto a machine without evidence. While it works, `RESTORING` stands in the data folder and the program refuses to
 * open; the same restore may be run again. Gives the run and the objects that the backup itself holds damaged.
 */
export async function restore(config: Config, options: RestoreOptions): Promise<{ run: BackupRun; damaged: string[] }> {
  const { dir, run } = await openRun(options.from, options.run);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const mark = restoringFile(config.dataDir);
  const marked = await readFile(mark, "utf8").catch(() => null);
  if (marked !== null && marked !== run.id)
    throw new AppError("conflict", {
      detail: `a restore of ${marked} was cut off here`,
      cure: `Run it again with --run ${marked}, or empty the data folder and the database.`,
    });
  const owner = await openOwner(config);
  try {
    if (marked === null) await refuseUnlessEmpty(owner.pool);
    await writeFile(mark, run.id, { flush: true });
    const stores = { evidence: openKeptStore(config), blobs: openLocalStore(path.join(config.dataDir, "blobs")) };
    const kept = openBlobStore(openLocalStore(path.join(options.from, "objects")));
    const damaged = await putObjectsBack(stores, kept, path.join(dir, run.objects.path));
    await putKeysBack(config, dir, run);
    await putLedgerBack(config, dir, run);
    await putRowsBack(owner.pool, dir, run, options.actor);
    await rm(mark);
    return { run, damaged };
  } finally {
    await owner.close();
  }
}

/** The tables' owner: triggers are off while rows are put back, which the program's own role may not do. */
async function openOwner(config: Config): Promise<{ pool: pg.Pool; close(): Promise<void> }> {
  const server = config.DATABASE_URL ? null : await startEmbeddedPostgres(config.dataDir);
  const pool = createPool(config.DATABASE_URL ?? server!.url, 2);
  const close = async () => {
    await pool.end();
    await server?.stop();
  };
  return { pool, close };
}

async function refuseUnlessEmpty(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ there: boolean }>("select to_regclass('public.seal') is not null as there");
  if (!rows[0]!.there) return;
  const found = await pool.query<{ count: number }>(
    "select (select count(*) from capture)::int + (select count(*) from person)::int + (select count(*) from target)::int as count",
  );
  if (found.rows[0]!.count === 0) return;
  throw new AppError("conflict", {
    detail: "this database holds work already: a restore never writes over it",
    cure: "Restore into an empty VONGGAC_DATA and an empty database.",
  });
}

async function putKeysBack(config: Config, dir: string, run: BackupRun): Promise<void> {
  const folder = path.join(config.dataDir, "keys");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { path: part } of run.keys) {
    const target = path.join(folder, path.basename(part));
    await copyFile(path.join(dir, part), target);
    await chmod(target, /\.(pub\.pem|vkey)$/.test(part) ? 0o644 : 0o600);
  }
}

/** The log's memory stands before its rows do: a restore that loses entries which were signed is told as a rollback. */
async function putLedgerBack(config: Config, dir: string, run: BackupRun): Promise<void> {
  const folder = path.join(config.dataDir, "ledger");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { path: part } of run.ledger) await copyFile(path.join(dir, part), path.join(folder, path.basename(part)));
}

/** The schema as it was then, its rows, then the migrations that came since: each migration sees what it was written for. */
async function putRowsBack(pool: pg.Pool, dir: string, run: BackupRun, actor: string): Promise<void> {
  await migrate(pool, new Set(run.migrations.map((m) => m.name)));
  const applied = await pool.query<{ name: string; sha256: string }>("select name, sha256 from migration");
  for (const { name, sha256 } of run.migrations)
    if (!applied.rows.some((row) => row.name === name && row.sha256 === sha256))
      throw new AppError("conflict", {
        detail: `the backup was made with migration ${name}, which this program does not have in that form`,
        cure: "Restore with the program that made the backup, or a newer one of the same line.",
      });
  await inTransaction(pool, async (tx) => {
    const client = tx as pg.PoolClient;
    await client.query("set local statement_timeout = 0");
    const rows = await loadDatabase(client, path.join(dir, run.database.path));
    for (const [table, count] of Object.entries(run.database.rows))
      if ((rows[table] ?? 0) !== count)
        throw new AppError("input.unreadable", { detail: `${table}: ${rows[table] ?? 0} rows of ${count}` });
    // Captures between visit and seal had their bundle on the old machine's disk: they are visited again.
    await client.query("update capture set state = 'queued' where state = 'captured'");
  });
  await migrate(pool);
  await inTransaction(pool, (tx) =>
    appendCustody(tx, {
      at: now().toISOString(),
      actor,
      act: "backup.restored",
      subject: run.id,
      sha256: run.database.sha256,
      detail: { finishedAt: run.finishedAt, seq: run.custody.seq, chainHash: run.custody.chainHash },
    }),
  );
}
