// Promises that a database which dies under a running scan costs time and nothing else: it comes back, and every site ends scanned.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { selectPages } from "#core/records/page.ts";
import { countScanStates, selectScan } from "#core/records/scan.ts";
import { insertTarget } from "#core/records/target.ts";
import { startScan } from "#workers/flow.ts";
import { type House, openHouse } from "#workers/house.ts";
import { startCrew } from "#workers/main.ts";
import { type ManySites, startManySites } from "../../support/many-sites.ts";

let house: House;
let sites: ManySites;
const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-database-dies-"));

beforeAll(async () => {
  sites = await startManySites({ hosts: 4, pagesPerHost: 5, answerMs: 150 });
  const env = { VONGGAC_DATA: dataDir, VONGGAC_PROXY: sites.proxyUrl, VONGGAC_DELAY_MS: "300" };
  house = await openHouse(readConfig(env));
});
afterAll(async () => {
  await house.close();
  await sites.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test("a scan goes on by itself after the embedded Postgres was killed under it", async () => {
  const { pool } = house.database;
  const ids = await Promise.all(
    sites.hosts.map((host) =>
      inTransaction(pool, async (tx) => {
        const { target } = await insertTarget(tx, { url: `http://${host}/`, kind: "site" }, "test");
        return (await startScan(tx, { targetId: target.id, askedBy: "test", reason: "test", maxPages: 5 })).id;
      }),
    ),
  );
  const stopCrew = await startCrew(house);
  try {
    const counts = () => countScanStates(pool, ids).catch(() => null);
    while (((await counts())?.pagesDone ?? 0) < 3) await sleep(50);
    const pid = Number(readFileSync(path.join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
    process.kill(pid, "SIGKILL");
    for (let i = 0; i < 450 && (await counts())?.running !== 0; i++) await sleep(200);
    const scans = await Promise.all(ids.map((id) => selectScan(pool, id)));
    expect(scans.map((scan) => scan.outcome)).toEqual(sites.hosts.map(() => "scanned"));
    const pages = (await Promise.all(ids.map((id) => selectPages(pool, id)))).flat();
    expect(pages.map((page) => page.state)).toEqual(pages.map(() => "fetched"));
  } finally {
    await stopCrew();
  }
});
