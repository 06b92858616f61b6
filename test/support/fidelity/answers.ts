// Promises how the fidelity site answers each address: every way of sending, whole, coded, cut, endless or not at all.
import type { IncomingMessage, ServerResponse } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { bytesOf, noteAnswer, type AccessRow, type Answer } from "./access-log.ts";
import { type Doors, pagesOf, scriptsOf } from "./pages.ts";

export type Reply = Answer | ((row: AccessRow, request: IncomingMessage, response: ServerResponse) => void);

const codings = { gzip: gzipSync, br: brotliCompressSync, zstd: zstdCompressSync, deflate: deflateSync };

const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
export const bigBytes = 30_000_000;
const overBytes = 31_000_000;

/** Sends one plain answer and notes on the row what was sent. */
export function send(row: AccessRow, response: ServerResponse, answer: Answer): void {
  const plain = bytesOf(answer.body);
  const body = answer.coding ? codings[answer.coding](plain) : plain;
  const headers: [string, string][] = [...(answer.headers ?? [])];
  if (answer.coding) headers.push(["Content-Encoding", answer.coding]);
  const status = answer.status ?? 200;
  const bodiless = status === 204 || status === 304 || row.method === "HEAD";
  if (!answer.chunked && status !== 204 && status !== 304) headers.push(["Content-Length", String(body.length)]);
  row.plain = bodiless ? Buffer.alloc(0) : plain;
  noteAnswer(row, response, status, headers);
  response.writeHead(status, headers.flat());
  if (answer.chunked) response.write(body.subarray(0, Math.ceil(body.length / 2)));
  response.end(bodiless ? undefined : answer.chunked ? body.subarray(Math.ceil(body.length / 2)) : body);
}

/** Starts an answer by hand: `bytes` go out and count as sent, then `next` decides. */
function start(row: AccessRow, response: ServerResponse, headers: [string, string][], bytes: string | Buffer): void {
  noteAnswer(row, response, 200, headers);
  response.writeHead(200, headers.flat());
  more(row, response, bytes);
}

function more(row: AccessRow, response: ServerResponse, bytes: string | Buffer): void {
  row.plain = Buffer.concat([row.plain, bytesOf(bytes)]);
  response.write(bytes);
}

const text: [string, string] = ["Content-Type", "text/plain; charset=utf-8"];
const markup: [string, string] = ["Content-Type", "text/html; charset=utf-8"];
const script: [string, string] = ["Content-Type", "text/javascript; charset=utf-8"];
const picture: Answer = {
  headers: [
    ["Content-Type", "image/png"],
    ["Cache-Control", "max-age=600"],
  ],
  body: pixel,
};
const plainText = (body: string): Answer => ({ headers: [text], body });
const redirect = (status: number, location: string): Answer => ({
  status,
  headers: [["Location", location], text],
  body: `→ ${location}`,
});

/** 8 kHz, 8 bit, mono: ten minutes in 4.8 MB, so that a jump inside asks for another range. */
function makeWave(): Buffer {
  const rate = 8000;
  const data = Buffer.alloc(600 * rate, 128);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0).toString();
  head.writeUInt32LE(36 + data.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** RFC 9110 section 14: one range of bytes, or the whole where none is asked for. */
function ranged(type: string, whole: Buffer): Reply {
  return (row, request, response) => {
    const asked = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    const headers: [string, string][] = [
      ["Content-Type", type],
      ["Accept-Ranges", "bytes"],
    ];
    if (!asked) return send(row, response, { headers, body: whole });
    const first = Number(asked[1]);
    const last = asked[2] ? Math.min(Number(asked[2]), whole.length - 1) : whole.length - 1;
    headers.push(["Content-Range", `bytes ${first}-${last}/${whole.length}`]);
    send(row, response, { status: 206, headers, body: whole.subarray(first, last + 1) });
  };
}

const cut =
  (headers: [string, string][], body: string): Reply =>
  (row, _request, response) => {
    start(row, response, headers, body);
    setTimeout(() => {
      row.ending = "cut";
      response.destroy();
    }, 250).unref();
  };

const events = "retry: 100000\n\nid: 1\ndata: một\n\nevent: tin\nid: 2\ndata: hai dòng\ndata: dòng hai\n\n";

const allowed = (doors: Doors): [string, string][] => [["Access-Control-Allow-Origin", doors.main]];

function crossOrigin(doors: Doors): Record<string, Reply> {
  return {
    "/cors": (row, request, response) =>
      request.method === "OPTIONS"
        ? send(row, response, {
            status: 204,
            headers: [
              ...allowed(doors),
              ["Access-Control-Allow-Methods", "PUT"],
              ["Access-Control-Allow-Headers", "x-own"],
            ],
          })
        : send(row, response, { headers: [...allowed(doors), text], body: "được phép" }),
    "/cors-denied": plainText("trang không được đọc"),
    "/preflight-denied": { status: 403, headers: [text], body: "không" },
    "/opaque": plainText("đục"),
    "/h2.json": {
      headers: [...allowed(doors), ["Content-Type", "application/json"], ["Set-Cookie", "h2=1"]],
      body: '{"h2":true}',
      coding: "br",
    },
  };
}

function endless(doors: Doors): Record<string, Reply> {
  return {
    "/never": () => undefined,
    "/never-body": (row, _request, response) => {
      start(row, response, [...allowed(doors), text], "bắt đầu ");
      const timer = setInterval(() => more(row, response, "thêm "), 200);
      response.on("close", () => clearInterval(timer));
    },
    "/aborted": () => undefined,
    "/aborted-body": (row, _request, response) => {
      start(row, response, [...allowed(doors), ["Content-Type", "application/octet-stream"]], "nửa đầu ");
      const timer = setTimeout(() => response.end(), 8000);
      response.on("close", () => clearTimeout(timer));
    },
    "/events": (row, _request, response) => {
      start(row, response, [["Content-Type", "text/event-stream"]], events);
      setTimeout(() => more(row, response, "data: muộn\n\n"), 700).unref();
    },
    "/events-ended": { headers: [["Content-Type", "text/event-stream"]], body: events, chunked: true },
    "/cut-length": cut([["Content-Length", "5000"], text], "chỉ có chừng này"),
    "/cut-chunked": cut([text], "một mẩu rồi đứt"),
  };
}

const fromServer = [
  "/from-worker",
  "/from-module-worker",
  "/from-shared",
  "/from-blob-worker",
  "/from-oopif-worker",
  "/oopif-fetch",
  "/sw/behind",
  "/sw/passed",
  "/sw/waits",
  "/sw/at-install",
  "/keepalive",
  "/post",
  "/multipart",
  "/after-redirect",
  "/post307-to",
  "/secure-post",
];

/** Address → answer, the same on every door. */
export function answersOf(doors: Doors): Record<string, Reply> {
  const coded = (coding: Answer["coding"]): Answer => ({
    headers: [script],
    body: `self.coded = '${coding}';${"// dài ra\n".repeat(300)}`,
    ...(coding ? { coding } : {}),
  });
  return {
    ...Object.fromEntries(
      Object.entries(pagesOf(doors)).map(([name, body]) => [
        name,
        { headers: [markup, ["Set-Cookie", "trang=1; Path=/"]] as [string, string][], body },
      ]),
    ),
    ...Object.fromEntries(Object.entries(scriptsOf(doors)).map(([name, body]) => [name, { headers: [script], body }])),
    ...Object.fromEntries(fromServer.map((name) => [name, plainText(`đáp ${name}`)])),
    ...Object.fromEntries(
      [301, 302, 303, 307, 308].map((status) => [`/r${status}`, redirect(status, "/after-redirect")]),
    ),
    ...Object.fromEntries(
      [
        ["/", 301, "/m302"],
        ["/m302", 302, "/m303"],
        ["/m303", 303, "/m307"],
        ["/m307", 307, "/m308"],
        ["/m308", 308, "/main-meta"],
      ].map(([from, status, to]) => [
        from,
        {
          ...redirect(Number(status), String(to)),
          headers: [
            ["Location", String(to)],
            ["Set-Cookie", `đi=${status}`.normalize("NFD").replace(/[^\x20-\x7e]/g, "")],
          ] as [string, string][],
        },
      ]),
    ),
    ...Object.fromEntries(
      ["/twice.png", "/favicon.ico", "/from-srcdoc.png", "/from-inner.png", "/from-oopif.png", "/from-nested.png"].map(
        (name) => [name, picture],
      ),
    ),
    ...crossOrigin(doors),
    ...endless(doors),
    "/gzip.js": coded("gzip"),
    "/cached.js": { headers: [script, ["Cache-Control", "max-age=600"]], body: "self.cached = 1;" },
    "/deflate.js": coded("deflate"),
    "/br.js": coded("br"),
    "/zstd.js": coded("zstd"),
    "/secure-br.js": coded("br"),
    "/style.css": {
      headers: [["Content-Type", "text/css"]],
      body: "h1 { color: #123456 }",
      coding: "gzip",
      chunked: true,
    },
    "/chunked.png": { ...picture, chunked: true },
    "/preload.json": { headers: [["Content-Type", "application/json"]], body: "{}" },
    "/nothing": { status: 204 },
    "/beacon": { status: 204 },
    "/error": { status: 500, headers: [text], body: "lỗi" },
    "/head": { headers: [text], body: "thân mà HEAD không nhận" },
    "/form": (row, _request, response) =>
      void response.req.on("end", () => send(row, response, { headers: [markup], body: "<p>đã nhận</p>" })),
    "/post307": redirect(307, "/post307-to"),
    "/latin1": {
      headers: [["X-Before", "1"], ["X-Ten", "caf\u00e9"], ["X-After", "2"], text],
      body: "byte Latin-1 trong tiêu đề",
    },
    "/headers": {
      headers: [
        ["Set-Cookie", "a=1; Path=/"],
        ["X-Order", "1"],
        ["Set-Cookie", "b=2"],
        ["x-order", "2"],
        ["X-ORDER", "3"],
        ["Set-Cookie", "c=3; HttpOnly"],
        text,
      ],
      body: "nhiều tiêu đề",
    },
    "/range": ranged("text/plain", Buffer.from("0123456789abcdefghijklmnopqrstuvwxyz")),
    "/conditional": { status: 304, headers: [["ETag", '"v1"']] },
    "/etag": (row, request, response) =>
      send(
        row,
        response,
        request.headers["if-none-match"] === '"e1"'
          ? { status: 304, headers: [["ETag", '"e1"']] }
          : { headers: [["ETag", '"e1"'], ["Cache-Control", "no-cache"], text], body: "có thẻ" },
      ),
    "/big.bin": { headers: [["Content-Type", "application/octet-stream"]], body: Buffer.alloc(bigBytes, 7) },
    "/over.bin": {
      headers: [["Content-Type", "application/octet-stream"]],
      body: Buffer.alloc(overBytes, 9),
      chunked: true,
    },
    "/clip.wav": ranged("audio/wav", makeWave()),
    "/download.bin": {
      headers: [
        ["Content-Type", "application/octet-stream"],
        ["Content-Disposition", 'attachment; filename="tep.bin"'],
      ],
      body: "MZ tệp tải xuống",
    },
  };
}
