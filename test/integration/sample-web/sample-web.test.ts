// Promises that the sample web behaves as the demo and the other tests rely on.
import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import tls from "node:tls";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSampleWeb, type SampleWeb } from "#admin/cli/demo/sample-web.ts";
import { expectedOutcomes } from "#admin/cli/demo/expected.ts";
import { sitesFolder } from "#admin/cli/demo/site-answers.ts";
import { deadHost, sites } from "#admin/cli/demo/site-rules.ts";
import { getThroughProxy, openTunnel } from "./through-proxy.ts";

let web: SampleWeb;
const get = (address: string, headers: Record<string, string> = {}) => getThroughProxy(web.proxyUrl, address, headers);
const desktop = { "user-agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64)" };
const phone = { "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)" };

beforeAll(async () => {
  web = await startSampleWeb();
});
afterAll(async () => {
  await web.stop();
});

async function contentPages(): Promise<{ host: string; url: string }[]> {
  const files = await readdir(sitesFolder, { recursive: true });
  const pages = files.filter((file) => file.endsWith(".html") && !path.basename(file).startsWith("_"));
  return pages.map((file) => {
    const [host = "", ...rest] = file.split(path.sep);
    const at = `/${rest.join("/")}`.replace(/\.html$/, "").replace(/^\/index$/, "/");
    return { host, url: `${sites[host]?.scheme}://${host}${at}` };
  });
}

test("every page file is served under its own host with the status its site declares", async () => {
  const pages = await contentPages();
  expect(pages.length).toBeGreaterThan(100);
  for (const { host, url } of pages) {
    const seen = await get(url, desktop);
    expect({ url, status: seen.status }).toEqual({ url, status: sites[host]?.everyPath?.status ?? 200 });
    expect(seen.body.length, url).toBeGreaterThan(200);
  }
});

test("every internal link and picture that a page names is answered", async () => {
  const namedBy = new Map<string, string>();
  for (const { host, url } of await contentPages()) {
    if (sites[host]?.everyPath || host === "t.me") continue;
    const html = (await get(url, desktop)).body.toString("utf8");
    for (const [, target = ""] of html.matchAll(/(?:href|src)="([^"#]+)"/g)) {
      const address = new URL(target, url);
      if (address.hostname === host) namedBy.set(address.href, url);
    }
  }
  expect(namedBy.size).toBeGreaterThan(100);
  const broken: string[] = [];
  for (const [address, url] of namedBy) {
    if ((await get(address, desktop)).status >= 400) broken.push(`${url} → ${address}`);
  }
  expect(broken).toEqual([]);
}, 60_000);

test("the cloaked site shows furniture to desktops and a bookmaker to phones and search visitors", async () => {
  const url = "http://noithatgocnha.example/";
  const plain = (await get(url, desktop)).body.toString("utf8");
  expect(plain).toContain("phòng khách");
  expect(plain).not.toContain("cá cược");
  expect((await get(url, phone)).body.toString("utf8")).toContain("cá cược bóng đá");
  expect(
    (await get(url, { ...desktop, referer: "https://www.google.com/search?q=ban+ghe" })).body.toString("utf8"),
  ).toContain("cá cược bóng đá");
  expect((await get(url, { ...desktop, referer: "https://saomaibank.com.vn/" })).body.toString("utf8")).toBe(plain);
});

test("the narrow cloak opens only to phones that come from a search page", async () => {
  const url = "http://gomlangnen.example/";
  const search = { referer: "https://www.google.com/" };
  const plain = (await get(url, desktop)).body.toString("utf8");
  expect(plain).toContain("nung củi");
  expect((await get(url, { ...desktop, ...search })).body.toString("utf8")).toBe(plain);
  expect((await get(url, phone)).body.toString("utf8")).toBe(plain);
  expect((await get(url, { ...phone, ...search })).body.toString("utf8")).toContain("tài xỉu");
});

test("a host outside the register is a dead domain, over http and over https, and nothing is forwarded", async () => {
  for (const host of [deadHost, "127.0.0.1", "localhost", "169.254.169.254", "vongquay98.example"]) {
    expect((await get(`http://${host}/`)).status).toBe(502);
    expect((await get(`https://${host}/`)).status).toBe(502);
  }
  const { port } = new URL(web.proxyUrl);
  expect((await openTunnel(web.proxyUrl, `127.0.0.1:${port}`)).status).toBe(502);
  expect((await openTunnel(web.proxyUrl, "bet68club.example:22")).status).toBe(502);
});

test("an http site has nothing on port 443, and an https site redirects from port 80", async () => {
  expect((await get("https://nhacaivn79.example/")).status).toBe(502);
  const seen = await get("http://saomaibank.com.vn/bieu-phi");
  expect(seen.status).toBe(301);
  expect(seen.headers.location).toBe("https://saomaibank.com.vn/bieu-phi");
});

test("the certificate is well formed, signs itself, names the host, and is trusted by nobody", async () => {
  const { socket } = await openTunnel(web.proxyUrl, "bet68club.example:443");
  const secure = tls.connect({ socket, servername: "bet68club.example", rejectUnauthorized: false });
  await new Promise((resolve, reject) => secure.once("secureConnect", resolve).once("error", reject));
  expect(String(secure.authorizationError)).toContain("DEPTH_ZERO_SELF_SIGNED_CERT");
  const certificate = new X509Certificate(secure.getPeerCertificate(true).raw);
  secure.destroy();
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  for (const host of web.hosts) expect(certificate.checkHost(host)).toBe(host);
  expect(certificate.checkHost("bet68club.example.com")).toBeUndefined();
  expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now());
});

test("an unknown path is a 404 page, and no path leaves the site's folder", async () => {
  const seen = await get("http://xa-binhan.tinhmau.gov.vn/khong-co");
  expect(seen.status).toBe(404);
  expect(seen.body.toString("utf8")).toContain("Không tìm thấy trang");
  for (const at of ["/..%2f..%2fexpected.ts", "/_layout.html", "/%2e%2e/baotinhmau.vn/index"]) {
    expect((await get(`http://xa-binhan.tinhmau.gov.vn${at}`)).status, at).toBe(404);
  }
});

test("redirects, robots.txt, sitemap, slow page and gzip stand where the register says", async () => {
  const moved = await get("https://cokhitanphu.example/san-pham-cu");
  expect([moved.status, moved.headers.location]).toEqual([301, "/san-pham"]);
  expect((await get("https://baotinhmau.vn/robots.txt")).body.toString()).toContain("Crawl-delay: 2");
  expect((await get("http://thcs-binhan.tinhmau.edu.vn/robots.txt")).body.toString()).toContain("Disallow: /noi-bo/");
  expect((await get("https://bet68club.example/robots.txt")).status).toBe(404);
  const sitemap = (await get("https://baotinhmau.vn/sitemap.xml")).body.toString("utf8");
  for (const [, address = ""] of sitemap.matchAll(/<loc>([^<]+)/g))
    expect((await get(address)).status, address).toBe(200);
  const startedAt = performance.now();
  await get("http://thcs-binhan.tinhmau.edu.vn/thoi-khoa-bieu");
  expect(performance.now() - startedAt).toBeGreaterThan(1400);
  const zipped = await get("http://xosotinhmau.com.vn/", { "accept-encoding": "gzip" });
  expect(zipped.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(zipped.body).toString("utf8")).toContain("Kết quả xổ số kiến thiết");
});

test("the old diary is windows-1258 and reads back as the file, and one page names no charset anywhere", async () => {
  const old = await get("http://ghichepbenhien.example/nhat-ky-2009");
  expect(old.headers["content-type"]).toContain("windows-1258");
  const file = await readFile(path.join(sitesFolder, "ghichepbenhien.example", "nhat-ky-2009.html"), "utf8");
  expect(new TextDecoder("windows-1258").decode(old.body).normalize("NFC")).toBe(file);
  expect(() => new TextDecoder("utf-8", { fatal: true }).decode(old.body)).toThrow(TypeError);
  const silent = await get("http://thcs-binhan.tinhmau.edu.vn/thu-vien");
  expect(silent.headers["content-type"]).toBe("text/html");
  expect(silent.body.toString("utf8")).not.toMatch(/charset/i);
});

test("the challenge page carries the marks of a challenge, and the closed channel shows no posts", async () => {
  const challenge = await get("https://phimcuoituan.example/");
  expect([challenge.status, challenge.headers["cf-mitigated"]]).toEqual([403, "challenge"]);
  expect(challenge.body.toString("utf8")).toContain("cf-chl");
  const closed = await get("https://t.me/s/nhomkin_tinhmau");
  expect([closed.status, closed.headers.location]).toEqual([302, "/nhomkin_tinhmau"]);
  expect((await get("https://t.me/nhomkin_tinhmau")).body.toString("utf8")).not.toContain("tgme_widget_message");
  const open = (await get("https://t.me/s/keobet68_tinhmau")).body.toString("utf8");
  expect(open.match(/data-post="keobet68_tinhmau\/\d+"/g)).toHaveLength(4);
});

test("the script-built site says nothing about its trade in the document itself", async () => {
  expect((await get("https://vongquay99.example/")).body.toString("utf8")).not.toMatch(/nổ hũ|casino|cá cược/i);
  expect((await get("https://vongquay99.example/api/noi-dung.json")).body.toString("utf8")).toContain(
    "Nổ hũ đổi thưởng",
  );
});

test("every request is recorded in memory and in the log file, and the latency is added", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "sample-web-"));
  const logFile = path.join(folder, "requests.jsonl");
  const own = await startSampleWeb({ logFile, latencyMs: 120 });
  const startedAt = performance.now();
  await getThroughProxy(own.proxyUrl, "http://nhacaivn79.example/soi-keo?a=1", { "user-agent": "nguoi-xem/1" });
  await getThroughProxy(own.proxyUrl, `https://bet68club.example/casino`);
  expect(performance.now() - startedAt).toBeGreaterThan(235);
  await own.stop();
  const lines = (await readFile(logFile, "utf8"))
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  await rm(folder, { recursive: true });
  expect(lines).toEqual(own.requests);
  expect(own.requests.map((r) => [r.host, r.method, r.url, r.userAgent])).toEqual([
    ["nhacaivn79.example", "GET", "http://nhacaivn79.example/soi-keo?a=1", "nguoi-xem/1"],
    ["bet68club.example", "GET", "https://bet68club.example/casino", ""],
  ]);
  await expect(getThroughProxy(own.proxyUrl, "http://nhacaivn79.example/")).rejects.toThrow(/ECONNREFUSED/);
});

test("the watchlist and the table of expected outcomes name the same addresses, and only the dead one is not served", async () => {
  const demo = path.dirname(sitesFolder);
  const rows = parse<Record<string, string>>(await readFile(path.join(demo, "watchlist.csv"), "utf8"), {
    columns: true,
  });
  expect(rows.map((row) => row.url)).toEqual(expect.arrayContaining(expectedOutcomes.map((outcome) => outcome.url)));
  expect(rows).toHaveLength(expectedOutcomes.length);
  const unserved = rows.filter((row) => !web.hosts.includes(new URL(row.url!).hostname)).map((row) => row.url);
  expect(unserved).toEqual([`http://${deadHost}/`]);
  const watched = new Set(rows.map((row) => new URL(row.url!).hostname));
  expect(web.hosts.filter((host) => !watched.has(host))).toEqual([]);
});
