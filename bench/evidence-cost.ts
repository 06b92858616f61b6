// Promises what complete evidence costs: captures with everything on against a bare loop that takes the same tiles, in one run.
import { type Browser, type CDPSession, chromium } from "playwright";
import { type FoundBrowser, findBrowser } from "#crawler/browser/find-browser.ts";
import { median, runInSlots } from "./stage/alternate.ts";
import { captureOnce } from "./stage/capture-once.ts";
import { watchTree } from "./stage/process-tree.ts";
import type { Bench } from "./stage/report.ts";
import { type BenchSite, startSite } from "./stage/start-site.ts";

const slots = 2;
const pagesPerRound = 20;
const rounds = 5;
const tileHeight = 4000;

interface Measured {
  pagesPerMinute: number;
  cpuSecondsPerPage: number;
}

function launchBare(found: FoundBrowser): Promise<Browser> {
  return chromium.launch({ executablePath: found.executablePath, env: found.env, chromiumSandbox: found.sandboxed });
}

const shoot = async (session: CDPSession, clip?: { x: number; y: number; width: number; height: number; scale: 1 }) => {
  const ask = () =>
    session.send("Page.captureScreenshot", {
      format: "png",
      optimizeForSpeed: true,
      ...(clip ? { clip, captureBeyondViewport: true } : {}),
    });
  // Two pages of one browser: now and then Chromium refuses the one in the background once.
  const { data } = await ask().catch(ask);
  if (Buffer.from(data, "base64").length < 1000) throw new Error("an empty picture");
};

/** A fresh context a page in one browser, the first view and every tile: nothing recorded, nothing sealed. */
async function visitBare(browser: Browser, url: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(url);
  const session = await context.newCDPSession(page);
  await shoot(session);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height < tileHeight) throw new Error(`a page of ${height} px`);
  for (let y = 0; y < height; y += tileHeight)
    await shoot(session, { x: 0, y, width: 1280, height: Math.min(tileHeight, height - y), scale: 1 });
  await context.close();
}

async function measure(site: BenchSite, first: number, visit: (number: number) => Promise<unknown>): Promise<Measured> {
  const readUse = watchTree(process.pid, site.pid, false);
  const startMs = performance.now();
  await runInSlots(pagesPerRound, slots, async (i) => void (await visit(first + i)));
  const minutes = (performance.now() - startMs) / 60_000;
  return { pagesPerMinute: pagesPerRound / minutes, cpuSecondsPerPage: readUse().cpuSeconds / pagesPerRound };
}

export const evidenceCost: Bench = {
  about: `${pagesPerRound * rounds} pages of about 540 KB captured and sealed, and the same tiles by a bare loop, ${slots} at once`,
  run: async () => {
    const site = await startSite(1);
    const config = site.config();
    const browser = await launchBare(await findBrowser(config));
    const bare = (number: number) => visitBare(browser, `${site.origin}/heavy/${number}`);
    const whole = (number: number) => captureOnce(site, config, number);
    try {
      await bare(0);
      await whole(0);
      const seen: Record<"bare" | "whole", Measured[]> = { bare: [], whole: [] };
      for (let round = 0; round < rounds; round++) {
        const order = round % 2 === 0 ? (["bare", "whole"] as const) : (["whole", "bare"] as const);
        for (const name of order)
          seen[name].push(await measure(site, 1000 * (round + 1), name === "bare" ? bare : whole));
      }
      const figure = (name: "bare" | "whole", key: keyof Measured) => median(seen[name].map((one) => one[key]));
      return (["bare", "whole"] as const).map((name) => ({
        what: name === "bare" ? "bare loop with the same tiles" : "captured, witnessed, sealed and verified",
        figures: {
          pagesPerMinute: figure(name, "pagesPerMinute"),
          paceRatio: figure(name, "pagesPerMinute") / figure("bare", "pagesPerMinute"),
          cpuSecondsPerPage: figure(name, "cpuSecondsPerPage"),
          cpuRatio: figure(name, "cpuSecondsPerPage") / figure("bare", "cpuSecondsPerPage"),
        },
      }));
    } finally {
      await browser.close();
      await site.stop();
    }
  },
};
