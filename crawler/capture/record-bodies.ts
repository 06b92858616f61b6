// Promises the body of every answer on disk before the page sees it: whole, or cut with the reason on the books.
import { open, writeFile } from "node:fs/promises";
import path from "node:path";
import type { CdpConnection, CdpPayload } from "../browser/cdp-connection.ts";
import type { Draft } from "./exchange-draft.ts";

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
/** A read answers when this much has come or all has ended: small pieces for a document that drips, large ones for a large file. */
const pieceBytes = { drip: 1024, flood: 65_536, file: 1_000_000 };
const dripBytes = 262_144;
const redirects = new Set([301, 302, 303, 307, 308]);

const headerOf = (draft: Draft, name: string): string =>
  draft.paused?.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? "";

/** Reads bodies from responses that the Fetch domain holds, then lets them go on to the page. */
export class BodyRecorder {
  #options: BodyRecorderOptions;
  #pending = new Set<Promise<void>>();
  /** After a main document was cut: read the next one in pieces, so that the page can be shown as far as it came. */
  streamDocuments = false;

  constructor(options: BodyRecorderOptions) {
    this.#options = options;
  }

  /** Resolves when every body that is being read has been read or given up. */
  async drain(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  take(draft: Draft, params: CdpPayload, sessionId: string): void {
    const work = this.#handle(draft, params, sessionId).catch((error: unknown) => {
      draft.bodyMissing ||= error instanceof Error ? error.message : String(error);
      this.#go("Fetch.continueRequest", { requestId: params.requestId }, sessionId);
    });
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
    const isStream = headerOf(draft, "content-type").startsWith("text/event-stream");
    if (isStream) draft.bodyMissing = "luồng sự kiện không có điểm kết thúc";
    if (params.responseErrorReason || isRedirect || isStream || headerOf(draft, "x-vonggac-egress") !== "") {
      this.#go("Fetch.continueRequest", { requestId }, sessionId);
      return;
    }
    const announcedBytes = Number(headerOf(draft, "content-length") || 0);
    const inPieces =
      announcedBytes > this.#options.limits.streamAboveBytes ||
      (this.streamDocuments && draft.resourceType === "Document");
    if (inPieces) await this.#recordInPieces(draft, requestId, sessionId);
    else await this.#recordWhole(draft, requestId, sessionId);
  }

  async #recordWhole(draft: Draft, requestId: string, sessionId: string): Promise<void> {
    const { connection, limits, bytesIn } = this.#options;
    const startBytes = bytesIn();
    let tooLong: NodeJS.Timeout | undefined;
    const cut = new Promise<"length">((resolve) => {
      tooLong = setInterval(() => bytesIn() - startBytes > limits.maxBytes && resolve("length"), watchMs);
    });
    const late = new Promise<"time">((resolve) => setTimeout(resolve, limits.bodyMs, "time").unref());
    try {
      const answer = await Promise.race([
        connection.send("Fetch.getResponseBody", { requestId }, sessionId, limits.bodyMs + 5000),
        cut,
        late,
      ]);
      if (typeof answer === "string") {
        draft.truncated = answer;
        draft.bodyMissing =
          answer === "time" ? `thân không kết thúc trong ${limits.bodyMs} ms` : "thân vượt giới hạn dung lượng";
        this.#go("Fetch.failRequest", { requestId, errorReason: "Aborted" }, sessionId);
        return;
      }
      const bytes = Buffer.from(String(answer.body), answer.base64Encoded ? "base64" : "utf8");
      await this.#save(draft, bytes);
      if (
        headerOf(draft, "content-encoding") === "" &&
        bytes.length < Number(headerOf(draft, "content-length") || 0) &&
        draft.method !== "HEAD"
      ) {
        draft.truncated = "disconnect";
        if (draft.body) draft.body.truncated = "disconnect";
        return this.#deliver(draft, requestId, sessionId, bytes);
      }
    } finally {
      clearInterval(tooLong);
    }
    this.#go("Fetch.continueRequest", { requestId }, sessionId);
  }

  async #save(draft: Draft, bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    const file = `exchanges/${draft.id}.bin`;
    await writeFile(path.join(this.#options.outDir, file), bytes, { flag: "wx" });
    draft.body = { file, sizeBytes: bytes.length, truncated: "" };
  }

  /** Disk first; then the page gets the same bytes. What was cut is shown only where it is the document itself. */
  async #recordInPieces(draft: Draft, requestId: string, sessionId: string): Promise<void> {
    const { connection, outDir, limits } = this.#options;
    const { stream } = await connection.send("Fetch.takeResponseBodyAsStream", { requestId }, sessionId);
    const file = `exchanges/${draft.id}.bin`;
    const out = await open(path.join(outDir, file), "wx");
    const body: { file: string; sizeBytes: number; truncated: Draft["truncated"] } = {
      file,
      sizeBytes: 0,
      truncated: "",
    };
    const kept: Buffer[] = [];
    const endMs = Date.now() + (this.streamDocuments ? limits.bodyMs / 2 : limits.bodyMs);
    try {
      for (let eof = false; !eof && body.truncated === "";) {
        const piece = await connection
          .send(
            "IO.read",
            { handle: stream, size: this.#pieceFor(body.sizeBytes) },
            sessionId,
            Math.max(endMs - Date.now(), 1),
          )
          .catch(() => null);
        if (piece === null) {
          body.truncated = Date.now() >= endMs ? "time" : "disconnect";
          break;
        }
        const bytes = Buffer.from(String(piece.data), piece.base64Encoded ? "base64" : "utf8");
        await out.write(bytes);
        kept.push(bytes);
        body.sizeBytes += bytes.length;
        eof = piece.eof === true;
        if (!eof && body.sizeBytes >= limits.maxBytes) body.truncated = "length";
        else if (!eof && Date.now() >= endMs) body.truncated = "time";
      }
    } finally {
      await out.close();
      this.#go("IO.close", { handle: stream }, sessionId);
    }
    draft.body = body;
    draft.truncated = body.truncated;
    this.#deliver(draft, requestId, sessionId, Buffer.concat(kept));
  }

  #pieceFor(readBytes: number): number {
    if (!this.streamDocuments) return pieceBytes.file;
    return readBytes < dripBytes ? pieceBytes.drip : pieceBytes.flood;
  }

  #deliver(draft: Draft, requestId: string, sessionId: string, bytes: Buffer): void {
    if (draft.truncated !== "" && draft.resourceType !== "Document") {
      this.#go("Fetch.failRequest", { requestId, errorReason: "Aborted" }, sessionId);
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
