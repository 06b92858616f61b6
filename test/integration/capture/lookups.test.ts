// Promises what is asked around a page: as exchanges of their own, through the guard, within the host's turn, and never at the capture's cost.
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#core/id.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import { captureUrl } from "#crawler/capture/capture.ts";
import { createMemoryHostTurn, createMemoryRequestLog } from "#crawler/fetch/memory-host-turn.ts";
import { askNameServers } from "#crawler/lookups/ask-name-servers.ts";
import { lookUp } from "#crawler/lookups/look-up.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { type NameServer, startNameServer } from "./name-server.ts";
import { pixel, startSite, type Site } from "./site.ts";
import { configFor, visitOnce } from "./visit-once.ts";

const robots = "User-agent: *\nDisallow: /rieng\n";
let site: Site;
let rdap: Site;
let names: NameServer;

beforeAll(async () => {
  site = await startSite({
    "/": '<!doctype html><head><link rel="shortcut icon" href="/bieu-tuong.png"></head><p>trang</p>',
    "/own-icon": '<!doctype html><head><link rel=icon href="/seen.png"></head><img src="/seen.png"><p>trang</p>',
    "/seen.png": (_request, response) => void response.writeHead(200, { "content-type": "image/png" }).end(pixel),
    "/bieu-tuong.png": (_request, response) => void response.writeHead(200, { "content-type": "image/png" }).end(pixel),
    "/robots.txt": (_request, response) => void response.writeHead(200, { "content-type": "text/plain" }).end(robots),
  });
  rdap = await startSite({
    "/domain/trang-thu.vn": (_request, response) =>
      void response
        .writeHead(200, { "content-type": "application/rdap+json" })
        .end('{"objectClassName":"domain","ldhName":"trang-thu.vn"}'),
  });
  names = await startNameServer((name, type) => {
    if (name === "www.trang-thu.vn" && type === 1) return { records: 2, strayFirst: true };
    if (type === 6) return "silent";
    if (type === 257) return { rcode: 3 };
    return type === 16 ? { truncated: true } : {};
  });
});
afterAll(() => {
  site.close();
  rdap.close();
  names.close();
});

const folder = () => {
  const made = mkdtempSync(path.join(os.tmpdir(), "vonggac-lookups-"));
  mkdirSync(path.join(made, "lookups"));
  return made;
};
const depsFor = (ports: number[], env: Record<string, string> = {}) => ({
  config: configFor(ports, env),
  turn: createMemoryHostTurn(),
  requestLog: createMemoryRequestLog(),
  nameServers: [names.address],
});
const of = (list: readonly Exchange[], type: string) => list.filter((e) => e.resourceType === type);

test("a capture brings robots.txt and the icon that the page names, byte for byte, apart from the page's own requests", async () => {
  site.asked.length = 0;
  const { bundle, read, log } = await visitOnce(`${site.origin}/`, [site.port]);
  expect(bundle.status).toBe("captured");
  const [rules] = of(bundle.lookups, "robots");
  const [icon] = of(bundle.lookups, "favicon");
  expect([rules?.status, read(rules!.bodyFile).toString()]).toEqual([200, robots]);
  expect([icon?.url, read(icon!.bodyFile)]).toEqual([`${site.origin}/bieu-tuong.png`, pixel]);
  expect(rules?.requestHeaders.find(([name]) => name === "User-Agent")?.[1]).toMatch(/^VongGac/);
  expect(bundle.exchanges.map((e) => new URL(e.url).pathname)).toEqual(["/"]);
  expect(site.asked.toSorted()).toEqual(["GET /", "GET /bieu-tuong.png", "GET /robots.txt"]);
  expect(log.lines.map((line) => line.purpose).toSorted()).toEqual(["capture", "favicon", "robots"]);
  expect(bundle.steps.find((step) => step.step === "lookups")?.note).toBe(
    "robots.txt 200; favicon 200; DNS không phải tên miền; RDAP chưa cấu hình",
  );
});

test("an icon on another host is asked for under that host's own turn, or not at all", async () => {
  const taken: string[] = [];
  const deps = depsFor([site.port]);
  const icon = `http://localhost:${site.port}/bieu-tuong.png`;
  const html = `<!doctype html><head><link rel=icon href="${icon}"></head>`;
  const request = { pageUrl: `${site.origin}/`, html, exchanges: [], outDir: folder() };
  const turn = {
    ...deps.turn,
    take: (...args: Parameters<typeof deps.turn.take>) => (taken.push(args[0]), deps.turn.take(...args)),
  };
  const first = await lookUp(request, { ...deps, turn });
  expect([taken, of(first.lookups, "favicon")[0]?.url]).toEqual([["localhost"], icon]);
  const busy = await deps.turn.take("localhost", { delayMs: 0, leaseMs: 60_000, waitMs: 0 });
  site.asked.length = 0;
  const second = await lookUp({ ...request, outDir: folder() }, deps);
  await busy.release();
  expect(second.note).toContain("favicon politeness.not-now");
  expect(site.asked).toEqual(["GET /robots.txt"]);
}, 20_000);

test("the red switch ends a capture that is looking around, within seconds", async () => {
  const slow = await startSite({
    "/": "<!doctype html><title>t</title><p>trang</p>",
    "/robots.txt": () => turn.stop(),
  });
  const turn = createMemoryHostTurn();
  const deps = { ...depsFor([slow.port]), turn };
  const startedMs = Date.now();
  const asked = { captureId: newId(), url: `${slow.origin}/`, askedBy: "thử", reason: "thử" };
  const outDir = path.join(folder(), "bundle");
  await expect(captureUrl({ ...asked, outDir }, deps)).rejects.toMatchObject({ code: "stopped" });
  expect(Date.now() - startedMs).toBeLessThan(8000);
  expect(existsSync(path.join(outDir, "bundle.json"))).toBe(false);
  slow.close();
}, 30_000);

test("an icon that the page's own visit recorded is not asked for again", async () => {
  site.asked.length = 0;
  const { bundle } = await visitOnce(`${site.origin}/own-icon`, [site.port]);
  expect(of(bundle.lookups, "favicon")).toEqual([]);
  expect(site.asked.filter((line) => line === "GET /seen.png").length).toBe(1);
});

test("name servers are asked seven things about host and domain, and each raw answer is kept as it came", async () => {
  const outDir = folder();
  const answers = await askNameServers({
    host: "www.trang-thu.vn",
    outDir,
    nameServers: [names.address],
    signal: AbortSignal.timeout(8000),
  });
  expect(answers.map((e) => e.url).slice(0, 3)).toEqual([
    "dns:www.trang-thu.vn?type=A",
    "dns:www.trang-thu.vn?type=NS",
    "dns:www.trang-thu.vn?type=CNAME",
  ]);
  expect(answers.length).toBe(14);
  const answerOf = (url: string) => answers.find((e) => e.url === url)!;
  const a = answerOf("dns:www.trang-thu.vn?type=A");
  expect([a.outcome, a.outcomeReason]).toEqual(["recorded", "NOERROR, 2 bản ghi"]);
  expect(readFileSync(path.join(outDir, a.bodyFile!))).toEqual(names.sent.get("www.trang-thu.vn 1"));
  expect(answerOf("dns:trang-thu.vn?type=CAA").statusText).toBe("NXDOMAIN");
  expect(answerOf("dns:trang-thu.vn?type=TXT").truncated).toBe("length");
  const silent = answerOf("dns:trang-thu.vn?type=SOA");
  expect([silent.outcome, silent.bodyFile]).toEqual(["failed", null]);
  expect(names.asked.filter((line) => line === "trang-thu.vn 6").length).toBe(2);
});

test("RDAP is asked about the registrable domain; the site of a name that leads inside is refused by the guard", async () => {
  const deps = depsFor([rdap.port], { VONGGAC_RDAP_URL: `${rdap.origin}/`, VONGGAC_ALLOWED_PORTS: String(site.port) });
  const resolver = async () => [{ address: "127.0.0.1" }];
  site.asked.length = 0;
  const { lookups } = await lookUp(
    { pageUrl: `http://www.trang-thu.vn:${site.port}/`, html: "", exchanges: [], outDir: folder() },
    { ...deps, resolver },
  );
  expect(of(lookups, "rdap").map((e) => [e.url, e.status])).toEqual([[`${rdap.origin}/domain/trang-thu.vn`, 200]]);
  for (const type of ["robots", "favicon"]) expect(of(lookups, type).map((e) => e.outcome)).toEqual(["blocked"]);
  expect(site.asked).toEqual([]);
  expect(of(lookups, "dns").length).toBe(14);
});

test("behind an upstream proxy no name server is asked, and the note says so", async () => {
  const deps = depsFor([], { VONGGAC_PROXY: "http://127.0.0.1:9" });
  names.asked.length = 0;
  const { lookups, note } = await lookUp(
    { pageUrl: "http://www.trang-thu.vn/", html: "", exchanges: [], outDir: folder() },
    deps,
  );
  expect(names.asked).toEqual([]);
  expect(note).toContain("DNS không hỏi: tên miền do proxy phân giải");
  expect(lookups.map((e) => e.outcome)).toEqual(["failed", "failed"]);
});

test("a package with lookups and a name server's answers seals and verifies", async () => {
  const { bundle, folder: bundleDir } = await visitOnce(`${site.origin}/`, [site.port]);
  const signal = AbortSignal.timeout(8000);
  const dns = await askNameServers({ host: "trang-thu.vn", outDir: bundleDir, nameServers: [names.address], signal });
  const file = path.join(folder(), "a.wacz");
  const sealed = { ...bundle, lookups: [...bundle.lookups, ...dns] };
  const keyring = await openKeyring(folder());
  await sealBundle({
    bundleDir,
    bundle: sealed,
    detection: null,
    keyring,
    ledgerHead: null,
    office: "Tổ thử",
    to: { file },
  });
  const verdict = await verifyPackage(file);
  expect(verdict.checks.filter((check) => !check.ok)).toEqual([]);
  expect(verdict.ok).toBe(true);
});
