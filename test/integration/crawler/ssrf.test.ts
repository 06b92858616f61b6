import http from "node:http";
import net from "node:net";
import os from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "#core/config.ts";
import { createFetcher } from "#crawler/fetch/fetcher.ts";
import {
  createMemoryHostTurn,
  createMemoryRequestLog,
  createMemoryRobotsCache,
} from "#crawler/fetch/memory-host-turn.ts";
import { startEgress } from "#crawler/guard/egress.ts";
import type { Resolver } from "#crawler/guard/resolve.ts";
import { startCanary } from "./canary.ts";
import type { Canary } from "./canary.ts";
import { answerBadly, serveSite } from "./hostile-site.ts";
import type { HostileSite } from "./hostile-site.ts";
import { hostileAnswers, innerHosts, trickyUrls } from "./ssrf-rows.ts";

let canary: Canary;
let site: HostileSite;

/** The canary's port is allowed, so that nothing but the address can be what is refused. */
const configOf = () =>
  readConfig({
    VONGGAC_ALLOWED_PORTS: String(canary.port),
    VONGGAC_ALLOW_LOOPBACK_PORTS: String(site.port),
    VONGGAC_DELAY_MS: "0",
    VONGGAC_PAGE_TIMEOUT_MS: "2000",
  });

beforeAll(async () => {
  canary = await startCanary();
  site = await serveSite(answerBadly);
});
afterAll(async () => {
  await canary.close();
  await site.close();
});

function fetcherWith(resolver: Resolver) {
  return createFetcher({
    config: configOf(),
    turn: createMemoryHostTurn(),
    requestLog: createMemoryRequestLog(),
    robots: createMemoryRobotsCache(),
    resolver,
  });
}

const noNames: Resolver = async () => Promise.reject(Object.assign(new Error("dead"), { code: "ENOTFOUND" }));
const ownHosts = Object.values(os.networkInterfaces()).flatMap((list) =>
  (list ?? [])
    .filter((a) => a.scopeid === undefined || a.scopeid === 0)
    .map((a) => (a.family === "IPv6" ? `[${a.address}]` : a.address)),
);
const targets = () =>
  [...innerHosts, ...ownHosts]
    .map((host) => `http://${host}:${canary.port}/`)
    .concat(trickyUrls.map((url) => url.replace("PORT", String(canary.port))));

/** The status line of the answer to raw bytes sent to a proxy, or "" when it hung up. */
async function statusOf(port: number, request: string): Promise<string> {
  const socket = net.connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk.toString("latin1");
    socket.end();
  });
  socket.on("error", () => undefined);
  socket.setTimeout(2000, () => socket.destroy());
  socket.write(request);
  await new Promise((resolve) => socket.on("close", resolve));
  return /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? "";
}

describe("the canary", () => {
  it("would be reached by a client without a guard", async () => {
    const own = await startCanary();
    for (const host of ["127.0.0.1", "0x7f.1", "2130706433", "0"]) {
      await new Promise((resolve) =>
        http
          .get(new URL(`http://${host}:${own.port}/`), (answer) => answer.resume().on("end", resolve))
          .on("error", resolve),
      );
    }
    expect(own.contacts()).toBe(4);
    await own.close();
  });
});

describe("the HTTP client", () => {
  it("contacts none of the table's addresses, asked directly", async () => {
    const fetcher = fetcherWith(noNames);
    expect(targets().length).toBeGreaterThan(100);
    const codes = await Promise.all(
      targets().map((url) =>
        fetcher.fetchPage(url).then(
          () => `reached ${url}`,
          (error: { code: string }) => error.code,
        ),
      ),
    );
    expect(codes.filter((code) => code !== "guard.refused")).toEqual([]);
    expect(canary.contacts()).toBe(0);
    await fetcher.close();
  });

  it("contacts none of them when a page redirects there", async () => {
    const fetcher = fetcherWith(noNames);
    const asked = targets().filter((url) => URL.canParse(url));
    const redirectTo = (url: string) => fetcher.fetchPage(`${site.base}/to?url=${encodeURIComponent(url)}`);
    const ends = await Promise.all(
      asked.map((url) =>
        redirectTo(url).then(
          (fetched) => new URL(fetched.finalUrl).origin,
          (error: { code: string }) => error.code,
        ),
      ),
    );
    // "http:127.0.0.1" is a relative address for the URL standard: it stays on the site.
    expect(ends.filter((end) => end !== "guard.refused" && end !== site.base)).toEqual([]);
    expect(ends.filter((end) => end === "guard.refused").length).toBeGreaterThan(100);
    expect(canary.contacts()).toBe(0);
    await fetcher.close();
  }, 60_000);

  it("refuses a public name whose addresses are not all public", async () => {
    for (const ips of hostileAnswers) {
      const fetcher = fetcherWith(async () => ips.map((address) => ({ address })));
      const url = `http://public.example:${canary.port}/`;
      await expect(fetcher.fetchPage(url, { respectRobots: false })).rejects.toMatchObject({ code: "guard.refused" });
      await fetcher.close();
    }
    expect(canary.contacts()).toBe(0);
  });

  it("is not moved by a name that answers publicly first and privately after", async () => {
    let lookups = 0;
    const fetcher = fetcherWith(async () => [{ address: lookups++ === 0 ? "2d00::1" : "127.0.0.1" }]);
    const url = `http://rebind.example:${canary.port}/`;
    await expect(fetcher.fetchPage(url, { respectRobots: false })).rejects.toMatchObject({
      code: expect.stringMatching(/^fetch\./),
    });
    expect(lookups).toBe(1);
    await expect(fetcher.fetchPage(url, { respectRobots: false })).rejects.toMatchObject({ code: "guard.refused" });
    expect(canary.contacts()).toBe(0);
    await fetcher.close();
  });
});

describe("the browser's egress", () => {
  it("contacts none of the table's addresses, by tunnel or by plain request", async () => {
    const egress = await startEgress({
      config: configOf(),
      limits: { bytes: 1e7, requests: 10_000 },
      resolver: noNames,
    });
    for (const host of [...innerHosts, ...ownHosts]) {
      const bytes = Buffer.from(host, "utf8").toString("latin1");
      expect(["400", "403"], host).toContain(
        await statusOf(egress.port, `CONNECT ${bytes}:${canary.port} HTTP/1.1\r\nHost: x\r\n\r\n`),
      );
      expect(["400", "403"], host).toContain(
        await statusOf(egress.port, `GET http://${bytes}:${canary.port}/ HTTP/1.1\r\nHost: x\r\n\r\n`),
      );
    }
    for (const url of trickyUrls) {
      const target = url.replace("PORT", String(canary.port)).replaceAll(/[\s]/g, "");
      expect(["400", "403"], url).toContain(
        await statusOf(egress.port, `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${canary.port}\r\n\r\n`),
      );
    }
    expect(canary.contacts()).toBe(0);
    expect(egress.refused.length).toBeGreaterThan(100);
    await egress.stop();
  }, 60_000);

  it("refuses names whose addresses are not all public", async () => {
    for (const ips of hostileAnswers) {
      const egress = await startEgress({
        config: configOf(),
        limits: { bytes: 1e6, requests: 10 },
        resolver: async () => ips.map((address) => ({ address })),
      });
      expect(await statusOf(egress.port, `CONNECT public.example:${canary.port} HTTP/1.1\r\nHost: x\r\n\r\n`)).toBe(
        "403",
      );
      expect(await statusOf(egress.port, `GET http://public.example:${canary.port}/ HTTP/1.1\r\nHost: x\r\n\r\n`)).toBe(
        "403",
      );
      await egress.stop();
    }
    expect(canary.contacts()).toBe(0);
  });
});
