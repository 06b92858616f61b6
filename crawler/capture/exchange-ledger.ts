// Promises that every request which started is on the books, whichever target and protocol domain told of it first.
import { now } from "#core/clock.ts";
import { newId } from "#core/id.ts";
import type { CdpEvent, CdpPayload } from "../browser/cdp-connection.ts";
import { type Draft, hasEnded, isHttpUrl, startDraft } from "./exchange-draft.ts";

interface Chain {
  hops: Draft[];
  requestExtras: CdpPayload[];
  responseExtras: CdpPayload[];
}

/**
 * Books by request id; each id holds its redirect hops in order. Network and Fetch events of one hop come in any order
 * (they travel through different processes), so a hop is found by address and made by whoever comes first.
 */
export class ExchangeLedger {
  #chains = new Map<string, Chain>();
  #drafts: Draft[] = [];
  #maxDrafts: number;
  #dropped = new Set<string>();
  #closed = false;
  /** When the books were closed, ms since 1970; 0 while they are open. */
  closedAtMs = 0;
  #lastChangeMs = now().getTime();
  /** Addresses that never reach a network (data:, blob:, …) and were asked for. */
  #local = new Set<string>();

  /** `maxDrafts`: requests on the books; what a page starts beyond them is counted and goes nowhere. */
  constructor(maxDrafts = Number.POSITIVE_INFINITY) {
    this.#maxDrafts = maxDrafts;
  }

  get drafts(): readonly Draft[] {
    return this.#drafts;
  }

  /** Requests that have neither ended nor failed. */
  inFlight(): Draft[] {
    return this.#drafts.filter((draft) => !hasEnded(draft));
  }

  /** The newest hop of a request id. */
  draftOf(requestId: string): Draft | undefined {
    return this.#chains.get(requestId)?.hops.at(-1);
  }

  /** Requests beyond the limit: they are on no book. */
  get droppedCount(): number {
    return this.#dropped.size;
  }

  /** How many requests stayed inside the browser: data:, blob: and the like. */
  get localCount(): number {
    return this.#local.size;
  }

  /** The answer that turned out to be a file to be saved, if any: it is no document of the page, and nothing more is told of it. */
  endDownload(url: string): Draft | undefined {
    const draft =
      this.#drafts.findLast((each) => each.url === url && !hasEnded(each)) ??
      this.#drafts.findLast((each) => each.url === url && each.body !== null);
    if (!draft) return undefined;
    draft.resourceType = "Other";
    draft.note ||= "tệp tải xuống";
    this.#end(draft).finished = true;
    return draft;
  }

  /** Documents of one frame in the order they were asked for, redirects included. */
  documentsOf(frameId: string): Draft[] {
    return this.#drafts.filter((draft) => draft.frameId === frameId && draft.resourceType === "Document");
  }

  /** When a request last started or ended, ms since 1970. */
  get lastChangeMs(): number {
    return this.#lastChangeMs;
  }

  /** After this nothing more is written: what our own questions to the browser cause is no part of the page. */
  close(): void {
    this.#closed = true;
    this.closedAtMs = now().getTime();
  }

  get closed(): boolean {
    return this.#closed;
  }

  take(event: CdpEvent): void {
    if (this.#closed) return;
    const handler = this.#handlers[event.method];
    if (handler) handler(event.params, event.sessionId);
  }

  /** The hop that a paused response belongs to; null for a request beyond the limit. */
  pause(params: CdpPayload, sessionId: string): Draft | null {
    const requestId = String(params.networkId ?? params.requestId);
    if (this.#isTooMany(requestId)) return null;
    const chain = this.#chain(requestId);
    const known = chain.hops.find(
      (hop) => hop.paused === null && hop.url === params.request.url && hop.failure === null,
    );
    const draft =
      known ??
      this.#append(chain, requestId, sessionId, params.request as CdpPayload, String(params.resourceType ?? "Other"));
    const { postData, postDataEntries } = params.request as CdpPayload;
    if (draft.request.postDataEntries === undefined && (postData ?? postDataEntries) !== undefined)
      draft.request = { ...draft.request, postData, postDataEntries };
    if (params.responseStatusCode === undefined) return draft;
    const headers = ((params.responseHeaders ?? []) as { name: string; value: string }[]).map((h): [string, string] => [
      h.name,
      h.value,
    ]);
    draft.paused = {
      status: Number(params.responseStatusCode),
      statusText: String(params.responseStatusText ?? ""),
      headers,
    };
    return draft;
  }

  /** A request that is on the books stays there with its redirects. */
  #isTooMany(requestId: string): boolean {
    if (this.#drafts.length < this.#maxDrafts || (this.#chains.get(requestId)?.hops.length ?? 0) > 0) return false;
    this.#dropped.add(requestId);
    return true;
  }

  #chain(requestId: string): Chain {
    let chain = this.#chains.get(requestId);
    if (!chain) this.#chains.set(requestId, (chain = { hops: [], requestExtras: [], responseExtras: [] }));
    return chain;
  }

  #extras({ requestId }: CdpPayload): Chain | null {
    return this.#isTooMany(String(requestId)) ? null : this.#chain(String(requestId));
  }

  #append(chain: Chain, requestId: string, sessionId: string, request: CdpPayload, resourceType: string): Draft {
    const before = chain.hops.at(-1);
    const draft = startDraft({
      id: newId(),
      requestId,
      sessionId,
      url: String(request.url),
      method: String(request.method),
      resourceType,
      startedAt: now(),
      request,
      redirectedFrom: before?.id ?? null,
    });
    if (before) this.#end(before).redirected = true;
    chain.hops.push(draft);
    this.#drafts.push(draft);
    this.#lastChangeMs = now().getTime();
    return draft;
  }

  #end(draft: Draft): Draft {
    draft.endedAt ??= now();
    this.#lastChangeMs = now().getTime();
    return draft;
  }

  #last(params: CdpPayload): Draft | undefined {
    return this.draftOf(String(params.requestId));
  }

  readonly #handlers: Record<string, (params: CdpPayload, sessionId: string) => void> = {
    "Network.requestWillBeSent": (params, sessionId) => {
      const request = params.request as CdpPayload;
      const requestId = String(params.requestId);
      if (!isHttpUrl(String(request.url))) return void this.#local.add(requestId);
      if (this.#isTooMany(requestId)) return;
      const chain = this.#chain(requestId);
      const waiting = chain.hops.find((hop) => !hop.announced && hop.url === request.url);
      const before = waiting ? chain.hops[chain.hops.indexOf(waiting) - 1] : chain.hops.at(-1);
      if (!waiting && before && !params.redirectResponse) return; // the same request told by a second target (frame moved to its own process)
      if (before && params.redirectResponse) before.response = params.redirectResponse as CdpPayload;
      const draft = waiting ?? this.#append(chain, requestId, sessionId, request, String(params.type ?? "Other"));
      draft.announced = true;
      draft.request = { ...draft.request, ...request };
      draft.frameId = String(params.frameId ?? "");
      draft.resourceType = String(params.type ?? draft.resourceType);
    },
    "Network.requestWillBeSentExtraInfo": (params) => void this.#extras(params)?.requestExtras.push(params),
    "Network.responseReceivedExtraInfo": (params) => void this.#extras(params)?.responseExtras.push(params),
    "Network.requestServedFromCache": (params) => {
      const draft = this.#last(params);
      if (draft) this.#end(draft).cached = true;
    },
    "Network.responseReceived": (params) => {
      const draft = this.#last(params);
      if (!draft) return;
      draft.response = params.response as CdpPayload;
      draft.resourceType = String(params.type ?? draft.resourceType);
    },
    "Network.loadingFinished": (params) => {
      const draft = this.#last(params);
      if (draft) this.#end(draft).finished = true;
    },
    "Network.loadingFailed": (params) => {
      const draft = this.#last(params);
      if (!draft || draft.finished) return;
      draft.failure = {
        text: String(params.errorText),
        blockedReason: String(params.blockedReason ?? params.corsErrorStatus?.corsError ?? ""),
        canceled: params.canceled === true,
      };
      this.#end(draft);
    },
    "Network.webSocketCreated": (params, sessionId) => {
      const requestId = String(params.requestId);
      if (this.#isTooMany(requestId)) return;
      this.#append(
        this.#chain(requestId),
        requestId,
        sessionId,
        { url: params.url, method: "GET", headers: {} },
        "WebSocket",
      );
    },
    "Network.webSocketWillSendHandshakeRequest": (params) => {
      const draft = this.#last(params);
      if (draft) draft.request.headers = params.request.headers;
    },
    "Network.webSocketHandshakeResponseReceived": (params) => {
      const draft = this.#last(params);
      if (draft) draft.response = { ...(params.response as CdpPayload), protocol: "http/1.1" };
    },
    "Network.webSocketFrameError": (params) => {
      const draft = this.#last(params);
      if (draft) draft.failure ??= { text: String(params.errorMessage), blockedReason: "", canceled: false };
    },
    "Network.webSocketClosed": (params) => {
      const draft = this.#last(params);
      if (draft) this.#end(draft).finished = true;
    },
  };

  /** Gives the exact headers, which come without address and in hop order, to their hops. Call once, at the end. */
  settleExtras(): void {
    for (const { hops, requestExtras, responseExtras } of this.#chains.values()) {
      hops.forEach((hop, index) => (hop.requestExtra = requestExtras[index] ?? null));
      const answers = [...responseExtras];
      for (const hop of hops) {
        const status = hop.paused?.status ?? hop.response?.status;
        const at = answers.findIndex((extra) => extra.statusCode === status || extra.statusCode === 304);
        if (at !== -1) hop.responseExtra = answers.splice(0, at + 1).at(-1) ?? null;
      }
    }
  }
}
