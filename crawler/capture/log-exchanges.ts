// Promises that the request log hears of everything the evidence visit contacted or was refused.
import type { Exchange } from "#core/nouns/fetched.ts";
import type { ContactedRequest, RequestLog } from "../ports.ts";

const outcomes = { recorded: "ok", blocked: "refused", failed: "failed" } as const;

function stripSecrets(address: string): string {
  const url = new URL(address);
  url.hash = "";
  url.username = "";
  url.password = "";
  return url.href;
}

export function logExchanges(exchanges: readonly Exchange[], requestLog: RequestLog): void {
  for (const exchange of exchanges) {
    const startedMs = Date.parse(exchange.startedAt);
    const row: ContactedRequest = {
      at: new Date(startedMs),
      host: new URL(exchange.url).hostname,
      method: exchange.method,
      url: stripSecrets(exchange.url),
      via: "browser",
      purpose: exchange.resourceType === "Document" ? "capture" : "subresource",
      status: exchange.status,
      ip: exchange.server.ip,
      outcome: outcomes[exchange.outcome],
      reason: exchange.outcomeReason,
      sizeBytes: exchange.bodySizeBytes,
      tookMs: Date.parse(exchange.endedAt) - startedMs,
    };
    requestLog.write(row);
  }
}
