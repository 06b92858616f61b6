// Promises the pieces of a made bundle: exchanges, pictures, and what stands beside the page's own exchanges.
import { createHash } from "node:crypto";
import { crc32, deflateSync, zstdCompressSync } from "node:zlib";
import type { Attachment, Bundle } from "#core/nouns/capture.ts";
import type { Exchange } from "#core/nouns/fetched.ts";

export type Put = (file: string, bytes: string | Uint8Array) => string;

export function makeLookup(put: Put): Exchange {
  const robots = "User-agent: *\nDisallow:\n";
  return exchange("l1", "https://www.lang-nghe.test/robots.txt", {
    responseHeaders: [["Content-Type", "text/plain"]],
    bodyForm: "wire",
    bodyFile: put("bodies/l1", robots),
    bodySizeBytes: robots.length,
    resourceType: "lookup",
  });
}

export function makeAttachment(put: Put): Attachment {
  const bytes = Buffer.from("STT,Tên gian hàng\n1,Gốm\n");
  return {
    file: put("gian-hang.csv", bytes),
    kind: "download",
    url: "https://www.lang-nghe.test/gian-hang.csv",
    mime: "text/csv",
    sizeBytes: bytes.length,
    sha256: sha256Of(bytes),
    note: "",
  };
}

export function makeNetlog(put: Put): NonNullable<Bundle["netlog"]> {
  const raw = Buffer.from('{"constants":{},\n"events": [\n]}\n');
  const packed = zstdCompressSync(raw);
  return {
    file: put("netlog.json.zst", packed),
    sha256: sha256Of(packed),
    sizeBytes: packed.length,
    rawSha256: sha256Of(raw),
    rawSizeBytes: raw.length,
  };
}

export function makeSecondLook(put: Put): NonNullable<Bundle["secondLook"]> {
  return {
    startedAt: "2026-11-20T03:04:20.000Z",
    endedAt: "2026-11-20T03:04:24.000Z",
    status: "captured",
    finalUrl: "https://www.lang-nghe.test/trang?b=2&a=1",
    textSimilarity: 1,
    pictureDifference: 0.01,
    differences: [{ url: "https://www.lang-nghe.test/ma.js", kind: "other-bytes", note: "" }],
    differencesMore: 0,
    viewportFile: put("second-viewport.png", makePng(64, 36, 11)),
    textFile: put("second-text.txt", "Hội chợ làng nghề xã Thử Nghiệm\n"),
    note: "",
  };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function exchange(id: string, url: string, facts: Partial<Exchange>): Exchange {
  return {
    id,
    url,
    method: "GET",
    requestHeaders: [
      ["Host", new URL(url).host],
      ["Accept", "*/*"],
    ],
    requestBodyBase64: null,
    startedAt: `2026-11-20T03:04:0${id.slice(1)}.500Z`,
    endedAt: `2026-11-20T03:04:0${id.slice(1)}.900Z`,
    status: 200,
    statusText: "OK",
    httpVersion: "HTTP/1.1",
    responseHeaders: [],
    bodyForm: "none",
    bodyFile: null,
    bodySizeBytes: 0,
    truncated: "",
    server: { ip: null, note: "qua proxy, không rõ địa chỉ máy chủ" },
    tls: null,
    outcome: "recorded",
    outcomeReason: "",
    resourceType: "document",
    redirectedFrom: null,
    fromServiceWorker: false,
    headersForm: "told",
    messagesFile: null,
    netlog: null,
    ...facts,
  };
}

/** A real, tiny greyscale PNG. */
export function makePng(width: number, height: number, shade: number): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = (shade + x * 3 + y * 7) & 0xff;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(rows)),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
