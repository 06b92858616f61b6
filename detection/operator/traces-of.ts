// Promises the traces of one page that may tie its site to others, each with the place where it stands.
import type { TlsFacts } from "#core/nouns/fetched.ts";
import type { PictureReading } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { readSite } from "../facts/page.ts";
import { textAnchor } from "../text/fields.ts";
import { affiliateCodesOf } from "./affiliate-codes.ts";
import { certificateMarks } from "./certificate.ts";
import { type CommonMarks, isCommon } from "./common-marks.ts";
import { type Trace, type TraceKind, traceKinds } from "./kinds.ts";

export interface MoreTraces extends CommonMarks {
  pictures?: readonly PictureReading[];
  tls?: TlsFacts | null;
}

/** A page of links shows many contacts that are not its own. */
const mostPerKind = 12;
/** Few elements make the same sequence by chance: notices, default pages. */
const leastElements = 80;
const leastQuality = 50;
const longestRaw = 400;

/** Pure. Nothing where the page is no content; each value once per kind, at its first place. */
export function tracesOf(page: Page, more: MoreTraces = {}): Trace[] {
  if (page.condition !== "content") return [];
  const found = new Map<string, Trace>();
  const counts = new Map<TraceKind, number>();
  const note = (kind: TraceKind, value: string, anchor: Anchor) => {
    const key = `${kind} ${value}`;
    const count = counts.get(kind) ?? 0;
    if (found.has(key) || count >= mostPerKind || isCommon(kind, value, more)) return;
    counts.set(kind, count + 1);
    found.set(key, { kind, value, anchor });
  };
  const site = readSite(page);
  const isQuoted = quotedPlaces(page);
  for (const { kind, value, htmlStart, htmlEnd } of page.identifiers) {
    if (traceKinds[kind].group === "contact" && isQuoted(htmlStart)) continue;
    note(kind, value, htmlEnd > htmlStart ? placeOf(page, htmlStart, htmlEnd) : site.anchor);
  }
  for (const { value, link } of affiliateCodesOf(page.links))
    note("affiliate-code", value, placeOf(page, link.htmlStart, link.htmlEnd));
  for (const { host, start, end } of scriptHosts(page.html))
    if (host !== site.host && host !== site.domain && !host.endsWith(`.${site.domain}`))
      note("script-host", host, textAnchor("html", page.html, start, end));
  noteFavicons(more.pictures ?? [], note);
  const host = URL.parse(page.finalUrl)?.hostname ?? "";
  for (const value of certificateMarks(more.tls ?? null, host)) note("certificate", value, site.anchor);
  if (page.fingerprint.elementCount >= leastElements)
    note("template", `tags:${page.fingerprint.domSha256}`, site.anchor);
  return [...found.values()];
}

const placeOf = (page: Page, start: number, end: number): Anchor =>
  textAnchor("html", page.html, start, Math.min(end, start + longestRaw));

/** A story names the numbers and accounts of those it tells of: contacts in an article's own words are not the site's. */
function quotedPlaces({ metadata, mainText, textMap }: Page): (htmlStart: number) => boolean {
  const isArticle =
    /article/i.test(metadata.ogType) || metadata.structuredTypes.some((t) => /Article$|^Report/.test(t));
  if (!isArticle || mainText === null) return () => false;
  let from = Number.POSITIVE_INFINITY;
  let to = -1;
  for (const s of textMap) {
    if (s.textStart + s.length <= mainText.start || s.textStart >= mainText.end) continue;
    from = Math.min(from, s.htmlStart);
    to = Math.max(to, s.htmlStart + s.htmlLength);
  }
  return (at) => at >= from && at < to;
}

/** Every quantifier is bounded, so a scan is linear. */
const scriptSource = /<script\b[^>]{0,300}?\bsrc\s{0,3}=\s{0,3}["']?(?:https?:)?\/\/([a-z0-9][a-z0-9.-]{2,120})/gi;

function* scriptHosts(html: string): Generator<{ host: string; start: number; end: number }> {
  for (const match of html.matchAll(scriptSource)) {
    const host = match[1]!;
    const end = match.index + match[0].length;
    yield { host: host.toLowerCase().replace(/\.$/, ""), start: end - host.length, end };
  }
}

function noteFavicons(
  pictures: readonly PictureReading[],
  note: (kind: TraceKind, value: string, anchor: Anchor) => void,
): void {
  for (const { role, hash, sha256, image, width, height } of pictures) {
    if (role !== "favicon" || !/^[0-9a-f]{64}$/.test(sha256)) continue;
    const value = hash !== null && hash.quality >= leastQuality ? `pdq:${hash.pdq}` : `sha256:${sha256}`;
    note("favicon", value, { kind: "region", image, x: 0, y: 0, width, height });
  }
}
