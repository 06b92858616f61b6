// Promises that hostile, broken and dead sites end every capture in bounded time, with an honest word and no forbidden contact.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSite, type Site } from "./site.ts";
import { scratch, visitOnce } from "./visit-once.ts";

let site: Site;
let secure: Site;
let canary: Site;

const drip =
  (chunk: string): Parameters<typeof startSite>[0][string] =>
  (request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.write("<!doctype html><title>không hết</title>");
    const timer = setInterval(() => response.write(chunk), 20);
    request.on("close", () => clearInterval(timer));
  };

beforeAll(async () => {
  canary = await startSite({ "/": "bí mật" });
  secure = await startSite({ "/": "<title>an toàn</title><p>Trang có chứng thư tự ký</p>" }, true);
  const inner = `http://127.0.0.1:${canary.port}/`;
  site = await startSite({
    "/inner": `<title>t</title><p>chữ</p><img src="${inner}"><img src="http://169.254.169.254/latest/"><iframe src="${inner}"></iframe><script>
      fetch('${inner}', {mode:'no-cors'}); navigator.sendBeacon('${inner}', 'x'); new WebSocket('ws://127.0.0.1:${canary.port}/'); new Image().src = 'http://localhost:${canary.port}/';
      new Image().src = 'http://[::1]:${canary.port}/'; new Image().src = '/to-inner';
      navigator.serviceWorker.register('/sw.js'); new Worker(URL.createObjectURL(new Blob(["fetch('${inner}')"])));
    </script>`,
    "/to-inner": (_request, response) => void response.writeHead(302, { location: inner }).end(),
    "/sw.js": (_request, response) =>
      void response.writeHead(200, { "content-type": "text/javascript" }).end(`fetch('${inner}', {mode:'no-cors'})`),
    "/leads-inside": (_request, response) => void response.writeHead(302, { location: inner }).end(),
    "/endless": drip("<p>dòng</p>"),
    "/busy": "<title>bận</title><h1>Trang bận</h1><script>setTimeout(() => { while (true) {} }, 30)</script>",
    "/restless":
      "<title>r</title><h1>Không yên</h1><script>setInterval(() => { fetch('/ping?' + Math.random()); document.body.append(document.createElement('p')); }, 40)</script>",
    "/ping": "ok",
    "/popup":
      "<title>p</title><p>chữ</p><script>window.open('/other'); onbeforeunload = () => 1; const a = document.createElement('a'); a.href='/file'; a.download='x'; a.click();</script>",
    "/flood":
      "<title>f</title><p>chữ</p><script>for (let i = 0; i < 300; i++) { window.open('/other?' + i + 'x'.repeat(9000)); fetch('http://127.0.0.1:1/' + i).catch(() => 0); }</script>",
    "/file": (_request, response) =>
      void response.writeHead(200, { "content-disposition": "attachment; filename=x.exe" }).end("MZ"),
    "/relay": `<title>r</title><p>chữ</p><script>
      const peer = new RTCPeerConnection({ iceServers: [{ urls: "turn:127.0.0.1:${canary.port}?transport=tcp", username: "a", credential: "b" }], iceTransportPolicy: "relay" });
      peer.createDataChannel("x"); peer.createOffer().then((offer) => peer.setLocalDescription(offer));
    </script>`,
    "/large-file": "<title>l</title><p>chữ</p><iframe src=/large></iframe>",
    "/large": (_request, response) =>
      void response
        .writeHead(200, { "content-disposition": "attachment; filename=l", "content-length": 9_000_000 })
        .end(Buffer.alloc(9_000_000)),
    "/made-file":
      "<title>m</title><p>chữ</p><script>const a = document.createElement('a'); a.href = URL.createObjectURL(new Blob(['MZ tự tạo'])); a.download = 'x.exe'; a.click();</script>",
    "/login": (_request, response) =>
      void response.writeHead(401, { "content-type": "text/html" }).end("<title>Đăng nhập</title><p>Cần đăng nhập</p>"),
    "/gone": (_request, response) =>
      void response
        .writeHead(503, { "content-type": "text/html" })
        .end("<title>503</title><h1>Service Unavailable</h1>"),
    "/cut": (_request, response) => {
      response.writeHead(200, { "content-type": "text/html", "content-length": 5000 });
      response.write("<title>đứt</title>");
      setTimeout(() => response.destroy(), 200);
    },
  });
});
afterAll(() => {
  for (const each of [site, secure, canary]) each.close();
});

test("inner addresses are refused on every road out of the page, and nobody there is contacted", async () => {
  const { bundle } = await visitOnce(`${site.origin}/inner`, [site.port]);
  expect(canary.asked).toEqual([]);
  const toInner = bundle.exchanges.filter(
    (exchange) => exchange.url.includes(`:${canary.port}`) || exchange.url.includes("169.254"),
  );
  expect(toInner.length).toBeGreaterThanOrEqual(7);
  expect(toInner.filter((exchange) => exchange.outcome === "recorded" || exchange.bodyFile !== null)).toEqual([]);
  expect(toInner.filter((exchange) => exchange.outcome === "blocked").length).toBeGreaterThanOrEqual(5);
});

test("an address that leads inside is refused, without a picture", async () => {
  const { bundle } = await visitOnce(`${site.origin}/leads-inside`, [site.port]);
  expect([bundle.status, bundle.tiles.length, canary.asked.length]).toEqual(["refused", 0, 0]);
});

test("a self-signed certificate stops nothing and is told", async () => {
  const { bundle } = await visitOnce(`${secure.origin}/`, [secure.port]);
  expect(bundle.status).toBe("captured");
  expect(bundle.mainTls).toMatchObject({ trusted: false, reason: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  expect(bundle.mainTls?.protocol).toMatch(/^TLS 1\.[23]$/);
  expect(bundle.mainTls?.chain.length).toBe(1);
});

test.concurrent("an answer that never ends is cut, shown as far as it came, and partial", async () => {
  const { bundle, read } = await visitOnce(`${site.origin}/endless`, [site.port]);
  expect(bundle.status).toBe("partial");
  const shown = bundle.exchanges.at(-1)!;
  expect(shown.truncated).toBe("time");
  const [first, second] = bundle.exchanges.filter((exchange) => exchange.resourceType === "Document");
  expect(second?.outcomeReason).toContain("mở lại lần thứ hai");
  expect(Date.parse(second!.startedAt)).toBeGreaterThan(Date.parse(first!.startedAt));
  expect(read(shown.bodyFile).toString()).toContain("<p>dòng</p>");
  expect(read(bundle.textFile).toString()).toContain("dòng");
}, 60_000);

test.concurrent("a script that never returns is ended, and the page is pictured", async () => {
  const { bundle, read } = await visitOnce(`${site.origin}/busy`, [site.port]);
  expect(bundle.status).toBe("partial");
  expect(bundle.notCaptured.map((gap) => gap.why)).toContain("mã lệnh không bao giờ dừng, đã bị ngắt");
  expect(read(bundle.textFile).toString()).toContain("Trang bận");
});

test.concurrent("a page that never rests ends within its waits", async () => {
  const { bundle } = await visitOnce(`${site.origin}/restless`, [site.port]);
  expect(bundle.steps.find((step) => step.step === "settle")?.note).toContain("chưa yên");
  expect(bundle.tiles.length).toBeGreaterThan(0);
}, 60_000);

test("windows, downloads and leaving questions change nothing and are told", async () => {
  const { bundle } = await visitOnce(`${site.origin}/popup`, [site.port]);
  const told = bundle.notCaptured.map((gap) => gap.what).join("\n");
  expect(told).toContain("/other");
  expect(told).toContain("/file");
  expect(site.asked).not.toContain("GET /other");
});

test("a flood of windows and of requests is counted, and neither the books nor the list of gaps grows with it", async () => {
  const env = { VONGGAC_MAX_REQUESTS_PER_PAGE: "10" };
  const { bundle } = await visitOnce(`${site.origin}/flood`, [site.port], { env });
  expect(bundle.status).toBe("partial");
  expect(bundle.exchanges).toHaveLength(50);
  const told = bundle.notCaptured.map(({ what }) => what);
  expect(told).toContain("251 yêu cầu sau 50 yêu cầu đầu");
  expect(told.at(-1)).toBe("100 mục khác");
  expect(JSON.stringify(bundle.notCaptured).length).toBeLessThan(500_000);
});

test("a file that the page pushes is kept as an attachment inside the bundle, whether a server sent it or the page made it", async () => {
  const sent = await visitOnce(`${site.origin}/popup`, [site.port]);
  const made = await visitOnce(`${site.origin}/made-file`, [site.port]);
  const [fromServer, fromPage] = [sent, made].map(({ bundle, read }) => {
    const kept = bundle.attachments.filter((attachment) => attachment.kind === "download");
    return kept.map(({ file, url }) => [new URL(url).protocol, read(file).toString()]);
  });
  expect(fromServer).toEqual([["http:", "MZ"]]);
  expect(fromPage).toEqual([["blob:", "MZ tự tạo"]]);
  expect(existsSync(path.join(made.folder, "downloads"))).toBe(false);
});

test("a connection that no request went through, as WebRTC opens to its relay, is named", async () => {
  const { bundle } = await visitOnce(`${site.origin}/relay`, [site.port, canary.port]);
  expect(bundle.exchanges.some(({ url }) => url.includes(`:${canary.port}`))).toBe(false);
  expect(bundle.notCaptured.map(({ what }) => what)).toEqual([`kết nối tới 127.0.0.1:${canary.port}`]);
});

test("a pushed file that is longer than the limit makes the capture partial, whoever ended its transfer", async () => {
  const env = { VONGGAC_MAX_DECODED_BYTES: "6000000" };
  const { bundle, find } = await visitOnce(`${site.origin}/large-file`, [site.port], { env });
  expect(find("/large")).toMatchObject({ truncated: "length", bodySizeBytes: 6_000_000 });
  expect(bundle.notCaptured).toContainEqual({ what: `phần cuối của ${site.origin}/large`, why: "length" });
  expect(bundle.status).toBe("partial");
}, 60_000);

test("login walls and error pages are named and never called captured", async () => {
  expect((await visitOnce(`${site.origin}/login`, [site.port])).bundle.status).toBe("login-wall");
  expect((await visitOnce(`${site.origin}/gone`, [site.port])).bundle.status).toBe("error");
});

test("dead names and broken answers are unreachable or partial, never an exception", async () => {
  const dead = await visitOnce("http://khong-co-that.invalid/", []);
  expect(dead.bundle.status).toBe("unreachable");
  const cut = await visitOnce(`${site.origin}/cut`, [site.port]);
  expect(cut.bundle.status).not.toBe("captured");
});

test("a renderer that dies gives an honest error with the exchanges so far", async () => {
  const crashing = await startSite({
    "/": "<title>c</title><p>chữ</p><script>const all=[];for(;;)all.push(new Array(1e7).fill(all.length))</script>",
  });
  const { bundle } = await visitOnce(`${crashing.origin}/`, [crashing.port]);
  crashing.close();
  expect(["error", "partial"]).toContain(bundle.status);
  expect(bundle.exchanges[0]?.status).toBe(200);
}, 60_000);

/** Process ids whose command line names our profile folders and whose ancestor is this process. */
function ownBrowsers(): number[] {
  const isOurs = (pid: string) => {
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      const isChild = Number(parent) === process.pid;
      return isChild && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("vonggac-profile-");
    } catch {
      return false; // gone since the listing
    }
  };
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && isOurs(name))
    .map(Number);
}

test("a browser that is killed half way gives browser.crashed and leaves no bundle", async () => {
  const folder = path.join(scratch(), "bundle");
  const visit = visitOnce(`${site.origin}/restless`, [site.port], { outDir: folder });
  visit.catch(() => undefined);
  while (ownBrowsers().length === 0) await sleep(50);
  await sleep(1500);
  for (const pid of ownBrowsers()) process.kill(pid, "SIGKILL");
  await expect(visit).rejects.toMatchObject({ code: "browser.crashed" });
  expect(existsSync(path.join(folder, "bundle.json"))).toBe(false);
});

test("a caller who stops the capture gets stopped at once", async () => {
  const controller = new AbortController();
  const visit = visitOnce(`${site.origin}/restless`, [site.port], { signal: controller.signal });
  visit.catch(() => undefined);
  await sleep(1500);
  const startMs = Date.now();
  controller.abort();
  await expect(visit).rejects.toMatchObject({ code: "stopped" });
  expect(Date.now() - startMs).toBeLessThan(4000);
});
