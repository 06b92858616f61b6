// Promises the QR codes of a decoded picture, read by the wasm file of this installation: nothing is fetched.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import type { PictureReading } from "#core/nouns/observation.ts";
import type { Pixels } from "./decode.ts";

type Code = PictureReading["codes"][number];

/** A poster carries a few; a page of them is no evidence of more. */
const mostCodes = 8;
const longestText = 2000;

let isPrepared = false;
function prepare(): void {
  if (isPrepared) return;
  const file = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
  const bytes = readFileSync(file);
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  prepareZXingModule({ overrides: { wasmBinary } });
  isPrepared = true;
}

/** Text and box of each code, in pixels of the picture. Rejects when the engine fails. */
export async function readCodes(pixels: Pixels): Promise<Code[]> {
  prepare();
  const { width, height } = pixels;
  const found = await readBarcodes(
    { data: toRgba(pixels), width, height, colorSpace: "srgb" },
    { formats: ["QRCode", "MicroQRCode", "RMQRCode"], maxNumberOfSymbols: mostCodes },
  );
  return found.flatMap((symbol) => {
    if (!symbol.isValid || symbol.text === "") return [];
    const corners = [
      symbol.position.topLeft,
      symbol.position.topRight,
      symbol.position.bottomLeft,
      symbol.position.bottomRight,
    ];
    const [xs, ys] = [corners.map((c) => c.x), corners.map((c) => c.y)];
    const [x, y] = [Math.max(0, Math.min(...xs)), Math.max(0, Math.min(...ys))];
    const box = { x, y, width: Math.min(width, Math.max(...xs)) - x, height: Math.min(height, Math.max(...ys)) - y };
    return [{ format: symbol.format, text: symbol.text.slice(0, longestText).normalize("NFC"), ...box }];
  });
}

function toRgba({ rgb, width, height }: Pixels): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0, o = 0; i < rgb.length; i += 3, o += 4) {
    rgba[o] = rgb[i]!;
    rgba[o + 1] = rgb[i + 1]!;
    rgba[o + 2] = rgb[i + 2]!;
  }
  return rgba;
}
