// Promises that evidence visits keep the distance that a host's robots.txt asks for, and stay away where it says so.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { CaptureId } from "#core/id.ts";
import { insertCapture, selectCapture } from "#core/records/capture.ts";
import { capturePage } from "#workers/handlers/capture.ts";
import { type House, openHouse } from "#workers/house.ts";
import { type Site, startSite } from "../capture/site.ts";

let site: Site;
let house: House;
let dataDir: string;
const askedAt = new Map<string, number>();

beforeAll(async () => {
  const page = (_request: unknown, response: import("node:http").ServerResponse, url: URL) => {
    askedAt.set(url.pathname, performance.now());
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end("<!doctype html><title>Trang</title><p>Một trang bình thường với đủ chữ để đọc.</p>");
  };
  site = await startSite({
    "/robots.txt": (_request, response) =>
      void response
        .writeHead(200, { "content-type": "text/plain" })
        .end("User-agent: *\nCrawl-delay: 6\nDisallow: /kin/"),
    "/mot": page,
    "/hai": page,
    "/kin/": page,
  });
  dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-crawl-delay-"));
  const env = { VONGGAC_DATA: dataDir, VONGGAC_ALLOW_LOOPBACK_PORTS: String(site.port), VONGGAC_DELAY_MS: "0" };
  house = await openHouse(readConfig(env));
});
afterAll(async () => {
  await house.close();
  site.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const attempt = () => ({ isLastAttempt: false, signal: AbortSignal.timeout(100_000) });

async function captureOf(address: string): Promise<CaptureId> {
  const capture = {
    targetId: null,
    scanId: null,
    pageId: null,
    vantage: "desktop",
    askedBy: "test",
    reason: "test",
  } as const;
  const url = `${site.origin}${address}`;
  return CaptureId.parse(await inTransaction(house.database.pool, (tx) => insertCapture(tx, { ...capture, url })));
}

test("a page after a capture waits for the Crawl-delay", async () => {
  await capturePage(house, { captureId: await captureOf("/mot") }, attempt());
  const endedAt = performance.now();
  await house.fetcher().fetchPage(`${site.origin}/hai`);
  expect(askedAt.get("/hai")! - endedAt).toBeGreaterThan(5000);
});

test("a capture of a disallowed address is refused before anything is asked for", async () => {
  const id = await captureOf("/kin/");
  await expect(capturePage(house, { captureId: id }, attempt())).rejects.toMatchObject({
    code: "politeness.robots",
  });
  expect(askedAt.has("/kin/")).toBe(false);
  expect((await selectCapture(house.database.pool, id)).state).toBe("queued");
});
