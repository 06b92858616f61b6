// Promises a recorded visit shown again by an isolated browser that has no network: what it draws comes from the record alone.
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "#core/config.ts";
import { nowMs } from "#core/clock.ts";
import { AppError, toAppError } from "#core/errors.ts";
import type { CdpConnection, CdpEvent, CdpPayload } from "../browser/cdp-connection.ts";
import { findBrowser } from "../browser/find-browser.ts";
import { launchBrowser } from "../browser/launch-browser.ts";
import type { DeviceView } from "../capture/capture-request.ts";
import { AnswerBook, type RecordedAnswer } from "./answer-book.ts";
import { startClosedDoor } from "./closed-door.ts";

export interface ReplayRequest {
  /** Address that the visit ended at; it must be among the answers. */
  url: string;
  answers: readonly RecordedAnswer[];
  view: DeviceView;
  userAgent: string;
  acceptLanguage: string;
  /** When the page was captured, RFC 3339: the page's own clock starts there. */
  capturedAt: string;
}

export interface Replayed {
  /** PNG of the first view. */
  picture: Buffer;
  text: string;
  served: number;
  /** Requests that the record has no answer for, each `METHOD address`; at most 100 are named. */
  unserved: string[];
  unservedCount: number;
  /** Answers given although the query differed. */
  inexact: number;
  /** Connections that the browser tried to open: none, or the replay proves nothing. */
  knocks: number;
}

const budgetMs = 45_000;
const quietMs = 700;
const namedAtMost = 100;
/** Headers that describe the coding of bytes which are served decoded, or that would send the browser elsewhere. */
const dropped = new Set(["content-encoding", "content-length", "transfer-encoding", "connection", "alt-svc"]);

const shiftClock = (capturedAt: string): string => `(() => {
  const Real = Date, shift = ${Date.parse(capturedAt)} - Real.now();
  const Shifted = new Proxy(Real, {
    construct: (t, a, n) => a.length ? Reflect.construct(t, a, n) : Reflect.construct(t, [Real.now() + shift], n),
    apply: () => new Shifted().toString(),
    get: (t, k) => k === "now" ? () => Real.now() + shift : Reflect.get(t, k),
  });
  globalThis.Date = Shifted;
})();`;

const scrollAll = `async () => {
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const end = Date.now() + 8000;
  for (let y = 0; y < Math.min(document.documentElement.scrollHeight, 40000) && Date.now() < end; y += innerHeight) {
    scrollTo({ top: y, behavior: "instant" });
    await pause(60);
  }
  scrollTo({ top: 0, behavior: "instant" });
  const late = new Promise((done) => setTimeout(done, 3000));
  await Promise.race([Promise.allSettled([document.fonts.ready, ...[...document.images].filter((i) => i.currentSrc).map((i) => i.decode())]), late]);
  return document.body ? document.body.innerText : "";
}`;

/**
 * Throws AppError `replay.failed` when the record does not hold the page or nothing could be drawn, and `browser.*`.
 * Service workers are left out: what they made up was recorded as they gave it.
 */
export async function replayArchive(request: ReplayRequest, config: Config): Promise<Replayed> {
  const door = await startClosedDoor();
  try {
    const found = await findBrowser(config);
    const browser = await launchBrowser(found, {
      proxyUrl: door.url,
      extraFlags: ["--host-resolver-rules=MAP * ~NOTFOUND"],
    });
    try {
      const seen = await show(browser.connection, request);
      return { ...seen, knocks: door.knocks() };
    } finally {
      await browser.close();
    }
  } catch (error) {
    const known = toAppError(error, "replay.failed");
    throw known.code === "capture.timeout"
      ? new AppError("replay.failed", { cause: error, detail: known.message })
      : known;
  } finally {
    await door.stop();
  }
}

async function show(connection: CdpConnection, request: ReplayRequest): Promise<Omit<Replayed, "knocks">> {
  const endMs = nowMs() + budgetMs;
  const waiter = answerRequests(connection, new AnswerBook(request.answers));
  const page = await openPage(connection, request);
  const ask = (method: string, params: CdpPayload = {}) =>
    connection.send(method, params, page, Math.max(endMs - nowMs(), 1));
  const { errorText, frameId } = await ask("Page.navigate", { url: request.url });
  if (errorText)
    throw new AppError("replay.failed", { detail: `the recorded page did not open: ${String(errorText)}` });
  await waiter.quiet(Math.min(15_000, endMs - nowMs()));
  const { executionContextId } = await ask("Page.createIsolatedWorld", { frameId, worldName: "vonggac" });
  const { result } = await ask("Runtime.callFunctionOn", {
    executionContextId,
    functionDeclaration: scrollAll,
    returnByValue: true,
    awaitPromise: true,
  });
  await waiter.quiet(Math.min(5000, endMs - nowMs()));
  const { data } = await ask("Page.captureScreenshot", { format: "png", optimizeForSpeed: true });
  return { picture: Buffer.from(String(data), "base64"), text: String(result?.value ?? ""), ...waiter.counts() };
}

async function openPage(connection: CdpConnection, request: ReplayRequest): Promise<string> {
  const opened = new Promise<string>((resolve) => {
    const stop = connection.on(({ method, params }) => {
      if (method !== "Target.attachedToTarget" || params.targetInfo.type !== "page") return;
      stop();
      resolve(String(params.sessionId));
    });
  });
  await connection.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [
      { type: "browser", exclude: true },
      { type: "tab", exclude: true },
      { type: "browser_ui", exclude: true },
      {},
    ],
  });
  await connection.send("Target.createTarget", { url: "about:blank", width: 1280, height: 800 });
  const page = await opened;
  const { view } = request;
  const ask = (method: string, params: CdpPayload = {}) => connection.send(method, params, page);
  await ask("Page.enable");
  await ask("Network.setBypassServiceWorker", { bypass: true });
  await ask("Emulation.setDeviceMetricsOverride", { ...view, screenWidth: view.width, screenHeight: view.height });
  await ask("Emulation.setTouchEmulationEnabled", { enabled: view.mobile, maxTouchPoints: view.mobile ? 5 : 1 });
  const { userAgent, acceptLanguage } = request;
  await ask("Emulation.setUserAgentOverride", { userAgent, acceptLanguage });
  await ask("Page.addScriptToEvaluateOnNewDocument", { source: shiftClock(request.capturedAt) });
  return page;
}

/** Every target is held until its requests are ours to answer; nothing is ever continued to the network. */
function answerRequests(connection: CdpConnection, book: AnswerBook) {
  const unserved: string[] = [];
  let [served, inexact, unservedCount, busy] = [0, 0, 0, 0];
  let lastMs = nowMs();
  const answer = async ({ params, sessionId }: CdpEvent) => {
    const { requestId, request } = params;
    const found = book.find(String(request.method), String(request.url));
    if (!found) {
      unservedCount++;
      if (unserved.length < namedAtMost)
        unserved.push(`${String(request.method)} ${String(request.url).slice(0, 500)}`);
      await connection.send("Fetch.failRequest", { requestId, errorReason: "InternetDisconnected" }, sessionId);
      return;
    }
    const body = Buffer.from(await found.answer.read());
    const responseHeaders = found.answer.headers
      .filter(([name]) => !dropped.has(name.toLowerCase()))
      .map(([name, value]) => ({ name, value }));
    const responseCode = found.answer.status;
    await connection.send(
      "Fetch.fulfillRequest",
      { requestId, responseCode, responseHeaders, body: body.toString("base64") },
      sessionId,
    );
    served++;
    if (!found.exact) inexact++;
  };
  connection.on((event) => {
    const { method, params, sessionId } = event;
    if (method === "Target.attachedToTarget") {
      const session = String(params.sessionId);
      connection.tell("Fetch.enable", { patterns: [{ urlPattern: "*" }] }, session);
      connection.tell(
        "Target.setAutoAttach",
        { autoAttach: true, waitForDebuggerOnStart: true, flatten: true },
        session,
      );
      connection.tell("Runtime.runIfWaitingForDebugger", {}, session);
    }
    if (method === "Page.javascriptDialogOpening")
      connection.tell("Page.handleJavaScriptDialog", { accept: params.type === "beforeunload" }, sessionId);
    if (method !== "Fetch.requestPaused") return;
    busy++;
    lastMs = nowMs();
    void answer(event)
      .catch(() =>
        connection.tell("Fetch.failRequest", { requestId: params.requestId, errorReason: "Failed" }, sessionId),
      )
      .finally(() => {
        busy--;
        lastMs = nowMs();
      });
  });
  return {
    counts: () => ({ served, inexact, unserved, unservedCount }),
    quiet: async (ms: number) => {
      const endMs = nowMs() + ms;
      while (nowMs() < endMs && (busy > 0 || nowMs() - lastMs < quietMs)) await sleep(50);
    },
  };
}
