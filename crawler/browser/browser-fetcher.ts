// Promises a page as a browser renders it: one visit, one host turn, one egress, one fresh context, all bounded.
import type { BrowserContextOptions, CDPSession, Page as BrowserPage } from "playwright";
import type { Config } from "#core/config.ts";
import { nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import type { Fetched } from "#core/nouns/fetched.ts";
import { startEgress, type Egress } from "../guard/egress.ts";
import { hostOf, parseTargetUrl, portOf } from "../guard/target.ts";
import { endedBy } from "../fetch/network-error.ts";
import { backOffOf } from "../fetch/turn-arithmetic.ts";
import type { Admit, HostTurn, RequestLog } from "../ports.ts";
import { openBrowserDoor, visitsPerDoor, type BrowserDoor } from "./browser-door.ts";
import { findBrowser } from "./find-browser.ts";
import { watchRequests } from "./watch-requests.ts";
import { readRendered, type VisitNotes } from "./read-rendered.ts";

export interface BrowserFetchOptions {
  referrer?: string;
  device?: "desktop" | "mobile";
  signal?: AbortSignal;
}

export interface BrowserFetcher {
  /**
   * Opens one page and gives its final DOM. Throws AppError `guard.refused`, `guard.budget`, `fetch.unreachable`,
   * `fetch.timeout`, `fetch.broken`, `browser.*`, `politeness.not-now`, `stopped`.
   */
  fetchPage(url: string, options?: BrowserFetchOptions): Promise<Fetched>;
  close(): Promise<void>;
}

export interface BrowserFetcherDeps {
  config: Config;
  turn: HostTurn;
  requestLog: RequestLog;
  /** Absent only where nobody crawls: the plain delay counts then. */
  admit?: Admit;
}

const turnWaitMs = 60_000;
const leaseSpareMs = 30_000;
const switchPollMs = 500;

/** A visit that only looks for signs needs no fonts, films or sound. */
const skippedFiles = ["woff", "woff2", "ttf", "otf", "mp4", "webm", "m3u8", "mp3", "ogg", "avi", "mov"].flatMap(
  (end) => [`*.${end}`, `*.${end}?*`],
);

function contextFor(device: BrowserFetchOptions["device"]): BrowserContextOptions {
  const shared: BrowserContextOptions = {
    ignoreHTTPSErrors: true,
    acceptDownloads: false,
    locale: "vi-VN",
    permissions: [],
    serviceWorkers: "allow",
  };
  return device === "mobile"
    ? { ...shared, viewport: { width: 412, height: 915 }, isMobile: true, hasTouch: true }
    : { ...shared, viewport: { width: 1280, height: 800 } };
}

interface Prepared {
  session: CDPSession;
  notes: VisitNotes;
}

async function prepare(page: BrowserPage, deps: BrowserFetcherDeps, egress: Egress): Promise<Prepared> {
  const session = await page.context().newCDPSession(page);
  const notes: VisitNotes = { insecureOrigins: new Set(), inFlight: new Set(), lastChangeMs: 0 };
  session.on("Network.responseReceived", ({ response }) => {
    if (response.securityState === "insecure" && response.url.startsWith("https:"))
      notes.insecureOrigins.add(new URL(response.url).origin);
  });
  session.on("Network.requestWillBeSent", ({ redirectResponse }) => {
    if (redirectResponse?.securityState === "insecure" && redirectResponse.url.startsWith("https:"))
      notes.insecureOrigins.add(new URL(redirectResponse.url).origin);
  });
  page.on("dialog", (dialog) => void dialog.dismiss().catch(() => undefined));
  page.on("popup", (popup) => void popup.close().catch(() => undefined));
  watchRequests(page, notes, { requestLog: deps.requestLog, egress });
  await Promise.all([session.send("Network.enable"), session.send("Network.setBlockedURLs", { urls: skippedFiles })]);
  return { session, notes };
}

/** Playwright's words for how a navigation ended, as our codes. */
function toVisitError(error: unknown, egress: Egress, url: URL): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message.split("\n")[0]! : String(error);
  const facts = { host: hostOf(url) };
  const refusal = egress.refused.findLast((row) => row.host === hostOf(url) && row.port === portOf(url));
  const dead = egress.failed.findLast((row) => row.host === hostOf(url) && row.port === portOf(url));
  if (refusal)
    return new AppError("guard.refused", {
      cause: error,
      detail: refusal.reason,
      facts: { ...facts, reason: refusal.reason },
    });
  if (dead) return new AppError("fetch.unreachable", { cause: error, detail: dead.reason, facts });
  if (/Timeout|timed out/i.test(message))
    return new AppError("fetch.timeout", { cause: error, detail: message, facts });
  if (/closed|crash/i.test(message)) return new AppError("browser.crashed", { cause: error, detail: message, facts });
  if (/ERR_(TUNNEL|CONNECTION|NAME_NOT|ADDRESS|PROXY|INTERNET)/.test(message))
    return new AppError("fetch.unreachable", { cause: error, detail: message, facts });
  return new AppError("fetch.broken", { cause: error, detail: message, facts });
}

/** Rejects at the deadline, at the caller's signal, and when the red switch is thrown. */
function watchEnd(
  deps: BrowserFetcherDeps,
  deadlineMs: number,
  signal: AbortSignal | undefined,
): { promise: Promise<never>; stop: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  const onAbort = () => reject(endedBy(signal));
  const late = setTimeout(
    () => reject(new AppError("fetch.timeout", { detail: "the page visit took too long" })),
    Math.max(deadlineMs - nowMs(), 1),
  );
  const poll = setInterval(
    () =>
      void deps.turn
        .isStopped()
        .then((stopped) => stopped && onAbort())
        .catch(() => undefined),
    switchPollMs,
  );
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  return {
    promise,
    stop: () => {
      clearTimeout(late);
      clearInterval(poll);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}

async function visit(
  door: BrowserDoor<Fetched>,
  url: URL,
  options: BrowserFetchOptions,
  deps: BrowserFetcherDeps,
): Promise<Fetched> {
  const { config } = deps;
  const egress = await startEgress({
    config,
    limits: { bytes: config.VONGGAC_MAX_VISIT_BYTES, requests: config.VONGGAC_MAX_REQUESTS_PER_PAGE },
  });
  const end = watchEnd(deps, nowMs() + config.VONGGAC_PAGE_TIMEOUT_MS, options.signal);
  let prepared: Prepared | null = null;
  try {
    const work = door.run({
      url: url.href,
      proxyUrl: egress.url,
      context: contextFor(options.device),
      referrer: options.referrer ?? "",
      timeoutMs: Math.round(config.VONGGAC_PAGE_TIMEOUT_MS * 0.8),
      prepare: async (page) => {
        prepared = await prepare(page, deps, egress);
      },
      read: (page, response) => {
        if (!response || !prepared)
          throw new AppError("fetch.broken", { detail: "the navigation committed no document" });
        return readRendered(url.href, page, response, {
          egress,
          maxBytes: config.VONGGAC_MAX_DECODED_BYTES,
          ...prepared,
        });
      },
    });
    work.catch(() => undefined);
    return await Promise.race([work, end.promise]);
  } catch (error) {
    throw toVisitError(error, egress, url);
  } finally {
    end.stop();
    await egress.stop();
  }
}

/** One per process. Browsers start at the first visit and are recycled; `close` ends them. */
export function createBrowserFetcher(deps: BrowserFetcherDeps): BrowserFetcher {
  const { config } = deps;
  let door: Promise<BrowserDoor<Fetched>> | null = null;
  let visits = 0;
  const open = async () =>
    openBrowserDoor<Fetched>(await findBrowser(config), config.userAgent, config.VONGGAC_SCAN_CONCURRENCY);

  async function takeDoor(): Promise<BrowserDoor<Fetched>> {
    if (visits++ >= visitsPerDoor && door) {
      const old = door;
      setTimeout(() => void old.then((ended) => ended.close()), config.VONGGAC_PAGE_TIMEOUT_MS * 2).unref();
      door = null;
      visits = 1;
    }
    door ??= open().catch((error: unknown) => {
      door = null;
      throw error;
    });
    return door;
  }

  return {
    fetchPage: async (raw, options = {}) => {
      const url = parseTargetUrl(raw, config);
      const leaseMs = config.VONGGAC_PAGE_TIMEOUT_MS + leaseSpareMs;
      const signal = options.signal ? { signal: options.signal } : {};
      const delayMs = (await deps.admit?.(url.href, options.signal)) ?? config.VONGGAC_DELAY_MS;
      const turn = await deps.turn.take(hostOf(url), {
        delayMs,
        leaseMs,
        waitMs: turnWaitMs,
        ...signal,
      });
      let backOffMs: number | undefined;
      try {
        const fetched = await visit(await takeDoor(), url, options, deps);
        backOffMs = backOffOf(fetched.exchanges.at(-1), nowMs());
        return fetched;
      } finally {
        await turn.release(backOffMs === undefined ? {} : { backOffMs });
      }
    },
    close: async () => {
      const open = await door?.catch(() => null);
      await open?.close();
      door = null;
    },
  };
}
