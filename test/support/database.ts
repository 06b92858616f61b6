// Promises every test file a fresh migrated database of its own on a real Postgres, copied from a template.
import { randomBytes } from "node:crypto";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "#core/db/embedded-postgres.ts";
import { migrate } from "#core/db/migrate.ts";
import { createPool } from "#core/db/pool.ts";

/** One server for all test files of a machine; the last process to leave stops it. */
const serverDir = path.join(os.tmpdir(), `vonggac-test-postgres-${process.getuid?.() ?? 0}`);

export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** An empty migrated database; `close` drops it. */
export async function createTestDatabase(poolSize = 6): Promise<TestDatabase> {
  const server = await startEmbeddedPostgres(serverDir);
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client(server.url);
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = server.url.replace(/\/[^/]*$/, `/${name}`);
  const pool = createPool(url, poolSize);
  await migrate(pool);
  return {
    url,
    pool,
    close: async () => {
      await pool.end();
      const last = new pg.Client(server.url);
      await last.connect();
      await last.query(`drop database ${name} with (force)`);
      await last.end();
      await server.stop();
    },
  };
}
