// Promises two looks at one page compared in figures: the share of pixels that differ, and how alike the words are.
import sharp from "sharp";

const maxPixels = 60_000_000;
/** Colour steps of one channel that no eye tells apart; smoothing of letters varies by so much. */
const tolerance = 8;

/** Share of differing pixels, 0 to 1, over the larger of both areas: what only one of them shows differs. */
export async function pictureDifference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [x, y] = await Promise.all([readPixels(a), readPixels(b)]);
  const [width, height] = [Math.min(x.width, y.width), Math.min(x.height, y.height)];
  let same = 0;
  for (let row = 0; row < height; row++) {
    let [i, j] = [row * x.width * 3, row * y.width * 3];
    for (let column = 0; column < width; column++, i += 3, j += 3) {
      if (
        Math.abs(x.data[i]! - y.data[j]!) <= tolerance &&
        Math.abs(x.data[i + 1]! - y.data[j + 1]!) <= tolerance &&
        Math.abs(x.data[i + 2]! - y.data[j + 2]!) <= tolerance
      )
        same++;
    }
  }
  const area = Math.max(x.width, y.width) * Math.max(x.height, y.height);
  return area === 0 ? 0 : 1 - same / area;
}

async function readPixels(png: Uint8Array): Promise<{ data: Buffer; width: number; height: number }> {
  const picture = sharp(png, { limitInputPixels: maxPixels }).flatten({ background: "#ffffff" }).toColourspace("srgb");
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

const wordsAtMost = 200_000;

/** Dice coefficient over pairs of neighbouring words, 0 to 1; two empty texts are alike. */
export function textSimilarity(a: string, b: string): number {
  const [x, y] = [countPairs(a), countPairs(b)];
  let [total, shared] = [0, 0];
  for (const count of x.values()) total += count;
  for (const count of y.values()) total += count;
  if (total === 0) return 1;
  for (const [pair, count] of x) shared += Math.min(count, y.get(pair) ?? 0);
  return (2 * shared) / total;
}

function countPairs(text: string): Map<string, number> {
  const words = text.normalize("NFC").split(/\s+/u).filter(Boolean).slice(0, wordsAtMost);
  const pairs = new Map<string, number>();
  const keep = (pair: string) => pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  if (words.length === 1) keep(words[0]!);
  for (let i = 1; i < words.length; i++) keep(`${words[i - 1]!} ${words[i]!}`);
  return pairs;
}
