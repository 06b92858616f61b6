// Promises the way of a picture through the house: asked for where text is inconclusive, read from the capture, kept once, gone with a destruction.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runScan } from "#admin/cli/run-scan.ts";
import { readConfig } from "#core/config.ts";
import type { CaptureId } from "#core/id.ts";
import { selectPicture, upsertPicture } from "#core/records/picture.ts";
import { selectPages } from "#core/records/page.ts";
import { insertTarget } from "#core/records/target.ts";
import { openPictureReader } from "#detection/image/picture-reader.ts";
import { type House, openHouse } from "#workers/house.ts";
import { forgetOldPictures } from "#workers/pictures.ts";
import { drawBanner } from "../../support/banners.ts";
import { type Site, startSite } from "../capture/site.ts";

const banner = await drawBanner("gold on red", 2);
const second = await drawBanner("outlined", 8);
const page = (body: string) =>
  `<!doctype html><html lang="vi"><head><title>Trang chủ</title></head><body>${body}</body></html>`;
const picture =
  (bytes: Buffer): Parameters<typeof startSite>[0][string] =>
  (_, response) =>
    void response.writeHead(200, { "content-type": "image/png" }).end(bytes);

let site: Site;
let house: House;
let dataDir: string;

beforeAll(async () => {
  site = await startSite({
    "/anh": page(
      `<p>Chào mừng.</p><img src="/b1.png" width="900" height="300"><img src="/b2.png" width="900" height="300">`,
    ),
    "/chu": page(
      `<p>${"Trường tiểu học tổ chức lễ khai giảng cho học sinh. ".repeat(60)}</p><img src="/b3.png" width="900" height="300">`,
    ),
    "/sau-mat": page(`<p>Chào mừng.</p><img src="/tron.png" width="900" height="300">`),
    "/tron.png": picture(
      await sharp({ create: { width: 900, height: 300, channels: 3, background: "teal" } })
        .png()
        .toBuffer(),
    ),
    "/b1.png": picture(banner.bytes),
    "/b2.png": picture(second.bytes),
    "/b3.png": picture(second.bytes),
    "/robots.txt": (_, response) => void response.writeHead(404).end(),
  });
  dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-pictures-"));
  const settings = {
    VONGGAC_ALLOW_LOOPBACK_PORTS: String(site.port),
    VONGGAC_DELAY_MS: "0",
    VONGGAC_MAX_PAGES: "1",
    VONGGAC_FACES: "off",
    VONGGAC_SECOND_LOOK: "off",
    VONGGAC_REPLAY_CHECK: "off",
  };
  house = await openHouse(readConfig({ VONGGAC_DATA: dataDir, ...settings }));
});
afterAll(async () => {
  await house.close();
  site.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const scan = async (address: string, of = house) => {
  const { target } = await insertTarget(of.database.pool, { url: `${site.origin}${address}`, kind: "site" }, "test");
  return runScan(of, [target], { signal: AbortSignal.timeout(100_000), askedBy: "test" });
};

test("gambling words that stand only in pictures are found by the scan, reproduced from the capture and shown by their box", async () => {
  const run = await scan("/anh");
  const finding = run.findings.find((f) => f.category === "gambling");
  expect(finding).toMatchObject({ verdict: "review", reproduced: true });
  const signal = finding!.signals.find((s) => s.rule === "gam.picture-words")!;
  const texts = [...banner.lines, ...second.lines].join(" ").toLowerCase();
  for (const anchor of signal.anchors) {
    if (anchor.kind !== "region") throw new Error("a word of a picture without its place");
    expect(anchor.image).toMatch(new RegExp(`^${site.origin}/b[12]\\.png$`));
    expect(texts).toContain(anchor.read!.toLowerCase().replaceAll("\n", " "));
  }
  const { pool } = house.database;
  const { rows } = await pool.query(
    "select image, ocr ->> 'state' as state, pdq is not null as hashed from capture_picture join picture using (sha256) order by image",
  );
  expect(rows.slice(0, 2)).toEqual([
    { image: `${site.origin}/b1.png`, state: "read", hashed: true },
    { image: `${site.origin}/b2.png`, state: "read", hashed: true },
  ]);
}, 120_000);

test("the same bytes are read once: kept words answer again, with the reader closed", async () => {
  const closed = openPictureReader();
  await closed.close();
  const run = await scan("/anh", { ...house, keyring: house.keyring, pictureReader: () => closed });
  const [first] = await selectPages(house.database.pool, run.scans[0]!.scan.id);
  expect(first!.detection!.categories.gambling!.signals.map((s) => s.rule)).toContain("gam.picture-words");
}, 120_000);

test("no picture is asked for where the page's own text settles the question", async () => {
  await scan("/chu");
  expect(site.asked.filter((a) => a.endsWith("/b3.png"))).toEqual([]);
}, 60_000);

test("a reader that fails leaves rules on pictures skipped, and the scan goes on", async () => {
  const closed = openPictureReader();
  await closed.close();
  await house.database.pool.query("delete from capture_picture");
  await house.database.pool.query("delete from picture");
  const run = await scan("/anh", { ...house, keyring: house.keyring, pictureReader: () => closed });
  const [first] = await selectPages(house.database.pool, run.scans[0]!.scan.id);
  expect(first!.state).toBe("fetched");
  expect(first!.detection!.categories.gambling).toBeUndefined();
  expect(first!.detection!.skipped.map((s) => s.rule)).toContain("gam.picture-words");
}, 120_000);

test("destruction takes what was read of a capture's pictures, but not what another capture holds too", async () => {
  const { pool } = house.database;
  await scan("/anh");
  const held = await pool.query<{ id: CaptureId }>("select distinct capture_id as id from capture_picture");
  expect(held.rows.length).toBe(1);
  const other = await pool.query<{ id: CaptureId }>("select id from capture where id <> $1 limit 1", [
    held.rows[0]!.id,
  ]);
  await pool.query(
    "insert into capture_picture select $1, image, sha256 from capture_picture where image like '%b1.png'",
    [other.rows[0]!.id],
  );
  await pool.query("select forget_pictures($1)", [held.rows[0]!.id]);
  const left = await pool.query("select image from capture_picture join picture using (sha256)");
  expect(left.rows).toEqual([{ image: `${site.origin}/b1.png` }]);
  expect((await pool.query("select count(*)::int as n from picture")).rows).toEqual([{ n: 1 }]);
}, 120_000);

test("a picture that no capture holds is forgotten after thirty days", async () => {
  const { pool } = house.database;
  const ocr = { state: "read" as const, text: "chữ", words: [], confidence: 1, engine: "thử" };
  const read = { width: 9, height: 9, ocr, codes: null, hash: null, engine: "thử" };
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
  await upsertPicture(pool, "aa".repeat(32), read, daysAgo(31));
  await upsertPicture(pool, "bb".repeat(32), read, daysAgo(29));
  await pool.query("update picture set read_at = $1 where sha256 in (select sha256 from capture_picture)", [
    daysAgo(99),
  ]);
  const held = await pool.query("select sha256 from capture_picture");
  expect(await forgetOldPictures(house)).toBe(1);
  expect(await selectPicture(pool, "aa".repeat(32))).toBeNull();
  expect(await selectPicture(pool, "bb".repeat(32))).not.toBeNull();
  expect((await pool.query("select sha256 from capture_picture join picture using (sha256)")).rows).toEqual(held.rows);
});

test("six visitors' faces of one page cost one request for each picture", async () => {
  await scan("/sau-mat", { ...house, keyring: house.keyring, config: { ...house.config, VONGGAC_FACES: "probe" } });
  expect(site.asked.filter((a) => a.endsWith("/sau-mat"))).toHaveLength(6);
  expect(site.asked.filter((a) => a.endsWith("/tron.png"))).toHaveLength(1);
}, 120_000);
