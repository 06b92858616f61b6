// Promises a browser process and an egress of its own for one capture, watched from before the first request on.
import { nowMs } from "#core/clock.ts";
import type { Egress } from "../guard/egress.ts";
import { startEgress } from "../guard/egress.ts";
import type { CdpConnection, CdpEvent } from "../browser/cdp-connection.ts";
import { findBrowser } from "../browser/find-browser.ts";
import { launchBrowser } from "../browser/launch-browser.ts";
import { desktopUserAgent, mobileUserAgent } from "../browser/user-agent.ts";
import { type CaptureDeps, type CaptureRequest, deviceViews } from "./capture-request.ts";
import { ExchangeLedger } from "./exchange-ledger.ts";
import { BodyRecorder } from "./record-bodies.ts";
import { recordNetlog } from "../netlog/record-netlog.ts";
import { remainingMs, type Findings, type Visit } from "./visit.ts";
import { watchTargets } from "./watch-targets.ts";

const bodyMs = 10_000;
const streamAboveBytes = 5_000_000;
/** The network log repeats each byte up to three times, in base64; what is kept of it ends at this many times the visit's limit. */
const logPerByte = 2;
export const acceptLanguage = "vi-VN,vi;q=0.9,en;q=0.5";

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
    if (method === "Fetch.requestPaused" && (visit.ledger.closed || !visit.watch.sessions.has(sessionId)))
      visit.connection.tell("Fetch.failRequest", { requestId: params.requestId, errorReason: "Aborted" }, sessionId);
    else if (method === "Fetch.requestPaused")
      visit.bodies.take(visit.ledger.pause(params, sessionId), params, sessionId);
    if (method === "Page.javascriptDialogOpening") {
      const accept = params.type === "beforeunload";
      visit.connection.tell("Page.handleJavaScriptDialog", { accept }, sessionId);
      if (!accept) visit.declined.push({ what: `hộp thoại ${String(params.type)}`, why: "đã đóng, không trả lời" });
    }
    if (method === "Browser.downloadWillBegin") {
      visit.ledger.endDownload(String(params.url));
      visit.declined.push({ what: `tệp tải xuống ${String(params.url)}`, why: "không tải tệp về máy" });
    }
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

async function preparePage(visit: Visit): Promise<void> {
  const { connection, view, ask } = visit;
  await connection.send("Browser.setDownloadBehavior", { behavior: "deny", eventsEnabled: true });
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
  const platform = view.mobile ? { platform: "Linux armv81" } : {};
  await ask("Emulation.setUserAgentOverride", { userAgent: visit.userAgent, acceptLanguage, ...platform });
}

async function buildVisit(request: CaptureRequest, deps: CaptureDeps, egress: Egress): Promise<Visit> {
  const { config } = deps;
  const found = await findBrowser(config);
  const netlog = await recordNetlog(request.outDir, logPerByte * config.VONGGAC_MAX_VISIT_BYTES);
  const browser = await launchBrowser(found, { proxyUrl: egress.url, extraFlags: netlog?.flags ?? [] }).catch(
    (error: unknown) => {
      netlog?.discard();
      throw error;
    },
  );
  const { connection } = browser;
  try {
    const own = { targetId: "" };
    const watch = await watchTargets(connection, () => own.targetId);
    const page = await openTab(connection, own);
    const view = deviceViews[request.device ?? "desktop"];
    const limits = { maxBytes: config.VONGGAC_MAX_DECODED_BYTES, bodyMs, streamAboveBytes };
    const visit: Visit = {
      request,
      config,
      view,
      userAgent: (view.mobile ? mobileUserAgent : desktopUserAgent)(
        browser.product.split("/").at(-1)!,
        config.userAgent,
      ),
      found,
      browser,
      connection,
      page,
      mainFrameId: own.targetId,
      egress,
      netlog,
      ledger: new ExchangeLedger(),
      bodies: new BodyRecorder({ connection, outDir: request.outDir, limits, bytesIn: () => egress.bytes().in }),
      watch,
      findings: nothingYet(request.url),
      steps: [],
      notCaptured: [],
      declined: [],
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
