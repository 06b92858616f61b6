// Promises that two worker processes on one queue share a scan without fetching anything twice or crowding a host.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#core/db/pool.ts";
import type { ScanId } from "#core/id.ts";
import { type PageRow, selectPages } from "#core/records/page.ts";
import { countScanStates } from "#core/records/scan.ts";
import { insertTarget } from "#core/records/target.ts";
import { startScan } from "#workers/flow.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { type ManySites, type SiteVisit, startManySites } from "../../support/many-sites.ts";
import { hasRedis, startRedis } from "../../support/redis.ts";
import { startWorkerProcess, type WorkerProcess } from "../../support/worker-process.ts";

const hosts = 20;
const pagesPerHost = 10;
const delayMs = 50;
const crew = ["CaTruc1", "CaTruc2"] as const;
const scanMs = 90_000;

if (!hasRedis) process.stdout.write("skipped: no redis-server\n");

/** Opens one scan a host; gives their ids. */
function openScans(database: TestDatabase, sites: ManySites): Promise<ScanId[]> {
  return Promise.all(
    sites.hosts.map((host) =>
      inTransaction(database.pool, async (tx) => {
        const { target } = await insertTarget(tx, { url: `http://${host}/`, kind: "site" }, "kiểm thử");
        const request = { targetId: target.id, askedBy: "kiểm thử", reason: "hai máy quét", maxPages: pagesPerHost };
        return (await startScan(tx, request)).id;
      }),
    ),
  );
}

async function waitForScans(database: TestDatabase, ids: ScanId[]): Promise<void> {
  const giveUpMs = performance.now() + scanMs;
  for (;;) {
    const counts = await countScanStates(database.pool, ids);
    if (counts.running === 0) return;
    if (performance.now() > giveUpMs) throw new Error(`still running: ${JSON.stringify(counts)}`);
    await sleep(200);
  }
}

/** One page from one place: the phone's agent and what stands in Referer make visits of their own. */
const visitKey = (v: SiteVisit) => {
  const device = v.userAgent.includes("iPhone") ? ["mobile"] : [];
  const from = v.referrer === "" ? [] : [v.referrer.includes("google") ? "search" : "social"];
  return `http://${v.host}${v.path} ${[...device, ...from].join("-") || "desktop"}`;
};

const workerOf = (v: SiteVisit) => crew.find((name) => v.userAgent.includes(name));

describe.each(["Postgres", ...(hasRedis ? ["Redis"] : [])])("two worker processes on one queue on %s", (backend) => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-two-workers-"));
  const workers: WorkerProcess[] = [];
  let database: TestDatabase;
  let sites: ManySites;
  let redis: Awaited<ReturnType<typeof startRedis>> | null = null;
  let rows: PageRow[];
  let pageVisits: SiteVisit[];

  beforeAll(async () => {
    database = await createTestDatabase();
    sites = await startManySites({ hosts, pagesPerHost, answerMs: 20 });
    redis = backend === "Redis" ? await startRedis() : null;
    const env = {
      VONGGAC_DATA: dataDir,
      VONGGAC_PROXY: sites.proxyUrl,
      VONGGAC_DELAY_MS: String(delayMs),
      VONGGAC_LOG: "error",
      DATABASE_URL: database.url,
      REDIS_URL: redis?.url ?? "",
    };
    const started = crew.map((name) => startWorkerProcess("scan", { ...env, VONGGAC_USER_AGENT: `${name}/1.0` }));
    workers.push(...(await Promise.all(started)));
    const ids = await openScans(database, sites);
    await waitForScans(database, ids);
    rows = (await Promise.all(ids.map((id) => selectPages(database.pool, id)))).flat();
    pageVisits = sites.visits.filter((v) => v.path !== "/robots.txt");
  }, 180_000);

  afterAll(async () => {
    for (const worker of workers) await worker.stop();
    await redis?.stop();
    await sites?.stop();
    await database?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test("every page of the scan is fetched", () => {
    const pages = rows.filter((row) => row.vantage === "desktop");
    expect(pages).toHaveLength(hosts * pagesPerHost);
    expect(rows.filter((row) => row.state !== "fetched").map((row) => `${row.url} ${row.error}`)).toEqual([]);
  });

  test("no page is fetched twice", () => {
    const asked = pageVisits.map(visitKey).toSorted();
    expect(asked).toEqual([...new Set(asked)]);
    expect(asked).toEqual(rows.map((row) => `${row.url} ${row.vantage}`).toSorted());
  });

  test("both workers take a real share", () => {
    const shares = crew.map((name) => pageVisits.filter((v) => workerOf(v) === name).length);
    expect(shares[0]! + shares[1]!).toBe(pageVisits.length);
    expect(Math.min(...shares), `shares ${shares.join(" and ")}`).toBeGreaterThan(pageVisits.length / 10);
  });

  test("visits to one host never overlap and are never closer than the delay, whichever worker makes them", () => {
    const tooClose: string[] = [];
    let handovers = 0;
    for (const visits of Map.groupBy(sites.visits, (v) => v.host).values()) {
      const inOrder = visits.toSorted((a, b) => a.startMs - b.startMs);
      for (const [i, next] of inOrder.entries()) {
        const before = inOrder[i - 1];
        if (!before) continue;
        if (workerOf(before) !== workerOf(next)) handovers++;
        const gapMs = next.startMs - before.endMs;
        if (gapMs < delayMs) tooClose.push(`${next.host}${before.path} → ${next.path}: ${gapMs.toFixed(1)} ms`);
      }
    }
    expect(tooClose).toEqual([]);
    expect(handovers).toBeGreaterThan(hosts);
  });

  test("both workers end cleanly when told to", async () => {
    const codes = await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    expect(codes).toEqual([0, 0]);
  });
});
