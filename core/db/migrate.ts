// Promises forward-only migrations: numbered files, checksums, one lock, one transaction each.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type pg from "pg";
import { AppError } from "../errors.ts";
import { toDatabaseError } from "./sql.ts";

const folder = new URL("./migrations/", import.meta.url);
/** Any number of processes may start at once: one migrates, the others wait here. */
const lockKey = 7_210_011;

interface Migration {
  name: string;
  sql: string;
  sha256: string;
}

function readMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(name, folder), "utf8");
      return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
    });
}

/**
 * Brings the database up to this program's schema; returns the names applied now. `only` stops at an earlier schema, by the
 * names of its migrations: a backup is put back into the schema it came from.
 * Throws AppError `database.failed` when an applied file was edited or the database is newer than the program.
 */
export async function migrate(pool: pg.Pool, only: ReadonlySet<string> | null = null): Promise<string[]> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toDatabaseError(error, "connect");
  });
  try {
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    const all = readMigrations();
    return await applyMissing(client, only ? all.filter((m) => only.has(m.name)) : all);
  } catch (error) {
    throw toDatabaseError(error, "migrate");
  } finally {
    await client.query("select pg_advisory_unlock($1)", [lockKey]).catch(() => undefined); // the lock dies with a broken connection
    client.release();
  }
}

async function applyMissing(client: pg.PoolClient, migrations: Migration[]): Promise<string[]> {
  await client.query(
    "create table if not exists migration (name text primary key, sha256 text not null, at timestamptz not null default now())",
  );
  const applied = new Map(
    (await client.query<{ name: string; sha256: string }>("select name, sha256 from migration")).rows.map((r) => [
      r.name,
      r.sha256,
    ]),
  );
  for (const [name, sha256] of applied) {
    const known = migrations.find((m) => m.name === name);
    if (!known)
      throw new AppError("database.failed", {
        detail: `the database knows migration ${name}, this program does not`,
        cure: "Start the newer program.",
      });
    if (known.sha256 !== sha256)
      throw new AppError("database.failed", {
        detail: `migration ${name} was edited after it ran`,
        cure: "Put the file back as it was and add a new migration.",
      });
  }
  const done: string[] = [];
  for (const migration of migrations.filter((m) => !applied.has(m.name))) {
    await client.query("begin");
    try {
      await client.query(migration.sql);
      await client.query("insert into migration (name, sha256) values ($1, $2)", [migration.name, migration.sha256]);
      await client.query("commit");
    } catch (error) {
      await client.query("rollback");
      throw error;
    }
    done.push(migration.name);
  }
  return done;
}
