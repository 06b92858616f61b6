// Promises that the red switch ends a running scan within seconds, and that the same command goes on when it is off.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runScan } from "#admin/cli/run-scan.ts";
import { readConfig } from "#core/config.ts";
import { setStopped } from "#core/records/setting.ts";
import { insertTarget } from "#core/records/target.ts";
import { type House, openHouse } from "#workers/house.ts";
import { type ForwardProxy, serveHosts } from "../support/forward-proxy.ts";

const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-switch-"));
let web: ForwardProxy;
let house: House;
beforeAll(async () => {
  const hosts = Array.from({ length: 8 }, (_, i) => `trang-${i}.example`);
  const page = "<html><body><p>Trang thử công tắc dừng.</p></body></html>";
  web = await serveHosts(
    Object.fromEntries(
      hosts.map((host) => [
        host,
        (_q, r) => setTimeout(() => r.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page), 300),
      ]),
    ),
  );
  const settings = {
    VONGGAC_DATA: dataDir,
    VONGGAC_PROXY: web.url,
    VONGGAC_DELAY_MS: "200",
    VONGGAC_SCAN_CONCURRENCY: "2",
  };
  house = await openHouse(readConfig(settings));
});
afterAll(async () => {
  await house.close();
  await web.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test("nothing is contacted after the switch, the command says so, and a later run finishes every site", async () => {
  const { pool } = house.database;
  const targets = [];
  for (let i = 0; i < 8; i++)
    targets.push((await insertTarget(pool, { url: `http://trang-${i}.example/`, kind: "site" }, "test")).target);
  const signal = new AbortController().signal;
  const running = runScan(house, targets, { signal, askedBy: "test" }).catch((error: unknown) => error);
  while (web.requests.length < 3) await sleep(20);
  await setStopped(pool, true, "test");
  const thrownAtMs = performance.now();
  expect(await running).toMatchObject({ code: "stopped" });
  expect(performance.now() - thrownAtMs).toBeLessThan(8000);
  const askedBefore = web.requests.length;
  await sleep(1500);
  expect(web.requests.length).toBe(askedBefore);

  await setStopped(pool, false, "test");
  const again = await runScan(house, targets, { signal, askedBy: "test" });
  expect(again.scans.map((s) => s.scan.outcome)).toEqual(Array(8).fill("scanned"));
});
