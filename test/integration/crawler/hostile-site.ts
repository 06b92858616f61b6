// Promises a local web server that misbehaves in every way the fetcher must survive, one path per misbehaviour.
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import type net from "node:net";
import zlib from "node:zlib";

export interface HostileSite {
  port: number;
  base: string;
  /** Paths asked for, in order. */
  asked: string[];
  close(): Promise<void>;
}

const fixture = (name: string) => fs.readFileSync(new URL(`../../fixtures/crawler/${name}`, import.meta.url));

/** `handle` answers; robots.txt is 404 unless it answers that too. */
export async function serveSite(
  handle: http.RequestListener,
  options: { tls?: boolean; robots?: string } = {},
): Promise<HostileSite> {
  const asked: string[] = [];
  const listener: http.RequestListener = (request, response) => {
    asked.push(request.url ?? "");
    if (request.url !== "/robots.txt") return handle(request, response);
    response.statusCode = options.robots === undefined ? 404 : 200;
    return response.end(options.robots ?? "");
  };
  const server = options.tls
    ? https.createServer({ key: fixture("self-signed.key.pem"), cert: fixture("self-signed.crt.pem") }, listener)
    : http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = (server.address() as net.AddressInfo).port;
  return {
    port,
    base: `${options.tls ? "https" : "http"}://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const zeros = Buffer.alloc(1_000_000);

/** Writes `chunk` every `everyMs` until the client goes away. */
function drip(response: http.ServerResponse, chunk: Buffer | string, everyMs: number): void {
  const timer = setInterval(() => response.write(chunk), everyMs);
  response.on("close", () => clearInterval(timer));
}

function bomb(coding: "gzip" | "br" | "zstd" | "deflate", megabytes: number): Buffer {
  const plain = Buffer.concat(Array.from({ length: megabytes }, () => zeros));
  if (coding === "gzip") return zlib.gzipSync(plain);
  if (coding === "br") return zlib.brotliCompressSync(plain, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } });
  if (coding === "zstd") return zlib.zstdCompressSync(plain);
  return zlib.deflateSync(plain);
}

const pages: Record<string, (response: http.ServerResponse, url: URL) => void> = {
  "/endless": (response) => drip(response, zeros, 1),
  "/slow-drip": (response) => drip(response, "x", 20),
  "/silent": () => undefined,
  "/cut": (response) => {
    response.writeHead(200, { "content-type": "text/html", "content-length": "1000" });
    response.write("<p>nửa trang");
    setTimeout(() => response.destroy(), 30);
  },
  "/bomb": (response, url) => {
    const coding = url.searchParams.get("coding") as "gzip";
    response.writeHead(200, { "content-type": "text/html", "content-encoding": coding });
    response.end(bomb(coding, 60));
  },
  "/plain-called-gzip": (response) =>
    response.writeHead(200, { "content-type": "text/html", "content-encoding": "gzip" }).end("<p>not packed"),
  "/packed-twice": (response) =>
    response
      .writeHead(200, { "content-type": "text/html", "content-encoding": "br, gzip" })
      .end(zlib.gzipSync(zlib.brotliCompressSync("<p>gói hai lần"))),
  "/endless-redirects": (response, url) =>
    response.writeHead(302, { location: `/endless-redirects?n=${Number(url.searchParams.get("n")) + 1}` }).end(),
  "/loop-a": (response) => response.writeHead(302, { location: "/loop-b" }).end(),
  "/loop-b": (response) => response.writeHead(301, { location: "/loop-a" }).end(),
  "/to-metadata": (response) => response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end(),
  "/to-file": (response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
  // As raw UTF-8 bytes, the way careless servers write it; a line break would end the header.
  "/to": (response, url) => {
    const target = (url.searchParams.get("url") ?? "").replaceAll(/[\r\n]/g, "");
    response.writeHead(307, { location: Buffer.from(target, "utf8").toString("latin1") }).end("moved");
  },
};

/** Everything above, plus `/raw/…` paths that speak broken HTTP on the bare socket. */
export function answerBadly(request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://site");
  const page = pages[url.pathname];
  if (page) return page(response, url);
  const raw = rawAnswers[url.pathname];
  if (raw) return void request.socket.end(Buffer.from(raw, "latin1"));
  if (url.pathname === "/cookie-bounce" && request.headers.cookie !== "pass=1")
    return void response.writeHead(302, { "set-cookie": "pass=1; Path=/", location: "/cookie-bounce" }).end();
  return void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<p>xin chào");
}

const rawAnswers: Record<string, string> = {
  "/raw/header-order":
    "HTTP/1.1 200 Tốt lắm\r\nX-B: 1\r\nx-a: 2\r\nX-B: 3\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok",
  "/raw/bad-header":
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX Bad Name: 1\r\nX-Ctl: a\x01b\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
  "/raw/no-http": "hello, I am not HTTP\r\n\r\n",
  "/raw/huge-header": `HTTP/1.1 200 OK\r\nX-Huge: ${"a".repeat(200_000)}\r\n\r\nok`,
  "/raw/two-lengths": "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\nokok",
};
