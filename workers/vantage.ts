// Promises one page seen from one place (core/nouns/vantage.ts); HTTP first, a browser only where page or place needs one.
import { AppError, toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import type { Fetched } from "#core/nouns/fetched.ts";
import type { Page } from "#core/nouns/page.ts";
import { type Referrer, type Vantage, vantages } from "#core/nouns/vantage.ts";
import type { PageRow } from "#core/records/page.ts";
import type { TargetRow } from "#core/records/target.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { adapterOf } from "#crawler/social/adapter.ts";
import type { House } from "./house.ts";
import type { RunningJob } from "./queue.ts";

/** What a link on a search page or in a social network lets a browser send. */
const referrers: Record<Referrer, string | null> = {
  none: null,
  search: "https://www.google.com/",
  social: "https://www.facebook.com/",
};

/** What a visitor from each place sends. The phone's agent still names this program: cloaks look for "iPhone", and we hide nothing. */
export function headersOf(
  vantage: Vantage,
  userAgent: string,
): { userAgent?: string; referrer?: string; device: "desktop" | "mobile" } {
  const { device, referrer } = vantages[vantage];
  const from = referrers[referrer];
  const phone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
  return {
    device,
    ...(device === "mobile" ? { userAgent: `${phone} ${userAgent}` } : {}),
    ...(from === null ? {} : { referrer: from }),
  };
}

/** Longer waits give the worker back to other hosts: the job comes again when the turn is free. */
const turnWaitMs = 1500;

/** Which try this is, and when to give it up. */
export type Attempt = Pick<RunningJob, "signal" | "isLastAttempt">;

export interface Visit {
  fetched: Fetched;
  page: Page;
  /** For accounts: what the platform showed. */
  account: { state: string; [fact: string]: unknown } | null;
}

/** Throws AppError fetch.*, guard.*, politeness.* or stopped. */
export async function visitFrom(house: House, target: TargetRow, row: PageRow, attempt: Attempt): Promise<Visit> {
  const adapter = target.kind === "account" ? adapterOf(row.url) : null;
  if (target.kind === "account" && !adapter) {
    throw new AppError("guard.refused", {
      detail: `no adapter for accounts at ${row.url}`,
      cure: "Watch it as a site, or hand in a capture.",
    });
  }
  const url = adapter?.fetchUrl(row.url) ?? row.url;
  const from = headersOf(row.vantage, house.config.userAgent);
  const { signal } = attempt;
  if (vantages[row.vantage].script) return { ...(await render(house, url, from, signal)), account: null };
  const fetched = await house.fetcher().fetchPage(url, { purpose: "page", signal, waitMs: turnWaitMs, ...from });
  const page = readPage(url, fetched);
  if (adapter)
    return {
      fetched,
      page,
      account: { ...adapter.read({ html: fetched.html, finalUrl: fetched.finalUrl }), posts: undefined },
    };
  if (!page.needsBrowser || !(page.condition === "content" || page.condition === "empty"))
    return { fetched, page, account: null };
  return lookAgain(house, url, { fetched, page, account: null }, from, attempt);
}

/** A browser that fails is tried again with the job; at the last try the HTTP answer stands: less is seen, nothing is invented. */
async function lookAgain(
  house: House,
  url: string,
  seen: Visit,
  from: ReturnType<typeof headersOf>,
  { signal, isLastAttempt }: Attempt,
): Promise<Visit> {
  try {
    return { ...(await render(house, url, from, signal)), account: null };
  } catch (thrown) {
    const error = toAppError(thrown);
    const isOver = isLastAttempt || !error.meaning.retry;
    if (!isOver || !/^(browser|fetch|guard)\./.test(error.code)) throw error;
    log.warn({ err: error, host: new URL(url).hostname }, "page.not-rendered");
    return seen;
  }
}

async function render(house: House, url: string, from: ReturnType<typeof headersOf>, signal: AbortSignal) {
  const options = { device: from.device, signal, ...(from.referrer ? { referrer: from.referrer } : {}) };
  const fetched = await house.browserFetcher().fetchPage(url, options);
  return { fetched, page: readPage(url, fetched) };
}

/** The page that a visit of `url` brought; the kept parts of one are enough. */
export function readPage(url: string, fetched: Pick<Fetched, "exchanges" | "finalUrl" | "html">): Page {
  const last = fetched.exchanges.at(-1);
  return extractPage({
    url,
    finalUrl: fetched.finalUrl,
    status: last?.status ?? null,
    ...(last ? { headers: last.responseHeaders } : {}),
    html: fetched.html,
  });
}
