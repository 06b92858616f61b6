import http from "node:http";
import type net from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { readConfig } from "#core/config.ts";
import { addressBehindProxy } from "#core/nouns/fetched.ts";
import { createFetcher } from "#crawler/fetch/fetcher.ts";
import {
  createMemoryHostTurn,
  createMemoryRequestLog,
  createMemoryRobotsCache,
} from "#crawler/fetch/memory-host-turn.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => unknown;

/** A small web of many hosts behind an upstream proxy, each host a function. Unknown hosts get the proxy's 502. */
async function serveWeb(hosts: Record<string, Answer>) {
  const visits: { host: string; path: string; atMs: number }[] = [];
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://no-host");
    visits.push({ host: url.hostname, path: url.pathname, atMs: performance.now() });
    const answer = hosts[url.hostname];
    if (answer) return void answer(Object.assign(request, { url: url.pathname }), response);
    return void response.writeHead(502, { "content-type": "text/plain" }).end("no such host");
  });
  server.on("connect", (_request, socket) => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  undo.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { proxy: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`, visits };
}

function start(env: Record<string, string>) {
  const turn = createMemoryHostTurn();
  const requestLog = createMemoryRequestLog();
  const fetcher = createFetcher({ config: readConfig(env), turn, requestLog, robots: createMemoryRobotsCache() });
  undo.push(() => fetcher.close());
  return { fetcher, turn, requestLog };
}

const page: Answer = (request, response) =>
  request.url === "/robots.txt"
    ? response.writeHead(404).end()
    : response.setHeader("content-type", "text/html").end("<p>trang");
const withRobots =
  (body: string, rest: Answer = page): Answer =>
  (request, response) =>
    request.url === "/robots.txt" ? response.end(body) : rest(request, response);

describe("politeness of the HTTP client", () => {
  it("keeps visits to one host apart by the delay while other hosts go on", async () => {
    const web = await serveWeb({ "a.example": page, "b.example": page });
    const { fetcher } = start({ VONGGAC_PROXY: web.proxy, VONGGAC_DELAY_MS: "300" });
    await Promise.all(["a", "a", "a", "b", "b"].map((name, i) => fetcher.fetchPage(`http://${name}.example/${i}`)));
    for (const host of ["a.example", "b.example"]) {
      const times = web.visits.filter((v) => v.host === host).map((v) => v.atMs);
      for (const [i, at] of times.slice(1).entries()) expect(at - times[i]!).toBeGreaterThan(290);
    }
    expect(web.visits.filter((v) => v.path === "/robots.txt")).toHaveLength(2);
  });

  it("obeys robots.txt for its product, with Crawl-delay, and lets the operator decide otherwise", async () => {
    const web = await serveWeb({
      "a.example": withRobots("User-agent: VongGac\nDisallow: /kin\nCrawl-delay: 0.4\n\nUser-agent: *\nDisallow: /"),
    });
    const { fetcher, requestLog } = start({ VONGGAC_PROXY: web.proxy, VONGGAC_DELAY_MS: "0" });
    await expect(fetcher.fetchPage("http://a.example/kin")).rejects.toMatchObject({ code: "politeness.robots" });
    await Promise.all([fetcher.fetchPage("http://a.example/1"), fetcher.fetchPage("http://a.example/2")]);
    const times = web.visits.filter((v) => v.path.length === 2).map((v) => v.atMs);
    expect(times[1]! - times[0]!).toBeGreaterThan(390);
    expect((await fetcher.fetchPage("http://a.example/kin", { respectRobots: false })).html).toBe("<p>trang");
    expect(requestLog.lines.find((line) => line.outcome === "refused")?.reason).toContain("robots.txt disallows");
  });

  it("stays away while robots.txt fails with 5xx, and takes 4xx for no rules", async () => {
    const failing: Answer = (request, response) => response.writeHead(request.url === "/robots.txt" ? 500 : 200).end();
    const web = await serveWeb({ "broken.example": failing, "none.example": page });
    const { fetcher } = start({ VONGGAC_PROXY: web.proxy, VONGGAC_DELAY_MS: "0" });
    await expect(fetcher.fetchPage("http://broken.example/")).rejects.toMatchObject({
      code: "politeness.robots",
      message: expect.stringContaining("500"),
    });
    await expect(fetcher.fetchPage("http://none.example/")).resolves.toMatchObject({ html: "<p>trang" });
  });

  it("returns the 429 answer and then leaves the host alone as long as it asked", async () => {
    const busy: Answer = (_request, response) =>
      response.writeHead(429, { "retry-after": "30", "content-type": "text/html" }).end("<p>busy");
    const web = await serveWeb({ "a.example": withRobots("", busy) });
    const { fetcher } = start({ VONGGAC_PROXY: web.proxy, VONGGAC_DELAY_MS: "0" });
    expect((await fetcher.fetchPage("http://a.example/")).exchanges[0]?.status).toBe(429);
    const again = await fetcher
      .fetchPage("http://a.example/", { waitMs: 100 })
      .catch((error: { code: string; facts: { retryAtMs: number } }) => error);
    expect(again).toMatchObject({ code: "politeness.not-now" });
    expect(("facts" in again ? again.facts.retryAtMs : 0) - Date.now()).toBeGreaterThan(25_000);
  });

  it("takes the turn of each host that a redirect leads to, in both directions at once, without a deadlock", async () => {
    const to =
      (url: string): Answer =>
      (request, response) =>
        request.url === "/go" ? response.writeHead(302, { location: url }).end() : page(request, response);
    const web = await serveWeb({ "a.example": to("http://b.example/end"), "b.example": to("http://a.example/end") });
    const { fetcher } = start({ VONGGAC_PROXY: web.proxy, VONGGAC_DELAY_MS: "200" });
    const both = await Promise.all([
      fetcher.fetchPage("http://a.example/go"),
      fetcher.fetchPage("http://b.example/go"),
    ]);
    expect(both.map((f) => f.finalUrl)).toEqual(["http://b.example/end", "http://a.example/end"]);
    for (const host of ["a.example", "b.example"]) {
      const times = web.visits.filter((v) => v.host === host).map((v) => v.atMs);
      for (const [i, at] of times.slice(1).entries()) expect(at - times[i]!).toBeGreaterThan(190);
    }
  });

  it("uses the turn that the caller holds and does not wait for it", async () => {
    const web = await serveWeb({ "a.example": page });
    const { fetcher, turn } = start({ VONGGAC_PROXY: web.proxy, VONGGAC_DELAY_MS: "60000" });
    const held = await turn.take("a.example", { delayMs: 60_000, leaseMs: 60_000, waitMs: 0 });
    await expect(fetcher.fetchPage("http://a.example/", { visit: "none", waitMs: 500 })).resolves.toMatchObject({
      html: "<p>trang",
    });
    await held.release();
  });

  it("comes back later outside the allowed hours", async () => {
    const web = await serveWeb({ "a.example": page });
    const hour = (Math.floor(Date.now() / 3_600_000) + 7) % 24;
    const clock = (h: number) => `${String((h + 24) % 24).padStart(2, "0")}:00`;
    const { fetcher } = start({
      VONGGAC_PROXY: web.proxy,
      VONGGAC_ALLOWED_HOURS: `${clock(hour + 3)}-${clock(hour + 4)}`,
    });
    await expect(fetcher.fetchPage("http://a.example/")).rejects.toMatchObject({ code: "politeness.not-now" });
    expect(web.visits).toEqual([]);
  });

  it("ends running visits within a second or so of the red switch", async () => {
    const web = await serveWeb({ "a.example": withRobots("", () => undefined) });
    const { fetcher, turn } = start({ VONGGAC_PROXY: web.proxy, VONGGAC_DELAY_MS: "0" });
    const running = fetcher.fetchPage("http://a.example/").catch((error: { code: string }) => error.code);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const thrownMs = performance.now();
    turn.stop();
    expect(await running).toBe("stopped");
    expect(performance.now() - thrownMs).toBeLessThan(1500);
    await expect(fetcher.fetchPage("http://a.example/")).rejects.toMatchObject({ code: "stopped" });
  });
});

describe("closing the HTTP client", () => {
  it("ends what runs and what waits in line within seconds, and refuses what comes after", async () => {
    const web = await serveWeb({ "a.example": withRobots("", () => undefined) });
    const { fetcher } = start({ VONGGAC_PROXY: web.proxy, VONGGAC_DELAY_MS: "0" });
    const codeOf = (path: string) =>
      fetcher.fetchPage(`http://a.example${path}`).then(
        () => "fetched",
        (error: { code: string }) => error.code,
      );
    const running = [codeOf("/1"), codeOf("/2"), codeOf("/3")];
    await new Promise((resolve) => setTimeout(resolve, 200));
    const closedMs = performance.now();
    await fetcher.close();
    expect(await Promise.all(running)).toEqual(["stopped", "stopped", "stopped"]);
    expect(performance.now() - closedMs).toBeLessThan(5000);
    expect(await codeOf("/4")).toBe("stopped");
  });
});

describe("behind an upstream proxy", () => {
  it("never records the proxy's address as the server's, and still refuses private literals", async () => {
    const web = await serveWeb({ "a.example": page });
    const { fetcher } = start({ VONGGAC_PROXY: web.proxy, VONGGAC_DELAY_MS: "0" });
    expect((await fetcher.fetchPage("http://a.example/")).exchanges[0]?.server).toEqual({
      ip: null,
      note: addressBehindProxy,
    });
    await expect(fetcher.fetchPage("http://192.168.1.1/")).rejects.toMatchObject({ code: "guard.refused" });
    await expect(fetcher.fetchPage("http://localhost/")).rejects.toMatchObject({ code: "guard.refused" });
    expect(new Set(web.visits.map((v) => v.host))).toEqual(new Set(["a.example"]));
  });

  it("ends a dead domain as unreachable over http and over https", async () => {
    const web = await serveWeb({});
    const { fetcher, requestLog } = start({ VONGGAC_PROXY: web.proxy, VONGGAC_DELAY_MS: "0" });
    await expect(fetcher.fetchPage("http://dead.example/")).rejects.toMatchObject({ code: "fetch.unreachable" });
    await expect(fetcher.fetchPage("https://dead.example/")).rejects.toMatchObject({
      code: "fetch.unreachable",
      message: expect.stringContaining("502"),
    });
    expect(requestLog.lines.every((line) => line.outcome === "failed")).toBe(true);
  });

  it("names the proxy when the proxy itself is down", async () => {
    const { fetcher } = start({ VONGGAC_PROXY: "http://127.0.0.1:1", VONGGAC_DELAY_MS: "0" });
    await expect(fetcher.fetchPage("http://a.example/")).rejects.toMatchObject({
      code: "fetch.unreachable",
      cure: "Check VONGGAC_PROXY.",
    });
    await expect(fetcher.fetchPage("https://a.example/")).rejects.toMatchObject({
      code: "fetch.unreachable",
      cure: "Check VONGGAC_PROXY.",
    });
  });
});
