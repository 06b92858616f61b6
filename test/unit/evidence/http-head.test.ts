import { describe, expect, it } from "vitest";
import type { Exchange } from "#core/nouns/fetched.ts";
import { binaryProtocol, requestHead, responseHead } from "#evidence/archive/http-head.ts";

const exchange: Exchange = {
  id: "e1",
  url: "https://a.test/x?y=1#z",
  method: "GET",
  requestHeaders: [
    [":path", "/x"],
    ["accept", "*/*"],
  ],
  requestBodyBase64: null,
  startedAt: "",
  endedAt: "",
  status: 200,
  statusText: "OK",
  httpVersion: "h2",
  responseHeaders: [
    ["Content-Encoding", "br"],
    ["content-length", "3"],
    ["Set-Cookie", "a"],
    ["set-cookie", "b"],
  ],
  bodyForm: "decoded",
  bodyFile: null,
  bodySizeBytes: 0,
  truncated: "",
  server: { ip: null, note: "" },
  tls: null,
  outcome: "recorded",
  outcomeReason: "",
  resourceType: "",
  redirectedFrom: null,
  fromServiceWorker: false,
  headersForm: "told",
  messagesFile: null,
  netlog: null,
};

describe("HTTP heads in a WARC", () => {
  it("keep order, case and duplicates, and rename what no longer describes a decoded body", () => {
    expect(responseHead(exchange).bytes.toString()).toBe(
      "HTTP/1.1 200 OK\r\nx-orig-Content-Encoding: br\r\nx-orig-content-length: 3\r\nSet-Cookie: a\r\nset-cookie: b\r\n\r\n",
    );
  });

  it("keep the content coding of a body that is stored as sent", () => {
    const head = responseHead({
      ...exchange,
      bodyForm: "wire",
      responseHeaders: [
        ["Content-Encoding", "br"],
        ["Transfer-Encoding", "chunked"],
      ],
    });
    expect(head.bytes.toString()).toBe(
      "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nx-orig-Transfer-Encoding: chunked\r\n\r\n",
    );
  });

  it("cannot be split by a hostile header, and say that they were mended", () => {
    const head = responseHead({
      ...exchange,
      statusText: "OK\r\nX: 1",
      responseHeaders: [["a\r\nb", "c\r\n\r\n<html>"]],
    });
    expect(head.bytes.toString().split("\r\n")).toEqual(["HTTP/1.1 200 OK X: 1", "a__b: c <html>", "", ""]);
    expect(head.altered).toBe(true);
    expect(responseHead(exchange).altered).toBe(false);
  });

  it("keep Latin-1 bytes as they came", () => {
    const head = responseHead({ ...exchange, responseHeaders: [["x-a", "\u00e9"]] });
    expect(head.bytes.includes(Buffer.from([0xe9]))).toBe(true);
  });

  it("leave fragment and pseudo-headers out of a request", () => {
    expect(requestHead(exchange).bytes.toString()).toBe("GET /x?y=1 HTTP/1.1\r\naccept: */*\r\n\r\n");
    expect([binaryProtocol("h2"), binaryProtocol("HTTP/3"), binaryProtocol("HTTP/1.1")]).toEqual(["h2", "h3", ""]);
  });
});
