// Promises a canonical container on disk, streamed member by member and fsynced before it has a name that counts.
import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { eachChunk, writeAll, type Payload } from "./payload.ts";
import { centralHeader, endRecords, localHeader, type ZipEntry } from "./zip-format.ts";

export interface Member {
  path: string;
  content: Payload;
  /** Where they are known already: the content is held against them while it is copied. */
  measured?: Measured;
}

interface Measured {
  crc32: number;
  sizeBytes: number;
}

export interface WrittenContainer {
  sha256: string;
  sizeBytes: number;
}

/**
 * Writes a new file (fails with EEXIST when there is one). Throws what the file system throws, and RangeError for two
 * members whose names differ in case only: unpacked on Windows, the second would hide the first.
 */
export async function writeContainer(file: string, members: readonly Member[]): Promise<WrittenContainer> {
  const names = new Set(members.map((member) => member.path.toLowerCase()));
  if (names.size !== members.length) throw new RangeError("two members of a container have one name");
  const handle = await open(file, "wx", 0o600);
  try {
    const hash = createHash("sha256");
    let at = 0;
    const append = async (chunk: Uint8Array) => {
      hash.update(chunk);
      at += chunk.byteLength;
      await writeAll(handle, chunk);
    };
    const entries: ZipEntry[] = [];
    for (const member of members) {
      const entry: ZipEntry = {
        name: member.path,
        ...(member.measured ?? (await measure(member.content))),
        offset: at,
      };
      await append(localHeader(entry));
      await copy(member, entry, append);
      entries.push(entry);
    }
    const directoryOffset = at;
    for (const entry of entries) await append(centralHeader(entry));
    await append(endRecords(entries.length, at - directoryOffset, directoryOffset));
    await seal(handle);
    return { sha256: hash.digest("hex"), sizeBytes: at };
  } finally {
    await handle.close();
  }
}

async function seal(handle: FileHandle): Promise<void> {
  await handle.chmod(0o444);
  await handle.sync();
}

async function measure(content: Payload): Promise<Measured> {
  let crc = 0;
  let sizeBytes = 0;
  await eachChunk(content, (chunk) => {
    crc = crc32(chunk, crc);
    sizeBytes += chunk.byteLength;
  });
  return { crc32: crc, sizeBytes };
}

async function copy(member: Member, entry: ZipEntry, append: (chunk: Uint8Array) => Promise<void>): Promise<void> {
  let crc = 0;
  let sizeBytes = 0;
  await eachChunk(member.content, async (chunk) => {
    crc = crc32(chunk, crc);
    sizeBytes += chunk.byteLength;
    await append(chunk);
  });
  if (crc !== entry.crc32 || sizeBytes !== entry.sizeBytes)
    throw new RangeError(`${member.path} changed while it was packed`);
}
