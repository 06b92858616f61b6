// Promises one answer to "is this the same site": the registrable domain, with shared hosts (github.io, netlify.app) split per customer.
import { getDomain } from "tldts";

/** Longest address worth resolving; longer ones are kept raw. */
const maxUrlLength = 16_384;

/** The absolute URL, or null where it does not resolve. */
export function resolveUrl(raw: string, base: string): URL | null {
  const trimmed = raw.trim();
  if (trimmed.length > maxUrlLength || base.length > maxUrlLength) return null;
  return URL.parse(trimmed, base || undefined);
}

/** Lower-case ASCII host of an http(s) address, null for everything else. */
export function hostOf(url: URL | null): string | null {
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:") || url.hostname === "") return null;
  return url.hostname;
}

/** eTLD+1 by the Public Suffix List with its private part; the host itself for addresses and single labels. */
export function siteOf(host: string): string {
  return getDomain(host, { allowPrivateDomains: true }) ?? host;
}
