// Promises a capture's bundle on disk, of our own making: every kind of exchange, hostile headers and titles included.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Bundle } from "#core/nouns/capture.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import {
  exchange,
  makeAttachment,
  makeLookup,
  makeNetlog,
  makePng,
  makeSecondLook,
  type Put,
  sha256Of,
} from "./bundle-pieces.ts";

export { makePng };

export interface MadeBundle {
  bundleDir: string;
  bundle: Bundle;
}

const page = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Hội chợ làng nghề</title>
<h1>Hội chợ làng nghề xã Thử Nghiệm</h1><p>Ngày khai mạc: ngưỡng, khuỷu, quẫn, Ữ Ự.</p><img src="/anh.png"></html>\n`;

/** Writes `bundle.json` and its files to `bundleDir`. `bodyBytes` adds one more answer of that size. */
export function makeBundle(
  bundleDir: string,
  options: { captureId?: string; bodyBytes?: number; title?: string } = {},
): MadeBundle {
  mkdirSync(path.join(bundleDir, "bodies"), { recursive: true });
  const put = (file: string, bytes: string | Uint8Array) => {
    writeFileSync(path.join(bundleDir, file), bytes);
    return file;
  };
  const exchanges = makeExchanges(put);
  if (options.bodyBytes !== undefined) exchanges.push(bigExchange(put, options.bodyBytes));
  const tiles = [0, 1].map((i) => {
    const png = makePng(64, 40, i * 90);
    return {
      file: put(`tile-${i}.png`, png),
      x: 0,
      y: i * 40,
      width: 64,
      height: 40,
      sha256: sha256Of(png),
      blankShare: 0.25,
    };
  });
  const bundle: Bundle = {
    lookups: [makeLookup(put)],
    attachments: [makeAttachment(put)],
    netlog: makeNetlog(put),
    witnesses: {
      exchanges: exchanges.length,
      recorded: exchanges.length - 2,
      blocked: 1,
      failed: 1,
      agree: 4,
      differ: 0,
      unseen: 0,
      onlyInNetlog: [{ url: "https://www.lang-nghe.test/do.gif", note: "chỉ có trong nhật ký mạng" }],
      blankTiles: [],
    },
    secondLook: makeSecondLook(put),
    captureId: options.captureId ?? "019ab000-1111-7222-8333-444455556666",
    requestedUrl: "http://lang-nghe.test/",
    finalUrl: "https://www.lang-nghe.test/trang?b=2&a=1",
    status: "partial",
    statusReason: "một ảnh không tải được",
    startedAt: "2026-11-20T03:04:05.250Z",
    endedAt: "2026-11-20T03:04:12.750Z",
    title: options.title ?? "Hội chợ làng nghề \ud800",
    exchanges,
    scanExchanges: [
      {
        ...exchanges[1]!,
        id: "e2",
        startedAt: "2026-11-20T02:00:00.000Z",
        endedAt: "2026-11-20T02:00:01.000Z",
        redirectedFrom: null,
      },
    ],
    viewportFile: put("viewport.png", makePng(64, 36, 10)),
    tiles,
    pageWidth: 64,
    pageHeight: 80,
    domFile: put("dom.html", page),
    textFile: put("text.txt", "Hội chợ làng nghề xã Thử Nghiệm\n"),
    textBoxesFile: put("boxes.json", "[]"),
    redirects: [{ from: "http://lang-nghe.test/", to: "https://www.lang-nghe.test/trang?b=2&a=1", status: 301 }],
    mainTls: exchanges[1]!.tls,
    browser: {
      product: "HeadlessChrome/153.0.0.0",
      revision: "r1",
      userAgent: "Mozilla/5.0 (thử)",
      source: "bundled",
      sandboxed: true,
    },
    program: { name: "vonggac", version: "0.1.0", node: process.version },
    viewport: { width: 64, height: 36, deviceScaleFactor: 1, mobile: false },
    language: "vi-VN",
    referrer: "",
    clock: {
      source: "system",
      offsetMs: 12,
      checkedAt: "2026-11-20T03:00:00Z",
      serverDate: "Fri, 20 Nov 2026 03:04:05 GMT",
    },
    fonts: ["Arimo", "Tinos"],
    egress: { proxy: "http://user:bi-mat@proxy.test:3128", bytesIn: 12345, bytesOut: 678 },
    steps: [{ step: "goto", ok: true, tookMs: 410, note: "" }],
    askedBy: "test",
    reason: "kiểm thử",
    notCaptured: [{ what: "https://www.lang-nghe.test/hong.png", why: "đứt kết nối" }],
  };
  put("bundle.json", JSON.stringify(bundle));
  return { bundleDir, bundle };
}

function makeExchanges(put: Put): Exchange[] {
  const gz = gzipSync(page);
  const script = "console.log('xin chào');\n";
  const png = makePng(8, 8, 200);
  const tls = {
    trusted: false,
    reason: "DEPTH_ZERO_SELF_SIGNED_CERT",
    protocol: "TLSv1.3",
    chain: [Buffer.from("not a real leaf").toString("base64"), Buffer.from("nor a real root").toString("base64")],
  };
  const site = "https://www.lang-nghe.test";
  return [
    exchange("e1", "http://lang-nghe.test/", {
      status: 301,
      statusText: "Moved Permanently",
      responseHeaders: [["Location", `${site}/trang?b=2&a=1`]],
      bodyForm: "none",
      server: { ip: "192.0.2.7", note: "" },
    }),
    exchange("e2", `${site}/trang?b=2&a=1`, {
      responseHeaders: [
        ["Content-Type", "text/html; charset=utf-8"],
        ["Content-Encoding", "gzip"],
        ["Transfer-Encoding", "chunked"],
        ["Set-Cookie", "a=1"],
        ["set-cookie", "b=2\r\nX-Injected: 1"],
      ],
      bodyForm: "wire",
      bodyFile: put("bodies/e2", gz),
      bodySizeBytes: gz.length,
      tls,
      redirectedFrom: "e1",
      server: { ip: "2001:db8::7", note: "" },
    }),
    exchange("e3", `${site}/ma.js`, {
      httpVersion: "h2",
      requestHeaders: [
        [":authority", "www.lang-nghe.test"],
        ["accept", "*/*"],
      ],
      responseHeaders: [
        ["content-type", "text/javascript"],
        ["content-encoding", "br"],
        ["content-length", "11"],
      ],
      bodyForm: "decoded",
      bodyFile: put("bodies/e3", script),
      bodySizeBytes: script.length,
      tls,
      headersForm: "wire",
      netlog: { verdict: "agrees-decoded", note: "" },
      messagesFile: put("bodies/e3.messages", '{"at":"2026-11-20T03:04:03.600Z","data":"một"}\n'),
    }),
    exchange("e4", `${site}/anh.png`, {
      responseHeaders: [["Content-Type", "image/png"]],
      bodyForm: "wire",
      bodyFile: put("bodies/e4", png),
      bodySizeBytes: png.length,
      truncated: "length",
    }),
    exchange("e5", `${site}/gui`, {
      method: "POST",
      requestBodyBase64: Buffer.from("ten=An").toString("base64"),
      status: 204,
      statusText: "No Content",
      bodyForm: "none",
    }),
    exchange("e6", `${site}/hong.png`, {
      status: null,
      statusText: "",
      outcome: "failed",
      outcomeReason: "net::ERR_CONNECTION_RESET",
      bodyForm: "none",
    }),
    exchange("e7", "http://169.254.169.254/latest", {
      status: null,
      statusText: "",
      outcome: "blocked",
      outcomeReason: "link-local address",
      bodyForm: "none",
    }),
    exchange("e8", `${site}/tu-sw.json`, {
      fromServiceWorker: true,
      responseHeaders: [["content-type", "application/json"]],
      bodyForm: "decoded",
      bodyFile: put("bodies/e8", "{}"),
      bodySizeBytes: 2,
    }),
  ];
}

/** Pseudo-random bytes from a fixed recurrence, so that gzip gains nothing. */
function bigExchange(put: Put, sizeBytes: number): Exchange {
  const bytes = Buffer.alloc(sizeBytes);
  for (let i = 0, x = 1; i < sizeBytes; i++) bytes[i] = (x = (Math.imul(x, 1664525) + 1013904223) >>> 0) >>> 24;
  return exchange("e9", "https://www.lang-nghe.test/phim.mp4", {
    responseHeaders: [["content-type", "video/mp4"]],
    bodyForm: "wire",
    bodyFile: put("bodies/e9", bytes),
    bodySizeBytes: sizeBytes,
  });
}
