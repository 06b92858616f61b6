// Promises the crawler's ports in memory, for one-shot commands and tests: one process, nothing kept after it ends.
import { now, nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import type { ContactedRequest, HostTurn, RequestLog, RobotsCache, Turn } from "../ports.ts";
import { afterRelease, afterTake, freeAtMs, unvisited } from "./turn-arithmetic.ts";
import type { HostRecord } from "./turn-arithmetic.ts";

interface Waiter {
  delayMs: number;
  leaseMs: number;
  grant(turn: Turn): void;
  refuse(error: unknown): void;
}

interface HostState {
  record: HostRecord;
  /** Names the running visit, so that a release after its lease ran out frees nobody else's turn. */
  holder: symbol | null;
  waiting: Waiter[];
  timer: NodeJS.Timeout | undefined;
}

export interface MemoryHostTurn extends HostTurn {
  /** Throws the red switch: waiting visitors get `stopped`, running visits see `isStopped()`. */
  stop(): void;
  resume(): void;
}

const rememberedHosts = 10_000;

/** First come, first served per host; a lease that ran out frees the host by itself. */
export function createMemoryHostTurn(): MemoryHostTurn {
  const hosts = new Map<string, HostState>();
  let stopped = false;

  function stateOf(host: string): HostState {
    const known = hosts.get(host);
    if (known) return known;
    if (hosts.size >= rememberedHosts) forgetRested(hosts);
    const state: HostState = { record: unvisited, holder: null, waiting: [], timer: undefined };
    hosts.set(host, state);
    return state;
  }

  /** Grants the first waiter's turn when it is due, else wakes up when it will be. */
  function serve(state: HostState): void {
    clearTimeout(state.timer);
    const next = state.waiting[0];
    if (!next) return;
    const dueMs = freeAtMs(state.record, next.delayMs);
    if (dueMs > nowMs()) {
      state.timer = setTimeout(() => serve(state), Math.min(dueMs - nowMs(), 2 ** 30));
      return;
    }
    state.waiting.shift();
    next.grant(begin(state, next));
  }

  function begin(state: HostState, waiter: Waiter): Turn {
    const holder = Symbol("visit");
    state.holder = holder;
    state.record = afterTake(state.record, { nowMs: nowMs(), leaseMs: waiter.leaseMs, delayMs: waiter.delayMs });
    return {
      release: async (outcome) => {
        if (state.holder !== holder) return;
        state.holder = null;
        state.record = afterRelease(state.record, { nowMs: nowMs(), backOffMs: outcome?.backOffMs });
        serve(state);
      },
    };
  }

  return {
    take: (host, options) => {
      if (stopped) return Promise.reject(stoppedError(host));
      if (options.signal?.aborted) return Promise.reject(options.signal.reason);
      return waitInLine(stateOf(host), host, options, serve);
    },
    isStopped: async () => stopped,
    stop: () => {
      stopped = true;
      for (const [host, state] of hosts) {
        clearTimeout(state.timer);
        for (const waiter of state.waiting.splice(0)) waiter.refuse(stoppedError(host));
      }
    },
    resume: () => {
      stopped = false;
    },
  };
}

function waitInLine(
  state: HostState,
  host: string,
  options: Parameters<HostTurn["take"]>[1],
  serve: (state: HostState) => void,
): Promise<Turn> {
  const { delayMs, leaseMs, waitMs, signal } = options;
  const { promise, resolve, reject } = Promise.withResolvers<Turn>();
  const settle = () => {
    clearTimeout(patience);
    signal?.removeEventListener("abort", onAbort);
  };
  const waiter: Waiter = {
    delayMs,
    leaseMs,
    grant: (turn) => (settle(), resolve(turn)),
    refuse: (error) => (settle(), reject(error)),
  };
  const leave = (error: unknown) => {
    const place = state.waiting.indexOf(waiter);
    if (place < 0) return;
    state.waiting.splice(place, 1);
    waiter.refuse(error);
    serve(state);
  };
  const notNow = () =>
    leave(
      new AppError("politeness.not-now", {
        detail: `${host}: the turn comes later`,
        facts: { host, retryAtMs: expectedTurnMs(state, delayMs) },
      }),
    );
  const onAbort = () => leave(signal?.reason);
  const patience = setTimeout(notNow, waitMs);
  signal?.addEventListener("abort", onAbort, { once: true });
  state.waiting.push(waiter);
  serve(state);
  if (state.holder === null && expectedTurnMs(state, delayMs) > nowMs() + waitMs) notNow();
  return promise;
}

/** A hint, not a promise: when everybody in line before has had a visit of no length. */
function expectedTurnMs(state: HostState, delayMs: number): number {
  const idle: HostRecord =
    state.holder === null ? state.record : { ...state.record, leaseUntilMs: null, endedAtMs: nowMs() };
  return Math.max(nowMs(), freeAtMs(idle, delayMs)) + Math.max(0, state.waiting.length - 1) * delayMs;
}

function forgetRested(hosts: Map<string, HostState>): void {
  for (const [host, state] of hosts) {
    const rested = state.holder === null && state.waiting.length === 0 && freeAtMs(state.record, 60_000) < nowMs();
    if (rested) hosts.delete(host);
  }
}

function stoppedError(host: string): AppError {
  return new AppError("stopped", {
    detail: "the red switch is on",
    cure: "Release the red switch to go on.",
    facts: { host },
  });
}

export function createMemoryRobotsCache(): RobotsCache {
  const answers = new Map<string, { body: string; status: number; fetchedAt: Date }>();
  return {
    get: async (origin) => answers.get(origin) ?? null,
    put: async (origin, answer) => {
      answers.set(origin, { ...answer, fetchedAt: now() });
    },
  };
}

/** Keeps the last `limit` requests; `lines` is a live view. */
export function createMemoryRequestLog(limit = 100_000): RequestLog & { readonly lines: readonly ContactedRequest[] } {
  const lines: ContactedRequest[] = [];
  return {
    lines,
    write: (request) => {
      if (lines.length >= limit) lines.shift();
      lines.push(request);
    },
    flush: async () => undefined,
  };
}
