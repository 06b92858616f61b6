// Promises a migrated database: the one DATABASE_URL names, or the embedded one.
import type pg from "pg";
import type { Config } from "../config.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { migrate } from "./migrate.ts";
import { createPool } from "./pool.ts";
import { appRole, limitOwnRights, separateAppRole } from "./rights.ts";

export interface Database {
  pool: pg.Pool;
  /** The role in it may add to append-only tables and change none of their rows, as far as the server lets us. */
  url: string;
  /** How it runs, for doctor and start-up lines; never holds the password. */
  how: string;
  close(): Promise<void>;
}

/** Opens and migrates. Throws AppError `database.unavailable` with the cure. */
export async function openDatabase(config: Config, poolSize = 10): Promise<Database> {
  if (!config.DATABASE_URL) return openEmbedded(await startEmbeddedPostgres(config.dataDir), poolSize);
  const url = config.DATABASE_URL;
  const pool = createPool(url, poolSize);
  try {
    await migrate(pool);
    await limitOwnRights(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { pool, url, how: "DATABASE_URL", close: () => pool.end() };
}

/** Tables belong to the server's owner; the program works under a role of its own, which cannot rewrite what is append-only. */
async function openEmbedded(server: EmbeddedPostgres, poolSize: number): Promise<Database> {
  const owner = createPool(server.url, 1);
  try {
    await migrate(owner);
    await separateAppRole(owner, server.appPassword);
  } catch (error) {
    await owner.end();
    await server.stop();
    throw error;
  }
  await owner.end();
  const url = Object.assign(new URL(server.url), { username: appRole, password: server.appPassword }).href;
  const pool = createPool(url, poolSize);
  const close = async () => {
    await pool.end();
    await server.stop();
  };
  return { pool, url, how: `embedded Postgres 18 (${server.how})`, close };
}
