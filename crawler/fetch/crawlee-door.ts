// Promises that Crawlee schedules page visits while every byte goes through the guarded client.
import { Readable } from "node:stream";
import { HttpCrawler, Log, LogLevel } from "crawlee";
import type { BaseHttpClient, HttpCrawlingContext, HttpRequest, RequestQueue, StreamingHttpResponse } from "crawlee";
import { AppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { createConfiguration, releaseSignals } from "../crawlee-manners.ts";
import type { Visit } from "./visit.ts";
import { createVisitQueue } from "./visit-queue.ts";

export interface CrawleeDoor {
  /** Runs one visit in a free slot and gives back what it gives or throws. */
  run(url: URL, visit: () => Promise<Visit>): Promise<Visit>;
  /** Lets running visits end. */
  close(): Promise<void>;
}

interface Pending {
  visit: () => Promise<Visit>;
  done: PromiseWithResolvers<Visit>;
  answer?: Visit;
  failure?: unknown;
}

/** Crawlee counts every kind of failure it has seen: a crawler is replaced after this many visits. */
const visitsPerCrawler = 3000;
/** Our own budgets end a visit; Crawlee's clocks only have to be later. */
const crawleePatienceSecs = 24 * 3600;
const serverErrors = Array.from({ length: 100 }, (_, i) => 500 + i);

/** `slots` visits run at once. Crawlers start at the first visit and live until `close`. */
export function createCrawleeDoor(slots: number): CrawleeDoor {
  let current: Worker | null = null;
  const retiring = new Set<Promise<void>>();
  return {
    run: (url, visit) => {
      if (current !== null && current.takenCount() >= visitsPerCrawler) {
        const old = current.close();
        retiring.add(old);
        void old.finally(() => retiring.delete(old));
        current = null;
      }
      current ??= startWorker(slots);
      return current.run(url, visit);
    },
    close: async () => {
      await current?.close();
      await Promise.all(retiring);
      current = null;
    },
  };
}

interface Worker {
  run(url: URL, visit: () => Promise<Visit>): Promise<Visit>;
  takenCount(): number;
  close(): Promise<void>;
}

function startWorker(slots: number): Worker {
  const pending = new Map<string, Pending>();
  let takenCount = 0;
  const queue = createVisitQueue();
  const crawler = createCrawler(slots, pending, queue.asRequestQueue);
  const signalsBefore = new Set(process.listeners("SIGINT"));
  const running = crawler.run().catch((error: unknown) => {
    for (const { done } of pending.values())
      done.reject(new AppError("internal", { cause: error, detail: "the page scheduler stopped" }));
  });
  return {
    takenCount: () => takenCount,
    run: async (url, visit) => {
      takenCount++;
      const key = newId();
      const visitReleased = () => {
        releaseSignals(signalsBefore);
        return visit();
      };
      const entry: Pending = { visit: visitReleased, done: Promise.withResolvers() };
      pending.set(key, entry);
      try {
        queue.push(url.href, key);
        await crawler.autoscaledPool?.notify();
        return await entry.done.promise;
      } finally {
        pending.delete(key);
      }
    },
    close: async () => {
      await Promise.allSettled([...pending.values()].map(({ done }) => done.promise));
      crawler.stop();
      await running;
    },
  };
}

function createCrawler(
  slots: number,
  pending: ReadonlyMap<string, Pending>,
  queue: RequestQueue,
): HttpCrawler<HttpCrawlingContext> {
  const settle = (request: { uniqueKey: string }) => {
    const entry = pending.get(request.uniqueKey);
    if (entry?.answer !== undefined) entry.done.resolve(entry.answer);
    else
      entry?.done.reject(entry.failure ?? new AppError("internal", { detail: "the page scheduler dropped a visit" }));
  };
  return new HttpCrawler<HttpCrawlingContext>(
    {
      keepAlive: true,
      requestQueue: queue,
      httpClient: createVisitClient(pending),
      requestHandler: ({ request }) => settle(request),
      failedRequestHandler: ({ request }) => settle(request),
      preNavigationHooks: [({ request }, options) => void Object.assign(options, { visitKey: request.uniqueKey })],
      additionalMimeTypes: ["*/*"],
      ignoreHttpErrorStatusCodes: serverErrors,
      useSessionPool: false,
      maxRequestRetries: 0,
      navigationTimeoutSecs: crawleePatienceSecs,
      requestHandlerTimeoutSecs: crawleePatienceSecs,
      autoscaledPoolOptions: {
        minConcurrency: slots,
        maxConcurrency: slots,
        maybeRunIntervalSecs: 0.05,
        loggingIntervalSecs: null,
      },
      statisticsOptions: { logIntervalSecs: crawleePatienceSecs, saveErrorSnapshots: false },
      log: new Log({ level: LogLevel.OFF }),
    },
    createConfiguration(),
  );
}

/** Crawlee asks this client for pages; the answer it sees is bare, the visit itself goes to whoever waits for it. */
function createVisitClient(pending: ReadonlyMap<string, Pending>): BaseHttpClient {
  return {
    sendRequest: () => Promise.reject(new AppError("internal", { detail: "requests outside a visit are not sent" })),
    stream: async (request) => {
      const entry = pending.get(String(request.visitKey));
      if (!entry) throw new AppError("internal", { detail: "a request without a visit is not sent" });
      try {
        entry.answer = await entry.visit();
      } catch (error) {
        entry.failure = error;
        throw error;
      }
      return bareResponse(request, entry.answer.exchanges.at(-1)?.status ?? 200);
    },
  };
}

function bareResponse(request: HttpRequest, statusCode: number): StreamingHttpResponse {
  const progress = { percent: 1, transferred: 0 };
  return {
    stream: Readable.from([]),
    request,
    redirectUrls: [],
    url: String(request.url),
    statusCode,
    headers: { "content-type": "application/octet-stream" },
    trailers: {},
    complete: true,
    downloadProgress: progress,
    uploadProgress: progress,
  };
}
