// Promises one request as it is being watched: what the browser told of it so far, from whichever domain told it first.
import type { CdpPayload } from "../browser/cdp-connection.ts";

export interface DraftBody {
  /** Path in the bundle folder. */
  file: string;
  sizeBytes: number;
  truncated: "" | "length" | "time" | "disconnect";
}

export interface Draft {
  id: string;
  requestId: string;
  sessionId: string;
  url: string;
  method: string;
  resourceType: string;
  startedAt: Date;
  endedAt: Date | null;
  /** The Network domain's request, the Fetch domain's request. Either may be missing. */
  request: CdpPayload;
  requestExtra: CdpPayload | null;
  response: CdpPayload | null;
  responseExtra: CdpPayload | null;
  /** Status, words and ordered headers from the Fetch domain. */
  paused: { status: number; statusText: string; headers: [string, string][] } | null;
  body: DraftBody | null;
  /** Why there is no body although one was expected; "" otherwise. */
  bodyMissing: string;
  truncated: DraftBody["truncated"];
  /** What the record should say beside all this; "" mostly. */
  note: string;
  /** This program cut the answer (too long, too slow); the failure that the browser then tells is ours. */
  gaveUp: boolean;
  /** The answer is an event stream: its content stands in the messages file. */
  eventStream: boolean;
  failure: { text: string; blockedReason: string; canceled: boolean } | null;
  redirected: boolean;
  redirectedFrom: string | null;
  /** Answered from the browser's own cache: nothing went over the network. */
  cached: boolean;
  finished: boolean;
  announced: boolean;
  /** Frame that asked; "" where only the Fetch domain told of it. */
  frameId: string;
}

/** Connections that stay open and carry messages: being open at the end of the visit is no gap of theirs. */
export const carriesMessages = (draft: Draft): boolean =>
  draft.resourceType === "WebSocket" || draft.resourceType === "EventSource" || draft.eventStream;

export const isHttpUrl = (url: string): boolean => /^https?:/i.test(url);

export function startDraft(
  facts: Pick<
    Draft,
    "id" | "requestId" | "sessionId" | "url" | "method" | "resourceType" | "startedAt" | "request" | "redirectedFrom"
  >,
): Draft {
  return {
    ...facts,
    endedAt: null,
    requestExtra: null,
    response: null,
    responseExtra: null,
    paused: null,
    body: null,
    bodyMissing: "",
    truncated: "",
    note: "",
    gaveUp: false,
    eventStream: false,
    failure: null,
    redirected: false,
    cached: false,
    finished: false,
    announced: false,
    frameId: "",
  };
}

/** True when nothing went over the network: the memory cache, or the disk cache without asking the server again (no 304). */
export function isFromCache({ cached, response, responseExtra }: Draft): boolean {
  const kept = response?.fromDiskCache === true || response?.fromPrefetchCache === true;
  return cached || (kept && responseExtra?.statusCode !== 304);
}

/** True when nothing more is to come for this request. */
export function hasEnded(draft: Draft): boolean {
  return draft.finished || draft.redirected || draft.failure !== null || draft.cached;
}
