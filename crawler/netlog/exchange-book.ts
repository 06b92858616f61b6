// Promises the log's events put together: which request went through which connection, and what came back.
import { createHash, type Hash } from "node:crypto";
import { SocketBook } from "./socket-book.ts";
import type { BodyPiece, LogEvent } from "./netlog-reader.ts";
import { readHeaderLines, readStatusLine, type SeenBytes, type WireExchange } from "./wire-exchange.ts";

interface Running {
  exchange: WireExchange;
  coded: Tally | null;
  decoded: Tally | null;
  kept: Buffer[] | null;
  keptBytes: number;
  jobId: number | null;
}

/** Coded bodies kept for a second decoding: of one request, and of all together. */
const maxKeptOneBytes = 8 * 1024 * 1024;
const maxKeptBytes = 64 * 1024 * 1024;
const maxExchanges = 50_000;

class Tally {
  #hash: Hash = createHash("sha256");
  #sizeBytes = 0;

  add(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#sizeBytes += bytes.length;
  }

  close(): SeenBytes {
    return { sha256: this.#hash.digest("hex"), sizeBytes: this.#sizeBytes };
  }
}

export class ExchangeBook {
  netErrors = new Map<number, string>();
  #running = new Map<number, Running>();
  #done: WireExchange[] = [];
  #sockets = new SocketBook();
  #names = new Set<string>();
  #keptBytes = 0;
  #onBody: ((piece: BodyPiece) => void) | undefined;

  constructor(onBody?: (piece: BodyPiece) => void) {
    this.#onBody = onBody;
  }

  take(event: LogEvent): void {
    if (this.#sockets.take(event)) return;
    if (event.name === "HOST_RESOLVER_MANAGER_JOB") {
      if (typeof event.params.host === "string" && this.#names.size < 1000) this.#names.add(event.params.host);
      return;
    }
    if (event.name === "URL_REQUEST_START_JOB") return this.#start(event);
    const running = this.#running.get(event.sourceId);
    if (running) this.#apply(running, event);
  }

  close(): { exchanges: WireExchange[]; namesResolved: string[] } {
    for (const id of this.#running.keys()) this.#finish(id);
    this.#done.sort((a, b) => a.startedAtMs - b.startedAtMs || a.sourceId - b.sourceId || a.hop - b.hop);
    return { exchanges: this.#done, namesResolved: [...this.#names] };
  }

  /** Each hop of a redirected request starts a job of its own under the same number. */
  #start({ sourceId, params, atMs, isEnd }: LogEvent): void {
    if (isEnd) return this.#fail(sourceId, params.net_error);
    if (typeof params.url !== "string") return;
    const hop = this.#running.has(sourceId) ? this.#finish(sourceId) + 1 : 0;
    if (this.#done.length >= maxExchanges) return;
    const exchange: WireExchange = {
      sourceId,
      hop,
      url: params.url,
      method: textOf(params.method, "GET"),
      requestType: textOf(params.request_type, ""),
      initiator: textOf(params.initiator, ""),
      startedAtMs: atMs,
      endedAtMs: atMs,
      requestHeaders: null,
      httpVersion: "",
      status: null,
      statusText: "",
      responseHeaders: [],
      coded: null,
      decoded: null,
      filters: "",
      codedBytes: null,
      netError: "",
      redirected: false,
      tls: null,
    };
    this.#running.set(sourceId, { exchange, coded: null, decoded: null, kept: [], keptBytes: 0, jobId: null });
  }

  #fail(sourceId: number, netError: unknown): void {
    const exchange = this.#running.get(sourceId)?.exchange;
    if (!exchange || typeof netError !== "number" || netError === 0) return;
    exchange.netError ||= this.netErrors.get(netError) ?? `net error ${netError}`;
  }

  /** Returns the hop's number. */
  #finish(sourceId: number): number {
    const running = this.#running.get(sourceId)!;
    this.#running.delete(sourceId);
    const { exchange, coded, decoded, kept, jobId } = running;
    exchange.decoded = decoded?.close() ?? null;
    exchange.coded = exchange.filters === "" ? exchange.decoded : (coded?.close() ?? null);
    exchange.codedBytes = exchange.filters === "" || kept === null ? null : Buffer.concat(kept);
    exchange.tls = jobId === null ? null : this.#sockets.tlsOf(jobId);
    this.#done.push(exchange);
    return exchange.hop;
  }

  #apply(running: Running, { name, params, sourceId, atMs }: LogEvent): void {
    const { exchange } = running;
    exchange.endedAtMs = atMs;
    const lines = Array.isArray(params.headers) ? (params.headers as unknown[]) : [];
    if (name.endsWith("SEND_REQUEST_HEADERS")) {
      exchange.requestHeaders = readHeaderLines(lines);
      exchange.httpVersion = name.includes("HTTP2") ? "h2" : name.includes("QUIC") ? "h3" : "http/1.1";
    } else if (name === "HTTP_TRANSACTION_READ_RESPONSE_HEADERS") {
      Object.assign(exchange, readStatusLine(lines[0]));
      exchange.responseHeaders = readHeaderLines(lines.slice(1));
    } else if (name === "URL_REQUEST_FILTERS_SET") exchange.filters = textOf(params.filters, "");
    else if (name === "URL_REQUEST_REDIRECTED") exchange.redirected = true;
    else if (name === "HTTP_STREAM_REQUEST_BOUND_TO_JOB") running.jobId = dependencyOf(params);
    else if (name === "FAILED" || name === "CANCELLED") this.#fail(sourceId, params.net_error);
    else if (name === "URL_REQUEST_JOB_BYTES_READ") this.#addBytes(running, sourceId, true, params);
    else if (name === "URL_REQUEST_JOB_FILTERED_BYTES_READ") this.#addBytes(running, sourceId, false, params);
  }

  #addBytes(running: Running, sourceId: number, coded: boolean, params: LogEvent["params"]): void {
    if (typeof params.bytes !== "string") return;
    const bytes = Buffer.from(params.bytes, "base64");
    (coded ? (running.coded ??= new Tally()) : (running.decoded ??= new Tally())).add(bytes);
    this.#onBody?.({ sourceId, hop: running.exchange.hop, coded, bytes });
    if (!coded || running.kept === null) return;
    running.kept.push(bytes);
    running.keptBytes += bytes.length;
    this.#keptBytes += bytes.length;
    if (running.keptBytes <= maxKeptOneBytes && this.#keptBytes <= maxKeptBytes) return;
    this.#keptBytes -= running.keptBytes;
    running.kept = null;
  }
}

const textOf = (value: unknown, otherwise: string): string => (typeof value === "string" ? value : otherwise);

/** The number of the thing that an event points at; null when it points at none. */
export function dependencyOf(params: LogEvent["params"]): number | null {
  const id = (params.source_dependency as { id?: unknown } | undefined)?.id;
  return typeof id === "number" ? id : null;
}
