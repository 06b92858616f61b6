// Promises one gzip member (RFC 1952) a record: deflated where that saves bytes, stored as it stands where it is packed already.
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { crc32, createGzip, gzip } from "node:zlib";
import { chunksOf, eachChunk, type Payload } from "./payload.ts";

export interface MemberParts {
  before: Uint8Array[];
  payload: Payload;
  after: Uint8Array;
}

type Write = (chunk: Uint8Array) => Promise<void>;

const level = 6;
const storedBlockBytes = 0xffff;
/** Deflate, no name, no time, Unix: what zlib writes as well. */
const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
/** Final stored block of nothing (RFC 1951 section 3.2.4). */
const lastBlock = Buffer.from([1, 0, 0, 0xff, 0xff]);
const gzipOnce = promisify<Uint8Array, { level: number }, Buffer>(gzip);

/** Returns the SHA-256 of a payload that was read from its file meanwhile, hex; null for one in memory, which cannot change. */
export async function packMember(parts: MemberParts, isPacked: boolean, write: Write): Promise<string | null> {
  if (isPacked) return storeMember(parts, write);
  const { before, payload, after } = parts;
  if ("bytes" in payload) {
    await write(await gzipOnce(Buffer.concat([...before, payload.bytes, after]), { level }));
    return null;
  }
  const read = createHash("sha256");
  async function* content(): AsyncGenerator<Uint8Array> {
    yield* before;
    for await (const chunk of chunksOf(payload)) {
      read.update(chunk);
      yield chunk;
    }
    yield after;
  }
  await pipeline(
    Readable.from(content(), { objectMode: true }),
    createGzip({ level }),
    async (packed: AsyncIterable<Buffer>) => {
      for await (const chunk of packed) await write(chunk);
    },
  );
  return read.digest("hex");
}

async function storeMember({ before, payload, after }: MemberParts, write: Write): Promise<string | null> {
  const read = "file" in payload ? createHash("sha256") : null;
  let crc = 0;
  let size = 0;
  const store = async (content: Uint8Array) => {
    crc = crc32(content, crc);
    size += content.byteLength;
    await write(Buffer.concat(blocksOf(content)));
  };
  await write(gzipHeader);
  await store(Buffer.concat(before));
  await eachChunk(payload, async (chunk) => {
    read?.update(chunk);
    await store(chunk);
  });
  await store(after);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(size % 0x1_0000_0000, 4);
  await write(Buffer.concat([lastBlock, trailer]));
  return read?.digest("hex") ?? null;
}

function blocksOf(content: Uint8Array): Uint8Array[] {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < content.byteLength; at += storedBlockBytes) {
    const piece = content.subarray(at, at + storedBlockBytes);
    const head = Buffer.alloc(5);
    head.writeUInt16LE(piece.byteLength, 1);
    head.writeUInt16LE(piece.byteLength ^ 0xffff, 3);
    blocks.push(head, piece);
  }
  return blocks;
}
