// Promises the books of the visit as Exchanges: every request that started is recorded, blocked or failed, with its reason.
import type { Exchange, TlsFacts } from "#core/nouns/fetched.ts";
import { seenByClientOnly } from "#core/nouns/fetched.ts";
import { now } from "#core/clock.ts";
import { type EgressRefusal, egressHeader } from "../guard/egress.ts";
import { hostOf, portOf } from "../guard/target.ts";
import type { CdpPayload } from "../browser/cdp-connection.ts";
import { explainUntrusted } from "../browser/explain-certificate.ts";
import { carriesMessages, type Draft } from "./exchange-draft.ts";
import { type Headers, responseHeaders, unfold } from "./header-lines.ts";
import type { Visit } from "./visit.ts";

const requestHeaders = (draft: Draft): Headers =>
  unfold((draft.requestExtra?.headers ?? draft.request.headers) as CdpPayload | undefined);

function requestBody(draft: Draft): string | null {
  const entries = draft.request.postDataEntries as { bytes?: string }[] | undefined;
  if (entries && entries.length > 0)
    return Buffer.concat(entries.map((entry) => Buffer.from(entry.bytes ?? "", "base64"))).toString("base64");
  return draft.request.postData === undefined ? null : Buffer.from(String(draft.request.postData)).toString("base64");
}

function tlsOf(draft: Draft, visit: Visit): TlsFacts | null {
  if (!draft.url.startsWith("https:")) return null;
  const details = draft.response?.securityDetails as CdpPayload | undefined;
  const chain = visit.findings.certificates.get(new URL(draft.url).origin) ?? [];
  if (!details && chain.length === 0) return null;
  const trusted = draft.response?.securityState !== "insecure";
  return {
    trusted,
    reason: trusted ? "" : explainUntrusted(chain, new URL(draft.url).hostname),
    protocol: String(details?.protocol ?? ""),
    chain,
  };
}

/** Host and port as the egress writes them; a WebSocket address counts as its http twin. */
export function contactOf(address: string): { host: string; port: number } {
  const url = new URL(address.replace(/^ws/, "http"));
  return { host: hostOf(url), port: portOf(url) };
}

function findRefusal(rows: readonly EgressRefusal[], address: string): EgressRefusal | undefined {
  const { host, port } = contactOf(address);
  return rows.find((row) => row.port === port && (row.host === host || row.host === new URL(address).hostname));
}

/** Status words of proxy-chain itself: an answer of this kind comes from our own egress and from no server. */
const egressFailures = new Set([
  "Not Found:593",
  "Connection Refused:594",
  "Connection Reset:595",
  "Broken Pipe:596",
  "Upstream Error:599",
  "Non Successful:590",
]);

const headerOf = (headers: Headers, name: string): string =>
  headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? "";

interface Outcome {
  outcome: Exchange["outcome"];
  reason: string;
}

/** What became of a request that our egress answered instead of a server; null when a server answered. */
export function egressOutcome(draft: Draft, visit: Visit): Outcome | null {
  const mark = headerOf(
    draft.paused?.headers ?? unfold(draft.response?.headers as CdpPayload | undefined),
    egressHeader,
  );
  if (mark === "unreachable")
    return { outcome: "failed", reason: findRefusal(visit.egress.failed, draft.url)?.reason ?? "unreachable" };
  if (mark !== "") return { outcome: "blocked", reason: findRefusal(visit.egress.refused, draft.url)?.reason ?? mark };
  const status = draft.paused?.status ?? draft.response?.status;
  const words = draft.paused?.statusText || String(draft.response?.statusText ?? "");
  return egressFailures.has(`${words}:${status}`) ? { outcome: "failed", reason: words.toLowerCase() } : null;
}

function failureOutcome(draft: Draft, visit: Visit): Outcome {
  const text = draft.failure?.text ?? "";
  const refusal = findRefusal(visit.egress.refused, draft.url);
  if (refusal && /TUNNEL|PROXY|EMPTY_RESPONSE|CONNECTION/i.test(text))
    return { outcome: "blocked", reason: refusal.reason };
  if (/BLOCKED_BY|UNSAFE_PORT/.test(text)) return { outcome: "blocked", reason: `trình duyệt chặn: ${text}` };
  if (draft.failure?.blockedReason)
    return { outcome: "blocked", reason: `trình duyệt chặn: ${draft.failure.blockedReason}` };
  return {
    outcome: "failed",
    reason:
      findRefusal(visit.egress.failed, draft.url)?.reason ?? (text || "không có câu trả lời khi lần xem kết thúc"),
  };
}

/** What a reader of the record must know beside the bytes. */
function tellRecorded(draft: Draft, visit: Visit): string {
  const told = [draft.note, draft.bodyMissing];
  if (carriesMessages(draft)) {
    const dropped = visit.messages.droppedOf(draft.id);
    told.push(
      `${visit.messages.countOf(draft.id)} tin nhắn ghi trong tệp riêng${dropped > 0 ? `, bỏ ${dropped}` : ""}`,
    );
    if (!draft.finished) told.push("còn mở khi lần xem kết thúc");
  } else if (draft.failure?.canceled && !draft.gaveUp && !draft.finished) told.push("trang tự huỷ khi chưa nhận hết");
  if (draft.response?.fromServiceWorker === true) told.push("do service worker của trang đáp, không phải máy chủ");
  return told.filter((each) => each !== "").join("; ");
}

function decideOutcome(draft: Draft, visit: Visit): Outcome {
  const own = egressOutcome(draft, visit);
  if (own) return own;
  const answered = draft.paused !== null || draft.response !== null;
  if (answered && draft.failure?.blockedReason)
    return { outcome: "recorded", reason: `trình duyệt không giao cho trang: ${draft.failure.blockedReason}` };
  if (answered) return { outcome: "recorded", reason: tellRecorded(draft, visit) };
  return failureOutcome(draft, visit);
}

/** One draft as an Exchange. Bodies are content-decoded: Chromium hands out nothing else. */
export function toExchange(draft: Draft, visit: Visit): Exchange {
  const headers = responseHeaders(draft);
  const { outcome, reason } = decideOutcome(draft, visit);
  const recorded = outcome === "recorded";
  const contact = contactOf(draft.url);
  const revalidated = draft.responseExtra?.statusCode === 304;
  const status = revalidated ? 304 : (draft.paused?.status ?? draft.response?.status ?? null);
  const body = recorded && !revalidated ? draft.body : null;
  const raw = /^HTTP\/(\d\.\d)/.exec(String(draft.responseExtra?.headersText ?? ""))?.[1];
  return {
    id: draft.id,
    url: draft.url,
    method: draft.method,
    requestHeaders: requestHeaders(draft),
    requestBodyBase64: requestBody(draft),
    startedAt: draft.startedAt.toISOString(),
    endedAt: (draft.endedAt ?? now()).toISOString(),
    status: recorded ? status : null,
    statusText: recorded ? draft.paused?.statusText || String(draft.response?.statusText ?? "") : "",
    httpVersion: recorded ? String(draft.response?.protocol ?? (raw ? `http/${raw}` : "")) : "",
    responseHeaders: recorded ? headers : [],
    bodyForm: body ? "decoded" : "none",
    bodyFile: body?.file ?? null,
    bodySizeBytes: body?.sizeBytes ?? 0,
    truncated: recorded ? draft.truncated : "",
    server: visit.egress.addressOf(contact.host, contact.port),
    tls: recorded ? tlsOf(draft, visit) : null,
    outcome,
    outcomeReason: reason,
    resourceType: draft.resourceType,
    redirectedFrom: draft.redirectedFrom,
    fromServiceWorker: draft.response?.fromServiceWorker === true,
    ...seenByClientOnly,
    messagesFile: recorded ? visit.messages.fileOf(draft.id) : null,
  };
}
