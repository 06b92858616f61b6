// Promises the whole page as tiles that fit together row by row: one giant picture goes blank below about 70,000 px without an error.
import { hash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";
import type { Tile } from "#core/nouns/capture.ts";
import { remainingMs, type Visit } from "../visit.ts";
import { maxPageHeight } from "./scroll.ts";
import { pngOptions } from "./shoot-viewport.ts";

const tileHeight = 4000;
const maxPageWidth = 4096;
const tileMs = 15_000;
const reserveMs = 5000;
const blankAt = 0.995;

/** Share of rows whose pixels are all alike. */
export async function measureBlank(png: Buffer): Promise<number> {
  const { data, info } = await sharp(png, { limitInputPixels: maxPageWidth * tileHeight * 4 })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = new Uint32Array(data.buffer, data.byteOffset, info.width * info.height);
  let blank = 0;
  for (let row = 0; row < info.height; row++) {
    const start = row * info.width;
    const first = pixels[start];
    let at = start + 1;
    while (at < start + info.width && pixels[at] === first) at++;
    if (at === start + info.width) blank++;
  }
  return info.height === 0 ? 1 : blank / info.height;
}

const holdsText = (visit: Visit, y: number, height: number): boolean =>
  visit.findings.boxes.some((box) => box.y >= y && box.y + box.height <= y + height && box.width > 8 && box.height > 6);

async function shoot(
  visit: Visit,
  clip: { x: number; y: number; width: number; height: number },
): Promise<{ png: Buffer; blankShare: number }> {
  const { data } = await visit.ask(
    "Page.captureScreenshot",
    { ...pngOptions, captureBeyondViewport: true, clip: { ...clip, scale: 1 } },
    tileMs,
  );
  const png = Buffer.from(String(data), "base64");
  return { png, blankShare: await measureBlank(png) };
}

async function keepTile(
  visit: Visit,
  index: number,
  clip: { x: number; y: number; width: number; height: number },
): Promise<void> {
  let shot = await shoot(visit, clip);
  const expectsText = holdsText(visit, clip.y, clip.height);
  if (shot.blankShare >= blankAt && expectsText) shot = await shoot(visit, clip);
  if (shot.blankShare >= blankAt && expectsText)
    visit.notCaptured.push({ what: `dải ảnh ${clip.y}–${clip.y + clip.height} px`, why: "ảnh trống ở chỗ có chữ" });
  const file = `tiles/${String(index + 1).padStart(3, "0")}.png`;
  await writeFile(path.join(visit.request.outDir, file), shot.png, { flag: "wx" });
  const tile: Tile = {
    file,
    ...clip,
    sha256: hash("sha256", shot.png, "hex"),
    blankShare: Math.round(shot.blankShare * 10_000) / 10_000,
  };
  visit.findings.tiles.push(tile);
}

/** Tiles of at most 4,000 px, top to bottom; what lies beyond the height or time budget is named in `notCaptured`. */
export async function shootTiles(visit: Visit): Promise<string> {
  const { cssContentSize } = await visit.ask("Page.getLayoutMetrics");
  const width = Math.min(Math.max(Math.ceil(Number(cssContentSize.width)), visit.view.width), maxPageWidth);
  const height = Math.max(Math.ceil(Number(cssContentSize.height)), 1);
  visit.findings.pageWidth = width;
  visit.findings.pageHeight = height;
  await mkdir(path.join(visit.request.outDir, "tiles"), { recursive: true });
  const wanted = Math.min(height, maxPageHeight);
  let y = 0;
  for (let index = 0; y < wanted; index++) {
    if (remainingMs(visit) < reserveMs) break;
    const band = { x: 0, y, width, height: Math.min(tileHeight, wanted - y) };
    await keepTile(visit, index, band);
    y += band.height;
  }
  if (y < height)
    visit.notCaptured.push({
      what: `phần trang từ ${y} px tới ${height} px`,
      why: y >= maxPageHeight ? "vượt giới hạn chiều cao" : "hết giờ",
    });
  return `${visit.findings.tiles.length} mảnh, ${width}×${y} px`;
}
