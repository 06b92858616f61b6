// Promises one address captured as evidence: a list of named steps, each bounded, and a bundle that tells how each went.
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { now, nowMs } from "#core/clock.ts";
import { AppError, toAppError } from "#core/errors.ts";
import type { Bundle } from "#core/nouns/capture.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import type { Page } from "#core/nouns/page.ts";
import { extractPage } from "../page/extract-page.ts";
import { readClock } from "../lookups/read-clock.ts";
import { endedBy } from "../fetch/network-error.ts";
import { backOffOf } from "../fetch/turn-arithmetic.ts";
import { hostOf } from "../guard/target.ts";
import type { Turn } from "../ports.ts";
import { buildBundle } from "./build-bundle.ts";
import { keepMedia } from "./keep-media.ts";
import type { CaptureDeps, CaptureRequest } from "./capture-request.ts";
import { closeBooks, listExchanges, nameSilentConnections, tellAccount } from "./close-books.ts";
import { decideStatus, findMain } from "./decide-status.ts";
import { keepFrames } from "./keep-frames.ts";
import { logExchanges } from "./log-exchanges.ts";
import { lookAround } from "./look-around.ts";
import { openVisit } from "./open-visit.ts";
import { listFonts } from "./steps/list-fonts.ts";
import { closeBanners, settleAfterBanners } from "./steps/close-banners.ts";
import { compareFirstView } from "./steps/compare-first-view.ts";
import { findMedia } from "./steps/find-media.ts";
import { locateText } from "./steps/locate-text.ts";
import { navigate } from "./steps/navigate.ts";
import { readCertificates } from "./steps/read-certificates.ts";
import { readDocument } from "./steps/read-document.ts";
import { saveMhtml } from "./steps/save-mhtml.ts";
import { scrollThrough, scrollToTop } from "./steps/scroll.ts";
import { settle } from "./steps/settle.ts";
import { shootTiles } from "./steps/shoot-tiles.ts";
import { shootViewport } from "./steps/shoot-viewport.ts";
import { stopRunaway } from "./stop-runaway.ts";
import { waitForPictures } from "./steps/wait-for-pictures.ts";
import { type Joined, joinNetlog } from "../netlog/join-netlog.ts";
import { netlogFile } from "../netlog/record-netlog.ts";
import { contactOf } from "./to-exchange.ts";
import { remainingMs, type Visit } from "./visit.ts";
import { asStoreError, writeBundle } from "./bundle-file.ts";

type Step = [name: string, run: (visit: Visit) => Promise<string>];

/** The order matters: everything lazy has loaded and the page stands still before the first picture. */
const steps: readonly Step[] = [
  ["navigate", navigate],
  ["settle", (visit) => settle(visit)],
  ["scroll", scrollThrough],
  ["settle-after-scroll", (visit) => settle(visit, 4000)],
  ["pictures", waitForPictures],
  ["back-to-top", scrollToTop],
  ["banners", closeBanners],
  ["settle-after-banners", settleAfterBanners],
  ["viewport", shootViewport],
  ["document", readDocument],
  ["frames", keepFrames],
  ["text-boxes", locateText],
  ["media", findMedia],
  ["tiles", shootTiles],
];

/** Questions to the browser about what it drew. Chromium answers some by loading files again: the egress is closed by then. */
const afterBooks: readonly Step[] = [
  ["certificates", readCertificates],
  ["fonts", listFonts],
  ["mhtml", saveMhtml],
  ["compare-first-view", compareFirstView],
];

/** What a second look leaves out. */
const wholeOnly = new Set(["text-boxes", "media", "tiles", "fonts", "mhtml", "compare-first-view"]);

const leaseSpareMs = 30_000;
const turnWaitMs = 15_000;
const switchPollMs = 2000;

/** A page that gave no answer in time is asked for a sign of life; a script that holds its thread is ended and the step tried once more. */
async function retryAfterRunaway(visit: Visit, run: Step[1], error: unknown): Promise<string> {
  const isSilent = error instanceof AppError && error.code === "capture.timeout" && !visit.rendererCrashed;
  if (!isSilent || visit.connection.ended || remainingMs(visit) === 0 || !(await stopRunaway(visit))) throw error;
  return run(visit);
}

/** Runs one step. A step that fails is written down and the visit goes on; only the end of the browser ends the visit. */
async function runStep(visit: Visit, [step, run]: Step): Promise<void> {
  const startMs = nowMs();
  const write = (ok: boolean, note: string) => visit.steps.push({ step, ok, tookMs: nowMs() - startMs, note });
  if (visit.rendererCrashed) return void write(false, "tiến trình hiển thị đã sập");
  if (remainingMs(visit) === 0) return void write(false, "hết giờ");
  try {
    write(true, await run(visit).catch((error: unknown) => retryAfterRunaway(visit, run, error)));
  } catch (error) {
    if (visit.connection.ended) throw visit.connection.ended;
    if (error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT"))
      throw asStoreError(error);
    write(false, toAppError(error).message);
  }
}

async function runSteps(visit: Visit, list: readonly Step[]): Promise<void> {
  for (const step of list) {
    if (visit.request.extent === "first-view" && wholeOnly.has(step[0])) continue;
    if (visit.navigationError === "" || step[0] === "certificates") await runStep(visit, step);
  }
}

function readPage(visit: Visit, exchanges: readonly Exchange[]): Page | null {
  if (visit.findings.html === "") return null;
  const main = findMain(visit, exchanges);
  return extractPage({
    url: visit.request.url,
    finalUrl: visit.findings.finalUrl,
    status: main?.status ?? null,
    headers: main?.responseHeaders ?? [],
    html: visit.findings.html,
  });
}

/** The red switch and the caller's signal end the browser, so that every step throws why, and fire the signal that the lookups hear. */
function watchSwitch(visit: Visit, deps: CaptureDeps): { signal: AbortSignal; unwatch: () => void } {
  const controller = new AbortController();
  const stop = () => {
    const why = endedBy(deps.signal);
    visit.connection.end(why);
    controller.abort(why);
  };
  const timer = setInterval(
    () =>
      void deps.turn
        .isStopped()
        .then((stopped) => stopped && stop())
        .catch(() => undefined),
    switchPollMs,
  );
  deps.signal?.addEventListener("abort", stop, { once: true });
  if (deps.signal?.aborted) stop();
  const unwatch = () => {
    clearInterval(timer);
    deps.signal?.removeEventListener("abort", stop);
  };
  return { signal: controller.signal, unwatch };
}

/** The browser must have ended before its log has its end; what only the log knows, or denies, is a gap of the capture. */
async function hearNetlog(visit: Visit): Promise<Joined> {
  const told = listExchanges(visit);
  await visit.browser.close();
  const { request, config, ledger } = visit;
  const joined = await joinNetlog(visit.netlog, told, {
    outDir: request.outDir,
    untilMs: ledger.closedAtMs,
    maxBytes: config.VONGGAC_MAX_DECODED_BYTES,
    addressOf: (url) => {
      const { host, port } = contactOf(url);
      return visit.egress.addressOf(host, port);
    },
  });
  for (const url of joined.filledUrls) visit.notCaptured.takeBack(`thân của ${url}`);
  for (const gap of joined.gaps) visit.notCaptured.push(gap);
  visit.steps.push(joined.step);
  return joined;
}

async function visitAndWrite(
  request: CaptureRequest,
  deps: CaptureDeps,
): Promise<{ bundle: Bundle; main: Exchange | null }> {
  const startedAt = now();
  const { visit, close } = await openVisit(request, deps);
  const { signal, unwatch } = watchSwitch(visit, deps);
  try {
    await runSteps(visit, steps);
    await closeBooks(visit);
    await runSteps(visit, afterBooks);
    const { exchanges, netlog, witnesses } = await hearNetlog(visit).catch((error) =>
      Promise.reject(asStoreError(error)),
    );
    visit.steps.push({ step: "account", ok: true, tookMs: 0, note: tellAccount(visit, exchanges) });
    nameSilentConnections(visit, exchanges);
    logExchanges(exchanges, deps.requestLog);
    await keepMedia(visit, exchanges);
    const ending = decideStatus(visit, exchanges, readPage(visit, exchanges));
    const lookups = await lookAround(visit, exchanges, ending, { ...deps, signal });
    signal.throwIfAborted();
    const built = buildBundle(visit, exchanges, ending, startedAt);
    const clock = { ...built.clock, ...(await readClock(await deps.clockOffset?.())) };
    const heard = witnesses && { ...witnesses, blankTiles: visit.findings.blankTiles };
    const bundle = { ...built, clock, lookups, netlog, witnesses: heard };
    await writeBundle(bundle, request.outDir);
    return { bundle, main: findMain(visit, exchanges) };
  } finally {
    unwatch();
    await close();
  }
}

/** Makes the folder; what a killed visit left is cleared, a finished bundle and the scan visit's files are never touched. */
async function prepareFolder(folder: string): Promise<void> {
  if (existsSync(path.join(folder, "bundle.json")))
    throw new AppError("conflict", { detail: "this folder already holds a bundle" });
  for (const name of [
    "exchanges",
    "frames",
    "downloads",
    "tiles",
    "viewport.png",
    "dom.html",
    "text.txt",
    "text-boxes.json",
    "before-banner.png",
    "page.mhtml",
    "attachments",
    "lookups",
    "second-look",
    "bundle.json.part",
    netlogFile,
  ]) {
    await rm(path.join(folder, name), { recursive: true, force: true });
  }
  await mkdir(path.join(folder, "exchanges"), { recursive: true });
}

/**
 * Captures one address with a browser process and an egress of its own, holding the host's turn for the whole visit.
 * The bundle comes back and stands in `outDir/bundle.json`; a site that is dead, refused or walled gives a bundle with
 * that status. Throws AppError `browser.*`, `politeness.not-now`, `stopped`, `conflict`, `store.*`.
 */
export async function captureUrl(request: CaptureRequest, deps: CaptureDeps): Promise<Bundle> {
  if (!URL.canParse(request.url) || !/^https?:$/.test(new URL(request.url).protocol))
    throw new AppError("input.invalid", { detail: "a capture needs an http or https address" });
  const { config } = deps;
  const delayMs = (await deps.admit?.(request.url, deps.signal)) ?? config.VONGGAC_DELAY_MS;
  const turn: Turn = await deps.turn.take(hostOf(new URL(request.url)), {
    delayMs,
    leaseMs: config.VONGGAC_CAPTURE_TIMEOUT_MS + leaseSpareMs,
    waitMs: turnWaitMs,
    ...(deps.signal ? { signal: deps.signal } : {}),
  });
  let main: Exchange | null = null;
  try {
    await prepareFolder(request.outDir).catch((error) => Promise.reject(asStoreError(error)));
    const done = await visitAndWrite(request, deps);
    main = done.main;
    return done.bundle;
  } finally {
    const backOffMs = backOffOf(main ?? undefined, nowMs());
    await turn.release(backOffMs === undefined ? {} : { backOffMs });
  }
}
