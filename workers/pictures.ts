// Promises a page's pictures as read: from the files of a capture, or asked for politely where a scan's text leaves the question open.
import { now } from "#core/clock.ts";
import { toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import type { ScanId } from "#core/id.ts";
import type { PictureReading } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import { forgetLoosePictures } from "#core/records/destruction.ts";
import { insertCapturePicture, selectPicture, selectSeenBefore, upsertPicture } from "#core/records/picture.ts";
import { type DetectionContext, detect } from "#detection/detect.ts";
import { listPictures } from "#detection/image/list-pictures.ts";
import { leastQuality, sameWithin } from "#detection/image/pdq-distance.ts";
import { type GotPicture, type ReadingMemory, readPictures } from "#detection/image/read-pictures.ts";
import { whyReadPictures } from "#detection/image/wants-pictures.ts";
import { capturedPictures } from "./captured-pictures.ts";
import type { House } from "./house.ts";
import type { Observed } from "./observe.ts";
import { type Answered, createScanPictures, type ScanPictures } from "./scan-pictures.ts";

/** Requests for pictures that one visit of a scan may cost, and their bytes and time. */
const mostFetched = 6;
const fetchedBytes = 4_000_000;
const fetchingMs = 12_000;
const turnWaitMs = 4000;
/** Pictures of one page whose text is read, and the time for all of them. */
const reading = { mostTexts: 8, budgetMs: 20_000 };
const mostSeen = 3;

/**
 * The pictures of a page, or undefined where none were asked for. `known` is the context without them. A picture that could
 * not be had or read is listed with its reason. Never rejects: what fails here is logged and leaves pictures unknown.
 */
export async function picturesFor(
  house: House,
  { page, from }: Observed,
  known: DetectionContext,
): Promise<PictureReading[] | undefined> {
  const mode = house.config.VONGGAC_OCR;
  if (mode === "off" || (page.condition !== "content" && page.condition !== "empty")) return undefined;
  try {
    const isCaptured = "capture" in from;
    const why =
      mode === "always"
        ? "luôn đọc ảnh"
        : whyReadPictures(page, detect(page, await house.knowledge(), known), isCaptured ? "flag" : "review");
    if (why === null && !isCaptured) return undefined;
    const got = isCaptured
      ? await capturedPictures(page, from.bundle, from.dir)
      : await fetchPictures(house, page, from.visit.scanId);
    if (got.length === 0) return undefined;
    const readings = await readPictures(got, house.pictureReader(), memoryOf(house), {
      ...reading,
      mostTexts: why === null ? 0 : reading.mostTexts,
    });
    log.debug({ host: hostOf(page), why, pictures: readings.length }, "pictures.read");
    return isCaptured ? await rememberCapture(house, page, from.capture, readings) : readings;
  } catch (thrown) {
    log.warn({ err: toAppError(thrown), host: hostOf(page) }, "pictures.unknown");
    return undefined;
  }
}

/** A scan looks again at the same address within days; what no capture came to hold by then is forgotten. */
const looseDays = 30;

export const forgetOldPictures = ({ database: { pool } }: House): Promise<number> =>
  forgetLoosePictures(pool, new Date(now().getTime() - looseDays * 86_400_000));

const scanPictures = new WeakMap<House, ScanPictures>();

const hostOf = (page: Page) => URL.parse(page.finalUrl)?.hostname ?? "";

/** The best of the page, one after the other under each host's own turn; what time or manners did not allow is told. */
async function fetchPictures(house: House, page: Page, scanId: ScanId): Promise<GotPicture[]> {
  const until = performance.now() + fetchingMs;
  const ofScans = scanPictures.get(house) ?? createScanPictures();
  scanPictures.set(house, ofScans);
  const got: GotPicture[] = [];
  let asked = 0;
  for (const { inline, ...picture } of listPictures(page)) {
    if (inline) got.push({ ...picture, bytes: inline });
    else if (asked < mostFetched && performance.now() < until) {
      asked += 1;
      const { image } = picture;
      got.push({ ...picture, ...(await ofScans.once(scanId, image, () => fetchOne(house, page, image, until))) });
      // Only what may hold the imprint is missed: of other pictures nothing was promised.
    } else if (picture.inFooter) got.push({ ...picture, absent: "chưa tải ảnh này trong lần quét" });
  }
  return got;
}

async function fetchOne(
  house: House,
  page: Page,
  url: string,
  until: number,
): Promise<Answered & { isFinal: boolean }> {
  const signal = AbortSignal.timeout(Math.max(1, Math.ceil(until - performance.now())));
  try {
    const answer = await house.fetcher().fetchSmall(url, {
      purpose: "subresource",
      maxBytes: fetchedBytes,
      referrer: page.finalUrl,
      waitMs: turnWaitMs,
      signal,
    });
    if (answer.status === 200) return { bytes: answer.body, isFinal: true };
    return { absent: `máy chủ trả lời ${answer.status} cho ảnh`, isFinal: true };
  } catch (thrown) {
    const { code } = toAppError(thrown);
    return {
      absent: `không tải được ảnh: ${code}`,
      isFinal: code === "politeness.robots" || code.startsWith("guard."),
    };
  }
}

function memoryOf({ database: { pool } }: House): ReadingMemory {
  return {
    find: (sha256) => selectPicture(pool, sha256),
    keep: (sha256, facts) => upsertPicture(pool, sha256, facts, now()),
  };
}

/** Which capture holds which picture, and where nearly the same stood before. */
async function rememberCapture(
  { database: { pool } }: House,
  page: Page,
  capture: { id: Parameters<typeof insertCapturePicture>[1]; capturedAt: Date | null },
  readings: PictureReading[],
): Promise<PictureReading[]> {
  const host = hostOf(page).replace(/^www\./, "");
  const before = capture.capturedAt ?? now();
  const seen: PictureReading[] = [];
  for (const picture of readings) {
    const { hash, sha256, image } = picture;
    if (sha256 !== "") await insertCapturePicture(pool, capture.id, image, sha256);
    const ask = { within: sameWithin, leastQuality, host, before, most: mostSeen };
    const isTelling = hash !== null && hash.quality >= leastQuality && picture.role !== "screenshot";
    seen.push({ ...picture, seenBefore: isTelling ? await selectSeenBefore(pool, { ...ask, pdq: hash.pdq }) : [] });
  }
  return seen;
}
