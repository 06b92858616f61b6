// Promises what the record says of one request held against what the server knows of it: body, headers, messages, request body.
import { readFileSync } from "node:fs";
import path from "node:path";
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from "node:zlib";
import type { Exchange } from "#core/nouns/fetched.ts";
import type { AccessRow } from "./access-log.ts";
import type { SocketTruth } from "./web-socket.ts";

export type BodyVerdict = "exact" | "prefix" | "none" | "differs";
export type HeadersVerdict = "exact" | "same lines" | "differs" | "n/a";

const decoders: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
  deflate: inflateSync,
};

/** The recorded content without content coding. */
function recordedContent(exchange: Exchange, folder: string): Buffer | null {
  if (exchange.bodyFile === null) return null;
  const bytes = readFileSync(path.join(folder, exchange.bodyFile));
  const coding = exchange.responseHeaders.find(([name]) => name.toLowerCase() === "content-encoding")?.[1] ?? "";
  return exchange.bodyForm === "wire" && decoders[coding] ? decoders[coding](bytes) : bytes;
}

export function judgeBody(row: AccessRow, exchange: Exchange, folder: string): BodyVerdict {
  const content = recordedContent(exchange, folder);
  if (content === null) return row.plain.length === 0 ? "exact" : "none";
  if (content.equals(row.plain)) return "exact";
  return content.equals(row.plain.subarray(0, content.length)) ? "prefix" : "differs";
}

/** Only the lines that the site itself wrote: what Node adds (Date, Connection) is not known here. */
export function judgeHeaders(row: AccessRow, exchange: Exchange): HeadersVerdict {
  if (exchange.outcome !== "recorded" || row.sentHeaders.length === 0) return "n/a";
  const isBinary = row.door === "h2";
  const sent = row.sentHeaders.map(([name, value]) => `${isBinary ? name.toLowerCase() : name}: ${value}`);
  const names = new Set(row.sentHeaders.map(([name]) => name.toLowerCase()));
  const told = exchange.responseHeaders
    .filter(([name]) => names.has(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${value}`);
  if (told.join("\n") === sent.join("\n")) return "exact";
  const folded = (lines: string[]) =>
    lines
      .map((line) => line.toLowerCase())
      .sort()
      .join("\n");
  return folded(told) === folded(sent) ? "same lines" : "differs";
}

interface Line {
  direction?: "received" | "sent";
  opcode?: number;
  event?: string;
  text?: string;
  dataBase64?: string;
}

const readLines = (exchange: Exchange, folder: string): Line[] =>
  exchange.messagesFile === null
    ? []
    : readFileSync(path.join(folder, exchange.messagesFile), "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Line);

const dataFrames = (frames: SocketTruth["sent"]): string[] =>
  frames
    .filter(({ opcode }) => opcode === 1 || opcode === 2)
    .map(({ opcode, payload }) => `${opcode} ${payload.toString("hex")}`);

/** Empty when every data frame of both directions stands in the file in order; otherwise what is wrong. */
export function judgeFrames(truth: SocketTruth, exchange: Exchange, folder: string): string {
  const lines = readLines(exchange, folder);
  const written = (direction: Line["direction"]) =>
    lines
      .filter((line) => line.direction === direction && (line.opcode === 1 || line.opcode === 2))
      .map(
        (line) =>
          `${line.opcode} ${(line.text === undefined ? Buffer.from(line.dataBase64 ?? "", "base64") : Buffer.from(line.text)).toString("hex")}`,
      );
  if (written("received").join() !== dataFrames(truth.sent).join()) return "frames from the server differ";
  return written("sent").join() === dataFrames(truth.received).join() ? "" : "frames from the page differ";
}

/** Events of a stream by its text (WHATWG HTML section 9.2.6), against the lines of the file. */
export function judgeEvents(row: AccessRow, exchange: Exchange, folder: string): string {
  const sent = row.plain
    .toString()
    .split("\n\n")
    .map((block) => block.split("\n").filter((line) => line.startsWith("data: ")))
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.slice("data: ".length)).join("\n"));
  const told = readLines(exchange, folder).map((line) => line.text);
  return sent.join("\0") === told.join("\0") ? "" : `${told.length} of ${sent.length} events`;
}

export function judgeRequestBody(row: AccessRow, exchange: Exchange): string {
  const told = Buffer.from(exchange.requestBodyBase64 ?? "", "base64");
  return told.equals(row.requestBody) ? "" : `request body: ${told.length} of ${row.requestBody.length} bytes`;
}
