// Promises the votes for one brand on one page: title, site name, headings, foot, logo, borrowed files; each with its place.
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { elementAnchor } from "../facts/page.ts";
import { textAnchor } from "../text/fields.ts";
import type { BrandCard, BrandKind, Brands } from "./card.ts";
import { findName } from "./find-name.ts";

export interface Vote {
  how: string;
  weight: number;
  /** Stands where a page says who it is; without one such vote there is no claim. */
  front: boolean;
  anchor: Anchor;
}

/** Brands whose name stands on other people's pages every day (sign in with Google, pay with MoMo, accounts for a game). */
const servesOthers = new Set<BrandKind>(["platform", "wallet", "game"]);
/** Brands whose files others load on purpose: fonts, counters, payment marks, news pictures. */
const lendsAssets = new Set<BrandKind>(["platform", "wallet", "press", "broadcaster", "aggregator", "game"]);
export const ownerHow = "chân trang nhận là chủ quản";
export const assetHow = "dùng tệp giao diện của trang thật";

/** Names of up to four letters are everyday abbreviations: they count in the title only when they are a segment of it. */
const shortName = 4;

function titleVote(page: Page, alias: string, kind: BrandKind): Vote | null {
  const title = page.title?.text ?? "";
  const at = findName(title, alias);
  if (!at) return null;
  const segments = title.split(/\s[|–—-]\s|\|/).map((s) => s.trim().toLowerCase());
  const whole = segments.includes(alias.toLowerCase());
  if (!whole && alias.length <= shortName) return null;
  return {
    how: "tiêu đề",
    weight: whole && kind !== "game" ? 2 : 1,
    front: whole || !servesOthers.has(kind),
    anchor: textAnchor("title", title, at.start, at.end),
  };
}

function headingVote(page: Page, alias: string, kind: BrandKind): Vote | null {
  for (const heading of page.headings.slice(0, 6)) {
    const at = findName(heading.text, alias);
    if (!at || (alias.length <= shortName && heading.text.trim().length > alias.length + 12)) continue;
    const shown = page.text.slice(heading.textStart, heading.textEnd);
    const inText = findName(shown, alias);
    const anchor = inText
      ? textAnchor("text", page.text, heading.textStart + inText.start, heading.textStart + inText.end)
      : textAnchor("text", page.text, heading.textStart, heading.textEnd);
    return { how: "tiêu đề lớn", weight: 1, front: !servesOthers.has(kind), anchor };
  }
  // The first lines of a page are its masthead, headings or not.
  const top = page.text.slice(0, 600);
  // A masthead may draw its first letter as a picture: "ỔNG DỊCH VỤ CÔNG".
  const at = alias.length > 8 ? (findName(top, alias) ?? findName(top, alias.slice(1))) : null;
  return at
    ? {
        how: "đầu trang",
        weight: 1,
        front: !servesOthers.has(kind),
        anchor: textAnchor("text", page.text, at.start, at.end),
      }
    : null;
}

const ownerMark = /(?:©|copyright|bản quyền|cơ quan chủ quản|đơn vị chủ quản|thuộc về)[^\n.]{0,80}/giu;

/** Stretches of a foot that say whose site it is. */
function ownersIn(foot: string): { start: number; end: number }[] {
  return [...foot.matchAll(ownerMark)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
}

function footerVotes(page: Page, card: BrandCard, alias: string): Vote[] {
  const start = page.footer?.start ?? Math.max(0, page.text.length - 1200);
  const foot = page.text.slice(start);
  const votes: Vote[] = [];
  const owner = ownersIn(foot).find((place) => findName(foot.slice(place.start, place.end), alias));
  if (owner)
    votes.push({
      how: ownerHow,
      weight: 2,
      front: false,
      anchor: textAnchor("text", page.text, start + owner.start, start + owner.end),
    });
  for (const domain of card.domains) {
    const at = findName(foot, domain);
    if (!at) continue;
    votes.push({
      how: "chân trang ghi tên miền thật",
      weight: 1,
      front: false,
      anchor: textAnchor("text", page.text, start + at.start, start + at.end),
    });
    break;
  }
  return votes;
}

function assetVotes(page: Page, card: BrandCard, brands: Brands): Vote[] {
  const votes: Vote[] = [];
  const logo = page.images.find((image) =>
    card.aliases.some((a) => image.alt && findName(image.alt, a) && image.alt.length < a.length + 16),
  );
  if (logo) votes.push({ how: "biểu trưng", weight: 1, front: false, anchor: elementAnchor(page, logo) });
  if (lendsAssets.has(card.kind)) return votes;
  const own = (host: string) =>
    brands.ownerOf(host)?.brand === card.brand || card.assetHosts.some((h) => host === h || host.endsWith(`.${h}`));
  const hot = page.resourceUrls.filter((url) => URL.canParse(url) && own(new URL(url).hostname)).slice(0, 3);
  for (const url of hot.slice(0, 1)) {
    const path = url.replace(/^https?:/, "");
    const at = page.html.indexOf(path);
    const anchor: Anchor =
      at >= 0
        ? textAnchor("html", page.html, at, at + path.length)
        : { kind: "difference", between: [url, page.finalUrl], what: "tệp giao diện tải từ máy chủ của thương hiệu" };
    votes.push({ how: assetHow, weight: hot.length >= 2 ? 2 : 1, front: hot.length >= 2, anchor });
  }
  return votes;
}

function siteNameVote(page: Page, alias: string): Vote | null {
  const at = findName(page.metadata.siteName, alias);
  if (!at) return null;
  const inHtml = page.html.indexOf(page.metadata.siteName);
  if (inHtml < 0) return null;
  return {
    how: "og:site_name",
    weight: 2,
    front: true,
    anchor: textAnchor("html", page.html, inHtml, inHtml + page.metadata.siteName.length),
  };
}

/** The brand's own hotline, however it is grouped ("1900 54 54 13"). */
function phoneVote(page: Page, card: BrandCard): Vote | null {
  for (const phone of card.phones) {
    const found = new RegExp(`(?<!\\d)${phone.split("").join("[\\s.()-]{0,2}")}(?!\\d)`).exec(page.text);
    if (found)
      return {
        how: "tổng đài của thương hiệu",
        weight: 1,
        front: false,
        anchor: textAnchor("text", page.text, found.index, found.index + found[0].length),
      };
  }
  return null;
}

function best(votes: (Vote | null)[]): Vote[] {
  const found = votes.filter((v) => v !== null).toSorted((a, b) => b.weight - a.weight);
  return found.slice(0, 1);
}

const fronts = new WeakMap<Page, string>();

/** Everything a name vote could come from, in lower case; read once for all cards. */
function frontOf(page: Page): string {
  const known = fronts.get(page);
  if (known !== undefined) return known;
  const foot = page.text.slice(page.footer?.start ?? Math.max(0, page.text.length - 1200));
  const parts = [page.title?.text ?? "", page.metadata.siteName, page.text.slice(0, 600), foot];
  const named = [...page.headings.map((h) => h.text), ...page.images.map((i) => i.alt)];
  const front = [...parts, ...named].join("\n").toLowerCase();
  fronts.set(page, front);
  return front;
}

/** Whether a name of the brand or a file of its hosts is there at all; spares asking hundreds of cards in turn. */
export function namesAnywhere(page: Page, card: BrandCard): boolean {
  const front = frontOf(page);
  const letters = (name: string) => (name.length > 8 ? name.slice(1) : name).toLowerCase();
  const ownHosts = [...card.domains, ...card.assetHosts];
  return (
    [card.brand, ...card.aliases].some((name) => front.includes(letters(name))) ||
    page.resourceHosts.some((host) => ownHosts.some((own) => host === own || host.endsWith(`.${own}`)))
  );
}

/** All votes of a page for a brand. */
export function gatherVotes(page: Page, card: BrandCard, brands: Brands): Vote[] {
  const names = [card.brand, ...card.aliases].toSorted((a, b) => b.length - a.length);
  return [
    ...best(names.map((a) => titleVote(page, a, card.kind))),
    ...best(names.map((a) => siteNameVote(page, a))),
    ...best(names.map((a) => headingVote(page, a, card.kind))),
    ...best(names.flatMap((a) => (a.length > shortName ? footerVotes(page, card, a) : []))),
    ...assetVotes(page, card, brands),
    ...best([phoneVote(page, card)]),
  ];
}
