// Promises bounded reads from a file: never past its end, never more than asked for.
import { createHash } from "node:crypto";
import { open, stat, type FileHandle } from "node:fs/promises";
import { Broken } from "./report.ts";

export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes; throws Broken when they are not there. */
  read(offset: number, length: number): Promise<Buffer>;
}

const chunkSize = 256 * 1024;

export async function openSource(file: string): Promise<{ source: ByteSource; close: () => Promise<void> }> {
  // Looked at before it is opened: opening a pipe would wait for ever.
  if (!(await stat(file)).isFile()) throw new Broken("file: not a regular file");
  const handle = await open(file, "r");
  const facts = await handle.stat().catch(async (error: unknown) => {
    await handle.close();
    throw error;
  });
  return {
    source: { size: facts.size, read: (offset, length) => readExactly(handle, facts.size, offset, length) },
    close: () => handle.close(),
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

export async function* chunksOf(source: ByteSource, start = 0, end = source.size): AsyncGenerator<Buffer> {
  for (let at = start; at < end;) {
    const chunk = await source.read(at, Math.min(chunkSize, end - at));
    at += chunk.byteLength;
    yield chunk;
  }
}

export async function sha256Of(source: ByteSource, start = 0, end = source.size): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of chunksOf(source, start, end)) hash.update(chunk);
  return hash.digest("hex");
}

async function readExactly(handle: FileHandle, size: number, offset: number, length: number): Promise<Buffer> {
  if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || offset + length > size)
    throw new Broken(`bytes ${offset}–${offset + length} lie outside the file`);
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) throw new Broken("the file became shorter while it was read");
    done += bytesRead;
  }
  return bytes;
}
