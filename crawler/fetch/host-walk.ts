// Promises that one visit holds exactly the turn of the host it is at, and leaves each host with the back-off it asked for.
import { nowMs } from "#core/clock.ts";
import type { Config } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import type { HostTurn, Turn } from "../ports.ts";
import { nextAllowedMs } from "./allowed-hours.ts";
import { backOffAfter } from "./turn-arithmetic.ts";
import { valuesOf } from "./visit.ts";

export interface HostWalk {
  /** Leaves the current host and waits for the turn at `host`; staying at a host costs nothing. */
  goTo(host: string, delayMs: number): Promise<void>;
  /** Leaves the current host, so that another visit (robots.txt of the next one) may run meanwhile. */
  leave(): Promise<void>;
  isAt(host: string): boolean;
  /** Notes 429 and 503 of the current host. */
  answered(exchange: Exchange): void;
}

export interface WalkOptions {
  waitMs: number;
  leaseMs: number;
  signal: AbortSignal;
  /** A host whose turn the caller holds already: it is neither taken nor released here. */
  heldHost: string | null;
}

export interface WalkStarter {
  start(options: WalkOptions): HostWalk;
}

const rememberedStrikes = 5000;

/** Complaints in a row are counted per host for the life of this object. */
export function createWalkStarter(turn: HostTurn, config: Pick<Config, "VONGGAC_ALLOWED_HOURS">): WalkStarter {
  const strikes = new Map<string, number>();

  function noteStrike(host: string, exchange: Exchange): number | undefined {
    const before = strikes.get(host) ?? 0;
    const backOffMs = backOffAfter({
      status: exchange.status,
      retryAfter: valuesOf(exchange, "retry-after")[0],
      strikes: before,
      nowMs: nowMs(),
    });
    if (backOffMs === undefined) {
      strikes.delete(host);
      return undefined;
    }
    if (strikes.size >= rememberedStrikes) strikes.delete(strikes.keys().next().value ?? "");
    strikes.set(host, before + 1);
    return backOffMs;
  }

  return {
    start: (options) => {
      let at = options.heldHost;
      let held: Turn | null = null;
      let backOffMs: number | undefined;
      const leave = async () => {
        const leaving = held;
        held = null;
        at = null;
        await leaving?.release(backOffMs === undefined ? {} : { backOffMs });
        backOffMs = undefined;
      };
      return {
        leave,
        isAt: (host) => at === host,
        goTo: async (host, delayMs) => {
          if (at === host) return;
          await leave();
          if (host !== options.heldHost) {
            checkHours(host, config.VONGGAC_ALLOWED_HOURS);
            held = await turn.take(host, {
              delayMs,
              leaseMs: options.leaseMs,
              waitMs: options.waitMs,
              signal: options.signal,
            });
          }
          at = host;
        },
        answered: (exchange) => {
          if (at !== null) backOffMs = noteStrike(at, exchange);
        },
      };
    },
  };
}

/** Throws `politeness.not-now` outside the hours in which the office allows visits. */
export function checkHours(host: string, hours: string): void {
  const retryAtMs = nextAllowedMs(hours, nowMs());
  if (retryAtMs <= nowMs()) return;
  throw new AppError("politeness.not-now", {
    detail: `${host}: outside the allowed hours ${hours} (GMT+7)`,
    cure: "Set VONGGAC_ALLOWED_HOURS to change them.",
    facts: { host, retryAtMs },
  });
}
