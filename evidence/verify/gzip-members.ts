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
 * Yields the decompressed bytes of the gzip member at `start` (RFC 1952), then checks CRC-32 and size. `seen` is handed
 * every byte of the member itself, once and in order. Throws Broken on anything else, also when the budget is used up.
 */
export async function* inflateMember(
  source: ByteSource,
  start: number,
  end: MemberEnd,
  budget: InflateBudget,
  seen: (bytes: Uint8Array) => void = () => undefined,
): AsyncGenerator<Uint8Array> {
  const dataStart = await skipHeader(source, start);
  seen(await source.read(start, dataStart - start));
  let crc = 0;
  let size = 0;
  const count = (piece: Uint8Array) => {
    crc = engine().crc32(piece, crc);
    size += piece.byteLength;
    budget.leftBytes -= piece.byteLength;
    if (budget.leftBytes < 0) throw new Broken("the package swells beyond what is read (a decompression bomb)");
    return piece;
  };
  const unpacking = unpack(source, start, dataStart, seen);
  let next = await unpacking.next();
  for (; !next.done; next = await unpacking.next()) yield count(next.value);
  const trailer = await source.read(dataStart + next.value, 8);
  if (u32(trailer, 0) !== crc || u32(trailer, 4) !== size % 0x1_0000_0000)
    throw new Broken(`the gzip member at byte ${start} fails its CRC-32`);
  seen(trailer);
  end.next = dataStart + next.value + 8;
}

/** Returns how many bytes of deflate data there were. */
async function* unpack(
  source: ByteSource,
  start: number,
  dataStart: number,
  seen: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array, number> {
  const stored = yield* unpackStored(source, dataStart, seen);
  if (stored.isWhole) return stored.packedBytes;
  // Something packed follows, which may refer back: from the beginning, less what was handed out already.
  const pass = without(stored.packedBytes, seen);
  const rest = without(stored.contentBytes);
  const first = await source.read(dataStart, Math.min(firstChunk, source.size - dataStart));
  const whole = engine().inflateWhole(first, wholeLimit);
  if (whole) {
    pass(first.subarray(0, whole.consumedBytes));
    yield rest(whole.content);
    return whole.consumedBytes;
  }
  const inflater = engine().newInflater();
  try {
    for (let at = dataStart; !inflater.finished;) {
      const length = Math.min(at === dataStart ? first.length : inputChunk, source.size - at);
      if (length <= 0) throw new Broken(`the gzip member at byte ${start} is cut off`);
      const chunk = at === dataStart ? first : await source.read(at, length);
      const pieces = await inflater.push(chunk, at + length === source.size).catch((error: unknown) => {
        throw new Broken(`the gzip member at byte ${start} is damaged (${String(error)})`);
      });
      pass(inflater.finished ? chunk.subarray(0, inflater.consumedBytes - (at - dataStart)) : chunk);
      at += length;
      for (const piece of pieces) yield rest(piece);
    }
    return inflater.consumedBytes;
  } finally {
    inflater.close();
  }
}

/** Leaves the first bytes of a row of pieces out. */
function without(count: number, take?: (bytes: Uint8Array) => void): (piece: Uint8Array) => Uint8Array {
  let left = count;
  return (piece) => {
    const rest = piece.subarray(Math.min(left, piece.length));
    left -= piece.length - rest.length;
    take?.(rest);
    return rest;
  };
}

/** Stored blocks (RFC 1951 section 3.2.4), as pictures are archived: handed on as they stand. Ends at the first other block. */
async function* unpackStored(
  source: ByteSource,
  dataStart: number,
  seen: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array, { isWhole: boolean; packedBytes: number; contentBytes: number }> {
  let contentBytes = 0;
  let pausedAt = 0;
  for (let at = dataStart; ;) {
    const head = await source.read(at, Math.min(5, source.size - at));
    const size = head.length < 5 ? 0 : u16(head, 1);
    const isStored = head.length === 5 && (head[0]! & 6) === 0 && (size ^ u16(head, 3)) === 0xffff;
    if (!isStored || at + 5 + size > source.size) return { isWhole: false, packedBytes: at - dataStart, contentBytes };
    const block = await source.read(at, 5 + size);
    seen(block);
    if (size > 0) yield block.subarray(5);
    at += 5 + size;
    contentBytes += size;
    if ((head[0]! & 1) === 1) return { isWhole: true, packedBytes: at - dataStart, contentBytes };
    if (contentBytes - pausedAt > inputChunk) {
      await engine().pause();
      pausedAt = contentBytes;
    }
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
