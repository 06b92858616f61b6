// Promises one evidence visit a capture: its bundle on disk and its state in the database, or the reason why not.
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { inTransaction } from "#core/db/pool.ts";
import type { AppError } from "#core/errors.ts";
import type { Bundle } from "#core/nouns/capture.ts";
import { type CaptureRow, selectCapture, setCaptureState } from "#core/records/capture.ts";
import { type PageRow, selectPage } from "#core/records/page.ts";
import { latestClockOffset } from "#core/records/time-stamp.ts";
import { captureUrl } from "#crawler/capture/capture.ts";
import { readBundle } from "#crawler/capture/bundle-file.ts";
import type { CaptureDeps } from "#crawler/capture/capture-request.ts";
import { addSecondLook } from "#crawler/second-look/look-again.ts";
import { ask, finishIfDone } from "../flow.ts";
import type { House } from "../house.ts";
import type { JobData } from "../jobs.ts";
import { refuseBelowReserve } from "../keeping/disk-reserve.ts";
import { wantsSecondLook } from "../second-look-policy.ts";
import { type Attempt, headersOf } from "../vantage.ts";
import { layOutVisit } from "../visit-record.ts";

export async function capturePage(house: House, { captureId }: JobData<"capture">, { signal }: Attempt): Promise<void> {
  const row = await selectCapture(house.database.pool, captureId);
  if (row.state !== "queued") return;
  const dir = house.workDir(captureId);
  const page = row.pageId ? await selectPage(house.database.pool, row.pageId) : null;
  const deps = depsOf(house, signal);
  const first = existsSync(path.join(dir, "bundle.json"))
    ? await readBundle(dir)
    : await visit(house, row, page, dir, deps).catch(async (error: unknown) => {
        // What a visit that failed wrote is no evidence, and on a full disk it is in the way of work that can end.
        await rm(dir, { recursive: true, force: true });
        throw error;
      });
  const isSealable = first.status === "captured" || first.status === "partial";
  const bundle = isSealable && isToLookAgain(house, first, page) ? await lookAgain(first, dir, deps) : first;
  await inTransaction(house.database.pool, async (tx) => {
    const change = {
      state: isSealable ? "captured" : "not-captured",
      status: bundle.status,
      statusReason: bundle.statusReason,
    } as const;
    if (!(await setCaptureState(tx, captureId, change))) return;
    if (isSealable) await ask(tx, "seal", { captureId });
    else if (row.scanId) await finishIfDone(tx, row.scanId);
  });
  if (!isSealable) await rm(dir, { recursive: true, force: true });
}

function depsOf(house: House, signal: AbortSignal): CaptureDeps {
  const { config, turn, requestLog, admit } = house;
  return { config, turn, requestLog, admit, signal, clockOffset: () => readClockOffset(house) };
}

const isToLookAgain = (house: House, bundle: Bundle, page: PageRow | null): boolean =>
  bundle.secondLook === null && wantsSecondLook(house.config.VONGGAC_SECOND_LOOK, page?.detection ?? null);

/** The first capture stands whole on the disk: whatever keeps the second look from being written costs nothing of it. */
const lookAgain = (first: Bundle, dir: string, deps: CaptureDeps): Promise<Bundle> =>
  addSecondLook({ bundle: first, folder: dir }, deps).catch(() => first);

async function visit(house: House, row: CaptureRow, page: PageRow | null, dir: string, deps: CaptureDeps) {
  await refuseBelowReserve(house, row.id);
  await rm(dir, { recursive: true, force: true }); // what a killed visit left is no evidence
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const scanExchanges = page?.exchanges ? await layOutVisit(house.blobs, page.exchanges.blob, dir) : [];
  const { referrer, device } = headersOf(row.vantage, house.config.userAgent);
  const request = {
    captureId: row.id,
    url: row.url,
    askedBy: row.askedBy,
    reason: row.reason,
    device,
    keepsMissing: row.isContrast,
    scanExchanges,
    outDir: dir,
  };
  return captureUrl({ ...request, ...(referrer ? { referrer } : {}) }, deps);
}

/** What the last time-stamp token said of this machine's clock. */
async function readClockOffset(house: House) {
  const row = await latestClockOffset(house.database.pool);
  return row && { source: row.source, offsetMs: row.offsetMs, checkedAt: row.at.toISOString() };
}

/**
 * Given up, by the visit or by the seal: state and reason stay visible, a finished bundle stays on disk for a later seal,
 * and the scan goes on without this capture.
 */
export async function buryCapture(house: House, { captureId }: JobData<"capture">, error: AppError): Promise<void> {
  const row = await selectCapture(house.database.pool, captureId);
  const change = { state: "failed", error: `${error.message} ${error.cure ?? ""}`.trim() } as const;
  await inTransaction(house.database.pool, async (tx) => {
    if ((await setCaptureState(tx, captureId, change)) && row.scanId) await finishIfDone(tx, row.scanId);
  });
}
