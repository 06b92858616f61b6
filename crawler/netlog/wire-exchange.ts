// Promises the shape of what Chromium's network log says of one request on the wire, and how its header lines are read.
import type { TlsFacts } from "#core/nouns/fetched.ts";

export type Headers = [string, string][];

/** SHA-256 in lower-case hex, of bytes that the log holds. */
export interface SeenBytes {
  sha256: string;
  sizeBytes: number;
}

export interface WireTls {
  protocol: string;
  /** IANA number of the cipher suite; null when the log does not say. */
  cipherSuite: number | null;
  resumed: boolean;
  /** DER certificates as the server sent them in this session, leaf first, base64. */
  chain: TlsFacts["chain"];
}

/** One hop of one request: a redirect starts the next hop of the same request. */
export interface WireExchange {
  /** Chromium's number of the request within this log, and which hop of it. */
  sourceId: number;
  hop: number;
  url: string;
  method: string;
  /** `main frame`, `subframe`, `other`, … as Chromium names it. */
  requestType: string;
  /** Origin that asked, or Chromium's words for none. */
  initiator: string;
  startedAtMs: number;
  /** When the log last spoke of it. */
  endedAtMs: number;
  /** Null when nothing was sent: answered from the cache, or stopped before. */
  requestHeaders: Headers | null;
  httpVersion: "http/1.1" | "h2" | "h3" | "";
  status: number | null;
  statusText: string;
  /** Order, case, duplicates and Latin-1 bytes as received; white space around values is cut by Chromium. */
  responseHeaders: Headers;
  /** Transfer coding undone, content coding not. Null when no body was read. */
  coded: SeenBytes | null;
  /** As handed to the page. Equal to `coded` where there is no content coding. */
  decoded: SeenBytes | null;
  /** Content coding by Chromium's filters (`GZIP`, `BROTLI`, `ZSTD`, `DEFLATE`, joined by commas); "" when there is none. */
  filters: string;
  /** The coded bytes themselves, kept for small coded bodies only, so that they can be decoded a second time. */
  codedBytes: Buffer | null;
  /** `net::ERR_…`, or "" while nothing failed. */
  netError: string;
  redirected: boolean;
  tls: WireTls | null;
}

export interface WireLog {
  exchanges: WireExchange[];
  /** Names that the browser resolved by itself; behind a proxy it resolves none. */
  namesResolved: string[];
  /** False when the log lacks its end: the browser was killed, or the log was cut. */
  complete: boolean;
  /** Lines that could not be read, the cut last one included. */
  badLines: number;
}

/** Without what is said to our own egress only and goes no further. */
export const sentOn = (headers: Headers): Headers =>
  headers.filter(([name]) => name.toLowerCase() !== "proxy-connection");

const escapeMark = /^%ESCAPED:\u200b ?/;

/** Chromium writes text that is not ASCII as `%ESCAPED:` and percent signs; what comes back is Latin-1. */
export function readEscaped(text: string): string {
  if (!escapeMark.test(text)) return text;
  return text
    .replace(escapeMark, "")
    .replace(/%([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** `Name: value` lines. A pseudo-header of HTTP/2 (`:method`) keeps its colon. */
export function readHeaderLines(lines: readonly unknown[]): Headers {
  return lines
    .map((line) => readEscaped(String(line)))
    .map((line): [string, string] => {
      const colon = line.indexOf(":", 1);
      return colon === -1 ? [line, ""] : [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
}

/** `HTTP/1.1 200 OK`; null for what is no status line. */
export function readStatusLine(line: unknown): { status: number; statusText: string } | null {
  const match = /^HTTP\/\d(?:\.\d)? (\d{3}) ?(.*)$/.exec(readEscaped(String(line)));
  return match ? { status: Number(match[1]), statusText: match[2]! } : null;
}
