// Promises one small file asked for by this program itself, through the guard, with its redirects, as exchanges of their own.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Config } from "#core/config.ts";
import { now, nowMs } from "#core/clock.ts";
import { toAppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { seenByClientOnly, type Exchange } from "#core/nouns/fetched.ts";
import { sendHop } from "../fetch/hop.ts";
import { logContact } from "../fetch/visit.ts";
import type { Resolver } from "../guard/resolve.ts";
import { hostOf, parseTargetUrl } from "../guard/target.ts";
import type { ContactedRequest, RequestLog } from "../ports.ts";

export interface ServerQuestion {
  url: string;
  purpose: ContactedRequest["purpose"];
  resourceType: string;
  accept: string;
  /** Folder of the bundle; bodies go to `lookups/`. */
  outDir: string;
  maxBytes: number;
  timeoutMs: number;
  signal: AbortSignal;
  /** Whether the turn that the caller holds covers this address too; a redirect that it does not cover is recorded and not followed. */
  covers: (url: URL) => boolean;
}

export interface AskContext {
  config: Config;
  requestLog: RequestLog;
  resolver?: Resolver;
}

const maxRedirects = 3;

const headersOf = (url: URL, question: ServerQuestion, config: Config): [string, string][] => [
  ["Host", url.host],
  ["User-Agent", config.userAgent],
  ["Accept", question.accept],
  ["Accept-Encoding", "gzip, deflate, br"],
  ["Connection", "close"],
];

function unanswered(address: string, question: ServerQuestion, error: unknown, startedAt: Date): Exchange {
  const failure = toAppError(error, "fetch.broken");
  return {
    id: newId(),
    url: address,
    method: "GET",
    requestHeaders: [],
    requestBodyBase64: null,
    startedAt: startedAt.toISOString(),
    endedAt: now().toISOString(),
    status: null,
    statusText: "",
    httpVersion: "",
    responseHeaders: [],
    bodyForm: "none",
    bodyFile: null,
    bodySizeBytes: 0,
    truncated: "",
    server: { ip: null, note: "" },
    tls: null,
    outcome: failure.code.startsWith("guard.") ? "blocked" : "failed",
    outcomeReason: failure.message,
    resourceType: question.resourceType,
    redirectedFrom: null,
    fromServiceWorker: false,
    ...seenByClientOnly,
  };
}

/** An upstream proxy's own words for a dead host are no answer of the site. */
const isProxysAnswer = (url: URL, exchange: Exchange, config: Config): boolean =>
  config.VONGGAC_PROXY !== undefined &&
  url.protocol === "http:" &&
  (exchange.status === 502 || exchange.status === 504);

async function askHop(url: URL, question: ServerQuestion, context: AskContext): Promise<Exchange> {
  const startedMs = nowMs();
  const signal = AbortSignal.any([question.signal, AbortSignal.timeout(question.timeoutMs)]);
  try {
    const { exchange, body } = await sendHop(
      {
        url,
        headers: headersOf(url, question, context.config),
        maxBodyBytes: question.maxBytes,
        redirectedFrom: null,
        resourceType: question.resourceType,
      },
      { ...context, signal },
    );
    if (isProxysAnswer(url, exchange, context.config))
      throw new Error(`proxy trả lời ${exchange.status}: không tới được máy chủ`);
    logContact(context, question, url, startedMs, exchange, null);
    if (body.length === 0) return exchange;
    const bodyFile = `lookups/${exchange.id}.bin`;
    await writeFile(path.join(question.outDir, bodyFile), body, { flag: "wx" });
    return { ...exchange, bodyFile };
  } catch (error) {
    const failure = toAppError(error, signal.aborted ? "fetch.timeout" : "fetch.broken");
    logContact(context, question, url, startedMs, null, failure);
    return unanswered(url.href, question, failure, new Date(startedMs));
  }
}

function redirectOf(exchange: Exchange): string | null {
  if (exchange.status === null || ![301, 302, 303, 307, 308].includes(exchange.status)) return null;
  const location = exchange.responseHeaders.find(([name]) => name.toLowerCase() === "location")?.[1];
  return location !== undefined && URL.canParse(location, exchange.url) ? new URL(location, exchange.url).href : null;
}

/** Every hop as an exchange, in order. What was refused, failed or not followed says so in `outcomeReason`; nothing is thrown. */
export async function askServer(question: ServerQuestion, context: AskContext): Promise<Exchange[]> {
  const chain: Exchange[] = [];
  for (let next: string | null = question.url; next !== null;) {
    let url: URL;
    try {
      url = parseTargetUrl(next, context.config);
    } catch (error) {
      chain.push(unanswered(next.slice(0, 8192), question, error, now()));
      return chain;
    }
    const exchange = await askHop(url, question, context);
    chain.push({ ...exchange, redirectedFrom: chain.at(-1)?.id ?? null });
    next = redirectOf(exchange);
    if (next !== null && (chain.length > maxRedirects || !question.covers(new URL(next)))) {
      chain.at(-1)!.outcomeReason = `không đi theo chuyển hướng tới ${hostOf(new URL(next))}`;
      return chain;
    }
  }
  return chain;
}
