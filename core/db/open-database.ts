// Promises a migrated database: the one DATABASE_URL names, or the embedded one.
import type pg from "pg";
import type { Config } from "../config.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { migrate } from "./migrate.ts";
import { createPool } from "./pool.ts";

export interface Database {
  pool: pg.Pool;
  url: string;
  /** How it runs, for doctor and start-up lines; never holds the password. */
  how: string;
  close(): Promise<void>;
}

/** Opens and migrates. Throws AppError `database.unavailable` with the cure. */
export async function openDatabase(config: Config, poolSize = 10): Promise<Database> {
  const embedded = config.DATABASE_URL ? null : await startEmbeddedPostgres(config.dataDir);
  const url = config.DATABASE_URL ?? embedded!.url;
  const pool = createPool(url, poolSize);
  const close = async () => {
    await pool.end();
    await embedded?.stop();
  };
  try {
    await migrate(pool);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    pool,
    url,
    how: embedded ? `embedded Postgres 18 (${embedded.how})` : "DATABASE_URL",
    close,
  };
}
