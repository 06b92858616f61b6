// Promises pictures as read, each once: bounded in number and time; what was not read says why, so that nothing is called absent.
import { createHash } from "node:crypto";
import type { PerceptualHash, PictureReading } from "#core/nouns/observation.ts";
import { engineName } from "./engine.ts";
import { type ListedPicture, leastFootSize, leastSize } from "./list-pictures.ts";
import type { PictureFacts, PictureReader } from "./picture-reader.ts";

/** A listed picture with its bytes, or why there are none. */
export type GotPicture = Omit<ListedPicture, "inline"> & ({ bytes: Uint8Array } | { absent: string });

/** What was read before, kept by the caller; `engine` tells which reader it was. */
export interface ReadingMemory {
  find(sha256: string): Promise<(PictureFacts & { engine: string }) | null>;
  keep(sha256: string, facts: PictureFacts & { engine: string }): Promise<void>;
}

export interface ReadingLimits {
  /** Pictures whose text is read; of further ones only codes and hash. */
  mostTexts: number;
  /** For all pictures of the page. */
  budgetMs: number;
}

const nothing = { codes: [], hash: null as PerceptualHash | null, seenBefore: [] };

/** In the order given, which is the order of worth. Never rejects for a picture; rejects only when the memory fails. */
export async function readPictures(
  pictures: readonly GotPicture[],
  reader: PictureReader,
  memory: ReadingMemory,
  limits: ReadingLimits,
): Promise<PictureReading[]> {
  const until = performance.now() + limits.budgetMs;
  const readings: PictureReading[] = [];
  let texts = 0;
  for (const picture of pictures) {
    const { image, role, place, inFooter } = picture;
    const about = { image, role, place, inFooter, width: picture.width ?? 0, height: picture.height ?? 0 };
    if ("absent" in picture) {
      readings.push({ ...about, sha256: "", ocr: { state: "failed", why: picture.absent }, ...nothing });
      continue;
    }
    const sha256 = createHash("sha256").update(picture.bytes).digest("hex");
    const wantsText = role !== "favicon" && texts < limits.mostTexts;
    const left = until - performance.now();
    const facts = await lookOnce(picture, sha256, { reader, memory, wantsText, isLate: left <= 0 });
    if ("failed" in facts) readings.push({ ...about, sha256, ocr: { state: "failed", why: facts.failed }, ...nothing });
    else {
      if (facts.ocr.state !== "not-tried") texts += 1;
      const { width, height, ocr, codes, hash } = facts;
      readings.push({ ...about, width, height, sha256, ocr, codes: codes ?? [], hash, seenBefore: [] });
    }
  }
  return readings;
}

interface Looking {
  reader: PictureReader;
  memory: ReadingMemory;
  wantsText: boolean;
  isLate: boolean;
}

async function lookOnce(
  picture: GotPicture & { bytes: Uint8Array },
  sha256: string,
  { reader, memory, wantsText, isLate }: Looking,
): Promise<PictureFacts | { failed: string }> {
  const held = await memory.find(sha256);
  if (held && held.engine === engineName && (!wantsText || held.ocr.state !== "not-tried" || isSmall(held, picture)))
    return held;
  if (isLate) return { failed: "hết thời gian dành cho ảnh của trang" };
  const least = picture.inFooter ? leastFootSize : leastSize;
  const outcome = await reader.read(picture.bytes, wantsText ? { text: true, least } : { text: false });
  if ("failed" in outcome) return outcome;
  // An engine that failed may do better next time.
  if (outcome.facts.ocr.state !== "failed") await memory.keep(sha256, { ...outcome.facts, engine: engineName });
  return outcome.facts;
}

const isSmall = (size: { width: number; height: number }, { inFooter }: GotPicture) => {
  const least = inFooter ? leastFootSize : leastSize;
  return size.width < least.width || size.height < least.height;
};
