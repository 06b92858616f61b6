// Promises the bundled sample web: a forward proxy on 127.0.0.1 that answers for our own sites and contacts nothing else.
import { appendFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { nowMs } from "#core/clock.ts";
import { makeSelfSigned } from "./self-signed.ts";
import { answerVisit } from "./site-answers.ts";
import { sites } from "./site-rules.ts";

export interface SampleRequest {
  /** Milliseconds since 1970. */
  at: number;
  host: string;
  method: string;
  url: string;
  userAgent: string;
}

export interface SampleWeb {
  /** For `VONGGAC_PROXY`. */
  proxyUrl: string;
  /** Every host that is served; anything else gives 502. */
  hosts: string[];
  /** Every request so far, in order; grows while the web runs. */
  requests: SampleRequest[];
  stop(): Promise<void>;
}

export interface SampleWebOptions {
  /** 0 or absent: a free port. */
  port?: number;
  /** JSON Lines, one request a line, appended. */
  logFile?: string;
  /** Added before every answer. */
  latencyMs?: number;
}

/**
 * Starts the sample web. http comes in absolute form, https through CONNECT with a certificate that nobody trusts.
 * Nothing is ever forwarded: a host outside the register is a dead domain (502).
 */
export async function startSampleWeb(options: SampleWebOptions = {}): Promise<SampleWeb> {
  const hosts = Object.keys(sites);
  const requests: SampleRequest[] = [];
  const sockets = new Set<Duplex>();
  const record = (request: SampleRequest) => {
    requests.push(request);
    if (options.logFile) appendFileSync(options.logFile, `${JSON.stringify(request)}\n`);
  };
  const serve = (secure: boolean) => (request: http.IncomingMessage, response: http.ServerResponse) => {
    respond(request, response, { secure, latencyMs: options.latencyMs ?? 0, record }).catch(() => response.destroy());
  };
  const { keyPem, certPem } = makeSelfSigned(hosts);
  const secure = https.createServer({ key: keyPem, cert: certPem }, serve(true));
  const proxy = http.createServer(serve(false));
  secure.on("tlsClientError", (_error, socket) => socket.destroy());
  proxy.on("connection", (socket) => remember(sockets, socket));
  proxy.on("connect", (request: http.IncomingMessage, socket: Socket, head: Buffer) =>
    tunnel(request, socket, head, { plain: proxy, secure }),
  );
  await new Promise<void>((resolve, reject) =>
    proxy.once("error", reject).listen(options.port ?? 0, "127.0.0.1", resolve),
  );
  const { port } = proxy.address() as AddressInfo;
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
  };
  return { proxyUrl: `http://127.0.0.1:${port}`, hosts, requests, stop };
}

function remember(sockets: Set<Duplex>, socket: Duplex): void {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
  socket.on("error", () => socket.destroy());
}

/** Answers CONNECT in place: the socket goes to our own TLS or plain server, never out. */
function tunnel(
  request: http.IncomingMessage,
  socket: Socket,
  head: Buffer,
  servers: { plain: http.Server; secure: https.Server },
): void {
  const [host = "", port = ""] = (request.url ?? "").toLowerCase().split(":");
  const site = sites[host];
  if (!site || (port === "443" ? site.scheme !== "https" : port !== "80")) {
    socket.end("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    return;
  }
  socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
  if (head.length > 0) socket.unshift(head);
  (port === "443" ? servers.secure : servers.plain).emit("connection", socket);
}

interface Serving {
  secure: boolean;
  latencyMs: number;
  record(request: SampleRequest): void;
}

async function respond(request: http.IncomingMessage, response: http.ServerResponse, serving: Serving): Promise<void> {
  const host = request.headers.host ?? "";
  const address = /^https?:\/\//.test(request.url ?? "")
    ? request.url!
    : `${serving.secure ? "https" : "http"}://${host}${request.url ?? "/"}`;
  if (!URL.canParse(address)) return send(request, response, 400, {}, Buffer.from("bad request\n"));
  const url = new URL(address);
  const userAgent = request.headers["user-agent"] ?? "";
  serving.record({ at: nowMs(), host: url.hostname, method: request.method ?? "", url: url.href, userAgent });
  if (serving.latencyMs > 0) await wait(serving.latencyMs);
  const answer = await answerVisit({
    host: url.hostname,
    path: url.pathname,
    secure: serving.secure,
    userAgent,
    referer: request.headers.referer ?? "",
    acceptsGzip: /\bgzip\b/.test(request.headers["accept-encoding"] ?? ""),
  });
  if (!answer) return send(request, response, 502, {}, Buffer.from(`no such host: ${url.hostname}\n`));
  if (answer.delayMs > 0) await wait(answer.delayMs);
  send(request, response, answer.status, answer.headers, answer.body);
}

function send(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Buffer,
): void {
  response.writeHead(status, {
    date: new Date(nowMs()).toUTCString(),
    "content-length": String(body.length),
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
