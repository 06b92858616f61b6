// Promises the content of one gzip member at a time with its exact byte length, which ordinary readers do not tell.
import { createInflateRaw, crc32 } from "node:zlib";
import { Broken } from "./report.ts";
import type { ByteSource } from "./byte-source.ts";

export interface MemberEnd {
  /** Offset of the first byte after the member; set when the generator ends. */
  next: number;
}

/** Shared by all members of a package, so that small files cannot swell without bound. */
export interface InflateBudget {
  leftBytes: number;
}

const inputChunk = 32 * 1024;

/**
 * Yields the decompressed bytes of the gzip member at `start` (RFC 1952), then checks CRC-32 and size. Throws Broken on
 * anything else, also when the budget is used up.
 */
export async function* inflateMember(
  source: ByteSource,
  start: number,
  end: MemberEnd,
  budget: InflateBudget,
): AsyncGenerator<Buffer> {
  const dataStart = await skipHeader(source, start);
  const inflate = createInflateRaw();
  let output: Buffer[] = [];
  let finished = false;
  let failure: Error | null = null;
  inflate.on("data", (chunk: Buffer) => output.push(chunk));
  inflate.on("end", () => (finished = true));
  inflate.on("error", (error) => (failure = error));
  const failed = () => failure as Error | null;
  let crc = 0;
  let size = 0;
  try {
    for (let at = dataStart; !finished;) {
      const length = Math.min(inputChunk, source.size - at);
      if (length <= 0) throw new Broken(`the gzip member at byte ${start} is cut off`);
      const chunk = await source.read(at, length);
      at += length;
      await feed(inflate, chunk, () => failed() !== null);
      if (failed()) throw new Broken(`the gzip member at byte ${start} is damaged (${failed()?.message ?? ""})`);
      const ready = output;
      output = [];
      for (const piece of ready) {
        crc = crc32(piece, crc);
        size += piece.byteLength;
        budget.leftBytes -= piece.byteLength;
        if (budget.leftBytes < 0) throw new Broken("the package swells beyond what is read (a decompression bomb)");
        yield piece;
      }
      if (inflate.bytesWritten < at - dataStart) break;
    }
    const trailer = await source.read(dataStart + inflate.bytesWritten, 8);
    if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size % 0x1_0000_0000)
      throw new Broken(`the gzip member at byte ${start} fails its CRC-32`);
    end.next = dataStart + inflate.bytesWritten + 8;
  } finally {
    inflate.destroy();
  }
}

function feed(inflate: ReturnType<typeof createInflateRaw>, chunk: Buffer, failed: () => boolean): Promise<void> {
  return new Promise((done) => {
    const finish = () => {
      inflate.off("error", finish);
      // "data" and "end" events of this chunk come before the next turn of the event loop.
      setImmediate(done);
    };
    if (failed()) return finish();
    inflate.once("error", finish);
    inflate.write(chunk, finish);
  });
}

async function skipHeader(source: ByteSource, start: number): Promise<number> {
  const header = await source.read(start, Math.min(10, source.size - start));
  if (header.length < 10 || header[0] !== 0x1f || header[1] !== 0x8b || header[2] !== 8)
    throw new Broken(`no gzip member at byte ${start}`);
  const flags = header[3]!;
  let at = start + 10;
  if ((flags & 0xe0) !== 0) throw new Broken(`the gzip member at byte ${start} has unknown flags`);
  if ((flags & 4) !== 0) at += 2 + (await source.read(at, 2)).readUInt16LE(0);
  if ((flags & 8) !== 0) at = await skipText(source, at);
  if ((flags & 16) !== 0) at = await skipText(source, at);
  if ((flags & 2) !== 0) at += 2;
  return at;
}

async function skipText(source: ByteSource, at: number): Promise<number> {
  const window = await source.read(at, Math.min(4096, source.size - at));
  const zero = window.indexOf(0);
  if (zero < 0) throw new Broken(`the gzip header before byte ${at} does not end`);
  return at + zero + 1;
}
