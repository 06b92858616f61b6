// Promises a rendered page as Fetched: the final DOM, and what the server said on the way to it.
import { setTimeout as sleep } from "node:timers/promises";
import type { CDPSession, Page as BrowserPage, Request, Response } from "playwright";
import { now, nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import type { Exchange, Fetched, TlsFacts } from "#core/nouns/fetched.ts";
import { seenByClientOnly } from "#core/nouns/fetched.ts";
import type { Egress } from "../guard/egress.ts";
import { egressHeader } from "../guard/egress.ts";
import { hostOf, portOf } from "../guard/target.ts";
import { explainUntrusted } from "./explain-certificate.ts";

/** What is gathered while the page loads. */
export interface VisitNotes {
  /** Origins whose certificate the browser called insecure. */
  insecureOrigins: Set<string>;
  inFlight: Set<Request>;
  lastChangeMs: number;
}

const settleMs = 2000;
/** Scripts that build a page ask again within this time; the browser's own "network idle" would cost half a second each visit. */
const quietMs = 150;
const pollMs = 25;
const certificateMs = 2000;

async function readTls(response: Response, session: CDPSession, notes: VisitNotes): Promise<TlsFacts | null> {
  const url = new URL(response.url());
  if (url.protocol !== "https:") return null;
  const details = await response.securityDetails();
  const late = new Promise<{ tableNames: string[] }>((resolve) =>
    setTimeout(resolve, certificateMs, { tableNames: [] }).unref(),
  );
  const asked = session
    .send("Network.getCertificate", { origin: url.origin })
    .catch(() => ({ tableNames: [] as string[] }));
  const { tableNames } = await Promise.race([asked, late]);
  const trusted = !notes.insecureOrigins.has(url.origin);
  return {
    trusted,
    reason: trusted ? "" : explainUntrusted(tableNames, hostOf(url)),
    protocol: details?.protocol ?? "",
    chain: tableNames,
  };
}

interface ReadOptions {
  egress: Egress;
  session: CDPSession;
  notes: VisitNotes;
  maxBytes: number;
}

async function toExchange(
  request: Request,
  response: Response,
  before: string | null,
  options: ReadOptions,
): Promise<{ exchange: Exchange; body: Uint8Array | null }> {
  const url = new URL(response.url());
  const isRedirect = request.redirectedTo() !== null;
  const body = isRedirect ? null : await response.body().catch(() => null);
  const kept = body && body.length <= options.maxBytes ? body : null;
  const timing = request.timing();
  const startedAt = timing.startTime > 0 ? new Date(timing.startTime) : now();
  const exchange: Exchange = {
    id: newId(),
    url: response.url(),
    method: request.method(),
    requestHeaders: (await request.headersArray()).map(({ name, value }) => [name, value]),
    requestBodyBase64: request.postDataBuffer()?.toString("base64") ?? null,
    startedAt: startedAt.toISOString(),
    endedAt: new Date(startedAt.getTime() + Math.max(timing.responseEnd, 0)).toISOString(),
    status: response.status(),
    statusText: response.statusText(),
    httpVersion: await response.httpVersion().catch(() => ""),
    responseHeaders: (await response.headersArray()).map(({ name, value }) => [name, value]),
    bodyForm: kept ? "decoded" : "none",
    bodyFile: null,
    bodySizeBytes: kept?.length ?? 0,
    truncated: body && !kept ? "length" : "",
    server: options.egress.addressOf(hostOf(url), portOf(url)),
    tls: await readTls(response, options.session, options.notes),
    outcome: "recorded",
    outcomeReason: "",
    resourceType: "Document",
    redirectedFrom: before,
    fromServiceWorker: response.fromServiceWorker(),
    ...seenByClientOnly,
  };
  return { exchange, body: kept };
}

/** Answers of our own egress are no answers of the site. Throws AppError `guard.refused`, `guard.budget`, `fetch.unreachable`. */
export function refuseEgressAnswer(response: Response, egress: Egress): void {
  const mark = response.headers()[egressHeader];
  const url = new URL(response.url());
  const rows = mark === "unreachable" ? egress.failed : egress.refused;
  const reason = rows.findLast((row) => row.host === hostOf(url))?.reason ?? mark ?? "";
  if (mark === "unreachable") throw new AppError("fetch.unreachable", { detail: reason, facts: { host: hostOf(url) } });
  if (mark !== undefined)
    throw new AppError(mark === "budget" ? "guard.budget" : "guard.refused", {
      detail: reason,
      facts: { host: hostOf(url), reason },
    });
  if (response.status() === 594 || response.status() === 595 || response.status() === 599) {
    throw new AppError("fetch.unreachable", { detail: response.statusText(), facts: { host: hostOf(url) } });
  }
}

/** A document without scripts and frames stands as it was sent: there is nothing to wait for. */
async function waitForQuiet(page: BrowserPage, notes: VisitNotes): Promise<void> {
  const mayChange = await page.evaluate(
    "document.scripts.length + document.querySelectorAll('iframe,frame,[onload]').length > 0",
  );
  if (mayChange === false && notes.inFlight.size === 0) return;
  const startMs = nowMs();
  notes.lastChangeMs = Math.max(notes.lastChangeMs, startMs);
  while (nowMs() - startMs < settleMs) {
    if (notes.inFlight.size === 0 && nowMs() - notes.lastChangeMs >= quietMs) return;
    await sleep(pollMs);
  }
}

/** Waits shortly for what scripts still fetch, then reads. `exchanges` ends with the document that the page shows. */
export async function readRendered(
  url: string,
  page: BrowserPage,
  response: Response,
  options: ReadOptions,
): Promise<Fetched> {
  refuseEgressAnswer(response, options.egress);
  await waitForQuiet(page, options.notes);
  const chain: Request[] = [];
  for (let request: Request | null = response.request(); request; request = request.redirectedFrom())
    chain.unshift(request);
  const bodies = new Map<string, Uint8Array>();
  const exchanges: Exchange[] = [];
  for (const request of chain) {
    const answer = await request.response();
    if (!answer) continue;
    const { exchange, body } = await toExchange(request, answer, exchanges.at(-1)?.id ?? null, options);
    exchanges.push(exchange);
    if (body) bodies.set(exchange.id, body);
  }
  const contentType = (response.headers()["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();
  const html = await page.content();
  return {
    url,
    finalUrl: page.url(),
    exchanges,
    via: "browser",
    contentType: contentType || "text/html",
    charset: "utf-8",
    bodies,
    html,
  };
}
