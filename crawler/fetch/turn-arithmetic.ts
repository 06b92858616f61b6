// Promises the sums behind politeness, free of clocks and stores, so that memory and Postgres give the same turns.
import type { Exchange } from "#core/nouns/fetched.ts";

/** What is remembered of one host between visits; all times in milliseconds since 1970. */
export interface HostRecord {
  /** End of the running visit's lease, or null while nobody visits. */
  leaseUntilMs: number | null;
  /** When the last visit ended, or null before the first. */
  endedAtMs: number | null;
  /** The delay that the last visitor promised to leave behind. */
  delayMs: number;
  /** Nobody comes before this time (429, 503, Retry-After). */
  backOffUntilMs: number;
}

export const unvisited: Readonly<HostRecord> = { leaseUntilMs: null, endedAtMs: null, delayMs: 0, backOffUntilMs: 0 };

/**
 * Earliest start of a visit that wants `delayMs` of distance. The larger of both delays holds.
 * A lease that ran out counts as a visit that ended when it ran out.
 */
export function freeAtMs(record: HostRecord, delayMs: number): number {
  const endedAtMs = record.leaseUntilMs ?? record.endedAtMs;
  const rested = endedAtMs === null ? 0 : endedAtMs + Math.max(record.delayMs, delayMs);
  return Math.max(rested, record.backOffUntilMs);
}

/** The record while a visit runs. */
export function afterTake(record: HostRecord, turn: { nowMs: number; leaseMs: number; delayMs: number }): HostRecord {
  return { ...record, leaseUntilMs: turn.nowMs + turn.leaseMs, delayMs: turn.delayMs };
}

/** The record after a visit. */
export function afterRelease(record: HostRecord, end: { nowMs: number; backOffMs?: number | undefined }): HostRecord {
  const backOffUntilMs =
    end.backOffMs === undefined ? record.backOffUntilMs : Math.max(record.backOffUntilMs, end.nowMs + end.backOffMs);
  return { ...record, leaseUntilMs: null, endedAtMs: end.nowMs, backOffUntilMs };
}

const firstBackOffMs = 30_000;
const longestBackOffMs = 3_600_000;

/** Retry-After as milliseconds from now (RFC 9110 section 10.2.3: seconds or an HTTP date), or null when unreadable. */
export function readRetryAfterMs(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value) * 1000;
  const atMs = /[A-Za-z]/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/** How long one browser visit's last answer asks to be left alone, or undefined. */
export function backOffOf(
  exchange: Pick<Exchange, "status" | "responseHeaders"> | undefined,
  nowMs: number,
): number | undefined {
  const retryAfter = exchange?.responseHeaders.find(([name]) => name.toLowerCase() === "retry-after")?.[1];
  return backOffAfter({ status: exchange?.status ?? null, retryAfter, strikes: 0, nowMs });
}

/**
 * How long to leave a host alone after `status`, or undefined when nothing was complained about.
 * Doubles with each complaint in a row (`strikes`, 0 for the first), never below what the host asked, an hour at most
 * for our own doubling and a day for the host's wish.
 */
export function backOffAfter(answer: {
  status: number | null;
  retryAfter: string | undefined;
  strikes: number;
  nowMs: number;
}): number | undefined {
  if (answer.status !== 429 && answer.status !== 503) return undefined;
  const own = Math.min(longestBackOffMs, firstBackOffMs * 2 ** Math.min(answer.strikes, 10));
  const asked = readRetryAfterMs(answer.retryAfter, answer.nowMs);
  if (asked === null) return own;
  const wish = Math.min(asked, 24 * longestBackOffMs);
  return answer.strikes === 0 ? wish : Math.max(wish, own);
}
