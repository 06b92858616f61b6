// Promises bounded reads from a file of any runtime: never past its end, never more than asked for.
import { hex } from "./bytes.ts";
import { engine } from "./engine.ts";
import { Broken } from "./report.ts";

export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes; throws Broken when they are not there. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

const chunkSize = 256 * 1024;

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
