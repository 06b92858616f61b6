// Promises the witness as a small HTTP service: add-checkpoint, its last checkpoint, and a plain page for people; bounded and slow-proof.
import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { AppError, toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import { addCheckpoint } from "./add-checkpoint.ts";
import { showStatus } from "./status-page.ts";
import { readAlarms, type WitnessAlarm, type WitnessState } from "./witness-state.ts";

const mostBodyBytes = 128 * 1024;
const limits = {
  requestTimeout: 10_000,
  headersTimeout: 5000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 2000,
};

export interface WitnessServer {
  port: number;
  close(): Promise<void>;
}

export interface WitnessOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  onAlarm: (alarm: WitnessAlarm) => void;
}

/** Serves until closed. Throws AppError `conflict` when the port is taken or another witness runs on the same folder. */
export async function serveWitness(state: WitnessState, options: WitnessOptions): Promise<WitnessServer> {
  const releaseFolder = await holdFolder(state.folder);
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined); // the caller hears of it
    return mine;
  };
  const originHash = createHash("sha256").update(state.logKey.name).digest("hex");
  const respond = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const pathname = URL.parse(request.url ?? "/", "http://witness.invalid")?.pathname;
    if (pathname === undefined) return send(response, 400, "text/plain", "not an address\n");
    if (request.method === "POST" && pathname === "/add-checkpoint") {
      const body = await readBody(request);
      if (body === null) return send(response, 413, "text/plain", "too large\n");
      const answer = await inTurn(() => addCheckpoint(state, body));
      if (answer.alarm) options.onAlarm(answer.alarm);
      return send(response, answer.status, answer.type, answer.body);
    }
    if (request.method !== "GET") return send(response, 405, "text/plain", "method not allowed\n");
    if (pathname === "/") {
      await inTurn(() => readAlarms(state)); // `witness check` may have added one
      return send(response, 200, "text/html; charset=utf-8", showStatus(state));
    }
    if (pathname === `/${originHash}/checkpoint` && state.latestNote)
      return send(response, 200, "text/plain; charset=utf-8", state.latestNote);
    return send(response, 404, "text/plain", "not found\n");
  };
  const server = http.createServer(limits, (q, r) => {
    respond(q, r).catch((error: unknown) => {
      log.error({ err: toAppError(error) }, "witness.failed");
      if (!r.headersSent) send(r, 500, "text/plain", "the witness could not write down what it saw\n");
      else r.destroy();
    });
  });
  server.maxConnections = 64;
  try {
    await listen(server, options);
  } catch (error) {
    await releaseFolder();
    throw new AppError("conflict", {
      cause: error,
      detail: `${options.host}:${options.port} is taken`,
      cure: "Give another --port.",
    });
  }
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await turn;
    await releaseFolder();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

function listen(server: http.Server, { host, port }: WitnessOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}

/** Two witnesses on one folder could co-sign two histories. An abstract socket is let go by the kernel, whatever kills the process. */
async function holdFolder(folder: string): Promise<() => Promise<void>> {
  if (process.platform !== "linux") return async () => undefined;
  const holder = http.createServer();
  const name = `\0vonggac-witness-${createHash("sha256").update(folder).digest("hex").slice(0, 32)}`;
  await new Promise<void>((resolve, reject) => {
    holder.once("error", reject);
    holder.listen(name, () => resolve());
  }).catch((error: unknown) => {
    throw new AppError("conflict", { cause: error, detail: `another witness runs on ${folder}` });
  });
  return () => new Promise((resolve) => holder.close(() => resolve()));
}

/** The body, or null when it is larger than any honest request. */
async function readBody(request: http.IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: http.ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    ...(status === 413 ? { connection: "close" } : {}),
  });
  response.end(body);
}
