// Promises pages over plain HTTP: guarded, polite, logged and within budget; the browser is another room's matter.
import type { Config } from "#core/config.ts";
import { nowMs } from "#core/clock.ts";
import { AppError, toAppError } from "#core/errors.ts";
import type { Fetched } from "#core/nouns/fetched.ts";
import type { Resolver } from "../guard/resolve.ts";
import { hostOf, parseTargetUrl } from "../guard/target.ts";
import type { Admit, ContactedRequest, HostTurn, RequestLog, RobotsCache } from "../ports.ts";
import { createCrawleeDoor } from "./crawlee-door.ts";
import { readAnswer, toFetched } from "./fetched-page.ts";
import { checkHours, createWalkStarter } from "./host-walk.ts";
import type { HostWalk } from "./host-walk.ts";
import { createRedSwitch } from "./red-switch.ts";
import { createRobotsRules } from "./robots-rules.ts";
import type { RobotsVisitor } from "./robots-rules.ts";
import { followRedirects, logContact } from "./visit.ts";
import type { Visit, VisitPlan } from "./visit.ts";

export interface FetchOptions {
  purpose?: ContactedRequest["purpose"];
  referrer?: string;
  /** Instead of the configured one; robots.txt is still read for the configured product. */
  userAgent?: string;
  signal?: AbortSignal;
  /** `none`: the caller already holds the turn of this address's host. */
  visit?: "own" | "none";
  respectRobots?: boolean;
  /** Longest wait for a turn, in milliseconds; 60 s when left out. */
  waitMs?: number;
}

export interface SmallFetchOptions extends FetchOptions {
  /** Bytes as sent and, apart, after decompression. */
  maxBytes: number;
}

export interface SmallAnswer {
  url: string;
  finalUrl: string;
  status: number;
  contentType: string;
  body: Uint8Array;
}

export interface Fetcher {
  /**
   * Fetches one page with its redirects. Any HTTP status is an answer. Throws AppError: `guard.refused`, `guard.budget`,
   * `politeness.robots`, `politeness.not-now`, `stopped`, `fetch.unreachable`, `fetch.timeout`, `fetch.broken`.
   */
  fetchPage(url: string, options?: FetchOptions): Promise<Fetched>;
  /** Fetches something small (favicon, sitemap) with its content coding undone; throws as `fetchPage` does. */
  fetchSmall(url: string, options: SmallFetchOptions): Promise<SmallAnswer>;
  /** The rules of HTTP visits for those of a browser: robots.txt (fetched where it is not known), Crawl-delay, allowed hours. */
  admit: Admit;
  /** Refuses new visits, gives running ones three seconds, then ends them with `stopped`. */
  close(): Promise<void>;
}

export interface FetcherOptions {
  config: Config;
  turn: HostTurn;
  requestLog: RequestLog;
  robots: RobotsCache;
  /** Tests only: stands in for the system's name service. */
  resolver?: Resolver;
}

type Runner = (url: URL, visit: () => Promise<Visit>) => Promise<Visit>;

const robotsBytes = 512_000;
const robotsTimeoutMs = 10_000;
const leaseSpareMs = 15_000;
/** A turn that waited longer for a free slot is given back and taken anew, so that no lease runs out under a visit. */
const turnFreshMs = 10_000;
const defaultWaitMs = 60_000;
const closeGraceMs = 3000;

/** One per process. */
export function createFetcher(options: FetcherOptions): Fetcher {
  const { config } = options;
  const door = createCrawleeDoor(config.VONGGAC_SCAN_CONCURRENCY);
  const redSwitch = createRedSwitch(options.turn);
  const walks = createWalkStarter(options.turn, config);
  const throughCrawlee: Runner = (url, visit) => door.run(url, visit);
  const straight: Runner = (_url, visit) => visit();
  const robots = createRobotsRules({ config, cache: options.robots, fetchRobots });

  async function fetchRobots(url: string, by: RobotsVisitor) {
    const request = {
      purpose: "robots",
      respectRobots: false,
      signal: by.signal,
      waitMs: by.waitMs,
      visit: by.holdsTurn ? "none" : "own",
    } as const;
    const visit = await run(
      parse(url, "robots"),
      request,
      { maxBodyBytes: robotsBytes, timeoutMs: Math.min(robotsTimeoutMs, config.VONGGAC_PAGE_TIMEOUT_MS) },
      straight,
    );
    const answer = await readAnswer(visit, robotsBytes);
    return {
      status: answer.status,
      body: new TextDecoder().decode(answer.bytes),
      finalUrl: visit.exchanges.at(-1)?.url ?? url,
    };
  }

  function parse(raw: string, purpose: ContactedRequest["purpose"]): URL {
    try {
      return parseTargetUrl(raw, config);
    } catch (error) {
      if (URL.canParse(raw)) logContact(options, { purpose }, new URL(raw), nowMs(), null, toAppError(error));
      throw error;
    }
  }

  function run(
    url: URL,
    request: FetchOptions,
    budget: { maxBodyBytes: number; timeoutMs: number },
    runner: Runner,
  ): Promise<Visit> {
    return redSwitch.guard(request.signal, async (signal) => {
      const walk = walks.start({
        signal,
        waitMs: request.waitMs ?? defaultWaitMs,
        leaseMs: budget.timeoutMs + leaseSpareMs,
        heldHost: request.visit === "none" ? hostOf(url) : null,
      });
      const plan: VisitPlan = {
        url,
        signal,
        ...budget,
        purpose: request.purpose ?? "page",
        userAgent: request.userAgent ?? config.userAgent,
        referrer: request.referrer ?? null,
        maxRedirects: config.VONGGAC_MAX_REDIRECTS,
        arrive: (next) => arrive(walk, next, request, signal),
        answered: (_url, exchange) => walk.answered(exchange),
      };
      try {
        await plan.arrive(url);
        const arrivedMs = performance.now();
        return await runner(url, async () => {
          if (performance.now() - arrivedMs > turnFreshMs) {
            await walk.leave();
            await plan.arrive(url);
          }
          return followRedirects(plan, options);
        });
      } catch (error) {
        if (error instanceof AppError && error.code === "politeness.robots")
          logContact(options, plan, url, nowMs(), null, error);
        throw error;
      } finally {
        await walk.leave();
      }
    });
  }

  /** Rules first, then the turn: reading robots.txt is a visit of its own, made while this one holds no turn elsewhere. */
  async function arrive(walk: HostWalk, url: URL, request: FetchOptions, signal: AbortSignal): Promise<void> {
    const host = hostOf(url);
    // A redirect to an origin whose rules are unknown ends the visit: its robots.txt is a visit of its own, a delay later.
    const isKnown = request.respectRobots === false || request.visit === "none" || (await robots.knows(url));
    const holdsTurn = walk.isAt(host) && isKnown;
    if (!holdsTurn) await walk.leave();
    const waitMs = request.waitMs ?? defaultWaitMs;
    const delayMs =
      request.respectRobots === false
        ? config.VONGGAC_DELAY_MS
        : await robots.check(url, { signal, waitMs, holdsTurn });
    await walk.goTo(host, delayMs);
  }

  const pageBudget = { maxBodyBytes: config.VONGGAC_MAX_BODY_BYTES, timeoutMs: config.VONGGAC_PAGE_TIMEOUT_MS };
  return {
    fetchPage: async (raw, request = {}) => {
      const visit = await run(parse(raw, request.purpose ?? "page"), request, pageBudget, throughCrawlee);
      return toFetched(raw, visit, config.VONGGAC_MAX_DECODED_BYTES);
    },
    fetchSmall: async (raw, request) => {
      const budget = { maxBodyBytes: request.maxBytes, timeoutMs: config.VONGGAC_PAGE_TIMEOUT_MS };
      const visit = await run(parse(raw, request.purpose ?? "favicon"), request, budget, straight);
      const { status, contentType, bytes } = await readAnswer(visit, request.maxBytes);
      return { url: raw, finalUrl: visit.exchanges.at(-1)?.url ?? raw, status, contentType, body: bytes };
    },
    admit: async (raw, signal = new AbortController().signal) => {
      const url = parse(raw, "capture");
      checkHours(hostOf(url), config.VONGGAC_ALLOWED_HOURS);
      return robots.check(url, { signal, waitMs: defaultWaitMs, holdsTurn: false });
    },
    close: async () => {
      await redSwitch.drain(closeGraceMs);
      await door.close();
    },
  };
}
