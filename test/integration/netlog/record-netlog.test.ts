import { mkdtempSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "#core/config.ts";
import { findBrowser } from "#crawler/browser/find-browser.ts";
import { type LaunchedBrowser, launchBrowser } from "#crawler/browser/launch-browser.ts";
import { startEgress } from "#crawler/guard/egress.ts";
import { netlogFile, type RecordedLog, recordNetlog } from "#crawler/netlog/record-netlog.ts";
import { type NetlogSite, startNetlogSite } from "./netlog-site.ts";

let site: NetlogSite;
beforeAll(async () => {
  site = await startNetlogSite();
});
afterAll(() => site.close());

/** Opens the site's plain page in a browser of our own until `end` has ended it. */
async function record(
  maxBytes: number,
  end: (browser: LaunchedBrowser) => unknown,
): Promise<RecordedLog & { raw: Buffer }> {
  const config = readConfig({ VONGGAC_ALLOW_LOOPBACK_PORTS: site.ports.join(",") });
  const egress = await startEgress({ config, limits: { bytes: 1e8, requests: 200 } });
  const outDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-netlog-test-"));
  const recorder = (await recordNetlog(outDir, maxBytes))!;
  const browser = await launchBrowser(await findBrowser(config), { proxyUrl: egress.url, extraFlags: recorder.flags });
  try {
    const { targetId } = await browser.connection.send("Target.createTarget", { url: `${site.plain}/` });
    const { sessionId } = await browser.connection.send("Target.attachToTarget", { targetId, flatten: true });
    const title = async () =>
      (await browser.connection.send("Runtime.evaluate", { expression: "document.title" }, String(sessionId))).result
        .value;
    for (let tries = 0; (await title()) !== "xong" && tries < 100; tries++) await sleep(100);
    await end(browser);
  } finally {
    await browser.close();
    await egress.stop();
  }
  const recorded = await recorder.finish();
  const packed = readFileSync(path.join(outDir, netlogFile));
  return { ...recorded, raw: zstdDecompressSync(packed) };
}

describe("recording a network log", () => {
  it("keeps what a killed browser wrote, and says that the end is missing", async () => {
    const { wire, raw, netlog } = await record(1e8, (browser) => process.kill(-browser.pid, "SIGKILL"));
    expect(wire.complete).toBe(false);
    expect(wire.exchanges.find((e) => e.url === `${site.plain}/gzip.js`)?.status).toBe(200);
    expect(() => JSON.parse(raw.toString("utf8"))).toThrow();
    expect(raw.length).toBe(netlog.rawSizeBytes);
  });

  it("keeps no more than its limit, and reads on to the end all the same", async () => {
    const limitBytes = 100_000;
    const { wire, raw, cut } = await record(limitBytes, () => undefined);
    expect(cut).toBe(true);
    expect(raw.length).toBe(limitBytes);
    expect(wire.complete).toBe(true);
    expect(wire.exchanges.find((e) => e.url === `${site.plain}/from-worker.txt`)?.decoded?.sizeBytes).toBe(5);
  });
});
