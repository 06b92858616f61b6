// Promises one picture after another looked at in a process of its own: what a hostile file breaks, hangs or swells is this process only.
import { toAppError } from "#core/errors.ts";
import { decodePicture } from "./decode.ts";
import { type Engine, openEngine } from "./engine.ts";
import { hashPixels } from "./hash-picture.ts";
import { readText } from "./ocr.ts";
import type { PictureFacts, ReadAnswer, ReadRequest } from "./picture-reader.ts";
import { readCodes } from "./qr.ts";

let engine: Promise<Engine> | null = null;

async function look({ bytes, wants, budgetMs }: ReadRequest): Promise<PictureFacts> {
  const until = performance.now() + budgetMs;
  const pixels = await decodePicture(bytes);
  const size = { width: pixels.fullWidth, height: pixels.fullHeight };
  const codes = await readCodes(pixels).catch(() => null);
  const hash = await hashPixels(pixels).catch(() => null);
  const ocr = wants.text ? await readOrSay() : ({ state: "not-tried", why: "chỉ tìm mã QR" } as const);
  return { ...size, ocr, codes, hash };

  async function readOrSay() {
    const { width, height } = wants.least ?? { width: 0, height: 0 };
    if (size.width < width || size.height < height)
      return { state: "not-tried", why: "ảnh nhỏ, không đọc chữ" } as const;
    try {
      return await readText(pixels, await (engine ??= openEngine()), () => performance.now() < until);
    } catch (error) {
      return { state: "failed", why: `bộ đọc chữ lỗi: ${String(error).slice(0, 200)}` } as const;
    }
  }
}

process.on("message", (request: ReadRequest) => {
  look(request).then(
    (facts) => answer({ id: request.id, facts }),
    (error: unknown) => answer({ id: request.id, error: toAppError(error).message }),
  );
});
process.on("disconnect", () => process.exit(0)); // whoever asked is gone

const answer = (message: ReadAnswer): void => {
  process.send?.(message);
};
answer({ id: -1, ready: true });
