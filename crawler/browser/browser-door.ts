// Promises that Crawlee keeps a pool of browsers for page visits, each in a fresh context behind an egress of its own.
import { Log, LogLevel, PlaywrightCrawler, ProxyConfiguration } from "crawlee";
import type { PlaywrightCrawlingContext } from "crawlee";
import type { BrowserContextOptions } from "playwright";
import { AppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { createConfiguration, releaseSignals } from "../crawlee-manners.ts";
import type { FoundBrowser } from "./find-browser.ts";
import { chooseFlags } from "./launch-flags.ts";
import { desktopUserAgent, honestChromium, mobileUserAgent } from "./user-agent.ts";

/** What one visit asks of the browser and does with it. */
export interface PageVisit<T> {
  url: string;
  /** The egress of this visit, `http://127.0.0.1:PORT`. */
  proxyUrl: string;
  context: BrowserContextOptions;
  referrer: string;
  timeoutMs: number;
  /** Before the navigation: listeners and switches. */
  prepare(page: PlaywrightCrawlingContext["page"]): Promise<void>;
  /** After it; the answer is null where nothing was committed. */
  read(page: PlaywrightCrawlingContext["page"], response: PlaywrightCrawlingContext["response"] | null): Promise<T>;
}

export interface BrowserDoor<T> {
  run(visit: PageVisit<T>): Promise<T>;
  /** Ends running visits and the browsers. */
  close(): Promise<void>;
}

interface Pending<T> {
  visit: PageVisit<T>;
  done: PromiseWithResolvers<T>;
}

/** Nothing listens there: a request that belongs to no visit goes nowhere. */
const nowhere = "http://127.0.0.1:9";
const pagesPerBrowser = 80;
const patienceSecs = 24 * 3600;

/** Crawlee remembers every key it has seen; a crawler is replaced after this many visits. */
export const visitsPerDoor = 3000;

function createCrawler<T>(
  found: FoundBrowser,
  ownAgent: string,
  slots: number,
  pending: ReadonlyMap<string, Pending<T>>,
): PlaywrightCrawler {
  const entryOf = (request: { uniqueKey: string }) => {
    const entry = pending.get(request.uniqueKey);
    if (!entry) throw new AppError("internal", { detail: "a request without a visit is not sent" });
    return entry;
  };
  const byProxy = (proxyUrl: string) => [...pending.values()].find(({ visit }) => visit.proxyUrl === proxyUrl);
  const proxyConfiguration = new ProxyConfiguration({
    newUrlFunction: (_session, options) => (options?.request ? entryOf(options.request).visit.proxyUrl : nowhere),
  });
  return new PlaywrightCrawler(
    {
      keepAlive: true,
      proxyConfiguration,
      useSessionPool: false,
      persistCookiesPerSession: false,
      maxRequestRetries: 0,
      navigationTimeoutSecs: patienceSecs,
      requestHandlerTimeoutSecs: patienceSecs,
      launchContext: {
        launcher: honestChromium,
        useIncognitoPages: true,
        launchOptions: {
          executablePath: found.executablePath,
          env: found.env,
          headless: true,
          chromiumSandbox: found.sandboxed,
          handleSIGINT: false,
          handleSIGTERM: false,
          handleSIGHUP: false,
          args: chooseFlags({ sandboxed: true }).filter((flag) => flag !== "--headless"),
        },
      },
      browserPoolOptions: {
        useFingerprints: false,
        maxOpenPagesPerBrowser: Math.max(slots, 1),
        retireBrowserAfterPageCount: pagesPerBrowser,
        prePageCreateHooks: [
          (_id, controller, options) => {
            const proxyUrl = new URL(options?.proxy?.server ?? nowhere).origin;
            const context = byProxy(proxyUrl)?.visit.context ?? {};
            const agentOf = context.isMobile ? mobileUserAgent : desktopUserAgent;
            const userAgent = agentOf(controller.browser.version(), ownAgent);
            Object.assign(options ?? {}, context, {
              userAgent,
              proxy: { server: proxyUrl, bypass: "<-loopback>" },
            });
          },
        ],
      },
      preNavigationHooks: [
        async ({ request, page }, goto) => {
          const { visit } = entryOf(request);
          await visit.prepare(page);
          Object.assign(
            goto ?? {},
            { waitUntil: "load", timeout: visit.timeoutMs },
            visit.referrer ? { referer: visit.referrer } : {},
          );
        },
      ],
      requestHandler: async ({ request, page, response }) => {
        const entry = entryOf(request);
        entry.done.resolve(await entry.visit.read(page, response ?? null));
      },
      failedRequestHandler: ({ request }, error) => pending.get(request.uniqueKey)?.done.reject(error),
      autoscaledPoolOptions: {
        minConcurrency: slots,
        maxConcurrency: slots,
        maybeRunIntervalSecs: 0.05,
        loggingIntervalSecs: null,
      },
      statisticsOptions: { logIntervalSecs: patienceSecs, saveErrorSnapshots: false },
      log: new Log({ level: LogLevel.OFF }),
    },
    createConfiguration(),
  );
}

/** One crawler and its browsers; `slots` visits run at once. */
export function openBrowserDoor<T>(found: FoundBrowser, ownAgent: string, slots: number): BrowserDoor<T> {
  const pending = new Map<string, Pending<T>>();
  const crawler = createCrawler<T>(found, ownAgent, slots, pending);
  const signalsBefore = new Set(process.listeners("SIGINT"));
  const rejectAll = (error: unknown) => {
    for (const { done } of pending.values()) done.reject(error);
  };
  const running = crawler
    .run()
    .catch((error: unknown) =>
      rejectAll(new AppError("internal", { cause: error, detail: "the browser scheduler stopped" })),
    );
  return {
    run: async (visit) => {
      const key = newId();
      const entry: Pending<T> = { visit, done: Promise.withResolvers<T>() };
      pending.set(key, entry);
      try {
        await crawler.addRequests([{ url: visit.url, uniqueKey: key }]);
        await crawler.autoscaledPool?.notify();
        releaseSignals(signalsBefore);
        return await entry.done.promise;
      } finally {
        pending.delete(key);
      }
    },
    close: async () => {
      rejectAll(new AppError("stopped", { detail: "the browsers were closed" }));
      crawler.stop();
      await running;
      await crawler.browserPool.destroy().catch(() => undefined);
    },
  };
}
