// Promises a browser process and an egress of its own for one capture, watched from before the first request on.
import { nowMs } from "#core/clock.ts";
import type { Egress } from "../guard/egress.ts";
import { startEgress } from "../guard/egress.ts";
import type { CdpConnection, CdpEvent } from "../browser/cdp-connection.ts";
import { findBrowser } from "../browser/find-browser.ts";
import { launchBrowser } from "../browser/launch-browser.ts";
import { desktopUserAgent, mobileUserAgent } from "../browser/user-agent.ts";
import { type CaptureDeps, type CaptureRequest, deviceViews } from "./capture-request.ts";
import { DownloadKeeper } from "./keep-downloads.ts";
import { ExchangeLedger } from "./exchange-ledger.ts";
import { MessageBook } from "./message-book.ts";
import { NamedList } from "./named-list.ts";
import { BodyRecorder } from "./record-bodies.ts";
import { recordNetlog } from "../netlog/record-netlog.ts";
import { remainingMs, type Findings, type Visit } from "./visit.ts";
import { watchTargets } from "./watch-targets.ts";

const bodyMs = 10_000;
const streamAboveBytes = 5_000_000;
/** The network log repeats each byte up to three times, in base64; what is kept of it ends at this many times the visit's limit. */
const logPerByte = 2;
/** Requests on the books for each that may leave the browser: a page may start more that a cache answers or Chromium refuses. */
const requestsPerLimit = 5;
/** In order of preference; Chromium writes the weights itself. */
export const acceptLanguage = "vi-VN,vi,en";

const deniedPermissions = [
  "geolocation",
  "notifications",
  "camera",
  "microphone",
  "midi",
  "clipboard-read",
  "clipboard-write",
  "background-sync",
];

const nothingYet = (url: string): Findings => ({
  finalUrl: url,
  title: "",
  pageWidth: 0,
  pageHeight: 0,
  viewportFile: null,
  tiles: [],
  domFile: null,
  textFile: null,
  textBoxesFile: null,
  marks: [],
  blankTiles: [],
  media: [],
  attachments: [],
  fonts: [],
  html: "",
  certificates: new Map(),
  language: "",
});

/** Dialogs are dismissed, downloads and crashes noted: the page can neither block the visit nor leave files. */
function listen(visit: Visit): void {
  visit.connection.on(({ method, params, sessionId }: CdpEvent) => {
    visit.ledger.take({ method, params, sessionId });
    if (!visit.ledger.closed) visit.messages.take({ method, params }, (id) => visit.ledger.draftOf(id));
    if (method === "Network.loadingFinished" && !visit.ledger.closed) {
      const draft = visit.ledger.draftOf(String(params.requestId));
      if (draft) visit.bodies.takeFromRenderer(draft, sessionId);
    }
    if (method === "Fetch.requestPaused") {
      const isOurs = !visit.ledger.closed && visit.watch.sessions.has(sessionId);
      const draft = isOurs ? visit.ledger.pause(params, sessionId) : null;
      if (draft) visit.bodies.take(draft, params, sessionId);
      else
        visit.connection.tell("Fetch.failRequest", { requestId: params.requestId, errorReason: "Aborted" }, sessionId);
    }
    if (method === "Page.javascriptDialogOpening") {
      const accept = params.type === "beforeunload";
      visit.connection.tell("Page.handleJavaScriptDialog", { accept }, sessionId);
      if (!accept) visit.declined.push({ what: `hộp thoại ${String(params.type)}`, why: "đã đóng, không trả lời" });
    }
    visit.downloads.take({ method, params }, visit.ledger);
    if (sessionId !== visit.page) return;
    if (method === "Inspector.targetCrashed") {
      visit.rendererCrashed = true;
      visit.connection.endSession(sessionId);
    }
    if (method === "Page.loadEventFired") visit.loaded = true;
  });
}

async function openTab(connection: CdpConnection, own: { targetId: string }): Promise<string> {
  const attached = new Promise<string>((resolve) => {
    const stop = connection.on(({ method, params }) => {
      if (method !== "Target.attachedToTarget" || params.targetInfo.type !== "page") return;
      stop();
      own.targetId ||= String(params.targetInfo.targetId);
      resolve(String(params.sessionId));
    });
  });
  await connection.send("Target.createTarget", { url: "about:blank", width: 1280, height: 800 });
  return attached;
}

const identityOf = (userAgent: string, mobile: boolean) => ({
  userAgent,
  acceptLanguage,
  ...(mobile ? { platform: "Linux armv81" } : {}),
});

async function preparePage(visit: Visit): Promise<void> {
  const { connection, view, ask } = visit;
  await visit.downloads.begin();
  for (const name of deniedPermissions)
    connection.tell("Browser.setPermission", { permission: { name }, setting: "denied" });
  for (const domain of ["Page", "Inspector", "Runtime"]) await ask(`${domain}.enable`);
  const screen = { screenWidth: view.width, screenHeight: view.height };
  await ask("Emulation.setDeviceMetricsOverride", {
    width: view.width,
    height: view.height,
    deviceScaleFactor: view.deviceScaleFactor,
    mobile: view.mobile,
    ...screen,
  });
  await ask("Emulation.setTouchEmulationEnabled", { enabled: view.mobile, maxTouchPoints: view.mobile ? 5 : 1 });
  await ask("Emulation.setUserAgentOverride", identityOf(visit.userAgent, view.mobile));
}

async function buildVisit(request: CaptureRequest, deps: CaptureDeps, egress: Egress): Promise<Visit> {
  const { config } = deps;
  const found = await findBrowser(config);
  const netlog = await recordNetlog(request.outDir, logPerByte * config.VONGGAC_MAX_VISIT_BYTES);
  const browser = await launchBrowser(found, {
    proxyUrl: egress.url,
    extraFlags: netlog?.flags ?? [],
  }).catch((error: unknown) => {
    netlog?.discard();
    throw error;
  });
  const { connection } = browser;
  try {
    const own = { targetId: "" };
    const view = deviceViews[request.device ?? "desktop"];
    const writeUserAgent = view.mobile ? mobileUserAgent : desktopUserAgent;
    const userAgent = writeUserAgent(browser.product.split("/").at(-1)!, config.userAgent);
    const watch = await watchTargets(connection, () => own.targetId, identityOf(userAgent, view.mobile));
    const page = await openTab(connection, own);
    const limits = { maxBytes: config.VONGGAC_MAX_DECODED_BYTES, bodyMs, streamAboveBytes };
    const visit: Visit = {
      request,
      config,
      view,
      userAgent,
      found,
      browser,
      connection,
      page,
      mainFrameId: own.targetId,
      egress,
      netlog,
      ledger: new ExchangeLedger(requestsPerLimit * config.VONGGAC_MAX_REQUESTS_PER_PAGE),
      bodies: new BodyRecorder({ connection, outDir: request.outDir, limits, bytesIn: () => egress.bytes().in }),
      messages: new MessageBook(),
      downloads: new DownloadKeeper(connection, request.outDir),
      watch,
      findings: nothingYet(request.url),
      steps: [],
      notCaptured: new NamedList(),
      declined: new NamedList(),
      navigationError: "",
      rendererCrashed: false,
      loaded: false,
      deadlineMs: nowMs() + config.VONGGAC_CAPTURE_TIMEOUT_MS,
      ask: (method, params = {}, timeoutMs = 15_000) =>
        connection.send(method, params, page, Math.max(Math.min(timeoutMs, remainingMs(visit)), 1)),
    };
    listen(visit);
    await preparePage(visit);
    return visit;
  } catch (error) {
    await browser.close();
    netlog?.discard();
    throw error;
  }
}

/**
 * Opens the visit; `close` ends browser and egress. Throws AppError `browser.missing`, `browser.library-missing`, `browser.crashed`.
 */
export async function openVisit(
  request: CaptureRequest,
  deps: CaptureDeps,
): Promise<{ visit: Visit; close: () => Promise<void> }> {
  const { config } = deps;
  const limits = { bytes: config.VONGGAC_MAX_VISIT_BYTES, requests: config.VONGGAC_MAX_REQUESTS_PER_PAGE };
  const egress = await startEgress({ config, limits });
  try {
    const visit = await buildVisit(request, deps, egress);
    const close = async () => {
      await visit.browser.close();
      visit.netlog?.discard();
      await visit.egress.stop();
    };
    return { visit, close };
  } catch (error) {
    await egress.stop();
    throw error;
  }
}
