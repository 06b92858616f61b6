// Promises a body with its content codings undone within a byte budget: a bomb is cut, never swallowed.
import { once } from "node:events";
import type { Transform } from "node:stream";
import zlib from "node:zlib";

export interface DecodedBody {
  bytes: Uint8Array;
  /** "" or why these bytes are not the whole, plainly decoded body (English, for `outcomeReason`). */
  note: string;
}

const mostCodings = 3;

/**
 * Undoes `Content-Encoding` (RFC 9110 section 8.4): gzip, deflate (with or without zlib header), br, zstd, in any order up to three deep.
 * A truncated or damaged body gives what could be read; one that never was compressed comes back as sent.
 */
export async function decodeContent(body: Uint8Array, contentEncoding: string, maxBytes: number): Promise<DecodedBody> {
  const codings = contentEncoding
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim().replace(/^x-/, ""))
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length > mostCodings)
    return { bytes: body.subarray(0, maxBytes), note: `more than ${mostCodings} content codings` };
  let current: DecodedBody = { bytes: body, note: "" };
  for (const coding of codings.toReversed()) {
    const step = await undo(current.bytes, coding, maxBytes);
    current = { bytes: step.bytes, note: current.note || step.note };
  }
  if (current.bytes.length <= maxBytes) return current;
  return { bytes: current.bytes.subarray(0, maxBytes), note: `decoded body cut at ${maxBytes} bytes` };
}

async function undo(body: Uint8Array, coding: string, maxBytes: number): Promise<DecodedBody> {
  const decoder = decoderFor(coding, body);
  if (decoder === null) return { bytes: body, note: `unknown content coding "${coding.slice(0, 20)}"` };
  const { bytes, failure, cut } = await collect(decoder, body, maxBytes);
  if (cut) return { bytes, note: `decoded body cut at ${maxBytes} bytes` };
  if (failure === "") return { bytes, note: "" };
  return bytes.length > 0
    ? { bytes, note: `damaged ${coding} body: ${failure}` }
    : { bytes: body, note: `body is not ${coding}` };
}

function decoderFor(coding: string, body: Uint8Array): Transform | null {
  const finishFlush = zlib.constants.Z_SYNC_FLUSH;
  if (coding === "gzip") return zlib.createGunzip({ finishFlush });
  if (coding === "br") return zlib.createBrotliDecompress({ finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH });
  if (coding === "zstd") return zlib.createZstdDecompress({ params: { [zlib.constants.ZSTD_d_windowLogMax]: 23 } });
  if (coding !== "deflate") return null;
  const hasZlibHeader = body.length >= 2 && (body[0]! & 0x0f) === 8 && ((body[0]! << 8) | body[1]!) % 31 === 0;
  return hasZlibHeader ? zlib.createInflate({ finishFlush }) : zlib.createInflateRaw({ finishFlush });
}

async function collect(decoder: Transform, body: Uint8Array, maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let failure = "";
  let cut = false;
  decoder.on("data", (chunk: Uint8Array) => {
    const room = maxBytes - size;
    if (room > 0) chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    size += chunk.length;
    if (size > maxBytes && !cut) {
      cut = true;
      decoder.destroy();
    }
  });
  decoder.on("error", (error: NodeJS.ErrnoException) => (failure = error.code ?? error.message));
  const closed = once(decoder, "close").catch(() => undefined);
  decoder.end(body);
  await closed;
  return { bytes: new Uint8Array(Buffer.concat(chunks)), failure, cut };
}
