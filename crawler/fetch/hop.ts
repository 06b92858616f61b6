// Promises one request and its one answer as an Exchange: headers as they came, wire bytes within budget, faults named.
import http from "node:http";
import { nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import { seenByClientOnly } from "#core/nouns/fetched.ts";
import { portOf } from "../guard/target.ts";
import { connect } from "./connect.ts";
import type { Connection, ConnectContext } from "./connect.ts";
import { toFetchError } from "./network-error.ts";

export interface HopRequest {
  /** Passed by the guard. */
  url: URL;
  headers: [string, string][];
  maxBodyBytes: number;
  redirectedFrom: string | null;
  resourceType: string;
}

export interface HopAnswer {
  exchange: Exchange;
  /** Wire bytes (transfer coding undone, content coding kept); empty when there is no body. */
  body: Uint8Array;
}

/**
 * Sends one GET. Throws AppError `guard.refused`, `fetch.unreachable`, `fetch.timeout`, `fetch.broken`, or the signal's reason.
 * A body that breaks off, is too long or too slow is no error: `truncated` says so and what came is kept.
 */
export async function sendHop(request: HopRequest, context: ConnectContext): Promise<HopAnswer> {
  const where = `${request.url.hostname}:${portOf(request.url)}`;
  const startedAtMs = nowMs();
  try {
    const connection = await connect(request.url, context);
    try {
      const answer = await ask(request, connection, context.signal);
      const body = await readBody(answer, request.maxBodyBytes, context.signal);
      return { exchange: toExchange(request, connection, answer, body, startedAtMs), body: body.bytes };
    } finally {
      connection.socket.destroy();
    }
  } catch (error) {
    throw context.signal.aborted ? context.signal.reason : toFetchError(error, where);
  }
}

/** A fresh connection per request: nothing left over from another answer can be read as this one's, so the lenient parser is safe. */
function ask(request: HopRequest, connection: Connection, signal: AbortSignal): Promise<http.IncomingMessage> {
  const { url } = request;
  const headers =
    connection.proxyAuthorization === null
      ? request.headers
      : [...request.headers, ["Proxy-Authorization", connection.proxyAuthorization]];
  return new Promise((resolve, reject) => {
    const client = http.request({
      createConnection: () => connection.socket,
      method: "GET",
      path: connection.absoluteForm ? url.href : `${url.pathname}${url.search}`,
      headers: headers.flat(),
      setHost: false,
      insecureHTTPParser: true,
      maxHeaderSize: 65_536,
    });
    const onAbort = () => client.destroy(new Error("aborted"));
    signal.addEventListener("abort", onAbort, { once: true });
    client.on("close", () => signal.removeEventListener("abort", onAbort));
    client.on("error", reject);
    client.on("response", resolve);
    client.on("upgrade", () =>
      reject(new AppError("fetch.broken", { detail: `${url.hostname}: the server switched protocols unasked` })),
    );
    client.end();
  });
}

interface ReadBody {
  bytes: Uint8Array;
  truncated: Exchange["truncated"];
}

function readBody(answer: http.IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<ReadBody> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const settle = (truncated: Exchange["truncated"]) => {
      signal.removeEventListener("abort", onAbort);
      resolve({ bytes: new Uint8Array(Buffer.concat(chunks)), truncated });
      answer.destroy();
    };
    const onAbort = () =>
      signal.reason instanceof AppError && signal.reason.code === "fetch.timeout"
        ? settle("time")
        : reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    answer.on("data", (chunk: Uint8Array) => {
      const room = maxBytes - size;
      if (room > 0) chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      size += chunk.length;
      if (size > maxBytes) settle("length");
    });
    answer.on("end", () => settle(answer.complete ? "" : "disconnect"));
    answer.on("error", () => settle(signal.aborted ? "time" : "disconnect"));
    if (signal.aborted) onAbort();
  });
}

function toExchange(
  request: HopRequest,
  connection: Connection,
  answer: http.IncomingMessage,
  body: ReadBody,
  startedAtMs: number,
): Exchange {
  const responseHeaders: [string, string][] = [];
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2)
    responseHeaders.push([answer.rawHeaders[i]!, answer.rawHeaders[i + 1]!]);
  return {
    id: newId(),
    url: request.url.href,
    method: "GET",
    requestHeaders: request.headers,
    requestBodyBase64: null,
    startedAt: new Date(startedAtMs).toISOString(),
    endedAt: new Date(nowMs()).toISOString(),
    status: answer.statusCode ?? null,
    statusText: answer.statusMessage ?? "",
    httpVersion: answer.httpVersion,
    responseHeaders,
    bodyForm: body.bytes.length > 0 ? "wire" : "none",
    bodyFile: null,
    bodySizeBytes: body.bytes.length,
    truncated: body.truncated,
    server: connection.server,
    tls: connection.tls,
    outcome: "recorded",
    outcomeReason: "",
    resourceType: request.resourceType,
    redirectedFrom: request.redirectedFrom,
    fromServiceWorker: false,
    ...seenByClientOnly,
    headersForm: "wire",
  };
}
