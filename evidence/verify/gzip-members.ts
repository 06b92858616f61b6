// Promises the content of one gzip member at a time with its exact byte length, which ordinary readers do not tell.
import { u16, u32 } from "./bytes.ts";
import type { ByteSource } from "./byte-source.ts";
import { engine } from "./engine.ts";
import { Broken } from "./report.ts";

export interface MemberEnd {
  /** Offset of the first byte after the member; set when the generator ends. */
  next: number;
}

/** Shared by all members of a package, so that small files cannot swell without bound. */
export interface InflateBudget {
  leftBytes: number;
}

const firstChunk = 64 * 1024;
const inputChunk = 1024 * 1024;
/** Most records are small: those are unpacked in one go. */
const wholeLimit = 1024 * 1024;

/**
 * Yields the decompressed bytes of the gzip member at `start` (RFC 1952), then checks CRC-32 and size. Throws Broken on
 * anything else, also when the budget is used up.
 */
export async function* inflateMember(
  source: ByteSource,
  start: number,
  end: MemberEnd,
  budget: InflateBudget,
): AsyncGenerator<Uint8Array> {
  const dataStart = await skipHeader(source, start);
  let crc = 0;
  let size = 0;
  const count = (piece: Uint8Array) => {
    crc = engine().crc32(piece, crc);
    size += piece.byteLength;
    budget.leftBytes -= piece.byteLength;
    if (budget.leftBytes < 0) throw new Broken("the package swells beyond what is read (a decompression bomb)");
    return piece;
  };
  const unpacking = unpack(source, start, dataStart);
  let next = await unpacking.next();
  for (; !next.done; next = await unpacking.next()) yield count(next.value);
  const trailer = await source.read(dataStart + next.value, 8);
  if (u32(trailer, 0) !== crc || u32(trailer, 4) !== size % 0x1_0000_0000)
    throw new Broken(`the gzip member at byte ${start} fails its CRC-32`);
  end.next = dataStart + next.value + 8;
}

/** Returns how many bytes of deflate data there were. */
async function* unpack(source: ByteSource, start: number, dataStart: number): AsyncGenerator<Uint8Array, number> {
  const first = await source.read(dataStart, Math.min(firstChunk, source.size - dataStart));
  const whole = engine().inflateWhole(first, wholeLimit);
  if (whole) {
    yield whole.content;
    return whole.consumedBytes;
  }
  const inflater = engine().newInflater();
  try {
    for (let at = dataStart; !inflater.finished;) {
      const length = Math.min(at === dataStart ? first.length : inputChunk, source.size - at);
      if (length <= 0) throw new Broken(`the gzip member at byte ${start} is cut off`);
      const chunk = at === dataStart ? first : await source.read(at, length);
      at += length;
      yield* await inflater.push(chunk, at === source.size).catch((error: unknown) => {
        throw new Broken(`the gzip member at byte ${start} is damaged (${String(error)})`);
      });
    }
    return inflater.consumedBytes;
  } finally {
    inflater.close();
  }
}

async function skipHeader(source: ByteSource, start: number): Promise<number> {
  const header = await source.read(start, Math.min(10, source.size - start));
  if (header.length < 10 || header[0] !== 0x1f || header[1] !== 0x8b || header[2] !== 8)
    throw new Broken(`no gzip member at byte ${start}`);
  const flags = header[3]!;
  let at = start + 10;
  if ((flags & 0xe0) !== 0) throw new Broken(`the gzip member at byte ${start} has unknown flags`);
  if ((flags & 4) !== 0) at += 2 + u16(await source.read(at, 2), 0);
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
