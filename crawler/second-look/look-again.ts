// Promises a second, clean look at a captured address: another browser process, profile and egress, and what it saw otherwise.
import { copyFile, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { now } from "#core/clock.ts";
import { toAppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import type { Bundle, SecondLook } from "#core/nouns/capture.ts";
import { writeBundle } from "../capture/bundle-file.ts";
import { captureUrl } from "../capture/capture.ts";
import type { CaptureDeps } from "../capture/capture-request.ts";
import { compareLooks } from "./compare-looks.ts";

export interface FirstLook {
  bundle: Bundle;
  /** Its folder, which receives the second look's two files. */
  folder: string;
}

/** Shorter than a capture: no tiles are taken. */
const visitMs = 60_000;
/** A work taken up again much later would compare two days, not two looks. */
const latestMs = 5 * 60_000;
const folderName = "second-look";

async function keepFile(from: string, to: string, name: string, file: string | null): Promise<string | null> {
  if (file === null) return null;
  await mkdir(path.join(to, folderName), { recursive: true });
  await copyFile(path.join(from, file), path.join(to, folderName, name));
  return `${folderName}/${name}`;
}

/** A look that did not happen, with the reason; it weighs nothing for or against the first. */
const notLooked = (bundle: Bundle, startedAt: Date, why: string): SecondLook => ({
  startedAt: startedAt.toISOString(),
  endedAt: now().toISOString(),
  status: "error",
  finalUrl: bundle.requestedUrl,
  textSimilarity: null,
  pictureDifference: null,
  differences: [],
  differencesMore: 0,
  viewportFile: null,
  textFile: null,
  note: `không xem lại được: ${why}`,
});

/** Seconds from the first look's end to the second's start: promised within a minute, told as it was. */
const tellDelay = (first: Bundle, second: Bundle): string =>
  `bắt đầu ${Math.round((Date.parse(second.startedAt) - Date.parse(first.endedAt)) / 1000)} giây sau lần chụp thứ nhất`;

/** Takes a turn of the host like every visit. Never throws: a second look that fails is written down, the first capture stands. */
export async function lookAgain(first: FirstLook, deps: CaptureDeps): Promise<SecondLook> {
  const startedAt = now();
  const work = path.join(first.folder, `${folderName}-work`);
  for (const left of [work, path.join(first.folder, folderName)]) await rm(left, { recursive: true, force: true });
  const { bundle } = first;
  if (startedAt.getTime() - Date.parse(bundle.endedAt) > latestMs)
    return notLooked(bundle, startedAt, "đã quá lâu sau lần chụp thứ nhất");
  const config = {
    ...deps.config,
    VONGGAC_CAPTURE_TIMEOUT_MS: Math.min(deps.config.VONGGAC_CAPTURE_TIMEOUT_MS, visitMs),
  };
  try {
    const second = await captureUrl(
      {
        captureId: newId(),
        url: bundle.requestedUrl,
        askedBy: bundle.askedBy,
        reason: `xem lại ${bundle.captureId}`,
        referrer: bundle.referrer,
        device: bundle.viewport.mobile ? "mobile" : "desktop",
        extent: "first-view",
        outDir: work,
      },
      { ...deps, config },
    );
    const compared = await compareLooks(first, { bundle: second, folder: work });
    return {
      startedAt: second.startedAt,
      endedAt: second.endedAt,
      status: second.status,
      finalUrl: second.finalUrl,
      ...compared,
      viewportFile: await keepFile(work, first.folder, "viewport.png", second.viewportFile),
      textFile: await keepFile(work, first.folder, "text.txt", second.textFile),
      note: [tellDelay(bundle, second), second.statusReason].filter(Boolean).join("; "),
    };
  } catch (thrown) {
    return notLooked(bundle, startedAt, toAppError(thrown).message);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Looks again and writes the bundle anew, atomically, with what was seen; gives the new bundle. Throws AppError `store.*`. */
export async function addSecondLook(first: FirstLook, deps: CaptureDeps): Promise<Bundle> {
  const bundle = { ...first.bundle, secondLook: await lookAgain(first, deps) };
  await writeBundle(bundle, first.folder);
  return bundle;
}
