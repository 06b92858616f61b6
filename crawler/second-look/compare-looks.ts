// Promises how two captures of one address differ: their text, their first screens and the bytes of what they loaded.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import sharp from "sharp";
import type { Bundle, SecondLook } from "#core/nouns/capture.ts";

export interface Look {
  bundle: Pick<Bundle, "exchanges" | "viewportFile" | "textFile">;
  folder: string;
}

type Difference = SecondLook["differences"][number];

export const maxDifferences = 200;
const shingleWords = 3;
/** Channels that differ by less are the same colour to an eye; anti-aliasing gives no difference by itself. */
const channelTolerance = 8;
const maxPixels = 50_000_000;

function shinglesOf(text: string): Map<string, number> {
  const words = text.normalize("NFC").split(/\s+/).filter(Boolean);
  const counts = new Map<string, number>();
  for (let i = 0; i === 0 || i + shingleWords <= words.length; i++) {
    const shingle = words.slice(i, i + shingleWords).join(" ");
    if (shingle !== "") counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  }
  return counts;
}

/** 0 to 1: twice the runs of three words that both share, over all runs of both (Dice). Two empty texts are alike. */
export function compareTexts(first: string, second: string): number {
  const [a, b] = [shinglesOf(first), shinglesOf(second)];
  const sum = (counts: Map<string, number>) => [...counts.values()].reduce((total, count) => total + count, 0);
  const total = sum(a) + sum(b);
  if (total === 0) return 1;
  let common = 0;
  for (const [shingle, count] of a) common += Math.min(count, b.get(shingle) ?? 0);
  return Math.round((2 * common * 10_000) / total) / 10_000;
}

/** Share of pixels that differ, 0 to 1; null where the pictures have other sizes or one cannot be read. */
export async function comparePictures(first: Buffer, second: Buffer): Promise<number | null> {
  const read = (png: Buffer) =>
    sharp(png, { limitInputPixels: maxPixels }).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pictures = await Promise.all([read(first), read(second)]).catch(() => null);
  if (!pictures) return null;
  const [a, b] = pictures;
  if (a.info.width !== b.info.width || a.info.height !== b.info.height || a.info.channels !== b.info.channels)
    return null;
  const { channels } = a.info;
  let differing = 0;
  for (let at = 0; at < a.data.length; at += channels) {
    for (let channel = 0; channel < channels; channel++) {
      if (Math.abs(a.data[at + channel]! - b.data[at + channel]!) <= channelTolerance) continue;
      differing++;
      break;
    }
  }
  return Math.round((differing * 1_000_000) / (a.info.width * a.info.height)) / 1_000_000;
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** Address → hashes of the whole bodies that it delivered; "" for an answer without one. Cut bodies prove nothing. */
async function bodiesOf({ bundle, folder }: Look): Promise<Map<string, Set<string>>> {
  const bodies = new Map<string, Set<string>>();
  for (const exchange of bundle.exchanges) {
    if (exchange.outcome !== "recorded" || exchange.method !== "GET" || exchange.truncated !== "") continue;
    const sha256 = exchange.bodyFile === null ? "" : await hashFile(path.join(folder, exchange.bodyFile));
    bodies.set(exchange.url, (bodies.get(exchange.url) ?? new Set()).add(sha256));
  }
  return bodies;
}

const tell = (hashes: ReadonlySet<string>): string =>
  [...hashes].map((sha256) => (sha256 === "" ? "không có thân" : sha256.slice(0, 16))).join(", ");

/** Addresses with other bytes first, then those that only one of the two loaded; in the order in which they were loaded. */
export async function compareResources(first: Look, second: Look): Promise<Difference[]> {
  const [a, b] = [await bodiesOf(first), await bodiesOf(second)];
  const other = [...a].flatMap(([url, hashes]): Difference[] => {
    const again = b.get(url);
    if (!again || !hashes.isDisjointFrom(again)) return [];
    return [{ url, kind: "other-bytes", note: `sha256 ${tell(hashes)} → ${tell(again)}` }];
  });
  const only = (kind: Difference["kind"], here: typeof a, there: typeof a) =>
    [...here]
      .filter(([url]) => !there.has(url))
      .map(([url, hashes]): Difference => ({ url, kind, note: `sha256 ${tell(hashes)}` }));
  return [...other, ...only("only-first", a, b), ...only("only-second", b, a)];
}

export async function compareLooks(
  first: Look,
  second: Look,
): Promise<Pick<SecondLook, "textSimilarity" | "pictureDifference" | "differences" | "differencesMore">> {
  const both = async (name: "viewportFile" | "textFile"): Promise<[Buffer, Buffer] | null> => {
    const [a, b] = [first.bundle[name], second.bundle[name]];
    if (a === null || b === null) return null;
    return [await readFile(path.join(first.folder, a)), await readFile(path.join(second.folder, b))];
  };
  const texts = await both("textFile");
  const pictures = await both("viewportFile");
  const differences = await compareResources(first, second);
  return {
    textSimilarity: texts && compareTexts(texts[0].toString("utf8"), texts[1].toString("utf8")),
    pictureDifference: pictures && (await comparePictures(...pictures)),
    differences: differences.slice(0, maxDifferences),
    differencesMore: Math.max(differences.length - maxDifferences, 0),
  };
}
