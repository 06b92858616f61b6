// Promises politeness across all worker processes: turns, robots answers and the request log live in Postgres.
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { log } from "#core/log.ts";
import {
  insertRequestRows,
  releaseHostTurn,
  renewHostTurn,
  selectHostWait,
  selectRobotsAnswer,
  takeHostTurn,
  upsertRobotsAnswer,
} from "#core/records/host-turn.ts";
import { isStopped } from "#core/records/setting.ts";
import type { ContactedRequest, HostTurn, RequestLog, RobotsCache } from "#crawler/ports.ts";

/** Short and renewed, so that the turn of a killed worker is free again soon. */
const shortLeaseMs = 10_000;
const renewEveryMs = 3_000;
/** A held turn usually comes free before its lease ends: ask again this often. */
const askAgainMs = 250;

export function createHostTurn(pool: pg.Pool): HostTurn {
  const take: HostTurn["take"] = async (host, { delayMs, leaseMs, waitMs, signal }) => {
    const holder = newId();
    const giveUpAtMs = nowMs() + waitMs;
    for (;;) {
      if (await isStopped(pool))
        throw new AppError("stopped", {
          detail: "the red switch is on",
          cure: "Switch scanning on again at the desk.",
        });
      signal?.throwIfAborted();
      if (await takeHostTurn(pool, host, holder, { leaseMs: shortLeaseMs, delayMs }))
        return holdTurn(pool, host, holder, delayMs, leaseMs);
      const wait = await selectHostWait(pool, host);
      const nextTryMs = Math.max(20, wait.held ? Math.min(wait.waitMs, askAgainMs) : wait.waitMs);
      if (nowMs() + nextTryMs > giveUpAtMs) {
        const retryAtMs = nowMs() + (wait.held ? Math.max(delayMs, askAgainMs) : wait.waitMs);
        throw new AppError("politeness.not-now", {
          detail: `the turn at ${host} comes later`,
          facts: { host, retryAtMs },
        });
      }
      await sleep(nextTryMs, undefined, signal ? { signal } : {}).catch((error: unknown) => {
        throw signal?.aborted ? signal.reason : error;
      });
    }
  };
  return { take, isStopped: () => isStopped(pool) };
}

function holdTurn(pool: pg.Pool, host: string, holder: string, delayMs: number, leaseMs: number) {
  const endsAtMs = nowMs() + leaseMs;
  const renewal = setInterval(() => {
    if (nowMs() > endsAtMs) return clearInterval(renewal);
    renewHostTurn(pool, host, holder, { leaseMs: shortLeaseMs, delayMs }).catch((error: unknown) =>
      log.warn({ err: error, host }, "turn.renewal-failed"),
    );
  }, renewEveryMs);
  renewal.unref();
  return {
    release: async (outcome?: { backOffMs?: number }) => {
      clearInterval(renewal);
      await releaseHostTurn(pool, host, holder, delayMs, outcome?.backOffMs ?? 0);
    },
  };
}

export function createRobotsCache(pool: pg.Pool): RobotsCache {
  return {
    get: (origin) => selectRobotsAnswer(pool, origin),
    put: (origin, answer) => upsertRobotsAnswer(pool, origin, answer.status, answer.body),
  };
}

/** Writes in batches; what cannot be written is logged, and never stops a visit. */
export function createRequestLog(pool: pg.Pool): RequestLog & { close(): Promise<void> } {
  let waiting: ContactedRequest[] = [];
  let writing: Promise<void> = Promise.resolve();
  const flush = () => {
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) {
      writing = writing
        .then(() => insertRequestRows(pool, batch.map(toRow)))
        .catch((error: unknown) => log.error({ err: error, lost: batch.length }, "request-log.failed"));
    }
    return writing;
  };
  const timer = setInterval(() => void flush(), 1000);
  timer.unref();
  return {
    write: (request) => {
      waiting.push(request);
      if (waiting.length >= 200) void flush();
    },
    flush,
    close: () => {
      clearInterval(timer);
      return flush();
    },
  };
}

const clean = (text: string) => text.slice(0, 4000);

function toRow(r: ContactedRequest) {
  return {
    at: r.at,
    host: clean(r.host),
    method: clean(r.method),
    url: clean(r.url),
    via: r.via,
    purpose: r.purpose,
    status: r.status,
    ip: r.ip,
    outcome: r.outcome,
    reason: clean(r.reason),
    size_bytes: Math.round(r.sizeBytes),
    took_ms: r.tookMs,
  };
}
