// Promises a body written to disk while it comes, never held whole by the browser: cut at the limit, the time or the break, and said so.
import { open } from "node:fs/promises";
import path from "node:path";
import { nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import type { CdpConnection, CdpPayload } from "../browser/cdp-connection.ts";
import type { DraftBody } from "./exchange-draft.ts";

export interface StreamBodyOptions {
  connection: CdpConnection;
  sessionId: string;
  /** The paused response, by the Fetch domain's id. */
  requestId: string;
  outDir: string;
  /** Path in the bundle folder. */
  file: string;
  maxBytes: number;
  /** Longest wait for one piece; a body of known length may take `largeBodyFactor` times as long in all. */
  timeoutMs: number;
  /** How many bytes are expected; null when the answer does not say. */
  announcedBytes: number | null;
  /** Ends the reading at once; what came until then is kept. */
  stop: Promise<"stop">;
}

/** As long as pieces of a large file keep coming, it is worth more than one timeout. */
const largeBodyFactor = 3;

/** A read answers only when this much has come or all has ended: small pieces at first, so that little of a dripping answer is lost. */
function pieceBytes(readBytes: number, announcedBytes: number | null): number {
  if (announcedBytes !== null) return 1_000_000;
  if (readBytes < 1024) return 32;
  if (readBytes < 16_384) return 1024;
  return readBytes < 1_000_000 ? 16_384 : 262_144;
}

type Ended = "eof" | DraftBody["truncated"];

/** One piece; null when the browser refuses (the connection broke, the page gave up), `late` without an answer in time, `stop` when the visit ends. */
async function readPiece(options: StreamBodyOptions, stream: string, size: number, leftMs: number) {
  const read = options.connection
    .send("IO.read", { handle: stream, size }, options.sessionId, Math.max(leftMs, 1))
    .catch((error: unknown) => (error instanceof AppError && error.code === "capture.timeout" ? "late" : null));
  return Promise.race([read, options.stop]);
}

const bytesOf = (piece: CdpPayload): Buffer => Buffer.from(String(piece.data), piece.base64Encoded ? "base64" : "utf8");

/** Takes the body from the paused response. The bytes come back too, for the page; the file stands whatever happened. */
export async function streamBody(options: StreamBodyOptions): Promise<{ body: DraftBody; bytes: Buffer }> {
  const { connection, sessionId, requestId, maxBytes, announcedBytes } = options;
  const { stream } = await connection.send("Fetch.takeResponseBodyAsStream", { requestId }, sessionId);
  const out = await open(path.join(options.outDir, options.file), "wx");
  const kept: Buffer[] = [];
  const endMs = nowMs() + options.timeoutMs * (announcedBytes === null ? 1 : largeBodyFactor);
  let sizeBytes = 0;
  let ended: Ended | null = null;
  try {
    while (ended === null) {
      const leftMs = Math.min(endMs - nowMs(), options.timeoutMs);
      const piece = await readPiece(options, String(stream), pieceBytes(sizeBytes, announcedBytes), leftMs);
      if (piece === "stop" || piece === "late") ended = "time";
      else if (piece === null) ended = "disconnect";
      else {
        const came = bytesOf(piece);
        const bytes = came.subarray(0, maxBytes - sizeBytes);
        await out.write(bytes);
        kept.push(bytes);
        sizeBytes += bytes.length;
        if (bytes.length < came.length) ended = "length";
        else if (piece.eof === true || sizeBytes === announcedBytes) ended = "eof";
        else if (nowMs() >= endMs) ended = "time";
      }
    }
  } finally {
    await out.close();
    connection.tell("IO.close", { handle: stream }, sessionId);
  }
  if (ended === "eof" && announcedBytes !== null && sizeBytes < announcedBytes) ended = "disconnect";
  const truncated = ended === "eof" ? "" : ended;
  return { body: { file: options.file, sizeBytes, truncated }, bytes: Buffer.concat(kept) };
}
