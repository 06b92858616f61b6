// Promises to find where a picture is empty although something stands on the page there; pure arithmetic on pixels.
import sharp from "sharp";
import type { Mark } from "./list-marks.ts";

/** One picture in memory; a pixel is one number, whatever its colour means. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint32Array;
}

/** Rows of the page, from the page's top. */
export interface Band {
  from: number;
  to: number;
}

export const bandHeight = 200;
/** A band with less to show (a stray dot, a short word) proves nothing. */
const leastInkArea = 600;
const surroundingPx = 4;

/** Throws Error when the picture is larger than `maxPixels` or broken. */
export async function decodePixels(png: Buffer, maxPixels: number): Promise<Pixels> {
  const { data, info } = await sharp(png, { limitInputPixels: maxPixels })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint32Array(data.buffer, data.byteOffset, info.width * info.height),
  };
}

/** Share of rows whose pixels are all alike, 0 to 1. */
export function measureBlank({ width, height, data }: Pixels): number {
  let blank = 0;
  for (let row = 0; row < height; row++) {
    const start = row * width;
    let at = start + 1;
    while (at < start + width && data[at] === data[start]) at++;
    if (at === start + width) blank++;
  }
  return height === 0 ? 1 : blank / height;
}

/**
 * True when all pixels of the box (in the picture's own coordinates, cut to it) have one colour. A picture's own
 * surroundings count too: one that is all red has no ink either, but it stands out from what is around it.
 */
function isOneColour({ width, height, data }: Pixels, box: Mark): boolean {
  const around = box.kind === "image" ? surroundingPx : 0;
  const left = Math.max(box.x - around, 0);
  const right = Math.min(box.x + box.width + around, width);
  const top = Math.max(box.y - around, 0);
  const bottom = Math.min(box.y + box.height + around, height);
  const first = data[top * width + left];
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) if (data[y * width + x] !== first) return false;
  return true;
}

/**
 * Bands of 200 px of the picture whose top row is row `top` of the page, in which marks stand and every one of them is
 * without ink. One drawn mark clears its band: a single trick of a page is no blank picture.
 */
export function findBlankBands(pixels: Pixels, top: number, marks: readonly Mark[]): Band[] {
  const bands: Band[] = [];
  for (let from = top; from < top + pixels.height; from += bandHeight) {
    const to = Math.min(from + bandHeight, top + pixels.height);
    const own = marks.filter(
      (mark) => mark.y + mark.height / 2 >= from && mark.y + mark.height / 2 < to && mark.x < pixels.width,
    );
    const area = own.reduce((sum, mark) => sum + mark.width * mark.height, 0);
    if (area >= leastInkArea && own.every((mark) => isOneColour(pixels, { ...mark, y: mark.y - top })))
      bands.push({ from, to });
  }
  return bands;
}
