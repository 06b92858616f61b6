// Promises the HTTP/1.1 text of a request or an answer as a WARC record holds it, safe against header injection.
import type { Exchange } from "#core/nouns/fetched.ts";

export interface HttpHead {
  bytes: Buffer;
  /** True when a header held bytes that HTTP/1.1 text cannot hold (a line break, a bad name) and was mended. */
  altered: boolean;
}

/**
 * Status line and headers. The stored body is never chunked and may have its content coding undone, so the headers
 * that would misdescribe it travel as `x-orig-…`, the convention of Browsertrix that replay tools know.
 */
export function responseHead(exchange: Exchange): HttpHead {
  const decoded = exchange.bodyForm === "decoded";
  const moved = new Set(decoded ? ["transfer-encoding", "content-encoding", "content-length"] : ["transfer-encoding"]);
  const headers = exchange.responseHeaders.map(([name, value]): [string, string] => [
    moved.has(name.toLowerCase()) ? `x-orig-${name}` : name,
    value,
  ]);
  const status = String(exchange.status ?? 0).padStart(3, "0");
  return head(`${textVersion(exchange.httpVersion)} ${status} ${oneLine(exchange.statusText)}`, headers);
}

export function requestHead(exchange: Exchange): HttpHead {
  const url = URL.canParse(exchange.url) ? new URL(exchange.url) : null;
  const target = url ? `${url.pathname}${url.search}` : "/";
  return head(
    `${oneLine(exchange.method).replace(/[^A-Za-z]/g, "") || "GET"} ${target} ${textVersion(exchange.httpVersion)}`,
    exchange.requestHeaders,
  );
}

/** `h2` or `h3` when the exchange had no HTTP/1 text of its own; "" otherwise. Written as WARC-Protocol. */
export function binaryProtocol(httpVersion: string): "" | "h2" | "h3" {
  const v = httpVersion.toLowerCase();
  if (/^(h2|http\/2|2)/.test(v)) return "h2";
  return /^(h3|http\/3|3|quic)/.test(v) ? "h3" : "";
}

function textVersion(httpVersion: string): string {
  return httpVersion.endsWith("1.0") ? "HTTP/1.0" : "HTTP/1.1";
}

function head(firstLine: string, headers: readonly (readonly [string, string])[]): HttpHead {
  let altered = false;
  const lines = [firstLine];
  for (const [name, value] of headers) {
    if (name.startsWith(":")) continue; // HTTP/2 pseudo-headers repeat the first line
    const safeName = name.replace(/[^!#$%&'*+.^_`|~0-9A-Za-z-]/g, "_") || "_";
    const safeValue = oneLine(value);
    altered ||= safeName !== name || safeValue !== value;
    lines.push(`${safeName}: ${safeValue}`);
  }
  const text = `${lines.join("\r\n")}\r\n\r\n`;
  // Header bytes above 0x7f reach us as Latin-1 characters; anything beyond was decoded as UTF-8 before.
  const latin1 = !/[\u0100-\uffff]/.test(text);
  return { bytes: Buffer.from(text, latin1 ? "latin1" : "utf8"), altered };
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, " ");
}
