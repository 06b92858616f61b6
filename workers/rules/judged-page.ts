// Promises a page kept as it was judged, small and quick to read: everything but the document, which lies beside it.
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { AppError } from "#core/errors.ts";
import type { Page, TextSegment } from "#core/nouns/page.ts";

type Rest = Omit<Page, "html" | "textMap"> & { textMap: number[] };

const format = 1;
const mostBytes = 64 * 1024 * 1024;

/** Bytes for a blob; `html` is left out. */
export function packPage(page: Page): Buffer {
  const { html: _html, textMap, ...rest } = page;
  const numbers = textMap.flatMap((s) => [s.textStart, s.htmlStart, s.length, s.htmlLength]);
  return zstdCompressSync(Buffer.from(JSON.stringify({ format, page: { ...rest, textMap: numbers } })));
}

/** Null for bytes of another format: the page is read from its document again. Throws AppError `store.failed` for damaged ones. */
export function unpackPage(bytes: Buffer, html: string): Page | null {
  let kept: { format: number; page: Rest };
  try {
    kept = JSON.parse(zstdDecompressSync(bytes, { maxOutputLength: mostBytes }).toString("utf8")) as typeof kept;
  } catch (cause) {
    throw new AppError("store.failed", { cause, detail: "a page that was kept beside its visit cannot be read" });
  }
  if (kept.format !== format) return null;
  const { textMap: numbers, ...rest } = kept.page;
  const textMap: TextSegment[] = [];
  for (let i = 0; i + 3 < numbers.length; i += 4)
    textMap.push({
      textStart: numbers[i]!,
      htmlStart: numbers[i + 1]!,
      length: numbers[i + 2]!,
      htmlLength: numbers[i + 3]!,
    });
  return { ...rest, html, textMap };
}
