// Promises the browser path measured against a bare Playwright loop: same Chromium, same site, same concurrency, same run.
import { type Browser, chromium } from "playwright";
import { createBrowserFetcher } from "#crawler/browser/browser-fetcher.ts";
import { findBrowser, type FoundBrowser } from "#crawler/browser/find-browser.ts";
import { createMemoryRequestLog } from "#crawler/fetch/memory-host-turn.ts";
import { alternate, type Contestant, runInSlots } from "./stage/alternate.ts";
import { freeTurn } from "./stage/free-turn.ts";
import type { Bench } from "./stage/report.ts";
import { type BenchSite, startSite } from "./stage/start-site.ts";

const pages = 40;
const rounds = 3;

function checkRendered(html: string): void {
  if (!html.includes("</footer>")) throw new Error("a page was not rendered whole");
}

function launchBare(found: FoundBrowser): Promise<Browser> {
  return chromium.launch({
    executablePath: found.executablePath,
    env: found.env,
    chromiumSandbox: found.sandboxed,
  });
}

/** A fresh context for every page, as visits that must not know of each other need it. */
function bareLoop(site: BenchSite, slots: number, browser: Browser): Contestant {
  return {
    name: "bare Playwright loop",
    run: (count) =>
      runInSlots(count, slots, async (i) => {
        const context = await browser.newContext();
        const page = await context.newPage();
        await page.goto(`${site.origin}/p/${i}`);
        checkRendered(await page.content());
        await context.close();
      }),
  };
}

async function compare(site: BenchSite, slots: number) {
  const config = site.config({ VONGGAC_SCAN_CONCURRENCY: String(slots) });
  const browser = await launchBare(await findBrowser(config));
  const own = createBrowserFetcher({ config, turn: freeTurn, requestLog: createMemoryRequestLog() });
  const ownPath: Contestant = {
    name: "browser path",
    run: (count) =>
      runInSlots(count, slots, async (i) => checkRendered((await own.fetchPage(`${site.origin}/p/${i}`)).html)),
  };
  const bare = bareLoop(site, slots, browser);
  const rates = await alternate([bare, ownPath], { count: pages, warmUp: 8, rounds });
  await Promise.all([own.close(), browser.close()]);
  const reference = rates.get(bare.name)!;
  return [...rates].map(([name, rate]) => ({
    what: `${name}, ${slots} at once`,
    figures: { pagesPerSecond: rate, ratio: rate / reference },
  }));
}

export const browserPath: Bench = {
  about: `${pages} pages of 40 KB through the browser path and through a bare Playwright loop, 2 and 4 at once`,
  run: async () => {
    const site = await startSite(pages);
    try {
      return [...(await compare(site, 2)), ...(await compare(site, 4))];
    } finally {
      await site.stop();
    }
  },
};
