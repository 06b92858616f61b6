// Promises that the request log hears of every request of a browser visit, and the visit of every request still open.
import type { Page as BrowserPage, Request } from "playwright";
import { now, nowMs } from "#core/clock.ts";
import type { Egress } from "../guard/egress.ts";
import { hostOf, portOf } from "../guard/target.ts";
import type { RequestLog } from "../ports.ts";
import type { VisitNotes } from "./read-rendered.ts";

interface Books {
  requestLog: RequestLog;
  egress: Egress;
}

/** A service worker's request has no frame; Playwright throws where one asks for it. */
const isPage = (request: Request): boolean =>
  request.serviceWorker() === null && request.isNavigationRequest() && request.frame().parentFrame() === null;

function logRequest(request: Request, status: number | null, failure: string, { requestLog, egress }: Books): void {
  const url = new URL(request.url());
  url.hash = "";
  const { startTime, responseEnd } = request.timing();
  const [host, port] = [hostOf(url), portOf(url)];
  const match = (row: { host: string; port: number }) => row.host === host && row.port === port;
  const refusal = egress.refused.find(match);
  const reason = refusal?.reason ?? egress.failed.find(match)?.reason ?? failure;
  requestLog.write({
    at: startTime > 0 ? new Date(startTime) : now(),
    host,
    method: request.method(),
    url: url.href,
    via: "browser",
    purpose: isPage(request) ? "page" : "subresource",
    status: refusal ? null : status,
    ip: egress.addressOf(host, port).ip,
    outcome: refusal ? "refused" : reason ? "failed" : "ok",
    reason,
    sizeBytes: 0,
    tookMs: Math.max(responseEnd, 0),
  });
}

export function watchRequests(page: BrowserPage, notes: VisitNotes, books: Books): void {
  const statuses = new WeakMap<Request, number>();
  const context = page.context();
  const end = (request: Request, failure: string) => {
    notes.inFlight.delete(request);
    notes.lastChangeMs = nowMs();
    if (/^https?:/.test(request.url())) logRequest(request, statuses.get(request) ?? null, failure, books);
  };
  context.on("request", (request) => {
    notes.inFlight.add(request);
    notes.lastChangeMs = nowMs();
  });
  context.on("response", (response) => void statuses.set(response.request(), response.status()));
  context.on("requestfinished", (request) => end(request, ""));
  context.on("requestfailed", (request) => end(request, request.failure()?.errorText ?? "failed"));
}
