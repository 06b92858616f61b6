import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "#core/config.ts";
import { createFetcher } from "#crawler/fetch/fetcher.ts";
import type { Fetcher } from "#crawler/fetch/fetcher.ts";
import {
  createMemoryHostTurn,
  createMemoryRequestLog,
  createMemoryRobotsCache,
} from "#crawler/fetch/memory-host-turn.ts";
import { answerBadly, serveSite } from "./hostile-site.ts";
import type { HostileSite } from "./hostile-site.ts";

let site: HostileSite;
let secure: HostileSite;
let fetcher: Fetcher;
const requestLog = createMemoryRequestLog();

beforeAll(async () => {
  site = await serveSite(answerBadly);
  secure = await serveSite((_request, response) => response.setHeader("content-type", "text/html").end("<p>bí mật"), {
    tls: true,
  });
  const config = readConfig({
    VONGGAC_ALLOW_LOOPBACK_PORTS: `${site.port},${secure.port}`,
    VONGGAC_DELAY_MS: "0",
    VONGGAC_PAGE_TIMEOUT_MS: "1500",
    VONGGAC_MAX_BODY_BYTES: "3000000",
    VONGGAC_MAX_DECODED_BYTES: "4000000",
    VONGGAC_MAX_REDIRECTS: "5",
  });
  fetcher = createFetcher({ config, turn: createMemoryHostTurn(), requestLog, robots: createMemoryRobotsCache() });
});

afterAll(async () => {
  await fetcher.close();
  await site.close();
  await secure.close();
});

const get = (path: string) => fetcher.fetchPage(`${site.base}${path}`);

describe("budgets of the HTTP client", () => {
  it("cuts an endless body at the byte budget and says so", async () => {
    const [exchange] = (await get("/endless")).exchanges;
    expect(exchange).toMatchObject({ truncated: "length", bodySizeBytes: 3_000_000 });
  });

  it("ends a slow drip at the time budget and keeps what came", async () => {
    const startedMs = performance.now();
    const [exchange] = (await get("/slow-drip")).exchanges;
    expect(exchange?.truncated).toBe("time");
    expect(exchange?.bodySizeBytes).toBeGreaterThan(5);
    expect(performance.now() - startedMs).toBeLessThan(3000);
  });

  it("gives up on a server that never answers", async () => {
    await expect(get("/silent")).rejects.toMatchObject({ code: "fetch.timeout" });
  });

  it("keeps half a page when the server cuts the connection", async () => {
    const fetched = await get("/cut");
    expect(fetched.exchanges[0]?.truncated).toBe("disconnect");
    expect(fetched.html).toBe("<p>nửa trang");
  });

  it.each(["gzip", "br", "zstd", "deflate"])("does not swallow a %s bomb", async (coding) => {
    const fetched = await get(`/bomb?coding=${coding}`);
    expect(fetched.exchanges[0]?.bodySizeBytes).toBeLessThan(100_000);
    expect(fetched.html.length).toBe(4_000_000);
    expect(fetched.exchanges[0]?.outcomeReason).toContain("cut at 4000000");
  });

  it("reads a body that only claims to be compressed, and one that is compressed twice", async () => {
    expect((await get("/plain-called-gzip")).html).toBe("<p>not packed");
    expect((await get("/packed-twice")).html).toBe("<p>gói hai lần");
  });

  it("keeps the wire bytes apart from the decoded document", async () => {
    const fetched = await get("/packed-twice");
    const [exchange] = fetched.exchanges;
    expect(exchange?.bodyForm).toBe("wire");
    expect([...(fetched.bodies.get(exchange!.id) ?? [])].slice(0, 2)).toEqual([0x1f, 0x8b]);
  });

  it("stops endless redirects and loops", async () => {
    await expect(get("/endless-redirects?n=0")).rejects.toMatchObject({
      code: "guard.budget",
      message: expect.stringContaining("more than 5 redirects"),
    });
    await expect(get("/loop-a")).rejects.toMatchObject({
      code: "guard.budget",
      message: expect.stringContaining("loop"),
    });
  });

  it("passes a site that sets a cookie and sends the visitor back to the same address", async () => {
    const fetched = await get("/cookie-bounce");
    expect(fetched.exchanges.map((e) => e.status)).toEqual([302, 200]);
    expect(fetched.exchanges[1]?.redirectedFrom).toBe(fetched.exchanges[0]?.id);
  });

  it("refuses redirects to metadata and to files, and logs the refusal", async () => {
    await expect(get("/to-metadata")).rejects.toMatchObject({ code: "guard.refused" });
    await expect(get("/to-file")).rejects.toMatchObject({ code: "guard.refused" });
    expect(requestLog.lines.filter((line) => line.outcome === "refused").map((line) => line.host)).toContain(
      "169.254.169.254",
    );
  });
});

describe("answers of broken servers", () => {
  it("keeps order, case and duplicates of the headers", async () => {
    const [exchange] = (await get("/raw/header-order")).exchanges;
    expect(exchange?.responseHeaders.slice(0, 3)).toEqual([
      ["X-B", "1"],
      ["x-a", "2"],
      ["X-B", "3"],
    ]);
  });

  it.each(["/raw/bad-header", "/raw/no-http", "/raw/huge-header", "/raw/two-lengths"])("survives %s", async (path) => {
    const outcome = await get(path).then(
      (fetched) => fetched.exchanges[0]?.status,
      (error: { code: string }) => error.code,
    );
    expect([200, "fetch.broken"]).toContain(outcome);
  });

  it("says that a refused connection is unreachable", async () => {
    const closed = await serveSite(answerBadly);
    await closed.close();
    const config = readConfig({ VONGGAC_ALLOW_LOOPBACK_PORTS: String(closed.port), VONGGAC_DELAY_MS: "0" });
    const other = createFetcher({
      config,
      turn: createMemoryHostTurn(),
      requestLog,
      robots: createMemoryRobotsCache(),
    });
    await expect(other.fetchPage(closed.base)).rejects.toMatchObject({
      code: "fetch.unreachable",
      message: expect.stringContaining("refused the connection"),
    });
    await other.close();
  });

  it("fetches past an untrusted certificate and records it", async () => {
    const fetched = await fetcher.fetchPage(secure.base);
    const [exchange] = fetched.exchanges;
    expect(fetched.html).toBe("<p>bí mật");
    expect(exchange?.tls).toMatchObject({
      trusted: false,
      reason: expect.stringMatching(/SELF_SIGNED|ALTNAME/),
      protocol: "TLSv1.3",
    });
    expect(Buffer.from(exchange?.tls?.chain[0] ?? "", "base64")[0]).toBe(0x30);
    expect(exchange?.server).toEqual({ ip: "127.0.0.1", note: "" });
  });
});
