// Promises connections with limits and transactions that end one way or the other.
import pg from "pg";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import { type Db, toDatabaseError } from "./sql.ts";

// int8 counts of this house fit a double; numeric is not used.
pg.types.setTypeParser(20, Number);
// A date without time stays the text it is: no time zone may move it.
pg.types.setTypeParser(1082, (text: string) => text);

/**
 * A connection that is cut between two statements of a transaction emits "error" while nobody listens, which would end the
 * process. Here the next statement says so instead. For every pool and client of the house, the queue's included.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on("error", () => undefined);
  }
}

/** A pool of at most `max` connections, each statement limited to 30 s. */
export function createPool(connectionString: string, max = 8): pg.Pool {
  const pool = new pg.Pool({
    Client: SteadyClient,
    connectionString,
    max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    options: "-c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
    application_name: "vonggac",
  });
  // Sockets outlive pool.end() for a moment: what the stopping server says to them is no news.
  pool.on("error", (error) => {
    if (!pool.ending) log.warn({ err: error }, "database.connection-lost");
  });
  return pool;
}

/** Runs `work` in one transaction; rolls back on any error and throws it as AppError. */
export async function inTransaction<T>(pool: pg.Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toDatabaseError(error, "connect");
  });
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((e: unknown) => {
      broken = e instanceof Error ? e : new Error(String(e));
    });
    throw error instanceof AppError ? error : toDatabaseError(error, "transaction");
  } finally {
    client.release(broken);
  }
}

/** Runs `work` on one snapshot of the database, reading only: whatever it counts is of the same instant. */
export function inSnapshot<T>(pool: pg.Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (tx) => {
    await tx.query({ text: "set transaction isolation level repeatable read, read only" });
    return work(tx);
  });
}
