// Promises the HTTP path measured against bare Crawlee: same site, same concurrency, same run.
import { Configuration, HttpCrawler, Log, LogLevel } from "crawlee";
import { createFetcher, type Fetcher } from "#crawler/fetch/fetcher.ts";
import { createMemoryRequestLog, createMemoryRobotsCache } from "#crawler/fetch/memory-host-turn.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { now } from "#core/clock.ts";
import { alternate, type Contestant, median, runInSlots } from "./stage/alternate.ts";
import { freeTurn } from "./stage/free-turn.ts";
import type { Bench } from "./stage/report.ts";
import { type BenchSite, startSite } from "./stage/start-site.ts";

const pages = 600;
const judgedPages = 80;
const rounds = 4;

const addressOf = (site: BenchSite, i: number) => `${site.origin}/p/${i}`;

function checkWhole(page: { includes(words: string): boolean }): void {
  if (!page.includes("</footer></body></html>")) throw new Error("a page did not come whole");
}

/** Crawlee as its guide shows it, with its own HTTP client, told at once how many to run and to write nothing to disk. */
function bareCrawlee(site: BenchSite, slots: number, useSessionPool: boolean): Contestant {
  return {
    name: useSessionPool ? "bare Crawlee, defaults" : "bare Crawlee, no session pool",
    run: async (count) => {
      let seen = 0;
      const crawler = new HttpCrawler(
        {
          minConcurrency: slots,
          maxConcurrency: slots,
          useSessionPool,
          ...(useSessionPool ? {} : { persistCookiesPerSession: false }),
          maxRequestRetries: 0,
          requestHandler: ({ body }) => {
            checkWhole(body);
            seen++;
          },
          log: new Log({ level: LogLevel.OFF }),
        },
        new Configuration({ persistStorage: false, purgeOnStart: false, availableMemoryRatio: 1, memoryMbytes: 8192 }),
      );
      await crawler.run(Array.from({ length: count }, (_, i) => addressOf(site, i)));
      if (seen !== count) throw new Error(`bare Crawlee brought ${seen} of ${count} pages`);
    },
  };
}

function openFetcher(site: BenchSite, slots: number): Fetcher {
  return createFetcher({
    config: site.config({ VONGGAC_SCAN_CONCURRENCY: String(slots) }),
    turn: freeTurn,
    requestLog: createMemoryRequestLog(),
    robots: createMemoryRobotsCache(),
  });
}

function ownPath(site: BenchSite, slots: number, fetcher: Fetcher): Contestant {
  return {
    name: "HTTP path",
    run: (count) =>
      runInSlots(count, slots, async (i) => checkWhole((await fetcher.fetchPage(addressOf(site, i))).html)),
  };
}

async function compare(site: BenchSite, slots: number) {
  const fetcher = openFetcher(site, slots);
  const bare = [bareCrawlee(site, slots, true), bareCrawlee(site, slots, false)];
  const rates = await alternate([...bare, ownPath(site, slots, fetcher)], { count: pages, warmUp: 150, rounds });
  await fetcher.close();
  // The better of both ways to run it bare is the reference.
  const reference = Math.max(...bare.map((one) => rates.get(one.name)!));
  return [...rates].map(([name, rate]) => ({
    what: `${name}, ${slots} at once`,
    figures: { pagesPerSecond: rate, ratio: rate / reference },
  }));
}

/** For information: what a page costs after it has come, on one thread. */
async function measureJudging(site: BenchSite) {
  const knowledge = loadKnowledge({ now: now() });
  const fetcher = openFetcher(site, 10);
  const tookMs = { extract: [] as number[], detect: [] as number[] };
  await runInSlots(judgedPages, 10, async (i) => {
    const url = addressOf(site, i);
    const { html, finalUrl } = await fetcher.fetchPage(url);
    const startMs = performance.now();
    const page = extractPage({ url, finalUrl, status: 200, html });
    const readMs = performance.now();
    detect(page, knowledge, { kind: "site" });
    tookMs.extract.push(readMs - startMs);
    tookMs.detect.push(performance.now() - readMs);
  });
  await fetcher.close();
  const [extractMs, detectMs] = [median(tookMs.extract), median(tookMs.detect)];
  const pagesPerSecond = 1000 / (extractMs + detectMs);
  return { what: "reading and judging a page, one thread", figures: { extractMs, detectMs, pagesPerSecond } };
}

export const httpPath: Bench = {
  about: `${pages} pages of 40 KB through the HTTP path and through bare Crawlee, 10 and 20 at once`,
  run: async () => {
    const site = await startSite(pages);
    try {
      return [...(await compare(site, 10)), ...(await compare(site, 20)), await measureJudging(site)];
    } finally {
      await site.stop();
    }
  },
};
