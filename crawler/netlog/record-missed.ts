// Promises a request that DevTools never told of recorded from the network log alone, and said to be so.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { newId } from "#core/id.ts";
import type { Exchange, ServerAddress } from "#core/nouns/fetched.ts";
import { egressHeader } from "../guard/egress.ts";
import { bodyKey, pullBodies } from "./pull-bodies.ts";
import { netlogFile } from "./record-netlog.ts";
import { sentOn, type WireExchange } from "./wire-exchange.ts";

export interface MissedOptions {
  outDir: string;
  maxBytes: number;
  addressOf: (url: string) => ServerAddress;
}

const reason = "DevTools không kể yêu cầu này; ghi lại từ nhật ký mạng";

/**
 * `known`: the exchanges that DevTools told, for the trust in a certificate and for redirects. Each request comes back as
 * an exchange of its own; a body that the kept log lacks is called cut. Throws what the disk throws.
 */
export async function recordMissed(
  missed: readonly WireExchange[],
  known: { exchanges: readonly Exchange[]; byExchange: ReadonlyMap<string, WireExchange> },
  options: MissedOptions,
): Promise<Exchange[]> {
  if (missed.length === 0) return [];
  const wants = new Map(missed.filter(hasBody).map((one): [string, number] => [bodyKey(one), options.maxBytes]));
  const bodies =
    wants.size === 0 ? new Map<string, Buffer>() : await pullBodies(path.join(options.outDir, netlogFile), wants);
  const ids = new Map([...known.byExchange].map(([id, one]) => [bodyKey(one), id]));
  const recorded: Exchange[] = [];
  for (const one of missed) {
    const exchange = toExchange(one, known.exchanges, options);
    ids.set(bodyKey(one), exchange.id);
    exchange.redirectedFrom = ids.get(bodyKey({ ...one, hop: one.hop - 1 })) ?? null;
    const bytes = bodies.get(bodyKey(one));
    if (exchange.outcome === "recorded" && hasBody(one))
      await keepBody(exchange, one, bytes ?? Buffer.alloc(0), options.outDir);
    recorded.push(exchange);
  }
  return recorded;
}

const hasBody = (one: WireExchange): boolean => (one.decoded?.sizeBytes ?? 0) > 0 && one.status !== 304;

async function keepBody(exchange: Exchange, one: WireExchange, bytes: Buffer, outDir: string): Promise<void> {
  if (one.netError !== "") exchange.truncated = "disconnect";
  else if (bytes.length !== one.decoded?.sizeBytes) exchange.truncated = "length";
  if (bytes.length === 0) return;
  exchange.bodyFile = `exchanges/${exchange.id}.bin`;
  exchange.bodyForm = "decoded";
  exchange.bodySizeBytes = bytes.length;
  await writeFile(path.join(outDir, exchange.bodyFile), bytes, { flag: "wx" });
}

function toExchange(one: WireExchange, told: readonly Exchange[], { addressOf }: MissedOptions): Exchange {
  const mark = one.responseHeaders.find(([name]) => name.toLowerCase() === egressHeader)?.[1];
  const outcome = mark ? "blocked" : one.status === null ? "failed" : "recorded";
  const recorded = outcome === "recorded";
  const why = mark ?? (recorded ? "" : one.netError || "không có câu trả lời");
  return {
    id: newId(),
    url: one.url,
    method: one.method,
    requestHeaders: sentOn(one.requestHeaders ?? []),
    requestBodyBase64: null,
    startedAt: new Date(one.startedAtMs).toISOString(),
    endedAt: new Date(one.endedAtMs).toISOString(),
    status: recorded ? one.status : null,
    statusText: recorded ? one.statusText : "",
    httpVersion: recorded ? one.httpVersion : "",
    responseHeaders: recorded ? one.responseHeaders : [],
    bodyForm: "none",
    bodyFile: null,
    bodySizeBytes: 0,
    truncated: "",
    server: addressOf(one.url),
    tls: recorded ? tlsLike(one, told) : null,
    outcome,
    outcomeReason: why === "" ? reason : `${why} (${reason})`,
    resourceType: "Other",
    redirectedFrom: null,
    fromServiceWorker: false,
    headersForm: recorded ? "wire" : "told",
    messagesFile: null,
    netlog: { verdict: mark ? "not-applicable" : "unseen", note: reason },
  };
}

/** The log does not say whether the certificate is trusted: another exchange of that origin does, or nobody. Once untrusted counts. */
function tlsLike(one: WireExchange, told: readonly Exchange[]): Exchange["tls"] {
  const { origin } = new URL(one.url);
  const there = told.filter((exchange) => exchange.tls !== null && new URL(exchange.url).origin === origin);
  const like = (there.find((exchange) => !exchange.tls!.trusted) ?? there[0])?.tls;
  if (!like || !one.tls) return null;
  return { ...like, chain: one.tls.chain.length > 0 ? one.tls.chain : like.chain };
}
