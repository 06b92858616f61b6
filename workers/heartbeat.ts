// Promises the health of the worker beside it: whether another process at this address touched the database a moment ago.
import { readConfig } from "#core/config.ts";
import { createPool } from "#core/db/pool.ts";

/**
 * Asks Postgres (pg_stat_activity) for a statement of another connection of the house from this network address, at most
 * `withinSeconds` old: the relay polls every second, so a process that is blocked, frozen or cut off is silent for longer.
 * Rejects when the database cannot be reached. In a container, the address is that of its worker alone.
 */
export async function hasHeartbeat(databaseUrl: string, withinSeconds = 15): Promise<boolean> {
  const pool = createPool(databaseUrl, 1);
  try {
    const { rowCount } = await pool.query(
      `select from pg_stat_activity
       where application_name = 'vonggac' and datname = current_database()
         and client_addr = inet_client_addr() and pid <> pg_backend_pid()
         and state_change > clock_timestamp() - make_interval(secs => $1)
       limit 1`,
      [withinSeconds],
    );
    return rowCount === 1;
  } finally {
    await pool.end();
  }
}

if (import.meta.main) {
  const { DATABASE_URL } = readConfig();
  const lives = DATABASE_URL !== undefined && (await hasHeartbeat(DATABASE_URL).catch(() => false));
  process.exit(lives ? 0 : 1);
}
