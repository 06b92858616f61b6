// Promises pictures that are pictures: decoded and written anew, so that no byte of a hostile file reaches a browser.
import sharp from "sharp";
import { AppError } from "#core/errors.ts";

/** A tile of the widest capture; anything larger is no tile of ours. */
const maxPixels = 60_000_000;
const timeoutSeconds = 20;

export interface ReEncoded {
  bytes: Buffer;
  type: "image/png";
}

/**
 * Decodes a PNG, JPEG or WebP and encodes the same pixels as PNG without metadata; `widthPx` shrinks it, never enlarges.
 * Throws AppError `input.unreadable` for bytes that are no such picture, are too large or take too long.
 */
export async function reEncodePicture(bytes: Uint8Array, widthPx: number | null): Promise<ReEncoded> {
  try {
    const picture = sharp(bytes, { limitInputPixels: maxPixels, failOn: "error", pages: 1 }).timeout({
      seconds: timeoutSeconds,
    });
    const { format } = await picture.metadata();
    if (format !== "png" && format !== "jpeg" && format !== "webp") throw new Error(`format ${String(format)}`);
    if (widthPx !== null) picture.resize({ width: widthPx, withoutEnlargement: true });
    // Lossless: what the person reads is what was captured. Level 4 takes tens of milliseconds where WebP took seconds.
    return { bytes: await picture.png({ compressionLevel: 4 }).toBuffer(), type: "image/png" };
  } catch (error) {
    throw new AppError("input.unreadable", { cause: error, detail: "the picture cannot be decoded" });
  }
}
