// Promises a small site of our own over http, https with HTTP/1.1 and https with HTTP/2, whose every byte the test knows.
import { createHash } from "node:crypto";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import type net from "node:net";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { selfTestCertificate, selfTestKey } from "#crawler/browser/self-test-certificate.ts";

export interface NetlogSite {
  plain: string;
  tls1: string;
  tls2: string;
  ports: number[];
  close(): Promise<void>;
}

type Answer = http.ServerResponse;
const text = (name: string) => `/* ${name}: ${"gốm sứ làng nghề ".repeat(400)} */\nwindow.seen = "${name}";\n`;
export const bigBytes = 30 * 1024 * 1024;
export const bodies = {
  gzip: gzipSync(text("gzip")),
  deflate: deflateSync(text("deflate")),
  br: brotliCompressSync(text("br")),
  zstd: zstdCompressSync(text("zstd")),
};
/** The same noise every time, in blocks: gzip gains nothing from it. */
const block = createHash("sha512").update("netlog").digest();
export const bigChunk = Buffer.concat(
  Array.from({ length: 1024 }, (_, i) => createHash("sha512").update(block).update(String(i)).digest()),
);

const page = (wsUrl: string) => `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Làng nghề</title>
<link rel="stylesheet" href="/a.css"><link rel="prefetch" href="/prefetched.js">
<script src="/gzip.js"></script><script src="/deflate.js"></script><script src="/br.js"></script><script src="/zstd.js"></script>
<h1>Làng nghề</h1><img src="/slow.png"><img src="/redirect.png"><img src="/missing.png"><img src="/reset.png">
<script>
const quiet = (p) => p.catch(() => 0);
const all = [
  quiet(fetch("/chunked.txt").then((r) => r.text())),
  quiet(fetch("/latin1.txt").then((r) => r.text())),
  quiet(fetch("/empty")),
  quiet(fetch("/post", { method: "POST", body: "ten=An" }).then((r) => r.text())),
  quiet(fetch("/truncated.bin").then((r) => r.arrayBuffer())),
  quiet(fetch("/preflighted", { headers: { "x-own": "1" } }).then((r) => r.text())),
];
if (location.search.includes("big")) all.push(quiet(fetch("/big.bin").then((r) => r.arrayBuffer())));
if ("${wsUrl}") all.push(new Promise((done) => { const ws = new WebSocket("${wsUrl}"); ws.onclose = ws.onerror = done; }));
all.push(new Promise((done) => { new Worker("/worker.js").onmessage = done; setTimeout(done, 3000); }));
navigator.sendBeacon("/beacon", "xin");
Promise.all(all).then(() => { document.title = "xong"; });
</script></html>`;

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const coded = (name: keyof typeof bodies) => (answer: Answer) => {
  answer.writeHead(200, { "content-type": "text/javascript", "content-encoding": name });
  answer.end(bodies[name]);
};

/** Head bytes as written, in Latin-1; HTTP/1.1 only. */
function writeRaw(answer: Answer, bytes: string, end = true): void {
  const socket = answer.socket as net.Socket | null;
  if (!socket || !("writeHead" in answer) || answer.req.httpVersionMajor === 2) return void answer.end("no raw");
  socket.write(Buffer.from(bytes, "latin1"));
  if (end) socket.end();
  else socket.destroySoon();
}

export const latin1Head =
  "HTTP/1.1 200 Rất-tốt\r\nX-B: 2\r\nx-a:   caf\xe9  \r\nSet-Cookie: m=1\r\nset-cookie: h=2\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\n\r\n".replace(
    "Rất-tốt",
    "T\xf4t",
  );

const routes: Record<string, (answer: Answer, request: http.IncomingMessage) => void> = {
  "/a.css": (answer) =>
    answer.writeHead(200, { "content-type": "text/css", "set-cookie": ["p=1", "q=2"] }).end("h1{color:#333}"),
  "/gzip.js": coded("gzip"),
  "/deflate.js": coded("deflate"),
  "/br.js": coded("br"),
  "/zstd.js": coded("zstd"),
  "/prefetched.js": (answer) => answer.writeHead(200, { "content-type": "text/javascript" }).end("/* later */"),
  "/redirect.png": (answer) => answer.writeHead(302, { location: "/dot.png" }).end(),
  "/dot.png": (answer) => answer.writeHead(200, { "content-type": "image/png" }).end(png),
  // Keeps the visit from ending before the worker has run on a busy machine.
  "/slow.png": (answer) => void setTimeout(() => answer.writeHead(200, { "content-type": "image/png" }).end(png), 1500),
  "/favicon.ico": (answer) => answer.writeHead(200, { "content-type": "image/png" }).end(png),
  "/reset.png": (answer) => void answer.socket?.destroy(),
  "/latin1.txt": (answer) => writeRaw(answer, `${latin1Head}abcde`),
  "/truncated.bin": (answer) => writeRaw(answer, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"),
  "/empty": (answer) => answer.writeHead(204).end(),
  "/post": (answer, request) => request.on("data", () => undefined).on("end", () => answer.end("nhận rồi")),
  "/beacon": (answer) => answer.writeHead(204).end(),
  "/preflighted": (answer) => answer.end("preflight qua"),
  "/worker.js": (answer) =>
    answer
      .writeHead(200, { "content-type": "text/javascript" })
      .end('fetch("/from-worker.txt").then((r) => r.text()).then((t) => postMessage(t));'),
  "/from-worker.txt": (answer) => answer.end("thợ"),
  "/chunked.txt": (answer) => {
    answer.writeHead(200, { "content-type": "text/plain" });
    for (const part of ["một ", "hai ", "ba"]) answer.write(part);
    answer.end();
  },
  "/big.bin": (answer) => {
    answer.writeHead(200, { "content-type": "application/octet-stream", "content-length": String(bigBytes) });
    let left = bigBytes / bigChunk.length;
    const more = () => {
      while (left-- > 0) if (!answer.write(bigChunk)) return void answer.once("drain", more);
      answer.end();
    };
    more();
  },
};

function handlerFor(wsUrl: () => string) {
  return (request: http.IncomingMessage, answer: Answer) => {
    const { pathname } = new URL(request.url ?? "/", "http://x");
    answer.setHeader("x-site", "lang-nghe");
    if (pathname === "/") return void answer.writeHead(200, { "content-type": "text/html" }).end(page(wsUrl()));
    const route = routes[pathname];
    if (route) route(answer, request);
    else answer.writeHead(404).end("không có");
  };
}

/** One greeting frame, one closing frame (RFC 6455 section 5.2). */
function answerUpgrade(request: http.IncomingMessage, socket: net.Socket): void {
  const accept = createHash("sha1")
    .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.write(Buffer.from([0x81, 3, ...Buffer.from("hey"), 0x88, 0]));
  socket.on("error", () => undefined);
  setTimeout(() => socket.end(), 200);
}

const listen = (server: net.Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as net.AddressInfo).port)));

export async function startNetlogSite(): Promise<NetlogSite> {
  const tls = { key: selfTestKey, cert: selfTestCertificate };
  let wsPlain = "";
  let wsTls = "";
  const plain = http.createServer(handlerFor(() => wsPlain)).on("upgrade", answerUpgrade);
  const tls1 = https
    .createServer(
      tls,
      handlerFor(() => wsTls),
    )
    .on("upgrade", answerUpgrade);
  const tls2 = http2.createSecureServer(
    tls,
    handlerFor(() => "") as unknown as (a: http2.Http2ServerRequest, b: http2.Http2ServerResponse) => void,
  );
  const ports = [await listen(plain), await listen(tls1), await listen(tls2)];
  const sockets = new Set<net.Socket>();
  for (const server of [plain, tls1, tls2]) {
    server.on("connection", (socket: net.Socket) => sockets.add(socket));
    server.on("error", () => undefined);
  }
  wsPlain = `ws://127.0.0.1:${ports[0]}/ws`;
  wsTls = `wss://127.0.0.1:${ports[1]}/ws`;
  return {
    plain: `http://127.0.0.1:${ports[0]}`,
    tls1: `https://127.0.0.1:${ports[1]}`,
    tls2: `https://127.0.0.1:${ports[2]}`,
    ports,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([plain, tls1, tls2].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
