// Promises the state of one evidence visit: its page, its books, its time, and what went wrong on the way.
import type { Config } from "#core/config.ts";
import { nowMs } from "#core/clock.ts";
import type { Attachment, StepOutcome, Tile } from "#core/nouns/capture.ts";
import type { Egress } from "../guard/egress.ts";
import { type CdpConnection, type CdpPayload, CdpRefusal } from "../browser/cdp-connection.ts";
import type { FoundBrowser } from "../browser/find-browser.ts";
import type { LaunchedBrowser } from "../browser/launch-browser.ts";
import type { CaptureRequest, DeviceView } from "./capture-request.ts";
import type { ExchangeLedger } from "./exchange-ledger.ts";
import type { DownloadKeeper } from "./keep-downloads.ts";
import type { MessageBook } from "./message-book.ts";
import type { NamedList } from "./named-list.ts";
import type { BodyRecorder } from "./record-bodies.ts";
import type { MediaAddress } from "./steps/find-media.ts";
import type { Mark } from "./steps/list-marks.ts";
import type { NetlogRecorder } from "../netlog/record-netlog.ts";
import type { TargetWatch } from "./watch-targets.ts";

/** What the steps found; each step fills its own part. */
export interface Findings {
  finalUrl: string;
  title: string;
  pageWidth: number;
  pageHeight: number;
  viewportFile: string | null;
  tiles: Tile[];
  domFile: string | null;
  textFile: string | null;
  textBoxesFile: string | null;
  /** What was seen standing on the page while scrolling, kept for the blank-tile check. */
  marks: Mark[];
  /** Tiles that are empty where something stands. */
  blankTiles: string[];
  /** Videos and posters that the page names. */
  media: MediaAddress[];
  /** Files made or kept beside the exchanges. */
  attachments: Attachment[];
  fonts: string[];
  html: string;
  /** Origin → DER certificates, base64, leaf first. */
  certificates: Map<string, string[]>;
  language: string;
}

export interface Visit {
  request: CaptureRequest;
  config: Config;
  view: DeviceView;
  userAgent: string;
  found: FoundBrowser;
  browser: LaunchedBrowser;
  connection: CdpConnection;
  /** Session of the page under capture. */
  page: string;
  mainFrameId: string;
  egress: Egress;
  /** Chromium's own network log of this process; null where it cannot be kept. */
  netlog: NetlogRecorder | null;
  ledger: ExchangeLedger;
  bodies: BodyRecorder;
  messages: MessageBook;
  downloads: DownloadKeeper;
  watch: TargetWatch;
  findings: Findings;
  steps: StepOutcome[];
  /** What belongs to the page and is missing: makes the capture partial. */
  notCaptured: NamedList;
  /** Windows, downloads and dialogs that were turned away: told beside the gaps, but nothing of the page is missing. */
  declined: NamedList;
  /** Chromium's word for a navigation that did not arrive ("net::ERR_NAME_NOT_RESOLVED"); "" when it did. */
  navigationError: string;
  /** The page's renderer died; no step can ask it anything. */
  rendererCrashed: boolean;
  loaded: boolean;
  deadlineMs: number;
  /** One command to the page, never past the visit's deadline. */
  ask: (method: string, params?: CdpPayload, timeoutMs?: number) => Promise<CdpPayload>;
}

export const remainingMs = (visit: Visit): number => Math.max(visit.deadlineMs - nowMs(), 0);

const worldName = "vonggac";

export interface FramePlace {
  sessionId: string;
  frameId: string;
}

/** The page left for another document between two commands: the world that was just made is gone. */
const isGone = (error: unknown): boolean => error instanceof CdpRefusal && /context|world/i.test(error.message);

/**
 * Runs a function in a world of our own on one frame: the page's scripts cannot have replaced what it uses.
 * `source` is an arrow function; its result must be plain JSON. Throws as `CdpConnection.send` does, or Error with the script's words.
 */
export async function evaluateInFrame<T>(
  visit: Visit,
  place: FramePlace,
  source: string,
  timeoutMs: number,
  parameters: readonly (string | number | boolean)[] = [],
): Promise<T> {
  const leftMs = () => Math.max(Math.min(timeoutMs, remainingMs(visit)), 1);
  const ask = (method: string, params: CdpPayload) => visit.connection.send(method, params, place.sessionId, leftMs());
  const { executionContextId } = await ask("Page.createIsolatedWorld", { frameId: place.frameId, worldName });
  const answer = await ask("Runtime.callFunctionOn", {
    executionContextId,
    functionDeclaration: source,
    arguments: parameters.map((value) => ({ value })),
    returnByValue: true,
    awaitPromise: true,
  });
  if (answer.exceptionDetails)
    throw new Error(String(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text));
  return answer.result?.value as T;
}

/** `evaluateInFrame` on the page's own document; asked once more where that document was just replaced by another. */
export async function evaluateApart<T>(
  visit: Visit,
  source: string,
  timeoutMs: number,
  ...parameters: (string | number | boolean)[]
): Promise<T> {
  const place = { sessionId: visit.page, frameId: visit.mainFrameId };
  try {
    return await evaluateInFrame<T>(visit, place, source, timeoutMs, parameters);
  } catch (error) {
    if (!isGone(error)) throw error;
    return evaluateInFrame<T>(visit, place, source, timeoutMs, parameters);
  }
}
