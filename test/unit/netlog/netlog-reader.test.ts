import { describe, expect, it } from "vitest";
import { type BodyPiece, NetlogReader } from "#crawler/netlog/netlog-reader.ts";
import { LineSplitter } from "#crawler/netlog/split-lines.ts";
import { readEscaped, readHeaderLines, readStatusLine, type WireLog } from "#crawler/netlog/wire-exchange.ts";

const types = {
  URL_REQUEST_START_JOB: 1,
  HTTP_TRANSACTION_SEND_REQUEST_HEADERS: 2,
  HTTP_TRANSACTION_READ_RESPONSE_HEADERS: 3,
  URL_REQUEST_JOB_FILTERED_BYTES_READ: 4,
  URL_REQUEST_REDIRECTED: 5,
  FAILED: 6,
  SOMETHING_ELSE: 7,
};
const constants = {
  logEventTypes: types,
  logSourceType: { URL_REQUEST: 1 },
  logEventPhase: { PHASE_BEGIN: 1, PHASE_END: 2, PHASE_NONE: 0 },
  netError: { ERR_ABORTED: -3 },
  timeTickOffset: 1_000_000,
};
const event = (name: keyof typeof types, id: number, params: object, phase = 0) =>
  JSON.stringify({ params, phase, source: { id, start_time: "5", type: 1 }, time: "5", type: types[name] });
const logOf = (events: string[]) =>
  `{"constants":${JSON.stringify(constants)},\n"events": [\n${events.join(",\n")}],\n"polledData": [{}]\n}\n`;

function read(text: string, pieceBytes = 7): WireLog {
  const reader = new NetlogReader();
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes));
  return reader.end();
}

const base64 = (text: string) => Buffer.from(text).toString("base64");
const oneRequest = [
  event("URL_REQUEST_START_JOB", 9, { url: "http://a.test/", method: "GET", request_type: "main frame" }, 1),
  event("HTTP_TRANSACTION_SEND_REQUEST_HEADERS", 9, { headers: ["Host: a.test"], line: "GET / HTTP/1.1\r\n" }),
  event("HTTP_TRANSACTION_READ_RESPONSE_HEADERS", 9, { headers: ["HTTP/1.1 302 Found", "Location: /b"] }),
  event("URL_REQUEST_REDIRECTED", 9, { location: "http://a.test/b" }),
  event("URL_REQUEST_START_JOB", 9, { url: "http://a.test/b", method: "GET", request_type: "main frame" }, 1),
  event("HTTP_TRANSACTION_READ_RESPONSE_HEADERS", 9, { headers: ["HTTP/1.1 200 OK"] }),
  event("SOMETHING_ELSE", 9, { type: 4 }),
  event("URL_REQUEST_JOB_FILTERED_BYTES_READ", 9, { bytes: base64("gốm "), byte_count: 5 }),
  event("URL_REQUEST_JOB_FILTERED_BYTES_READ", 9, { bytes: base64("sứ"), byte_count: 4 }),
];

describe("reading a network log", () => {
  it("puts the hops of a redirected request one after another, whatever the pieces it comes in", () => {
    for (const pieceBytes of [1, 7, 64, 100_000]) {
      const { exchanges, complete, badLines } = read(logOf(oneRequest), pieceBytes);
      expect([complete, badLines]).toEqual([true, 0]);
      expect(exchanges.map((e) => [e.hop, e.url, e.status, e.redirected, e.decoded?.sizeBytes])).toEqual([
        [0, "http://a.test/", 302, true, undefined],
        [1, "http://a.test/b", 200, false, 10],
      ]);
      expect(exchanges[0]!.startedAtMs).toBe(1_000_005);
    }
  });

  it("reads a log that breaks off in the middle of a line up to there, and says so", () => {
    const whole = logOf(oneRequest);
    const { exchanges, complete, badLines } = read(whole.slice(0, whole.lastIndexOf("bytes")));
    expect([complete, badLines]).toEqual([false, 1]);
    expect(exchanges.at(-1)).toMatchObject({ status: 200, decoded: { sizeBytes: 6 } });
  });

  it("counts a line that is no event and goes on", () => {
    const bad = '{"params":{,"source":{"id":9},"type":4}';
    const { exchanges, badLines } = read(logOf([...oneRequest.slice(0, 3), bad, ...oneRequest.slice(3)]));
    expect(badLines).toBe(1);
    expect(exchanges.length).toBe(2);
  });

  it("gives nothing and says so when its first line is not a log's", () => {
    expect(read("<html>\n</html>\n")).toMatchObject({ exchanges: [], complete: false });
  });

  it("takes the name of a failure from the log's own table", () => {
    const events = [...oneRequest.slice(0, 2), event("FAILED", 9, { net_error: -3 })];
    expect(read(logOf(events)).exchanges[0]!.netError).toBe("net::ERR_ABORTED");
  });

  it("hands each piece of a body on with its request and hop", () => {
    const pieces: BodyPiece[] = [];
    const reader = new NetlogReader((piece) => pieces.push(piece));
    reader.push(Buffer.from(logOf(oneRequest)));
    expect(pieces.map((p) => `${p.sourceId}/${p.hop} ${p.bytes.toString()}`)).toEqual(["9/1 gốm ", "9/1 sứ"]);
  });
});

describe("lines of a log", () => {
  it("longer than the limit are dropped and counted, the next one is read", () => {
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line.toString()), 10);
    for (const piece of ["ab", "c\n", "x".repeat(8), "y".repeat(8), "\nd\ne"]) splitter.push(Buffer.from(piece));
    expect(lines).toEqual(["abc", "d"]);
    expect(splitter.dropped).toBe(1);
    expect(splitter.end().toString()).toBe("e");
  });

  it("in Chromium's escaped form become Latin-1 again; a percent sign elsewhere stays", () => {
    expect(readEscaped("%ESCAPED:\u200b x-a: caf%E9 100%25")).toBe("x-a: caf\xe9 100%");
    expect(readEscaped("x-a: 100%25")).toBe("x-a: 100%25");
    expect(readHeaderLines([":method: GET", "a:b:c", "none"])).toEqual([
      [":method", "GET"],
      ["a", "b:c"],
      ["none", ""],
    ]);
    expect(readStatusLine("HTTP/1.1 200")).toEqual({ status: 200, statusText: "" });
    expect(readStatusLine("%ESCAPED:\u200b HTTP/1.1 200 T%F4t")).toEqual({ status: 200, statusText: "T\xf4t" });
    expect(readStatusLine("ICY 200 OK")).toBe(null);
  });
});
