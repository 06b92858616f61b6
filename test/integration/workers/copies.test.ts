// Promises the way of a copied press item through the house: imported, met by a scan, named with both texts, forgotten on destruction.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readDenials } from "#admin/cli/denial-rows.ts";
import { readPressItems } from "#admin/cli/press-rows.ts";
import { readJsonLines } from "#admin/cli/row-file.ts";
import { runScan } from "#admin/cli/run-scan.ts";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Detection } from "#core/nouns/signal.ts";
import { selectCaptures } from "#core/records/capture.ts";
import { blankWords } from "#core/records/destruction.ts";
import { selectPages } from "#core/records/page.ts";
import {
  insertDenial,
  markSourceGone,
  selectCandidates,
  selectSketchText,
  stampDenials,
  upsertSketch,
} from "#core/records/sketch.ts";
import { insertTarget } from "#core/records/target.ts";
import { sketchText } from "#detection/duplicate/sketch.ts";
import { type House, openHouse } from "#workers/house.ts";
import { writeArticle } from "../../unit/detection/duplicate/articles.ts";
import { type Site, startSite } from "../capture/site.ts";

const bodies = [writeArticle(301, 220), writeArticle(302, 220)];

const paragraphs = (text: string) =>
  text
    .split("\n")
    .map((p) => `<p>${p}</p>`)
    .join("\n");
const aggregator = (time: string, items = bodies) =>
  `<!doctype html><html lang="vi"><head><title>Tin Mẫu 24h</title></head><body>
  <nav><a href="/1">Thời sự</a> <a href="/2">Kinh tế</a> <a href="/3">Thể thao</a> <a href="/4">Giải trí</a></nav>
  <article class="article-content"><h1>Chuyện trong tỉnh hôm nay</h1><p>${time}</p>${items.map(paragraphs).join("")}</article>
  <footer>Trang thông tin điện tử tổng hợp. Giấy phép số 77/GP-TTĐT do Sở Thông tin và Truyền thông cấp ngày 02/03/2024. Chịu trách nhiệm nội dung: Trần Văn Mẫu. Email: toa@tinmau.example</footer></body></html>`;

const press = bodies.map((text, i) =>
  JSON.stringify({
    url: `https://baomau${i}.vn/bai`,
    title: `Bài mẫu ${i}`,
    text,
    publishedAt: `22/11/2026 0${8 + i}:00`,
    publisher: `Báo Mẫu ${i}`,
  }),
);

let site: Site;
let house: House;
let dataDir: string;

beforeAll(async () => {
  site = await startSite({
    "/som": aggregator("22/11/2026 09:20"),
    "/muon": aggregator("22/11/2026 10:30"),
    "/khong-ro": aggregator("", bodies.slice(0, 1)),
  });
  dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-copies-"));
  const settings = {
    VONGGAC_ALLOW_LOOPBACK_PORTS: String(site.port),
    VONGGAC_DELAY_MS: "0",
    VONGGAC_MAX_PAGES: "1",
    VONGGAC_FACES: "off",
    VONGGAC_OCR: "off",
  };
  house = await openHouse(readConfig({ VONGGAC_DATA: dataDir, ...settings }));
});
afterAll(async () => {
  await house.close();
  site.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const importPress = async () => {
  const { items } = readPressItems(readJsonLines(press.join("\n")).rows);
  for (const { item } of items) await upsertSketch(house.database.pool, item);
};

async function scan(...paths: string[]) {
  const { pool } = house.database;
  const targets = [];
  for (const p of paths)
    targets.push((await insertTarget(pool, { url: `${site.origin}${p}`, kind: "site" }, "test")).target);
  const run = await runScan(house, targets, { signal: AbortSignal.timeout(120_000), askedBy: "test" });
  const byPath = new Map<string, { detection: Detection; scanId: (typeof run.scans)[number]["scan"]["id"] }>();
  for (const {
    scan: { id },
    target,
  } of run.scans)
    byPath.set(new URL(target.url).pathname, { detection: (await selectPages(pool, id))[0]!.detection!, scanId: id });
  return { run, byPath };
}

const dutiesOf = (detection: Detection) => (detection.categories.source_duties?.signals ?? []).map((s) => s.rule);

test("an aggregator that copies two imported press items is named side by side; the one-hour rule knows 20 minutes from 90 and unknown", async () => {
  await importPress();
  const { run, byPath } = await scan("/som", "/muon", "/khong-ro");
  const early = byPath.get("/som")!.detection;
  expect(dutiesOf(early)).toEqual(expect.arrayContaining(["src.no-source", "src.no-source-link", "src.too-early"]));
  expect(early.categories.source_duties!.signals.find((s) => s.rule === "src.too-early")!.say).toContain(" 20 phút ");
  expect(dutiesOf(byPath.get("/muon")!.detection)).toContain("src.no-source");
  expect(dutiesOf(byPath.get("/muon")!.detection)).not.toContain("src.too-early");
  const unknown = byPath.get("/khong-ro")!.detection;
  expect(dutiesOf(unknown)).not.toContain("src.too-early");
  expect(unknown.skipped.map((s) => s.rule)).toContain("src.too-early");

  const finding = run.findings.find((f) => f.category === "source_duties" && f.url.endsWith("/som"))!;
  const anchors = finding.signals
    .find((s) => s.rule === "src.no-source")!
    .anchors.filter((a) => a.kind === "difference");
  expect(new Set(anchors.map((a) => a.between[1]))).toEqual(
    new Set(["https://baomau0.vn/bai", "https://baomau1.vn/bai"]),
  );
  for (const anchor of anchors) {
    const kept = await selectSketchText(house.database.pool, anchor.between[1]);
    expect(anchor.shared!.length).toBeGreaterThan(0);
    for (const s of anchor.shared!)
      expect(kept!.body.slice(s.otherStart, s.otherEnd).split(/\s+/).length).toBeGreaterThanOrEqual(8);
  }
});

test("a second scan says the same as the first, and what it keeps of the page goes with the capture's destruction", async () => {
  const { pool } = house.database;
  const [first, second] = [await scan("/som"), await scan("/som")];
  const signals = (r: typeof first) => r.byPath.get("/som")!.detection.categories.source_duties;
  expect(signals(second)).toEqual(signals(first));
  const url = `${site.origin}/som`;
  const sketch = sketchText(bodies[0]!);
  expect((await selectCandidates(pool, sketch, "khac.example", 20)).map((c) => c.url)).toEqual(
    expect.arrayContaining([url, "https://baomau0.vn/bai"]),
  );
  const [capture] = await selectCaptures(pool, second.byPath.get("/som")!.scanId);
  await inTransaction(pool, (tx) => blankWords(tx, capture!.id));
  expect(await selectSketchText(pool, url)).toBeNull();
  expect(await selectSketchText(pool, "https://baomau0.vn/bai")).not.toBeNull();
});

test("a source found gone four hours ago raises the removal rule for copies that still stand", async () => {
  const { pool } = house.database;
  for (const i of [0, 1]) await markSourceGone(pool, `https://baomau${i}.vn/bai`, new Date(Date.now() - 4 * 3_600_000));
  const { byPath } = await scan("/muon");
  expect(dutiesOf(byPath.get("/muon")!.detection)).toContain("src.still-up");
  await importPress(); // the paper publishes it again
  expect(dutiesOf((await scan("/muon")).byPath.get("/muon")!.detection)).not.toContain("src.still-up");
});

test("denials with dirty rows: what can be kept is kept once, the rest is told by line", async () => {
  const { pool } = house.database;
  const good = { date: "20/11/2026", issuer: "Công an tỉnh Mẫu", label: "tin giả", title: "Bác bỏ tin vỡ đập Hồ Xanh" };
  const lines = [
    good,
    { ...good, date: "32/13/2026" },
    { ...good, issuer: " " },
    { ...good, title: "" },
    good,
    { ...good, label: "tin xác thực", title: "Xác nhận lịch xả nước" },
  ];
  const text = [...lines.map((l) => JSON.stringify(l)), "{hỏng", "[1]"].join("\n");
  const { rows, refused } = readJsonLines(text);
  const reading = readDenials(rows);
  expect([...reading.refused, ...refused].map((r) => r.line)).toEqual([2, 3, 4, 5, 7, 8]);
  expect(reading.denials.map((d) => [d.line, d.notes === ""])).toEqual([
    [1, true],
    [6, false],
  ]);
  const before = await stampDenials(pool);
  for (const { denial } of reading.denials) expect(await insertDenial(pool, denial, "test")).toBe(true);
  for (const { denial } of reading.denials) expect(await insertDenial(pool, denial, "test")).toBe(false);
  expect(await stampDenials(pool)).not.toBe(before);
});
