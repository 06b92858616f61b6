// Promises that a page is captured whole: every exchange, every row of the picture, the text and where it stands.
import { hash } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBundle } from "#crawler/capture/bundle-file.ts";
import { pixel, startSite, type Site } from "./site.ts";
import { visitOnce, type Visited } from "./visit-once.ts";

const bandCount = 300;
const bandHeight = 100;
const bandColour = (band: number): [number, number, number] => [
  band % 256,
  Math.floor(band / 256) * 40 + 20,
  (band * 7) % 256,
];
const tall = `<!doctype html><title>Trang cao</title><body style="margin:0">${Array.from({ length: bandCount }, (_, band) => `<div style="height:${bandHeight}px;background:rgb(${bandColour(band).join(",")})"></div>`).join("")}`;

const mixed = (frameOrigin: string) => `<!doctype html><html lang="vi"><title>Trang gộp</title>
<h1 id="t" style="font-family:'Times New Roman'">Cộng hòa xã hội chủ nghĩa Việt Nam: Ữ ẵ ỹ ₫</h1>
<p style="width:160px">một hai ba bốn năm sáu bảy tám chín mười</p><p style="display:none">chữ ẩn</p>
<img src="/now.png"><div style="height:4000px"></div><img loading="lazy" src="/lazy.png"><div id="seen"></div>
<iframe src="${frameOrigin}/frame"></iframe>
<script>
fetch('/post', { method: 'POST', body: 'xin chào' }); navigator.sendBeacon('/beacon', 'b'); new Worker('/worker.js');
fetch('/nothing'); fetch('/broken'); alert('chào');
new IntersectionObserver((rows) => rows.some((row) => row.isIntersecting) && fetch('/observed')).observe(document.getElementById('seen'));
</script>`;

let site: Site;
let frames: Site;
let seen: Visited;

beforeAll(async () => {
  frames = await startSite({ "/frame": "<p>khung</p>" });
  site = await startSite({
    "/tall": tall,
    "/start": (_request, response) =>
      void response.writeHead(302, { location: "/middle", "Set-Cookie": ["a=1", "b=2"] }).end(),
    "/middle": (_request, response) => void response.writeHead(301, { location: "/mixed" }).end(),
    "/mixed": mixed(`http://localhost:${frames.port}`),
    "/now.png": (_request, response) => void response.writeHead(200, { "content-type": "image/png" }).end(pixel),
    "/lazy.png": (_request, response) => void response.writeHead(200, { "content-type": "image/png" }).end(pixel),
    "/worker.js": (_request, response) =>
      void response.writeHead(200, { "content-type": "text/javascript" }).end("fetch('/from-worker')"),
    "/from-worker": "ok",
    "/observed": "ok",
    "/post": "ok",
    "/beacon": (_request, response) => void response.writeHead(204).end(),
    "/nothing": (_request, response) => void response.writeHead(204).end(),
    "/broken": (_request, response) => void response.writeHead(500, { "X-Order": "1", "x-order": "2" }).end("lỗi"),
    "/big.bin": (_request, response) =>
      void response
        .writeHead(200, { "content-type": "image/png", "content-length": 6_000_000 })
        .end(Buffer.alloc(6_000_000, 7)),
    "/big": '<title>to</title><img src="/big.bin"><p>chữ</p>',
  });
  seen = await visitOnce(`${site.origin}/start`, [site.port, frames.port]);
});
afterAll(() => {
  site.close();
  frames.close();
});

test("a page that gives everything is captured, and the bundle on disk is the bundle that came back", async () => {
  expect(seen.bundle.status).toBe("captured");
  expect(seen.bundle.notCaptured).toEqual([{ what: "hộp thoại alert", why: "đã đóng, không trả lời" }]);
  expect(seen.bundle.steps.filter((step) => !step.ok)).toEqual([]);
  expect(seen.bundle.finalUrl).toBe(`${site.origin}/mixed`);
  expect(await readBundle(seen.folder)).toEqual(seen.bundle);
});

test("the record holds redirects, 204, 500, POST with its body, beacon, worker, frame and lazy requests", () => {
  expect(seen.find("/start").status).toBe(302);
  expect(
    seen
      .find("/start")
      .responseHeaders.filter(([name]) => name.toLowerCase() === "set-cookie")
      .map(([, value]) => value),
  ).toEqual(["a=1", "b=2"]);
  expect(seen.bundle.redirects.map((step) => step.status)).toEqual([302, 301]);
  expect(seen.find("/mixed").redirectedFrom).toBe(seen.find("/middle").id);
  expect(seen.find("/nothing").status).toBe(204);
  expect(seen.find("/broken").status).toBe(500);
  expect(seen.find("/broken").responseHeaders.filter(([name]) => /x-order/i.test(name))).toEqual([
    ["X-Order", "1"],
    ["x-order", "2"],
  ]);
  expect(Buffer.from(seen.find("/post").requestBodyBase64 ?? "", "base64").toString()).toBe("xin chào");
  expect(seen.find("/beacon").method).toBe("POST");
  for (const name of ["/from-worker", "/frame", "/lazy.png", "/observed", "/worker.js"])
    expect(seen.find(name).outcome).toBe("recorded");
  const served = [...site.asked, ...frames.asked].sort();
  expect(
    [...seen.bundle.exchanges, ...seen.bundle.lookups]
      .map((exchange) => `${exchange.method} ${new URL(exchange.url).pathname}`)
      .sort(),
  ).toEqual(served);
});

test("a stored body is byte for byte what the server sent, and says that it was decoded", () => {
  const main = seen.find("/mixed");
  expect(seen.read(main.bodyFile).toString()).toBe(mixed(`http://localhost:${frames.port}`));
  expect(main.bodyForm).toBe("decoded");
  expect(seen.read(seen.find("/now.png").bodyFile)).toEqual(pixel);
  expect(main.server.ip).toBe("127.0.0.1");
});

test("Vietnamese text is drawn with a font that has it, and its boxes stand where the letters are", async () => {
  expect(seen.bundle.fonts).toContain("Tinos");
  const { runs } = JSON.parse(seen.read(seen.bundle.textBoxesFile).toString()) as {
    runs: { text: string; x: number; y: number; width: number; height: number }[];
  };
  const title = runs.find((run) => run.text.startsWith("Cộng hòa"));
  expect(title?.text).toBe("Cộng hòa xã hội chủ nghĩa Việt Nam: Ữ ẵ ỹ ₫");
  expect(runs.some((run) => run.text.includes("chữ ẩn"))).toBe(false);
  expect(runs.filter((run) => /một|mười/.test(run.text)).length).toBe(2);
  const box = {
    left: Math.floor(title!.x),
    top: Math.floor(title!.y),
    width: Math.floor(title!.width),
    height: Math.floor(title!.height),
  };
  const inside = await sharp(seen.read(seen.bundle.tiles[0]!.file)).extract(box).greyscale().stats();
  expect(inside.channels[0]!.min).toBeLessThan(60);
  expect(seen.read(seen.bundle.textFile).toString()).not.toContain("chữ ẩn");
});

test("the request log names the main page as capture and everything else as sub-resource", () => {
  expect(seen.log.lines.filter((line) => line.purpose === "capture").map((line) => line.status)).toContain(302);
  expect(seen.log.lines.length).toBe(seen.bundle.exchanges.length + seen.bundle.lookups.length);
});

test("a page of 30,000 px is tiled so that every band stands at its own row", async () => {
  const { bundle, read } = await visitOnce(`${site.origin}/tall`, [site.port]);
  expect([bundle.pageWidth, bundle.pageHeight]).toEqual([1280, 30_000]);
  expect(bundle.tiles.map((tile) => tile.height)).toEqual([4000, 4000, 4000, 4000, 4000, 4000, 4000, 2000]);
  let wrong = 0;
  for (const tile of bundle.tiles) {
    const png = read(tile.file);
    expect(hash("sha256", png, "hex")).toBe(tile.sha256);
    const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([tile.width, tile.height]);
    for (let row = 0; row < info.height; row++) {
      const colour = bandColour(Math.floor((tile.y + row) / bandHeight));
      const at = (row * info.width + 640) * 3;
      if (data[at] !== colour[0] || data[at + 1] !== colour[1] || data[at + 2] !== colour[2]) wrong++;
    }
  }
  expect(wrong).toBe(0);
});

test("a body above 5 MB goes to disk in pieces and is whole", async () => {
  const { find, read } = await visitOnce(`${site.origin}/big`, [site.port]);
  expect(find("/big.bin").bodySizeBytes).toBe(6_000_000);
  expect(read(find("/big.bin").bodyFile).equals(Buffer.alloc(6_000_000, 7))).toBe(true);
});

test("a phone gets a phone's view", async () => {
  const { bundle } = await visitOnce(`${site.origin}/mixed`, [site.port, frames.port], {
    device: "mobile",
    referrer: "https://www.google.com/",
  });
  expect(bundle.viewport).toEqual({ width: 412, height: 915, deviceScaleFactor: 1, mobile: true });
  const headers = new Map(bundle.exchanges[0]!.requestHeaders.map(([name, value]) => [name.toLowerCase(), value]));
  expect(headers.get("user-agent")).toContain("Android");
  expect(headers.get("referer")).toBe("https://www.google.com/");
});

test("a finished bundle is never overwritten", async () => {
  expect(existsSync(path.join(seen.folder, "bundle.json"))).toBe(true);
  await expect(visitOnce(`${site.origin}/mixed`, [site.port], { outDir: seen.folder })).rejects.toMatchObject({
    code: "conflict",
  });
});
