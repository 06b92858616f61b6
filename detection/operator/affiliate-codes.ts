// Promises the codes by which outbound links name who is paid for a visitor.
import { getDomain } from "tldts";
import type { Link } from "#core/nouns/page.ts";
import { isEverybodys } from "./common-marks.ts";

/** Names that only say "who sent you"; the same code then means the same payee whatever mirror of a house the link leads to. */
const payee =
  /^(?:aff|affid|aff_?id|affiliate|affiliate_?(?:id|code)|agent|agent_?(?:id|code)|btag|daily|ma_?dai_?ly)$/i;
/** Names that say many things: the code counts together with the site that it leads to. */
const referral =
  /^(?:ref|refid|ref_?code|referral|referral_?code|referrer|r|invite|invite_?code|invitation_?code|partner|partner_?id|pid)$/i;
const inPath = /^\/(?:r|ref|aff|invite|agent|register)\/([A-Za-z0-9_-]{5,40})\/?$/;
const longestHref = 2000;
const mostLinks = 2000;

export interface AffiliateCode {
  value: string;
  link: Link;
}

/** Each code once, at its first link. */
export function affiliateCodesOf(links: readonly Link[]): AffiliateCode[] {
  const found = new Map<string, AffiliateCode>();
  for (const link of links.slice(0, mostLinks)) {
    if (link.internal || link.host === null || link.href.length > longestHref || isEverybodys(link.host)) continue;
    const value = codeOf(link.href, link.host);
    if (value !== null && !found.has(value)) found.set(value, { value, link });
  }
  return [...found.values()];
}

function codeOf(href: string, host: string): string | null {
  const url = URL.parse(href);
  if (!url) return null;
  const site = getDomain(host, { allowPrivateDomains: true }) ?? host;
  for (const [name, code] of url.searchParams) {
    if (!isTelling(code)) continue;
    if (payee.test(name)) return `aff=${code}`;
    if (referral.test(name)) return `${site}?${name.toLowerCase()}=${code}`;
  }
  const code = inPath.exec(url.pathname)?.[1];
  return code !== undefined && isTelling(code) ? `${site}/${code}` : null;
}

/** Words ("homepage", "footer") name a place on the page, and years a season: a code has digits and is no short number. */
const isTelling = (code: string): boolean =>
  /^[A-Za-z0-9_.-]{5,40}$/.test(code) &&
  (/^\d{6,}$/.test(code) || (/\d{2}/.test(code) && /[A-Za-z]/.test(code))) &&
  !/^(?:[a-z]+[-_]?)+(?:19|20)\d{2}$/i.test(code) &&
  !/12345678|^v?\d+(?:\.\d+)+$/.test(code);
