// Promises the rows behind politeness: whose turn it is at a host, robots answers, and the log of everything contacted.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, toJson } from "../db/sql.ts";

const sql = loadSql(
  import.meta.url,
  "ensureHost",
  "takeTurn",
  "renewTurn",
  "selectWait",
  "releaseTurn",
  "selectRobots",
  "upsertRobots",
  "insertRequests",
);

export interface TurnTimes {
  leaseMs: number;
  /** Distance that the next visit keeps. Written down at once: it holds also where the visitor is killed. */
  delayMs: number;
}

/** True when the turn is now `holder`'s, for at most `leaseMs`. The database's clock decides, so workers need not agree on time. */
export async function takeHostTurn(db: Db, host: string, holder: string, times: TurnTimes): Promise<boolean> {
  const values = [host, holder, times.leaseMs, Math.ceil(times.delayMs)];
  if ((await execute(db, sql.takeTurn, values)) === 1) return true;
  if ((await execute(db, sql.ensureHost, [host])) === 0) return false;
  return (await execute(db, sql.takeTurn, values)) === 1;
}

/** Keeps a turn that is still in use; false where it was lost. */
export async function renewHostTurn(db: Db, host: string, holder: string, times: TurnTimes): Promise<boolean> {
  return (await execute(db, sql.renewTurn, [host, holder, times.leaseMs, Math.ceil(times.delayMs)])) === 1;
}

const Wait = z.object({ waitMs: z.number(), held: z.boolean() });

/** How long until the turn may be free, and whether somebody holds it now (then it may come sooner). */
export async function selectHostWait(db: Db, host: string): Promise<{ waitMs: number; held: boolean }> {
  return (await selectOptionalRow(db, sql.selectWait, [host], Wait)) ?? { waitMs: 0, held: false };
}

/** Ends a visit: the next one may start `delayMs` later, or `backOffMs` later if that is longer. */
export async function releaseHostTurn(
  db: Db,
  host: string,
  holder: string,
  delayMs: number,
  backOffMs: number,
): Promise<void> {
  await execute(db, sql.releaseTurn, [host, holder, Math.ceil(delayMs), Math.ceil(backOffMs)]);
}

const Robots = z.object({ status: z.number(), body: z.string(), fetchedAt: z.date() });

export function selectRobotsAnswer(db: Db, origin: string): Promise<z.infer<typeof Robots> | null> {
  return selectOptionalRow(db, sql.selectRobots, [origin], Robots);
}

export async function upsertRobotsAnswer(db: Db, origin: string, status: number, body: string): Promise<void> {
  await execute(db, sql.upsertRobots, [origin, status, body.replaceAll("\0", ""), now()]);
}

export interface RequestLogRow {
  at: Date;
  host: string;
  method: string;
  url: string;
  via: string;
  purpose: string;
  status: number | null;
  ip: string | null;
  outcome: string;
  reason: string;
  size_bytes: number;
  took_ms: number;
}

export async function insertRequestRows(db: Db, rows: RequestLogRow[]): Promise<void> {
  await execute(db, sql.insertRequests, [toJson(rows)]);
}
