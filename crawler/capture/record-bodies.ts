// Promises the body of every answer on disk before the page sees it: whole, or cut with the reason on the books.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type CdpConnection, type CdpPayload, CdpRefusal } from "../browser/cdp-connection.ts";
import type { Draft } from "./exchange-draft.ts";
import { streamBody } from "./stream-body.ts";

export interface BodyLimits {
  /** Decoded bytes of one answer. */
  maxBytes: number;
  /** Time for one body; an endless answer ends here. */
  bodyMs: number;
  /** Above this size (Content-Length) a body goes to disk in pieces. */
  streamAboveBytes: number;
}

export interface BodyRecorderOptions {
  connection: CdpConnection;
  outDir: string;
  limits: BodyLimits;
  /** Bytes that the browser received so far in the whole visit. */
  bytesIn: () => number;
}

const watchMs = 50;
const redirects = new Set([301, 302, 303, 307, 308]);
const bodilessStatus = new Set([204, 205, 304]);

const headerOf = (draft: Draft, name: string): string =>
  draft.paused?.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? "";

/** Content-Length where it counts decoded bytes, null where it is absent or counts coded ones. */
function announcedBytes(draft: Draft): number | null {
  const length = headerOf(draft, "content-length");
  return /^\d+$/.test(length) && headerOf(draft, "content-encoding") === "" ? Number(length) : null;
}

/** A small answer that unpacks to hundreds of megabytes counts as too long, not as broken. */
function asTooLong(error: unknown): "length" {
  if (error instanceof CdpRefusal && error.tooLong) return "length";
  throw error;
}

/** Reads bodies from responses that the Fetch domain holds, then lets them go on to the page. */
export class BodyRecorder {
  #options: BodyRecorderOptions;
  #pending = new Set<Promise<void>>();
  #announcedBytes = 0;
  /** Bodies being read whole now: nobody can tell which of them the bytes belong to, so the limit counts for all together. */
  #openReads = 0;
  #stop = Promise.withResolvers<"stop">();
  /** After a main document was cut: read the next one in pieces, so that the page can be shown as far as it came. */
  streamDocuments = false;

  constructor(options: BodyRecorderOptions) {
    this.#options = options;
  }

  /** Resolves when every body that is being read has been read or given up. */
  async drain(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  /** Ends the reading of open bodies; what came of them is kept and called cut by time. */
  stop(): void {
    this.#stop.resolve("stop");
  }

  take(draft: Draft, params: CdpPayload, sessionId: string): void {
    this.#run(
      this.#handle(draft, params, sessionId).catch((error: unknown) => {
        draft.bodyMissing ||= error instanceof Error ? error.message : String(error);
        this.#go("Fetch.continueRequest", { requestId: params.requestId }, sessionId);
      }),
    );
  }

  /** An answer that no network gave (a service worker made it) never passes the Fetch domain: its body is asked of the renderer. */
  takeFromRenderer(draft: Draft, sessionId: string): void {
    if (draft.paused !== null || draft.body !== null || draft.response === null || draft.cached) return;
    const ask = async () => {
      const { connection, limits } = this.#options;
      const { requestId } = draft;
      const answer = await connection.send("Network.getResponseBody", { requestId }, sessionId, limits.bodyMs);
      const bytes = Buffer.from(String(answer.body), answer.base64Encoded ? "base64" : "utf8");
      await this.#save(draft, bytes);
    };
    this.#run(
      ask().catch((error: unknown) => {
        draft.bodyMissing ||= error instanceof Error ? error.message : String(error);
      }),
    );
  }

  #run(work: Promise<void>): void {
    this.#pending.add(work);
    void work.finally(() => this.#pending.delete(work));
  }

  #go(method: string, params: CdpPayload, sessionId: string): void {
    this.#options.connection.tell(method, params, sessionId);
  }

  async #handle(draft: Draft, params: CdpPayload, sessionId: string): Promise<void> {
    const { requestId } = params;
    const status = draft.paused?.status ?? 0;
    const isRedirect = redirects.has(status) && headerOf(draft, "location") !== "";
    draft.eventStream = headerOf(draft, "content-type").startsWith("text/event-stream");
    if (params.responseErrorReason || isRedirect || draft.eventStream || headerOf(draft, "x-vonggac-egress") !== "") {
      this.#go("Fetch.continueRequest", { requestId }, sessionId);
      return;
    }
    this.#announcedBytes += Number(headerOf(draft, "content-length") || 0);
    const isBodiless = bodilessStatus.has(status) || draft.method === "HEAD";
    const again = this.streamDocuments && draft.resourceType === "Document";
    // Only with a known length: a body that breaks off looks complete when it is read in pieces.
    const isLarge = (announcedBytes(draft) ?? 0) > this.#options.limits.streamAboveBytes;
    if (!isBodiless && (again || isLarge)) await this.#recordInPieces(draft, requestId, sessionId, again);
    else await this.#recordWhole(draft, requestId, sessionId);
  }

  async #recordWhole(draft: Draft, requestId: string, sessionId: string): Promise<void> {
    const { connection, limits } = this.#options;
    const startBytes = this.#unannouncedBytesIn();
    let tooLong: NodeJS.Timeout | undefined;
    const cut = new Promise<"length">((resolve) => {
      tooLong = setInterval(
        () => this.#unannouncedBytesIn() - startBytes > limits.maxBytes * this.#openReads && resolve("length"),
        watchMs,
      );
    });
    this.#openReads++;
    const late = new Promise<"time">((resolve) => setTimeout(resolve, limits.bodyMs, "time").unref());
    try {
      const answer = await Promise.race([
        connection.send("Fetch.getResponseBody", { requestId }, sessionId, limits.bodyMs + 5000).catch(asTooLong),
        ...(announcedBytes(draft) === null ? [cut] : []),
        late,
        this.#stop.promise,
      ]);
      if (typeof answer === "string") {
        draft.truncated = answer === "length" ? "length" : "time";
        draft.bodyMissing = {
          time: `thân không kết thúc trong ${limits.bodyMs} ms`,
          length: "thân vượt giới hạn dung lượng",
          stop: "thân chưa kết thúc khi lần xem kết thúc",
        }[answer];
        this.#giveUp(draft, requestId, sessionId);
        return;
      }
      const bytes = Buffer.from(String(answer.body), answer.base64Encoded ? "base64" : "utf8");
      await this.#save(draft, bytes);
      if (draft.method !== "HEAD" && bytes.length < (announcedBytes(draft) ?? 0)) {
        draft.truncated = "disconnect";
        if (draft.body) draft.body.truncated = "disconnect";
        return this.#deliver(draft, requestId, sessionId, bytes);
      }
    } finally {
      clearInterval(tooLong);
      this.#openReads--;
    }
    this.#go("Fetch.continueRequest", { requestId }, sessionId);
  }

  /** Bytes received that no announced length explains: those of answers that do not say how long they are. */
  #unannouncedBytesIn(): number {
    return this.#options.bytesIn() - this.#announcedBytes;
  }

  #giveUp(draft: Draft, requestId: string, sessionId: string): void {
    draft.gaveUp = true;
    this.#go("Fetch.failRequest", { requestId, errorReason: "Aborted" }, sessionId);
  }

  async #save(draft: Draft, bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    const file = `exchanges/${draft.id}.bin`;
    const kept = bytes.subarray(0, this.#options.limits.maxBytes);
    await writeFile(path.join(this.#options.outDir, file), kept, { flag: "wx" });
    if (kept.length < bytes.length) draft.truncated = "length";
    draft.body = { file, sizeBytes: kept.length, truncated: draft.truncated };
  }

  /** Disk first; then the page gets the same bytes. What was cut is shown only where it is the document itself. */
  async #recordInPieces(draft: Draft, requestId: string, sessionId: string, again: boolean): Promise<void> {
    const { connection, outDir, limits } = this.#options;
    if (again) draft.note = "mở lại lần thứ hai, đọc từng phần, vì lần mở trước không kết thúc";
    const { body, bytes } = await streamBody({
      connection,
      sessionId,
      requestId,
      outDir,
      file: `exchanges/${draft.id}.bin`,
      maxBytes: limits.maxBytes,
      timeoutMs: again ? limits.bodyMs / 2 : limits.bodyMs,
      announcedBytes: announcedBytes(draft),
      stop: this.#stop.promise,
    });
    draft.body = body;
    draft.truncated = body.truncated;
    this.#deliver(draft, requestId, sessionId, bytes);
  }

  #deliver(draft: Draft, requestId: string, sessionId: string, bytes: Buffer): void {
    if (draft.truncated !== "" && draft.resourceType !== "Document") {
      this.#giveUp(draft, requestId, sessionId);
      return;
    }
    const coded = new Set(["content-encoding", "content-length", "transfer-encoding"]);
    const responseHeaders = (draft.paused?.headers ?? [])
      .filter(([name]) => !coded.has(name.toLowerCase()))
      .map(([name, value]) => ({ name, value }));
    this.#go(
      "Fetch.fulfillRequest",
      { requestId, responseCode: draft.paused?.status ?? 200, responseHeaders, body: bytes.toString("base64") },
      sessionId,
    );
  }
}
