// Promises that a job is asked for in the same transaction as the rows it is about: both happen or neither.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRow, selectRows, toJson } from "../db/sql.ts";

const sql = loadSql(
  import.meta.url,
  "insertOutbox",
  "notifyOutbox",
  "takeOutbox",
  "deleteOutbox",
  "countOutbox",
  "insertDeadJob",
  "selectDeadJobs",
);

export const OutboxRow = z.object({
  id: z.number(),
  job: z.string(),
  data: z.record(z.string(), z.unknown()),
  key: z.string(),
  notBefore: z.date().nullable(),
});
export type OutboxRow = z.infer<typeof OutboxRow>;

/** Asks for a job; the relay hands it to the queue after the transaction commits. */
export async function enqueue(
  tx: Db,
  job: { name: string; data: Record<string, unknown>; key: string; notBefore?: Date },
): Promise<void> {
  await execute(tx, sql.insertOutbox, [job.name, toJson(job.data), job.key, job.notBefore ?? null]);
  await execute(tx, sql.notifyOutbox, []);
}

/** Rows to hand on, held until the transaction ends; other relays skip them. */
export function takeOutboxRows(tx: Db, limit: number): Promise<OutboxRow[]> {
  return selectRows(tx, sql.takeOutbox, [limit], OutboxRow);
}

export async function deleteOutboxRows(tx: Db, ids: number[]): Promise<void> {
  await execute(tx, sql.deleteOutbox, [ids]);
}

export async function countOutboxRows(db: Db): Promise<number> {
  return (await selectRow(db, sql.countOutbox, [], z.object({ count: z.number() }))).count;
}

export const DeadJobRow = z.object({
  id: z.number(),
  job: z.string(),
  key: z.string(),
  data: z.record(z.string(), z.unknown()),
  error: z.string(),
  attempts: z.number(),
  at: z.date(),
});
export type DeadJobRow = z.infer<typeof DeadJobRow>;

export async function insertDeadJob(db: Db, job: Omit<DeadJobRow, "id" | "at">): Promise<void> {
  const values = [job.job, job.key, toJson(job.data), job.error.slice(0, 2000), job.attempts, now()];
  await execute(db, sql.insertDeadJob, values);
}

/** Newest first. */
export function selectDeadJobs(db: Db, before: number | null, limit: number): Promise<DeadJobRow[]> {
  return selectRows(db, sql.selectDeadJobs, [before, limit], DeadJobRow);
}
