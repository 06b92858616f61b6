// Promises that a sealed archive, shown again without any network, draws what was captured, and that a changed one does not.
import { gzipSync } from "node:zlib";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deviceViews } from "#crawler/capture/capture-request.ts";
import type { RecordedAnswer } from "#crawler/replay/answer-book.ts";
import { replayArchive, type Replayed } from "#crawler/replay/replay-archive.ts";
import { openSealed, type SealedReader } from "#evidence/archive/sealed-reader.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { openLocalStore } from "#evidence/store/local-store.ts";
import { readRecordedAnswers } from "#workers/replay-answers.ts";
import { openReplayWebPage } from "../../support/replay-web-page.ts";
import { startSite, type Site } from "../capture/site.ts";
import { configFor, scratch, visitOnce, type Visited } from "../capture/visit-once.ts";

const page = (frameOrigin: string) => `<!doctype html><html lang="vi"><title>Trang phát lại</title>
<link rel="stylesheet" href="/style.css"><h1>Tin địa phương hôm nay</h1><p id="from-api">…</p>
<img src="/red.png" width="120" height="60"><iframe src="${frameOrigin}/frame" width="300" height="80"></iframe>
<p id="clock"></p><div style="height:2500px"></div><img loading="lazy" src="/lazy.png" width="50" height="50">
<script src="/app.js"></script>`;

const app = `fetch('/api?t=' + Math.random()).then((r) => r.json()).then((o) => { document.getElementById('from-api').textContent = o.words; });
document.getElementById('clock').textContent = 'Năm ' + new Date().getFullYear();`;

let site: Site;
let frames: Site;
let seen: Visited;
let sealed: SealedReader;
let file: string;
let answers: RecordedAnswer[];

const picture = (colour: string) =>
  sharp({ create: { width: 120, height: 60, channels: 3, background: colour } })
    .png()
    .toBuffer();

beforeAll(async () => {
  const [red, lazy] = [await picture("#cc0000"), await picture("#0000cc")];
  frames = await startSite({ "/frame": "<body style='background:#eeffee'>khung từ nơi khác" });
  site = await startSite({
    "/": page(`http://localhost:${frames.port}`),
    "/style.css": (_q, r) =>
      void r
        .writeHead(200, { "content-type": "text/css", "content-encoding": "gzip" })
        .end(gzipSync("body{background:#ffffcc;font:16px sans-serif}h1{color:#006600}")),
    "/app.js": (_q, r) => void r.writeHead(200, { "content-type": "text/javascript" }).end(app),
    "/api": (_q, r) =>
      void r.writeHead(200, { "content-type": "application/json" }).end('{"words":"Nội dung lấy từ máy chủ"}'),
    "/red.png": (_q, r) => void r.writeHead(200, { "content-type": "image/png" }).end(red),
    "/lazy.png": (_q, r) => void r.writeHead(200, { "content-type": "image/png" }).end(lazy),
  });
  seen = await visitOnce(`${site.origin}/`, [site.port, frames.port]);
  const data = scratch();
  const store = openLocalStore(path.join(data, "evidence"));
  const { key, file: made } = await sealBundle({
    bundleDir: seen.folder,
    bundle: seen.bundle,
    detection: null,
    keyring: await openKeyring(data),
    ledgerHead: null,
    office: "Tổ giám sát",
    to: { store, workDir: path.join(data, "work") },
  });
  file = made;
  sealed = await openSealed(store, key!);
  answers = await readRecordedAnswers(sealed);
  site.close();
  frames.close();
}, 90_000);

afterAll(() => {
  site.close();
  frames.close();
});

const replay = (list: RecordedAnswer[]): Promise<Replayed> =>
  replayArchive(
    {
      url: seen.bundle.finalUrl,
      answers: list,
      view: deviceViews.desktop,
      userAgent: seen.bundle.browser.userAgent,
      acceptLanguage: seen.bundle.language,
      capturedAt: seen.bundle.startedAt,
    },
    configFor([]),
  );

async function shareOfOtherPixels(a: Buffer, b: Buffer): Promise<number> {
  const [x, y] = await Promise.all([a, b].map((png) => sharp(png).removeAlpha().raw().toBuffer()));
  let other = 0;
  for (let i = 0; i < x!.length; i += 3)
    if (x![i] !== y![i] || x![i + 1] !== y![i + 1] || x![i + 2] !== y![i + 2]) other++;
  return other / (x!.length / 3);
}

test("a sealed page drawn from its archive alone has the captured picture and words, and the browser asks nobody", async () => {
  const shown = await replay(answers);
  expect(shown.text).toContain("Nội dung lấy từ máy chủ");
  expect(shown.text).toBe(seen.read(seen.bundle.textFile).toString("utf8"));
  expect(await shareOfOtherPixels(shown.picture, seen.read(seen.bundle.viewportFile))).toBeLessThan(0.001);
  expect(shown.unserved).toEqual([]);
  expect(shown.inexact).toBe(1);
  expect(shown.knocks).toBe(0);
}, 60_000);

test("an archive that lost its style sheet and a picture draws something else and names what is missing", async () => {
  const shown = await replay(answers.filter((a) => !/style\.css|red\.png/.test(a.url)));
  expect(shown.unserved.map((line) => new URL(line.split(" ")[1]!).pathname).toSorted()).toEqual([
    "/red.png",
    "/style.css",
  ]);
  expect(await shareOfOtherPixels(shown.picture, seen.read(seen.bundle.viewportFile))).toBeGreaterThan(0.1);
  expect(shown.knocks).toBe(0);
}, 60_000);

test("another program, ReplayWeb.page, shows the sealed page's words and frame and asks nobody outside", async () => {
  const viewer = await openReplayWebPage();
  try {
    const shown = await viewer.show(file, seen.bundle.finalUrl, "", "Tin địa phương hôm nay");
    expect(shown).toMatchObject({ error: "", outside: [] });
    expect(shown.text).toContain("Tin địa phương hôm nay");
  } finally {
    await viewer.close();
  }
}, 90_000);
