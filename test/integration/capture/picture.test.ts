// Promises pictures that can be believed: every row in its place, lazy content present, and a blank where something stands found.
import type http from "node:http";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readTile, tallPage } from "../../support/tall-page.ts";
import { startSite, type Site } from "./site.ts";
import { visitOnce, type Visited } from "./visit-once.ts";

const words = "Nội dung phải đứng ở đây, dòng chữ dài đủ để thấy. ";
const sections = (count: number, style: string) =>
  Array.from(
    { length: count },
    (_, i) => `<section style="height:300px;${style}"><p>${i}: ${words.repeat(4)}</p></section>`,
  ).join("");
const page = (body: string) => `<!doctype html><meta charset="utf-8"><title>thử</title><body>${body}`;

/** Hides each section again once it leaves the screen, as some endless lists do to save memory. */
const hidesBehind = page(`${sections(30, "")}<script>
const watch = new IntersectionObserver((rows) => rows.forEach((row) => { row.target.firstChild.style.visibility = row.isIntersecting ? 'visible' : 'hidden'; }));
document.querySelectorAll('section').forEach((section) => watch.observe(section));</script>`);
/** A layer over everything that turns white when the window changes size, as it does while a picture is taken. */
const turnsWhite =
  page(`${sections(30, "")}<canvas id="c" style="position:absolute;top:0;left:0;width:100%;height:9000px;display:none;background:#fff"></canvas>
<script>addEventListener('resize', () => { document.getElementById('c').style.display = 'block'; });</script>`);
/** Sections that are skipped for good as soon as they are off the screen. */
const skips = page(`${sections(30, "")}<script>
const watch = new IntersectionObserver((rows) => rows.forEach((row) => { row.target.style.contentVisibility = row.isIntersecting ? 'visible' : 'hidden'; }), { rootMargin: '-1px' });
document.querySelectorAll('section').forEach((section) => watch.observe(section));</script>`);
/** Pictures whose bytes never end: a box stands there, nothing is drawn in it. */
const neverDrawn = page(
  `<div style="height:5000px"></div><img loading="lazy" src="/endless.png" width="900" height="700"><div style="height:2500px"></div>`,
);
/** Chromium itself leaves these sections out far from the screen; a second try draws them. */
const skippedByBrowser = page(sections(40, "content-visibility:auto;contain-intrinsic-size:auto 300px"));
/** Nothing stands between the two lines, and white text on white is a trick of the page: no fault of the picture. */
const trulyEmpty = page(
  `<p>${words}</p><div style="height:5000px;color:#fff">${`${words}<br>`.repeat(120)}</div><div style="height:5000px"></div><p>${words}</p>`,
);

const solid = (colour: string) =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: colour } })
    .png()
    .toBuffer();
const slow = async (response: http.ServerResponse, colour: string) => {
  const png = await solid(colour);
  setTimeout(() => response.writeHead(200, { "content-type": "image/png" }).end(png), 300);
};
const at = (y: number) => `position:absolute;left:0;top:${y}px;width:400px;height:200px`;
const lazy = page(`<div style="height:9000px"></div>
<img loading="lazy" src="/native.png" style="${at(3000)}"><img id="own" style="${at(5000)}"><div id="ground" style="${at(8000)}"></div>
<script>const watch = new IntersectionObserver((rows) => rows.forEach((row) => { if (!row.isIntersecting) return;
if (row.target.id === 'own') row.target.src = '/own.png'; else row.target.style.backgroundImage = 'url(/ground.png)'; }));
watch.observe(document.getElementById('own')); watch.observe(document.getElementById('ground'));</script>`);

const tallPx = 24_300;
let site: Site;
const see = (path: string, env: Record<string, string> = {}): Promise<Visited> =>
  visitOnce(`${site.origin}${path}`, [site.port], { env });

beforeAll(async () => {
  site = await startSite({
    "/tall": tallPage(tallPx),
    "/hides": hidesBehind,
    "/white": turnsWhite,
    "/skips": skips,
    "/never": neverDrawn,
    "/auto": skippedByBrowser,
    "/empty": trulyEmpty,
    "/lazy": lazy,
    "/endless.png": (_request, response) => {
      response.writeHead(200, { "content-type": "image/png", "content-length": 90_000 });
      response.write(Buffer.alloc(20));
    },
    "/native.png": (_request, response) => void slow(response, "#ff0000"),
    "/own.png": (_request, response) => void slow(response, "#00a000"),
    "/ground.png": (_request, response) => void slow(response, "#0000ff"),
  });
});
afterAll(() => site.close());

test("every row of a tall page stands in its tile where the page painted it", async () => {
  const { bundle, read } = await see("/tall");
  let rows = 0;
  for (const tile of bundle.tiles) {
    expect([tile.y, tile.height <= 4000]).toEqual([rows, true]);
    const seen = await readTile(read(tile.file), tile.y);
    expect(seen.faults).toEqual([]);
    rows += seen.rows;
  }
  expect(rows).toBe(tallPx);
});

test("the reading of a tile that is one row off, or blank, finds faults", async () => {
  const { bundle, read } = await see("/tall");
  const tile = bundle.tiles[1]!;
  expect((await readTile(read(tile.file), tile.y + 1)).faults.length).toBe(2 * (4000 / 100));
  const white = await sharp({ create: { width: 1280, height: 100, channels: 3, background: "#fff" } })
    .png()
    .toBuffer();
  expect((await readTile(white, 0)).faults.length).toBe(200);
});

test.each([
  ["content hidden again by an observer", "/hides"],
  ["a layer that turns white while the picture is taken", "/white"],
  ["sections that are skipped off the screen", "/skips"],
  ["lazy pictures that never arrive", "/never"],
])("a blank where something stands is found, tried again and makes the capture partial: %s", async (_name, path) => {
  const { bundle, read } = await see(path, { VONGGAC_CAPTURE_TIMEOUT_MS: "45000" });
  const fault = bundle.notCaptured.find((gap) => gap.why === "ảnh trống ở chỗ có chữ hoặc hình");
  expect(fault?.what).toMatch(/^dải ảnh \d+–\d+ px \(tiles\/\d{3}\.png/);
  expect(bundle.status).toBe("partial");
  expect(bundle.steps.find((step) => step.step === "tiles")?.note).toMatch(/chụp lại/);
  const [from, to] = /(\d+)–(\d+)/.exec(fault!.what)!.slice(1).map(Number) as [number, number];
  const tile = bundle.tiles.find((each) => from >= each.y && to <= each.y + each.height)!;
  const pixels = await sharp(read(tile.file))
    .extract({ left: 20, top: from - tile.y, width: 600, height: to - from })
    .removeAlpha()
    .raw()
    .toBuffer();
  expect(new Set(pixels)).toEqual(new Set([255]));
});

test("sections that the browser leaves out far from the screen are drawn on the second try", async () => {
  const { bundle } = await see("/auto");
  expect(bundle.status).toBe("captured");
  expect(bundle.steps.find((step) => step.step === "tiles")?.note).toMatch(/mở 40 phần content-visibility/);
});

test("a place that is truly empty, or holds text in the colour of its ground, is no fault", async () => {
  const { bundle } = await see("/empty");
  expect(bundle.notCaptured).toEqual([]);
  expect(bundle.status).toBe("captured");
});

test("lazy pictures of all three kinds are in the tiles with their own colours", async () => {
  const { bundle, read } = await see("/lazy");
  expect(bundle.status).toBe("captured");
  for (const [y, colour] of [
    [3000, [255, 0, 0]],
    [5000, [0, 160, 0]],
    [8000, [0, 0, 255]],
  ] as const) {
    const tile = bundle.tiles.find((each) => y >= each.y && y < each.y + each.height)!;
    const middle = await sharp(read(tile.file))
      .extract({ left: 50, top: y - tile.y + 50, width: 200, height: 100 })
      .removeAlpha()
      .raw()
      .toBuffer();
    expect([...middle.subarray(0, 3)], String(y)).toEqual([...colour]);
  }
});
