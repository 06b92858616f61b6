// Promises a redirect chain in which every hop passed the guard, was logged, and counted against one budget.
import type { Config } from "#core/config.ts";
import { nowMs } from "#core/clock.ts";
import { AppError, toAppError } from "#core/errors.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import type { Resolver } from "../guard/resolve.ts";
import { hostOf, parseTargetUrl } from "../guard/target.ts";
import type { ContactedRequest, RequestLog } from "../ports.ts";
import { sendHop } from "./hop.ts";
import type { HopAnswer } from "./hop.ts";
import { createVisitCookies } from "./visit-cookies.ts";

export interface VisitContext {
  config: Config;
  requestLog: RequestLog;
  resolver?: Resolver | undefined;
}

export interface VisitPlan {
  url: URL;
  purpose: ContactedRequest["purpose"];
  userAgent: string;
  referrer: string | null;
  maxBodyBytes: number;
  maxRedirects: number;
  /** Network time of all hops together; waiting for turns is not counted. */
  timeoutMs: number;
  signal: AbortSignal;
  /** Called before each redirect is followed: turn and robots of the new address. */
  arrive(url: URL): Promise<void>;
  /** Called after each answer, for back-off. */
  answered(url: URL, exchange: Exchange): void;
}

export interface Visit {
  exchanges: Exchange[];
  /** Wire bytes by exchange id; exchanges without body are left out. */
  bodies: Map<string, Uint8Array>;
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * Fetches `plan.url` and follows its redirects. Throws AppError: `guard.refused` (a hop leads where nothing may be contacted),
 * `guard.budget` (too many redirects, or a loop), `fetch.*`, or the signal's reason.
 */
export async function followRedirects(plan: VisitPlan, context: VisitContext): Promise<Visit> {
  const visit: Visit = { exchanges: [], bodies: new Map() };
  const cookies = createVisitCookies();
  const asked = new Set<string>();
  let { url } = plan;
  let spentMs = 0;
  for (;;) {
    const cookie = cookies.give(hostOf(url));
    const key = `${url.href}\n${cookie ?? ""}`;
    if (asked.has(key))
      throw budgetError(plan, `redirect loop at ${url.hostname} after ${visit.exchanges.length} answers`);
    if (visit.exchanges.length > plan.maxRedirects) throw budgetError(plan, `more than ${plan.maxRedirects} redirects`);
    asked.add(key);
    const before = performance.now();
    const answer = await hopWithin(plan.timeoutMs - spentMs, url, cookie, visit, plan, context);
    spentMs += performance.now() - before;
    plan.answered(url, answer.exchange);
    const next = readRedirect(url, answer.exchange);
    if (next === null) return visit;
    cookies.take(hostOf(url), valuesOf(answer.exchange, "set-cookie"));
    url = guardHop(next, plan, context);
    await plan.arrive(url);
  }
}

async function hopWithin(
  remainingMs: number,
  url: URL,
  cookie: string | null,
  visit: Visit,
  plan: VisitPlan,
  context: VisitContext,
): Promise<HopAnswer> {
  const clock = new AbortController();
  const timeout = () =>
    clock.abort(
      new AppError("fetch.timeout", {
        detail: `${url.hostname}: no complete answer within ${plan.timeoutMs} ms`,
        facts: { where: url.hostname },
      }),
    );
  const timer = setTimeout(timeout, Math.max(1, remainingMs));
  const signal = AbortSignal.any([plan.signal, clock.signal]);
  const headers = requestHeaders(url, cookie, plan);
  const startedAtMs = nowMs();
  try {
    signal.throwIfAborted();
    const redirectedFrom = visit.exchanges.at(-1)?.id ?? null;
    const answer = await sendHop(
      { url, headers, maxBodyBytes: plan.maxBodyBytes, redirectedFrom, resourceType: "document" },
      { ...context, signal },
    );
    failWhenProxyCouldNot(url, answer.exchange, context);
    visit.exchanges.push(answer.exchange);
    if (answer.body.length > 0) visit.bodies.set(answer.exchange.id, answer.body);
    logContact(context, plan, url, startedAtMs, answer.exchange, null);
    return answer;
  } catch (error) {
    const failure = toAppError(error, "fetch.broken");
    logContact(context, plan, url, startedAtMs, null, failure);
    throw failure;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Plain http through a proxy: 502 and 504 may be the proxy's own words for a dead host, and a site's own 502 is no page either.
 * Both end as `fetch.unreachable`, so that a dead domain is never judged by a proxy's error page. 503 stays the site's answer (Retry-After).
 */
function failWhenProxyCouldNot(url: URL, exchange: Exchange, context: VisitContext): void {
  if (context.config.VONGGAC_PROXY === undefined || url.protocol !== "http:") return;
  if (exchange.status !== 502 && exchange.status !== 504) return;
  throw new AppError("fetch.unreachable", {
    detail: `${url.host}: the upstream proxy answered ${exchange.status} (dead domain or no route)`,
    facts: { where: url.host, cause: `proxy ${exchange.status}` },
  });
}

function requestHeaders(url: URL, cookie: string | null, plan: VisitPlan): [string, string][] {
  const headers: [string, string][] = [
    ["Host", url.host],
    ["User-Agent", plan.userAgent],
    ["Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
    ["Accept-Language", "vi-VN,vi;q=0.9,en;q=0.5"],
    // zstd is read when it comes, but not asked for: tools that replay archives often cannot.
    ["Accept-Encoding", "gzip, deflate, br"],
  ];
  if (plan.referrer !== null) headers.push(["Referer", plan.referrer]);
  if (cookie !== null) headers.push(["Cookie", cookie]);
  return [...headers, ["Connection", "close"]];
}

/** All values of a header, in order, whatever the case of its name. */
export function valuesOf(exchange: Exchange, name: string): string[] {
  return exchange.responseHeaders.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}

/** Header bytes arrive as latin1; a Location written in raw UTF-8 is read as UTF-8. An unreadable one ends the chain. */
function readRedirect(from: URL, exchange: Exchange): string | null {
  const location = valuesOf(exchange, "location")[0];
  if (location === undefined || !redirectStatuses.has(exchange.status ?? 0)) return null;
  const bytes = Buffer.from(location, "latin1");
  const text = Buffer.from(bytes.toString("utf8"), "utf8").equals(bytes) ? bytes.toString("utf8") : location;
  return URL.canParse(text, from.href) ? new URL(text, from.href).href : null;
}

function guardHop(next: string, plan: VisitPlan, context: VisitContext): URL {
  try {
    return parseTargetUrl(next, context.config);
  } catch (error) {
    logContact(context, plan, new URL(next), nowMs(), null, toAppError(error));
    throw error;
  }
}

function budgetError(plan: VisitPlan, detail: string): AppError {
  return new AppError("guard.budget", {
    detail: `${plan.url.hostname}: ${detail}`,
    facts: { where: plan.url.hostname },
  });
}

/** Writes one line of the request log; credentials and fragments never reach it. */
export function logContact(
  context: Pick<VisitContext, "requestLog">,
  plan: Pick<VisitPlan, "purpose">,
  url: URL,
  startedAtMs: number,
  exchange: Exchange | null,
  failure: AppError | null,
): void {
  const clean = new URL(url);
  clean.username = "";
  clean.password = "";
  clean.hash = "";
  const refused = failure !== null && /^(guard|politeness|stopped)/.test(failure.code);
  context.requestLog.write({
    at: new Date(startedAtMs),
    host: hostOf(url),
    method: "GET",
    url: clean.href,
    via: "http",
    purpose: plan.purpose,
    status: exchange?.status ?? null,
    ip: exchange?.server.ip ?? null,
    outcome: failure === null ? "ok" : refused ? "refused" : "failed",
    reason: failure?.message ?? "",
    sizeBytes: exchange?.bodySizeBytes ?? 0,
    tookMs: nowMs() - startedAtMs,
  });
}
