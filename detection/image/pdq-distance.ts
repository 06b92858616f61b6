// Promises how many of 256 bits two PDQ hashes differ in, and the nearest of a list.

/** Bits that two hashes of one picture may differ in (the authors' advice); unrelated ones lie around 128. */
export const sameWithin = 31;
/** Below this the picture is too flat for its hash to say anything (the authors' advice). */
export const leastQuality = 50;

const halves = new Map<string, Uint32Array>();
const mostHalves = 20_000;

function wordsOf(pdq: string): Uint32Array {
  const known = halves.get(pdq);
  if (known) return known;
  const words = Uint32Array.from({ length: 8 }, (_, i) => Number.parseInt(pdq.slice(i * 8, i * 8 + 8), 16));
  if (halves.size >= mostHalves) halves.clear();
  halves.set(pdq, words);
  return words;
}

function bitsIn(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Hamming distance of two hashes in 64 hex digits, 0 to 256. */
export function distance(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  let bits = 0;
  for (let i = 0; i < 8; i++) bits += bitsIn((left[i]! ^ right[i]!) >>> 0);
  return bits;
}

/** The entry nearest to `pdq` within `most` bits; null where there is none. */
export function nearest<T extends { pdq: string }>(
  pdq: string,
  list: readonly T[],
  most: number = sameWithin,
): { entry: T; distance: number } | null {
  let best: { entry: T; distance: number } | null = null;
  for (const entry of list) {
    const bits = distance(pdq, entry.pdq);
    if (bits <= most && (best === null || bits < best.distance)) best = { entry, distance: bits };
  }
  return best;
}
