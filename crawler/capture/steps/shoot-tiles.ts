// Promises the whole page as tiles that fit together row by row: one giant picture goes blank below about 70,000 px without an error.
import { hash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Tile } from "#core/nouns/capture.ts";
import { evaluateApart, remainingMs, type Visit } from "../visit.ts";
import { type Band, decodePixels, findBlankBands, measureBlank } from "./find-blank.ts";
import { maxPageHeight, scrollToTop, showRow } from "./scroll.ts";
import { pngOptions } from "./shoot-viewport.ts";

const tileHeight = 4000;
const maxPageWidth = 4096;
const tileMs = 15_000;
const reserveMs = 5000;
/** Bands of one tile that are visited to ask whether something truly stands there. */
const askedBands = 3;
/** Blank tiles that get a second try; on a page where all are blank the first ones tell enough. */
const retriedTiles = 8;

interface Clip {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Shot {
  png: Buffer;
  blankShare: number;
  blankBands: Band[];
}

async function shoot(visit: Visit, clip: Clip): Promise<Shot> {
  const { data } = await visit.ask(
    "Page.captureScreenshot",
    { ...pngOptions, captureBeyondViewport: true, clip: { ...clip, scale: 1 } },
    tileMs,
  );
  const png = Buffer.from(String(data), "base64");
  const pixels = await decodePixels(png, maxPageWidth * tileHeight * 4);
  return {
    png,
    blankShare: measureBlank(pixels),
    blankBands: findBlankBands(pixels, clip.y, visit.findings.marks),
  };
}

/**
 * Chromium draws nothing of `content-visibility: auto` far from the screen; a visitor who scrolls there sees it. The
 * document has been read by then, so the change is in no file; containment stays, so that nothing moves. Also waits for pictures to be decoded. Returns how many were opened.
 */
const openSkipped = `async () => {
  let opened = 0;
  for (const el of document.querySelectorAll("*"))
    if (getComputedStyle(el).contentVisibility === "auto") {
      el.style.setProperty("content-visibility", "visible", "important");
      el.style.setProperty("contain", "layout style paint", "important");
      opened++;
    }
  const pictures = [...document.images].filter((image) => image.complete && image.naturalWidth > 0).map((image) => image.decode().catch(() => undefined));
  await Promise.race([Promise.all(pictures), new Promise((done) => setTimeout(done, 1000))]);
  await new Promise((done) => setTimeout(done, 400));
  return opened;
}`;

/** Goes to the bands and looks: marks seen while scrolling may have moved or gone since, and then nothing is missing. */
async function keepStanding(visit: Visit, clip: Clip, shot: Shot): Promise<Band[]> {
  const pixels = await decodePixels(shot.png, maxPageWidth * tileHeight * 4);
  const standing: Band[] = [];
  for (const band of shot.blankBands.slice(0, askedBands)) {
    const { marks } = await showRow(visit, Math.max(band.from - visit.view.height / 3, 0), true);
    if (findBlankBands(pixels, clip.y, marks).some((found) => found.from === band.from)) standing.push(band);
  }
  await scrollToTop(visit);
  return standing;
}

/** A tile that is empty where something stands is tried once more, then kept and named. */
async function retryBlank(visit: Visit, clip: Clip, first: Shot, retries: string[]): Promise<Shot> {
  const opened = await evaluateApart<number>(visit, openSkipped, 5000);
  const second = await shoot(visit, clip);
  retries.push(`${clip.y} px chụp lại${opened > 0 ? `, mở ${opened} phần content-visibility` : ""}`);
  return second.blankBands.length === 0 ? second : { ...second, blankBands: await keepStanding(visit, clip, second) };
}

async function keepTile(visit: Visit, index: number, clip: Clip, retries: string[]): Promise<void> {
  let shot = await shoot(visit, clip);
  if (shot.blankBands.length > 0 && retries.length < retriedTiles && remainingMs(visit) > reserveMs)
    shot = await retryBlank(visit, clip, shot, retries);
  const file = `tiles/${String(index + 1).padStart(3, "0")}.png`;
  for (const band of shot.blankBands.slice(0, 1))
    visit.notCaptured.push({
      what: `dải ảnh ${band.from}–${band.to} px (${file}, ${shot.blankBands.length} dải đã hỏi)`,
      why: "ảnh trống ở chỗ có chữ hoặc hình",
    });
  if (shot.blankBands.length > 0) visit.findings.blankTiles.push(file);
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
  const retries: string[] = [];
  let y = 0;
  for (let index = 0; y < wanted; index++) {
    if (remainingMs(visit) < reserveMs) break;
    const band = { x: 0, y, width, height: Math.min(tileHeight, wanted - y) };
    await keepTile(visit, index, band, retries);
    y += band.height;
  }
  if (y < height)
    visit.notCaptured.push({
      what: `phần trang từ ${y} px tới ${height} px`,
      why: y >= maxPageHeight ? "vượt giới hạn chiều cao" : "hết giờ",
    });
  const { tiles, blankTiles } = visit.findings;
  const blank = blankTiles.length > 0 ? `, ${blankTiles.length} mảnh trống ở chỗ có nội dung` : "";
  return `${tiles.length} mảnh, ${width}×${y} px${blank}${retries.length > 0 ? ` (${retries.join("; ")})` : ""}`;
}
