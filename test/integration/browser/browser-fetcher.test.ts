// Promises that a rendered page is what scripts made of it, behind the guard, one visit a turn.
import { afterAll, beforeAll, expect, test } from "vitest";
import { createBrowserFetcher, type BrowserFetcher } from "#crawler/browser/browser-fetcher.ts";
import { createMemoryHostTurn, createMemoryRequestLog } from "#crawler/fetch/memory-host-turn.ts";
import { startSite, type Site } from "../capture/site.ts";
import { configFor } from "../capture/visit-once.ts";

let site: Site;
let secure: Site;
let canary: Site;
let fetcher: BrowserFetcher;
const log = createMemoryRequestLog();
const turn = createMemoryHostTurn();

beforeAll(async () => {
  canary = await startSite({ "/": "bí mật" });
  secure = await startSite({ "/": "<title>kín</title>" }, true);
  site = await startSite({
    "/app":
      "<title>a</title><div id=root></div><script>fetch('/data').then((r) => r.text()).then((t) => { document.getElementById('root').textContent = t; })</script>",
    "/data": "Nội dung do mã lệnh dựng",
    "/from": (_request, response) => void response.writeHead(302, { location: "/app" }).end(),
    "/inner": `<title>i</title><img src="http://127.0.0.1:${canary.port}/"><script>fetch('http://169.254.169.254/').catch(() => 0)</script>`,
    "/to-inner": (_request, response) =>
      void response.writeHead(302, { location: `http://127.0.0.1:${canary.port}/` }).end(),
    "/who": (request, response) =>
      void response
        .writeHead(200, { "content-type": "text/html; charset=utf-8" })
        .end(
          `<p id=sent>${request.headers["user-agent"]}</p><p id=seen></p><script>document.getElementById("seen").textContent = navigator.userAgent + " webdriver=" + navigator.webdriver</script>`,
        ),
    "/endless": (request, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      const timer = setInterval(() => response.write("<p>dòng</p>"), 20);
      request.on("close", () => clearInterval(timer));
    },
    "/cookie": (request, response) =>
      void response
        .writeHead(200, { "content-type": "text/html; charset=utf-8", "set-cookie": "seen=1" })
        .end(`<p>${request.headers.cookie ?? "chưa thấy"}</p>`),
  });
  const config = configFor([site.port, secure.port], {
    VONGGAC_PAGE_TIMEOUT_MS: "5000",
    VONGGAC_SCAN_CONCURRENCY: "2",
  });
  fetcher = createBrowserFetcher({ config, turn, requestLog: log });
});
afterAll(async () => {
  await fetcher.close();
  for (const each of [site, secure, canary]) each.close();
});

test("the final DOM holds what scripts fetched, the exchange holds what the server sent", async () => {
  const page = await fetcher.fetchPage(`${site.origin}/from`);
  expect(page.html).toContain("Nội dung do mã lệnh dựng");
  expect(page.exchanges.map((exchange) => exchange.status)).toEqual([302, 200]);
  const last = page.exchanges.at(-1)!;
  expect(new TextDecoder().decode(page.bodies.get(last.id))).toContain("<div id=root></div>");
  expect([last.bodyForm, last.server.ip, page.finalUrl, page.via]).toEqual([
    "decoded",
    "127.0.0.1",
    `${site.origin}/app`,
    "browser",
  ]);
});

test("refused addresses are never contacted, from the page or by redirect", async () => {
  await fetcher.fetchPage(`${site.origin}/inner`);
  await expect(fetcher.fetchPage(`${site.origin}/to-inner`)).rejects.toMatchObject({ code: "guard.refused" });
  await expect(fetcher.fetchPage(canary.origin)).rejects.toMatchObject({ code: "guard.refused" });
  expect(canary.asked).toEqual([]);
  expect(log.lines.filter((line) => line.outcome === "refused").length).toBeGreaterThanOrEqual(2);
});

test.each(["desktop", "mobile"] as const)(
  "says who it is as %s, and does not hide that a program drives it",
  async (device) => {
    const { html } = await fetcher.fetchPage(`${site.origin}/who`, { device });
    const [sent, seen] = [/id="sent">([^<]*)/.exec(html)![1]!, /id="seen">([^<]*)/.exec(html)![1]!];
    expect(sent).toContain("VongGac/");
    expect(sent).toContain(device === "mobile" ? "Android" : "HeadlessChrome/");
    expect(sent).not.toContain("Macintosh");
    expect(seen).toBe(`${sent} webdriver=true`);
  },
);

test("a self-signed certificate stops nothing and is told", async () => {
  const page = await fetcher.fetchPage(secure.origin);
  expect(page.exchanges[0]?.tls).toMatchObject({ trusted: false, reason: "DEPTH_ZERO_SELF_SIGNED_CERT" });
});

test("two visits share no cookies", async () => {
  await fetcher.fetchPage(`${site.origin}/cookie`);
  expect((await fetcher.fetchPage(`${site.origin}/cookie`)).html).toContain("chưa thấy");
});

test("an endless page times out and the next visit works", async () => {
  await expect(fetcher.fetchPage(`${site.origin}/endless`)).rejects.toMatchObject({ code: "fetch.timeout" });
  expect((await fetcher.fetchPage(`${site.origin}/app`)).html).toContain("dựng");
});

test("a dead name is unreachable", async () => {
  await expect(fetcher.fetchPage("http://khong-co-that.invalid/")).rejects.toMatchObject({ code: "fetch.unreachable" });
});

test("the red switch ends a running visit", async () => {
  const visit = fetcher.fetchPage(`${site.origin}/endless`);
  visit.catch(() => undefined);
  setTimeout(() => turn.stop(), 500);
  await expect(visit).rejects.toMatchObject({ code: "stopped" });
  turn.resume();
});
