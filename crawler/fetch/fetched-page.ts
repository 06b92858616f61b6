// Promises a Fetched from a visit: the last answer decoded twice, from its content coding and then from its charset.
import type { Exchange, Fetched } from "#core/nouns/fetched.ts";
import { decodeContent } from "./decode-content.ts";
import { decodeText } from "./decode-text.ts";
import { valuesOf } from "./visit.ts";
import type { Visit } from "./visit.ts";

export interface DecodedAnswer {
  status: number;
  /** Without parameters, lower case; sniffed when the server said nothing. */
  contentType: string;
  bytes: Uint8Array;
}

const documentTypes = new Set(["text/html", "application/xhtml+xml"]);

/** Undoes the last answer's content coding; what had to be cut or mended is written to its `outcomeReason`. */
export async function readAnswer(visit: Visit, maxBytes: number): Promise<DecodedAnswer> {
  const last = lastOf(visit);
  const body = visit.bodies.get(last.id) ?? new Uint8Array();
  const { bytes, note } = await decodeContent(body, valuesOf(last, "content-encoding").join(","), maxBytes);
  if (note !== "") last.outcomeReason = note;
  return { status: last.status ?? 0, contentType: essenceOf(last, bytes), bytes };
}

/** `html` stays empty for anything that a browser would not show as a document. */
export async function toFetched(url: string, visit: Visit, maxDecodedBytes: number): Promise<Fetched> {
  const last = lastOf(visit);
  const { contentType, bytes } = await readAnswer(visit, maxDecodedBytes);
  const isDocument = documentTypes.has(contentType);
  const decoded = isDocument ? decodeText(bytes, valuesOf(last, "content-type")[0] ?? "") : { text: "", charset: "" };
  return {
    url,
    finalUrl: last.url,
    exchanges: visit.exchanges,
    via: "http",
    contentType,
    charset: decoded.charset,
    bodies: visit.bodies,
    html: decoded.text,
  };
}

function lastOf(visit: Visit): Exchange {
  const last = visit.exchanges.at(-1);
  if (last === undefined) throw new TypeError("a visit without an answer has thrown before");
  return last;
}

function essenceOf(exchange: Exchange, bytes: Uint8Array): string {
  const declared = (valuesOf(exchange, "content-type")[0] ?? "").split(";")[0]!.trim().toLowerCase();
  if (/^[\w.+-]+\/[\w.+-]+$/.test(declared)) return declared;
  const start = Buffer.from(bytes.subarray(0, 512)).toString("latin1");
  return /^\s*(\xEF\xBB\xBF)?\s*<(!doctype|html|head|body|title|script|meta|div|!--|h1|p|a|table)/i.test(start)
    ? "text/html"
    : "application/octet-stream";
}
