// Promises each exchange that DevTools told paired with at most one request of the network log, and none of those used twice.
import type { Exchange } from "#core/nouns/fetched.ts";
import type { WireExchange } from "./wire-exchange.ts";

export interface Matches {
  byExchange: Map<string, WireExchange>;
  /** Sent over the network and told by nobody else, in order. */
  left: WireExchange[];
}

const withoutFragment = (url: string): string => url.replace(/#.*$/s, "");
const keyOf = (method: string, url: string): string => `${method.toUpperCase()} ${withoutFragment(url)}`;

/** Same method and address; among several the one with the same status that started nearest. */
export function matchRequests(exchanges: readonly Exchange[], wire: readonly WireExchange[]): Matches {
  const waiting = new Map<string, WireExchange[]>();
  for (const one of wire) {
    const key = keyOf(one.method, one.url);
    const list = waiting.get(key);
    if (list) list.push(one);
    else waiting.set(key, [one]);
  }
  const byExchange = new Map<string, WireExchange>();
  const inOrder = exchanges
    .filter((exchange) => !exchange.fromServiceWorker)
    .toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  for (const exchange of inOrder) {
    const list = waiting.get(keyOf(exchange.method, exchange.url)) ?? [];
    const best = pickBest(exchange, list);
    if (best === -1) continue;
    byExchange.set(exchange.id, list[best]!);
    list.splice(best, 1);
  }
  const left = [...waiting.values()].flat().filter((one) => one.requestHeaders !== null);
  return { byExchange, left: left.toSorted((a, b) => a.startedAtMs - b.startedAtMs) };
}

function pickBest(exchange: Exchange, list: readonly WireExchange[]): number {
  const atMs = Date.parse(exchange.startedAt);
  const rank = (one: WireExchange): number => {
    const sent = one.requestHeaders === null ? 2 : 0;
    const otherStatus = exchange.outcome === "recorded" && one.status !== exchange.status ? 1 : 0;
    return sent + otherStatus;
  };
  let best = -1;
  for (const [i, one] of list.entries()) {
    const before = list[best];
    const closer = before && Math.abs(one.startedAtMs - atMs) < Math.abs(before.startedAtMs - atMs);
    if (!before || rank(one) < rank(before) || (rank(one) === rank(before) && closer)) best = i;
  }
  return best;
}

/** Traffic that no page asked for: neither a navigation nor started by any origin. */
export function isBrowsersOwn({ requestType, initiator }: WireExchange): boolean {
  const byPage = /^(https?|wss?|file|blob|data|null)\b/.test(initiator);
  return !byPage && !/frame/.test(requestType);
}
