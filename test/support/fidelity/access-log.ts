// Promises the ground truth of the fidelity site: what the server really received and really sent, one row a request.
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** Which of the site's servers was asked. */
export type Door = "main" | "other" | "secure" | "h2";

export interface AccessRow {
  door: Door;
  method: string;
  /** Absolute address as the browser writes it. */
  url: string;
  requestHeaders: [string, string][];
  requestBody: Buffer;
  /** null when nothing was answered. */
  status: number | null;
  /** Content of the answer with every coding undone; for a cut answer, what was sent of it. */
  plain: Buffer;
  /** Header lines as they were sent, in order. */
  sentHeaders: [string, string][];
  ending: "complete" | "cut" | "open" | "upgraded";
}

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const pairs = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, i) => (i % 2 === 0 ? [[name, raw[i + 1] ?? ""] satisfies [string, string]] : []));

/** Opens a row the moment a request arrives; its body comes in by and by, its answer is told by the answering code. */
export function openRow(log: AccessRow[], door: Door, request: IncomingMessage, origin: string): AccessRow {
  const row: AccessRow = {
    door,
    method: request.method ?? "",
    url: `${origin}${request.url ?? "/"}`,
    requestHeaders: pairs(request.rawHeaders),
    requestBody: Buffer.alloc(0),
    status: null,
    plain: Buffer.alloc(0),
    sentHeaders: [],
    ending: "open",
  };
  log.push(row);
  request.on("data", (chunk: Buffer) => (row.requestBody = Buffer.concat([row.requestBody, chunk])));
  return row;
}

export interface Answer {
  status?: number;
  headers?: [string, string][];
  /** Content before coding. */
  body?: Buffer | string;
  /** How the content travels; identity with Content-Length unless said. */
  coding?: "gzip" | "br" | "zstd" | "deflate";
  /** Leaves Content-Length out, so that HTTP/1.1 sends it in chunks. */
  chunked?: boolean;
}

export const bytesOf = (body: Buffer | string | undefined): Buffer =>
  typeof body === "string" ? Buffer.from(body) : (body ?? Buffer.alloc(0));

/** Notes what is being sent; `ending` stays open until the response says otherwise. */
export function noteAnswer(
  row: AccessRow,
  response: ServerResponse,
  status: number,
  headers: [string, string][],
): void {
  row.status = status;
  row.sentHeaders = headers;
  response.once("finish", () => (row.ending = "complete"));
}
