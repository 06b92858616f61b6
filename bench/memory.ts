// Promises what a real worker process costs in memory, its browsers included: at rest, scanning, capturing, and after many captures.
import { setTimeout as sleep } from "node:timers/promises";
import { inTransaction } from "#core/db/pool.ts";
import type { CaptureId } from "#core/id.ts";
import { insertCapture, selectCapture } from "#core/records/capture.ts";
import { ask } from "#workers/flow.ts";
import { createTestDatabase, type TestDatabase } from "../test/support/database.ts";
import { startManySites } from "../test/support/many-sites.ts";
import { startWorkerProcess } from "../test/support/worker-process.ts";
import { countTree, readTreeMemory, watchTree } from "./stage/process-tree.ts";
import type { Bench, BenchRow } from "./stage/report.ts";
import { scanHosts } from "./stage/scan-hosts.ts";
import { startSite } from "./stage/start-site.ts";

type Row = Omit<BenchRow, "bench">;

const usualCaptures = 100;
/** Memory at rest is read after this many captures. */
const marksUpTo = (captures: number): number[] =>
  [10, 40, 70, 100, 200, 300, 400, 600, 800].filter((mark) => mark < captures).concat(captures);
const settleMs = 3000;

async function askCapture(database: TestDatabase, url: string): Promise<CaptureId> {
  return inTransaction(database.pool, async (tx) => {
    const wish = { targetId: null, scanId: null, pageId: null, vantage: "desktop", askedBy: "bench" } as const;
    const captureId = (await insertCapture(tx, { ...wish, url, reason: "bench" }))!;
    await ask(tx, "capture", { captureId });
    return captureId;
  });
}

/** Two names of one site, so that two captures may run at once. */
async function sealMany(database: TestDatabase, origins: string[], from: number, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, i) => from + i);
  const ids = await Promise.all(
    numbers.map((number) => askCapture(database, `${origins[number % origins.length]}/heavy/${number}`)),
  );
  for (const id of ids) {
    for (;;) {
      const { state, error, statusReason } = await selectCapture(database.pool, id);
      if (state === "sealed") break;
      if (state === "failed" || state === "not-captured") throw new Error(`capture: ${state} ${error} ${statusReason}`);
      await sleep(200);
    }
  }
}

async function measureScan(): Promise<Row[]> {
  const [database, site] = [await createTestDatabase(), await startSite(1)];
  const sites = await startManySites({ hosts: 20, pagesPerHost: 10, answerMs: 20 });
  const worker = await startWorkerProcess("scan,capture", {
    VONGGAC_DATA: site.folder,
    VONGGAC_PROXY: sites.proxyUrl,
    VONGGAC_DELAY_MS: "0",
    DATABASE_URL: database.url,
    REDIS_URL: "",
  });
  try {
    await sleep(settleMs);
    const idle = readTreeMemory(worker.pid);
    const readUse = watchTree(worker.pid);
    await scanHosts(database, sites, 10);
    const { cpuSeconds: _, ...scanning } = readUse();
    return [
      { what: "a worker at rest", figures: { ...idle } },
      { what: "at its peak in an HTTP scan of 200 pages", figures: { ...scanning } },
    ];
  } finally {
    await worker.stop();
    await Promise.all([sites.stop(), site.stop(), database.close()]);
  }
}

async function measureCaptures(captures: number): Promise<Row[]> {
  const [database, site] = [await createTestDatabase(), await startSite(1)];
  const port = new URL(site.origin).port;
  const origins = [site.origin, `http://localhost:${port}`];
  const worker = await startWorkerProcess("capture", {
    VONGGAC_DATA: site.folder,
    VONGGAC_ALLOW_LOOPBACK_PORTS: port,
    VONGGAC_DELAY_MS: "0",
    VONGGAC_PROXY: "",
    DATABASE_URL: database.url,
    REDIS_URL: "",
  });
  try {
    const readUse = watchTree(worker.pid);
    const atRest: Row[] = [];
    let done = 0;
    for (const mark of marksUpTo(captures)) {
      await sealMany(database, origins, done, mark - done);
      done = mark;
      await sleep(settleMs);
      const figures = { ...readTreeMemory(worker.pid), processes: countTree(worker.pid) };
      atRest.push({ what: `at rest after ${mark} captures`, figures });
      process.stderr.write(
        `${mark} captures: ${figures.pssMb.toFixed(0)} MB PSS, ${figures.rssMb.toFixed(0)} MB RSS\n`,
      );
    }
    const { cpuSeconds: _, ...capturing } = readUse();
    return [{ what: "at its peak with two captures at once", figures: { ...capturing } }, ...atRest];
  } finally {
    await worker.stop();
    await Promise.all([site.stop(), database.close()]);
  }
}

export const memory: Bench = {
  about: `memory of a worker process with its browsers: at rest, scanning, capturing, after ${usualCaptures} captures or --captures=N`,
  run: async ({ captures = usualCaptures } = {}) => [...(await measureScan()), ...(await measureCaptures(captures))],
};
