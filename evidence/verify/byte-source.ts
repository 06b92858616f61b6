// Promises bounded reads from a file of any runtime: never past its end, never more than asked for.
import { hex } from "./bytes.ts";
import { engine } from "./engine.ts";
import { Broken } from "./report.ts";

export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes; throws Broken when they are not there. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

const chunkSize = 1024 * 1024;
const windowSize = 8 * 1024 * 1024;

/**
 * The same source read in large pieces, for walks from front to back: a small read out of the last piece costs nothing.
 * What it returns may be part of that piece: copy what is kept for long.
 */
export function readAhead(source: ByteSource): ByteSource {
  let start = 0;
  let piece: Uint8Array = new Uint8Array(0);
  const holds = (offset: number, length: number) => offset >= start && offset + length <= start + piece.length;
  return {
    size: source.size,
    read: async (offset, length) => {
      const isInside = Number.isSafeInteger(offset) && offset >= 0 && length >= 0 && offset + length <= source.size;
      if (!isInside || length > windowSize) return source.read(offset, length);
      if (!holds(offset, length)) {
        const from = source.size <= windowSize ? 0 : offset;
        piece = await source.read(from, Math.min(windowSize, source.size - from));
        start = from;
      }
      return piece.subarray(offset - start, offset - start + length);
    },
  };
}

/** A window of another source, with offsets of its own. */
export function windowOf(source: ByteSource, start: number, size: number): ByteSource {
  return {
    size,
    read: (offset, length) => {
      if (offset < 0 || length < 0 || offset + length > size)
        throw new Broken(`bytes ${offset}–${offset + length} lie outside the part`);
      return source.read(start + offset, length);
    },
  };
}

export function sourceOf(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => {
      if (offset < 0 || length < 0 || offset + length > bytes.length)
        throw new Broken(`bytes ${offset}–${offset + length} lie outside the part`);
      return bytes.subarray(offset, offset + length);
    },
  };
}

export async function* chunksOf(source: ByteSource, start = 0, end = source.size): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end;) {
    const chunk = await source.read(at, Math.min(chunkSize, end - at));
    at += chunk.byteLength;
    yield chunk;
  }
}

export async function sha256Of(source: ByteSource, start = 0, end = source.size): Promise<string> {
  const hash = engine().newHash("sha256");
  for await (const chunk of chunksOf(source, start, end)) hash.update(chunk);
  return hex(hash.digest());
}
