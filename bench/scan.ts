// Promises what a whole scan makes end to end, queue and database included: one worker process against two.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createTestDatabase } from "../test/support/database.ts";
import { startManySites } from "../test/support/many-sites.ts";
import { startWorkerProcess } from "../test/support/worker-process.ts";
import type { Bench } from "./stage/report.ts";
import { scanHosts } from "./stage/scan-hosts.ts";

const hosts = 40;
const pagesPerHost = 5;

async function measure(workerCount: number): Promise<number> {
  const [database, sites] = [await createTestDatabase(), await startManySites({ hosts, pagesPerHost, answerMs: 20 })];
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-bench-"));
  const env = {
    VONGGAC_DATA: folder,
    VONGGAC_PROXY: sites.proxyUrl,
    VONGGAC_DELAY_MS: "0",
    DATABASE_URL: database.url,
    REDIS_URL: "",
  };
  const workers = await Promise.all(Array.from({ length: workerCount }, () => startWorkerProcess("scan", env)));
  try {
    const startMs = performance.now();
    const visits = await scanHosts(database, sites, pagesPerHost);
    return (visits / (performance.now() - startMs)) * 1000;
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await Promise.all([sites.stop(), database.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

export const scan: Bench = {
  about: `a scan of ${hosts * pagesPerHost} small pages on ${hosts} hosts, end to end, by one worker process and by two`,
  run: async () => {
    const one = await measure(1);
    const two = await measure(2);
    return [
      { what: "one worker process", figures: { visitsPerSecond: one, ratio: 1 } },
      { what: "two worker processes", figures: { visitsPerSecond: two, ratio: two / one } },
    ];
  },
};
