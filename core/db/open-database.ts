// Promises a migrated database: the one DATABASE_URL names, or the embedded one.
import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import type pg from "pg";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import { loadShippedLaw } from "../law/ship-law.ts";
import { shipSchedules } from "../report/ship-schedules.ts";
import { log } from "../log.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { migrate } from "./migrate.ts";
import { createPool } from "./pool.ts";
import { appRole, describeRights, limitOwnRights, separateAppRole } from "./rights.ts";

export interface Database {
  pool: pg.Pool;
  /** The role in it may add to append-only tables and change none of their rows, as far as the server lets us. */
  url: string;
  /** How it runs, for doctor and start-up lines; never holds the password. */
  how: string;
  close(): Promise<void>;
}

/** Stands in the data folder while a restore is not finished: what is there looks whole and is not. */
export const restoringFile = (dataDir: string) => path.join(dataDir, "RESTORING");

/** Opens and migrates. Throws AppError `database.unavailable` with the cure. */
export async function openDatabase(config: Config, poolSize = 10): Promise<Database> {
  if (existsSync(restoringFile(config.dataDir)))
    throw new AppError("config.invalid", {
      detail: `${config.dataDir}: a restore was cut off here`,
      cure: "Run the same restore again.",
    });
  if (!config.DATABASE_URL) return openEmbedded(await startEmbeddedPostgres(config.dataDir), poolSize);
  const url = config.DATABASE_URL;
  const owner = createPool(url, poolSize);
  try {
    await migrate(owner);
    const app = (await describeRights(owner)).isSuperuser ? await openAsAppRole(owner, url, poolSize) : null;
    if (app) await owner.end();
    else await limitOwnRights(owner);
    const { pool } = app ?? { pool: owner };
    await loadShippedLaw(pool);
    await shipSchedules(pool);
    return { pool, url: app?.url ?? url, how: "DATABASE_URL", close: () => pool.end() };
  } catch (error) {
    await owner.end();
    throw error;
  }
}

const asAppRole = (url: string, password: string) => Object.assign(new URL(url), { username: appRole, password }).href;

/**
 * A superuser's DATABASE_URL serves for migrations; the program then works under its own role, whose password every process of the
 * installation derives from that of the URL. Null where the server does not let that role in (its pg_hba.conf, a pooler before it).
 */
async function openAsAppRole(owner: pg.Pool, ownerUrl: string, poolSize: number) {
  const secret = URL.canParse(ownerUrl) ? new URL(ownerUrl).password : "";
  if (secret === "") return null;
  const password = createHmac("sha256", secret).update(appRole).digest("hex");
  const url = asAppRole(ownerUrl, password);
  for (const resets of [false, true]) {
    await separateAppRole(owner, password, resets);
    const pool = createPool(url, poolSize);
    try {
      await pool.query("select 1");
      return { pool, url };
    } catch (error) {
      await pool.end();
      if (resets) log.warn({ err: error }, "database.own-role-refused");
    }
  }
  return null;
}

/** Tables belong to the server's owner; the program works under a role of its own, which cannot rewrite what is append-only. */
async function openEmbedded(server: EmbeddedPostgres, poolSize: number): Promise<Database> {
  const owner = createPool(server.url, 1);
  try {
    await migrate(owner);
    await separateAppRole(owner, server.appPassword, true);
  } catch (error) {
    await owner.end();
    await server.stop();
    throw error;
  }
  await owner.end();
  const url = asAppRole(server.url, server.appPassword);
  const pool = createPool(url, poolSize);
  await loadShippedLaw(pool);
  const close = async () => {
    await pool.end();
    await server.stop();
  };
  return { pool, url, how: `embedded Postgres 18 (${server.how})`, close };
}
