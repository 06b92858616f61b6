// Promises the perceptual hash of a hostile picture's bytes, and the several views of a logo that a brand card keeps.
import sharp from "sharp";
import { AppError } from "#core/errors.ts";
import type { PerceptualHash } from "#core/nouns/observation.ts";
import { decodePicture, mostBytes, mostPixels, type Pixels } from "./decode.ts";
import { framePicture, frameSide } from "./frame.ts";
import { leastQuality } from "./pdq-distance.ts";
import { luminanceOf, pdqOf } from "./pdq.ts";

const smallestSide = 8;
const timeoutSeconds = 10;

export interface LogoView extends PerceptualHash {
  /** How the picture was laid out for this hash. */
  view: string;
}

/** Hash of pixels that are decoded already; null for pictures too small to say anything. */
export async function hashPixels(pixels: Pixels): Promise<PerceptualHash | null> {
  if (pixels.width < smallestSide || pixels.height < smallestSide) return null;
  return hashFramed(await framePicture(pixels));
}

const hashFramed = (framed: Buffer): PerceptualHash | null =>
  pdqOf(luminanceOf(framed, frameSide * frameSide), frameSide, frameSide);

/** Hash of a picture file; null where the bytes are no picture that can be read, or one too small. */
export async function hashPicture(bytes: Uint8Array): Promise<PerceptualHash | null> {
  try {
    return await hashPixels(await decodePicture(bytes));
  } catch (error) {
    if (error instanceof AppError && error.code === "input.unreadable") return null;
    throw error;
  }
}

const grounds = [
  { name: "nền trắng", background: "#ffffff" },
  { name: "nền đen", background: "#000000" },
] as const;

/** Cuts, as shares of the logo's sides, under which other people show it. Even margins need none: frames drop them. */
const cuts = [
  { name: "cắt trái 5 %", left: 0.05, right: 0, top: 0, bottom: 0 },
  { name: "cắt phải 5 %", left: 0, right: 0.05, top: 0, bottom: 0 },
  { name: "cắt trên 5 %", left: 0, right: 0, top: 0.05, bottom: 0 },
  { name: "cắt dưới 5 %", left: 0, right: 0, top: 0, bottom: 0.05 },
  { name: "cắt bốn phía 5 %", left: 0.05, right: 0.05, top: 0.05, bottom: 0.05 },
] as const;

/**
 * The hashes to keep of an official logo: whole and with its edges cut, on white and on black where it is transparent.
 * Views whose hash says nothing are left out. Throws AppError `input.unreadable`.
 */
export async function hashLogo(bytes: Uint8Array): Promise<LogoView[]> {
  if (bytes.length > mostBytes) throw unreadable("the file is too large");
  const views: LogoView[] = [];
  try {
    const { hasAlpha } = await sharp(bytes, { limitInputPixels: mostPixels }).metadata();
    for (const ground of hasAlpha ? grounds : grounds.slice(0, 1)) views.push(...(await viewsOn(bytes, ground)));
  } catch (thrown) {
    throw unreadable(thrown instanceof Error ? thrown.message : String(thrown));
  }
  const seen = new Set<string>();
  return views.filter(({ pdq, quality }) => quality >= leastQuality && !seen.has(pdq) && seen.add(pdq));
}

const unreadable = (detail: string) =>
  new AppError("input.unreadable", { detail: `not a picture that can be read: ${detail.slice(0, 300)}` });

async function viewsOn(bytes: Uint8Array, ground: (typeof grounds)[number]): Promise<LogoView[]> {
  const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, pages: 1, autoOrient: true })
    .flatten({ background: ground.background })
    .toColourspace("srgb")
    .removeAlpha()
    .raw({ depth: "uchar" })
    .timeout({ seconds: timeoutSeconds })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const framed = await framePicture({ rgb: data, width, height, fullWidth: width, fullHeight: height });
  const whole = hashFramed(framed);
  const views: LogoView[] = whole ? [{ ...whole, view: `nguyên hình, ${ground.name}` }] : [];
  for (const cut of cuts) {
    const hash = await hashPixels(await cutEdges(framed, cut));
    if (hash) views.push({ ...hash, view: `${cut.name}, ${ground.name}` });
  }
  return views;
}

async function cutEdges(framed: Buffer, cut: (typeof cuts)[number]): Promise<Pixels> {
  const [left, right, top, bottom] = [cut.left, cut.right, cut.top, cut.bottom].map((share) =>
    Math.round(share * frameSide),
  ) as [number, number, number, number];
  const [width, height] = [frameSide - left - right, frameSide - top - bottom];
  const rgb = await sharp(framed, { raw: { width: frameSide, height: frameSide, channels: 3 } })
    .extract({ left, top, width, height })
    .raw()
    .toBuffer();
  return { rgb, width, height, fullWidth: width, fullHeight: height };
}
