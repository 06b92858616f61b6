// Promises one contract for every social platform: which addresses it knows, what to fetch for them, what an answer says. Public pages only.
import type { Page } from "#core/nouns/page.ts";
import { normaliseAccountUrl, readTelegram } from "./telegram.ts";

/** An account as the watchlist names it, brought to one form. */
export interface AccountAddress {
  platform: "telegram";
  /** Lower case where the platform ignores case. */
  handle: string;
  /** The public page to fetch. */
  fetchUrl: string;
}

/** `public`: posts can be read; `no-preview`: the account exists and shows no posts to visitors; `gone`: nobody answers to the name. */
export type AccountState = "public" | "no-preview" | "gone" | "shape-unknown";

export interface AccountReading {
  state: AccountState;
  /** Plain words in Vietnamese for the state, "" while public. */
  stateReason: string;
  channel: {
    handle: string;
    title: string;
    description: string;
    /** As the page shows it ("12.3K"), "" where it does not. */
    subscribers: string;
    pictureUrl: string | null;
    /** Where the account's own front page offers its posts; null where it offers none. */
    previewUrl: string | null;
  };
  /** Oldest first, as the page has them. Times are UTC in whole seconds (the platform gives no more). */
  posts: Page["posts"];
}

export interface SocialAdapter {
  platform: AccountAddress["platform"];
  /** True where the address, handle or post's address names an account of this platform. */
  matches(url: string): boolean;
  /** The public page to fetch for the account; null where `matches` is false. */
  fetchUrl(url: string): string | null;
  /** What the fetched page says. Never throws. */
  read(answer: { html: string; finalUrl: string }): AccountReading;
}

const telegram: SocialAdapter = {
  platform: "telegram",
  matches: (url) => normaliseAccountUrl(url) !== null,
  fetchUrl: (url) => normaliseAccountUrl(url)?.fetchUrl ?? null,
  read: readTelegram,
};

/** One adapter a platform. */
export const socialAdapters: readonly SocialAdapter[] = [telegram];

/** The first adapter that knows the address; null where none does. */
export function adapterOf(url: string): SocialAdapter | null {
  return socialAdapters.find((adapter) => adapter.matches(url)) ?? null;
}
