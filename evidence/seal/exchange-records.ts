// Promises the WARC records of one exchange: the answer, the request, and a metadata record that says how far to trust them.
import { createHash } from "node:crypto";
import type { Exchange, TlsFacts } from "#core/nouns/fetched.ts";
import { AppError } from "#core/errors.ts";
import { canonicalBytes } from "../archive/canonical-json.ts";
import { binaryProtocol, requestHead, responseHead } from "../archive/http-head.ts";
import type { Payload } from "../archive/payload.ts";
import { withoutBlanks } from "../archive/surt.ts";
import { recordIdOf, type RecordPlan } from "../archive/warc-record.ts";

/** `capture`: the evidence visit; `scan`: the visit that raised the suspicion; `lookup`: asked by this program itself. */
export type Phase = "capture" | "scan" | "lookup";

export interface ExchangePlans {
  exchange: Exchange;
  phase: Phase;
  answer: RecordPlan | null;
  request: RecordPlan | null;
  metadata: RecordPlan;
  /** WebSocket frames or event-stream events, one JSON object a line. */
  messages: RecordPlan | null;
  records: RecordPlan[];
}

type Inside = (file: string) => string;

/** A name server's answer is no HTTP: it is kept as the resource that it is, and holds its question. */
const isDns = (exchange: Exchange): boolean => exchange.url.startsWith("dns:");

/**
 * A blocked request was never sent and a failed one has no answer: they leave a metadata record all the same, so that
 * nothing the page asked for is missing in silence. What a service worker made up is a resource, never a server's response.
 */
export function exchangePlans(captureId: string, phase: Phase, exchange: Exchange, inside: Inside): ExchangePlans {
  const base = baseOf(captureId, phase, exchange);
  const isSilent = isDns(exchange) ? exchange.bodyFile === null : exchange.status === null;
  const answer = isSilent ? null : answerPlan(base, exchange, inside);
  const request = exchange.outcome === "blocked" || isDns(exchange) ? null : requestPlan(base, exchange, answer);
  const metadata = metadataPlan(base, phase, exchange, answer ?? request);
  const messages = exchange.messagesFile === null ? null : messagesPlan(base, exchange.messagesFile, metadata, inside);
  const records = [answer, request, metadata, messages].filter((plan) => plan !== null);
  return { exchange, phase, answer, request, metadata, messages, records };
}

/** RFC 3339 in UTC with milliseconds. */
export function warcDate(time: string, what: string): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) throw new AppError("seal.failed", { detail: `${what}: not a time` });
  return at.toISOString();
}

/** SHA-256 of the chain's DER certificates one after another, hex. */
export function chainSha256(tls: TlsFacts): string {
  const hash = createHash("sha256");
  for (const der of tls.chain) hash.update(Buffer.from(der, "base64"));
  return hash.digest("hex");
}

type Base = (type: RecordPlan["type"], role: string) => Pick<RecordPlan, "type" | "recordId" | "targetUri" | "date">;

function baseOf(captureId: string, phase: Phase, exchange: Exchange): Base {
  const targetUri = withoutBlanks(exchange.url);
  const date = warcDate(exchange.startedAt, `exchange ${exchange.id} startedAt`);
  return (type, role) => ({ type, recordId: recordIdOf(captureId, phase, exchange.id, role), targetUri, date });
}

function answerPlan(base: Base, exchange: Exchange, inside: Inside): RecordPlan {
  const made = exchange.fromServiceWorker || isDns(exchange);
  const mime = mimeOf(exchange);
  return {
    ...base(made ? "resource" : "response", "answer"),
    contentType: made ? mime : "application/http; msgtype=response",
    fields: [
      ...addressField(exchange),
      ...(made ? [] : protocolField(exchange)),
      ...(exchange.truncated === "" ? [] : [["WARC-Truncated", exchange.truncated] satisfies [string, string]]),
    ],
    head: made ? Buffer.alloc(0) : responseHead(exchange).bytes,
    payload: bodyOf(exchange, inside),
    packed: isPacked(exchange, mime),
    index: { mime, status: exchange.status },
  };
}

function requestPlan(base: Base, exchange: Exchange, answer: RecordPlan | null): RecordPlan {
  return {
    ...base("request", "request"),
    contentType: "application/http; msgtype=request",
    fields: [...addressField(exchange), ...protocolField(exchange), ...concurrent(answer)],
    head: requestHead(exchange).bytes,
    payload: { bytes: Buffer.from(exchange.requestBodyBase64 ?? "", "base64") },
    packed: false,
    index: null,
  };
}

function metadataPlan(base: Base, phase: Phase, exchange: Exchange, about: RecordPlan | null): RecordPlan {
  const facts = {
    exchange: exchange.id,
    phase,
    outcome: exchange.outcome,
    outcomeReason: exchange.outcomeReason.toWellFormed(),
    startedAt: exchange.startedAt,
    endedAt: exchange.endedAt,
    httpVersion: exchange.httpVersion,
    bodyForm: exchange.bodyForm,
    transferCoding: "undone",
    truncated: exchange.truncated,
    headersAltered: requestHead(exchange).altered || responseHead(exchange).altered,
    server: { ip: exchange.server.ip, note: exchange.server.note },
    tls: exchange.tls && {
      trusted: exchange.tls.trusted,
      reason: exchange.tls.reason,
      protocol: exchange.tls.protocol,
      chainSha256: exchange.tls.chain.length > 0 ? chainSha256(exchange.tls) : null,
    },
    resourceType: exchange.resourceType,
    redirectedFrom: exchange.redirectedFrom,
    fromServiceWorker: exchange.fromServiceWorker,
    headersForm: exchange.headersForm,
    netlog: exchange.netlog && { verdict: exchange.netlog.verdict, note: exchange.netlog.note.toWellFormed() },
  };
  return {
    ...base("metadata", "metadata"),
    contentType: "application/json",
    fields: concurrent(about),
    head: Buffer.alloc(0),
    payload: { bytes: canonicalBytes(facts) },
    packed: false,
    index: null,
  };
}

/** A resource of its own: what travelled inside a connection has no HTTP form. */
function messagesPlan(base: Base, file: string, about: RecordPlan, inside: Inside): RecordPlan {
  const { targetUri, ...rest } = base("resource", "messages");
  return {
    ...rest,
    targetUri: `urn:messages:${targetUri ?? ""}`,
    contentType: "application/x-ndjson",
    fields: concurrent(about),
    head: Buffer.alloc(0),
    payload: { file: inside(file) },
    packed: false,
    index: { mime: "application/x-ndjson", status: null },
  };
}

function bodyOf(exchange: Exchange, inside: Inside): Payload {
  if (exchange.bodyForm === "none") return { bytes: Buffer.alloc(0) };
  if (exchange.bodyFile !== null) return { file: inside(exchange.bodyFile) };
  if (exchange.bodySizeBytes === 0) return { bytes: Buffer.alloc(0) };
  throw new AppError("seal.failed", {
    detail: `exchange ${exchange.id}: ${exchange.bodySizeBytes} bytes of body and no file`,
  });
}

/** Only the server's own address counts as WARC-IP-Address; behind a proxy it stays unknown. */
function addressField(exchange: Exchange): [string, string][] {
  return exchange.server.ip === null ? [] : [["WARC-IP-Address", exchange.server.ip]];
}

function protocolField(exchange: Exchange): [string, string][] {
  const protocol = binaryProtocol(exchange.httpVersion);
  return protocol === "" ? [] : [["WARC-Protocol", protocol]];
}

function concurrent(other: RecordPlan | null): [string, string][] {
  return other === null ? [] : [["WARC-Concurrent-To", other.recordId]];
}

function mimeOf(exchange: Exchange): string {
  const value = exchange.responseHeaders.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const mime = value.split(";")[0]!.trim().toLowerCase();
  return /^[\w.+-]+\/[\w.+-]+$/.test(mime) ? mime : "application/octet-stream";
}

/** Deflating a JPEG or a gzip body again costs time and saves about 1 %. */
function isPacked(exchange: Exchange, mime: string): boolean {
  const coded =
    exchange.bodyForm === "wire" &&
    exchange.responseHeaders.some(([name, value]) => name.toLowerCase() === "content-encoding" && value !== "identity");
  return coded || /^(image\/(?!svg|bmp)|video\/|audio\/|font\/woff|application\/(zip|gzip|x-7z|pdf))/.test(mime);
}
