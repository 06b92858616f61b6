// Promises the pixels of a hostile picture within fixed limits: first frame only, upright, on a ground that its letters stand out from.
import sharp from "sharp";
import { AppError } from "#core/errors.ts";

/** Pixels that a file may unfold to; a bomb is refused before it is decoded. */
export const mostPixels = 40_000_000;
/** Bytes of a file that are looked at. */
export const mostBytes = 20_000_000;
/** Height that is read of an endless picture, in pixels. */
const readHeight = 4096;

export interface Pixels {
  /** Three bytes a pixel, rows from the top; only the upper `readHeight` pixels of taller pictures. */
  rgb: Buffer;
  width: number;
  height: number;
  /** Of the whole picture, as a browser shows it (turned as its EXIF says). */
  fullWidth: number;
  fullHeight: number;
}

/** One thread a picture: many processes may decode at once. */
sharp.concurrency(1);
sharp.cache(false);

/**
 * Decodes. SVG is drawn by librsvg, which loads nothing from elsewhere; of an animation the first frame counts.
 * Throws AppError `input.unreadable` for what is no whole picture or is larger than the limits.
 */
export async function decodePicture(bytes: Uint8Array): Promise<Pixels> {
  if (bytes.length > mostBytes) throw unreadable(`the file has ${bytes.length} bytes`);
  try {
    const picture = sharp(bytes, { limitInputPixels: mostPixels, pages: 1, failOn: "truncated", autoOrient: true });
    const { autoOrient: size, hasAlpha } = await picture.metadata();
    if (!(size.width * size.height > 0) || size.width * size.height > mostPixels)
      throw unreadable(`${size.width} × ${size.height} pixels`);
    const height = Math.min(size.height, readHeight);
    const cut = height < size.height ? picture.extract({ left: 0, top: 0, width: size.width, height }) : picture;
    const { data, info } = await cut
      .toColourspace("srgb")
      .ensureAlpha()
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    const rgb = layOnGround(data, info.width * info.height, hasAlpha);
    return { rgb, width: info.width, height: info.height, fullWidth: size.width, fullHeight: size.height };
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw unreadable(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

const unreadable = (detail: string) =>
  new AppError("input.unreadable", { detail: `not a picture that can be read: ${detail.slice(0, 300)}` });

/** White letters on nothing stand on black here, dark ones on white: nobody knows what the page lays beneath. */
function layOnGround(rgba: Buffer, pixels: number, hasAlpha: boolean): Buffer {
  let [light, weight] = [0, 0];
  if (hasAlpha)
    for (let i = 0; i < rgba.length; i += 4) {
      const alpha = rgba[i + 3]!;
      light += (rgba[i]! * 0.3 + rgba[i + 1]! * 0.59 + rgba[i + 2]! * 0.11) * alpha;
      weight += alpha;
    }
  const ground = weight > 0 && light / weight > 150 ? 0 : 255;
  const rgb = Buffer.allocUnsafe(pixels * 3);
  for (let i = 0, o = 0; i < rgba.length; i += 4, o += 3) {
    const alpha = rgba[i + 3]!;
    for (let c = 0; c < 3; c++)
      rgb[o + c] = alpha === 255 ? rgba[i + c]! : (rgba[i + c]! * alpha + ground * (255 - alpha)) / 255;
  }
  return rgb;
}
