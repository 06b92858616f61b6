// Promises robots.txt honoured as RFC 9309 says, fetched once a day per origin, with Crawl-delay up to a minute.
import robotsParserModule from "robots-parser";
import { nowMs } from "#core/clock.ts";
import type { Config } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import { hostOf } from "../guard/target.ts";
import type { RobotsCache } from "../ports.ts";

export interface RobotsRules {
  /** True when the rules of this address's origin are at hand, so that `check` contacts nobody. */
  knows(url: URL): Promise<boolean>;
  /**
   * Passes when `url` may be visited; gives the distance between visits to its host in milliseconds.
   * Throws AppError `politeness.robots` (disallowed, or the server fails on robots.txt) and whatever fetching it throws
   * except that an unreachable robots.txt passes: the page's own fetch will say that the host is dead.
   */
  check(url: URL, by: RobotsVisitor): Promise<number>;
}

/** Who asks, and how robots.txt may be fetched for him. */
export interface RobotsVisitor {
  signal: AbortSignal;
  waitMs: number;
  /** True when he holds the host's turn already. */
  holdsTurn: boolean;
}

export interface RobotsAnswer {
  status: number;
  body: string;
  /** Where redirects led. */
  finalUrl: string;
}

/** A CommonJS package: its types say `default`, Node hands over the function itself. */
const robotsParser = robotsParserModule as unknown as typeof robotsParserModule.default;
const freshMs = 24 * 3_600_000;
const failureFreshMs = 3_600_000;
const longestDelayMs = 60_000;

type Answer = Pick<RobotsAnswer, "status" | "body">;

export interface RobotsDependencies {
  config: Pick<Config, "VONGGAC_DELAY_MS" | "userAgent">;
  cache: RobotsCache;
  /** Fetches as a visit of its own. */
  fetchRobots(url: string, by: RobotsVisitor): Promise<RobotsAnswer>;
}

export function createRobotsRules(dependencies: RobotsDependencies): RobotsRules {
  const { config, cache } = dependencies;
  const token = config.userAgent.split(/[/\s]/)[0] ?? "";
  const underWay = new Map<string, Promise<Answer | null>>();

  async function readFresh(url: URL): Promise<Answer | null> {
    const cached = await cache.get(url.origin);
    if (cached === null) return null;
    const ageMs = nowMs() - cached.fetchedAt.getTime();
    return ageMs < (isFailure(cached.status) ? failureFreshMs : freshMs) ? cached : null;
  }

  async function answerOf(url: URL, by: RobotsVisitor): Promise<Answer | null> {
    const fresh = await readFresh(url);
    if (fresh !== null) return fresh;
    // Whoever holds the turn must not wait for somebody who waits for the turn.
    if (by.holdsTurn) return fetchAndKeep(url, by);
    const others = underWay.get(url.origin);
    if (others === undefined) {
      const own = fetchAndKeep(url, by).finally(() => underWay.delete(url.origin));
      underWay.set(url.origin, own);
      return own;
    }
    await others.catch(() => undefined);
    by.signal.throwIfAborted();
    const kept = await cache.get(url.origin);
    return kept ?? fetchAndKeep(url, by);
  }

  async function fetchAndKeep(url: URL, by: RobotsVisitor): Promise<Answer | null> {
    try {
      const answer = await dependencies.fetchRobots(`${url.origin}/robots.txt`, by);
      const kept = { status: answer.status, body: isAllowAll(answer.status) ? "" : answer.body };
      await cache.put(url.origin, kept);
      // http that sends all to https of the same host has answered for both.
      const final = new URL(answer.finalUrl);
      if (final.origin !== url.origin && final.hostname === url.hostname && final.pathname === "/robots.txt")
        await cache.put(final.origin, kept);
      return kept;
    } catch (error) {
      if (error instanceof AppError && (error.code.startsWith("fetch.") || error.code.startsWith("guard.")))
        return null;
      throw error;
    }
  }

  return {
    knows: async (url) => (await readFresh(url)) !== null,
    check: async (url, by) => {
      const answer = await answerOf(url, by);
      if (answer === null || isAllowAll(answer.status)) return config.VONGGAC_DELAY_MS;
      if (isFailure(answer.status))
        refuseByRobots(
          url,
          `robots.txt answered ${answer.status}, which closes the site until it answers properly (RFC 9309 section 2.3.1.4)`,
        );
      const rules = robotsParser(`${url.origin}/robots.txt`, answer.body);
      if (rules.isAllowed(url.href, token) === false) refuseByRobots(url, "robots.txt disallows this address");
      const asked = (rules.getCrawlDelay(token) ?? 0) * 1000;
      return Math.max(config.VONGGAC_DELAY_MS, Number.isFinite(asked) ? Math.min(asked, longestDelayMs) : 0);
    },
  };
}

/** 4xx means that there are no rules (RFC 9309 section 2.3.1.3); 429 is a wish to be left alone and not such an answer. */
function isAllowAll(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429;
}

function isFailure(status: number): boolean {
  return status >= 500 || status === 429;
}

function refuseByRobots(url: URL, reason: string): never {
  throw new AppError("politeness.robots", {
    detail: `${hostOf(url)}: ${reason}`,
    facts: { host: hostOf(url), reason },
  });
}
