// Promises that what the outbox holds reaches the queue: woken by NOTIFY, polling as a safety net.
import type pg from "pg";
import { inTransaction, SteadyClient } from "#core/db/pool.ts";
import { toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import { deleteOutboxRows, takeOutboxRows } from "#core/records/outbox.ts";
import type { JobName } from "./jobs.ts";
import type { QueueDoor } from "./queue.ts";

const batchSize = 200;
const pollMs = 1000;

/**
 * Hands on one batch; returns how many. Rows are deleted in the transaction that read them: a kill between
 * adding and commit adds them again, and the queue's key makes that one job.
 */
export function relayBatch(pool: pg.Pool, queue: QueueDoor): Promise<number> {
  return inTransaction(pool, async (tx) => {
    const rows = await takeOutboxRows(tx, batchSize);
    if (rows.length === 0) return 0;
    await queue.add(
      rows.map((r) => ({
        name: r.job as JobName,
        data: r.data,
        key: r.key,
        delayMs: Math.max(0, (r.notBefore?.getTime() ?? 0) - Date.now()),
      })),
    );
    await deleteOutboxRows(
      tx,
      rows.map((r) => r.id),
    );
    return rows.length;
  });
}

/** Runs until the returned function is called. Any number of processes may relay at once. */
export function startRelay(pool: pg.Pool, databaseUrl: string, queue: QueueDoor): () => Promise<void> {
  let isClosed = false;
  let isDue = false;
  let wake: () => void = () => undefined;
  const listener = new SteadyClient({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  listener.on("notification", () => {
    isDue = true;
    wake();
  });
  const listening = listener
    .connect()
    .then(() => listener.query("listen outbox"))
    .catch((error: unknown) => log.warn({ err: error }, "relay.listener-lost")); // polling goes on

  const loop = (async () => {
    while (!isClosed) {
      isDue = false;
      const moved = await relayBatch(pool, queue).catch((error: unknown) => {
        log.warn({ err: toAppError(error) }, "relay.failed");
        return 0;
      });
      if (moved === batchSize || isDue || isClosed) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  })();
  return async () => {
    isClosed = true;
    wake();
    await loop;
    await listening;
    await listener.end().catch(() => undefined); // already lost
  };
}
