// Promises a QR code as rows of dark and light, drawn by the wasm file of this installation: nothing is fetched, no secret leaves.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";
import { AppError } from "#core/errors.ts";

let isPrepared = false;
function prepare(): void {
  if (isPrepared) return;
  const bytes = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/writer/zxing_writer.wasm"));
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  prepareZXingModule({ overrides: { wasmBinary } });
  isPrepared = true;
}

/** One text a row, "1" for a dark module; without the quiet zone of four modules, which the screen adds (ISO/IEC 18004). */
export async function drawQr(text: string): Promise<string[]> {
  prepare();
  const { error, symbol } = await writeBarcode(text, { format: "QRCode" });
  if (error) throw new AppError("internal", { detail: `QR code: ${error}` });
  const row = (y: number) => [...symbol.data.slice(y * symbol.width, (y + 1) * symbol.width)];
  return Array.from({ length: symbol.height }, (_, y) =>
    row(y)
      .map((shade) => (shade === 0 ? "1" : "0"))
      .join(""),
  );
}
