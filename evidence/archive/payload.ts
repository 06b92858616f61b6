// Promises bytes as a stream, whether they stand in memory or in a file, and a write that is never short.
import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";

export type Payload = { file: string } | { bytes: Uint8Array };

const chunkBytes = 1024 * 1024;

export async function* chunksOf(payload: Payload): AsyncGenerator<Uint8Array> {
  if ("file" in payload) yield* createReadStream(payload.file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>;
  else if (payload.bytes.byteLength > 0) yield payload.bytes;
}

/** Hands the bytes over in order, in one buffer that is used again: `act` keeps nothing of it. */
export async function eachChunk(payload: Payload, act: (chunk: Uint8Array) => void | Promise<void>): Promise<void> {
  if ("bytes" in payload) return void (payload.bytes.byteLength > 0 && (await act(payload.bytes)));
  const handle = await open(payload.file, "r");
  try {
    const buffer = Buffer.allocUnsafeSlow(Math.min(chunkBytes, Math.max(1, (await handle.stat()).size)));
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength);
      if (bytesRead === 0) return;
      await act(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** Writes every byte at the end of what was written so far; a short write is repeated. */
export async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  let done = 0;
  while (done < chunk.byteLength) done += (await handle.write(chunk, done, chunk.byteLength - done)).bytesWritten;
}
