// Promises bytes as a stream, whether they stand in memory or in a file, and a write that is never short.
import { createReadStream } from "node:fs";
import type { FileHandle } from "node:fs/promises";

export type Payload = { file: string } | { bytes: Uint8Array };

export async function* chunksOf(payload: Payload): AsyncGenerator<Uint8Array> {
  if ("file" in payload) yield* createReadStream(payload.file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>;
  else if (payload.bytes.byteLength > 0) yield payload.bytes;
}

/** Writes every byte at the end of what was written so far; a short write is repeated. */
export async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  let done = 0;
  while (done < chunk.byteLength) done += (await handle.write(chunk, done, chunk.byteLength - done)).bytesWritten;
}
