// Promises bounded reads from a file on disk, opened only when it is a regular one.
import { open, stat, type FileHandle } from "node:fs/promises";
import type { ByteSource } from "../byte-source.ts";
import { Broken } from "../report.ts";

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

async function readExactly(handle: FileHandle, size: number, offset: number, length: number): Promise<Uint8Array> {
  if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || offset + length > size)
    throw new Broken(`bytes ${offset}–${offset + length} lie outside the file`);
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, offset + done);
    if (bytesRead === 0) throw new Broken("the file became shorter while it was read");
    done += bytesRead;
  }
  return bytes;
}
