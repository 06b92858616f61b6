// Promises which brand a page claims to be, by votes that can be shown, and whether the host may do so.
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { isKnown, known } from "../facts/fact.ts";
import { elementAnchor, type Gather, type Site } from "../facts/page.ts";
import { judgeHost } from "../lookalike/judge-hosts.ts";
import { textAnchor } from "../text/fields.ts";
import type { BrandCard, BrandKind, Brands } from "./card.ts";

interface Vote {
  how: string;
  weight: number;
  /** Stands where a page says who it is; without one such vote there is no claim. */
  front: boolean;
  anchor: Anchor;
}

interface Claim {
  card: BrandCard;
  votes: Vote[];
  score: number;
}

/** Brands whose name stands on other people's pages every day (sign in with Google, pay with MoMo, sold on Shopee). */
const servesOthers = new Set<BrandKind>(["platform", "wallet"]);
/** Brands whose files others load on purpose: fonts, counters, payment marks, news pictures. */
const lendsAssets = new Set<BrandKind>(["platform", "wallet", "press", "broadcaster", "aggregator", "game"]);
const assetHow = "dùng tệp giao diện của trang thật";

/** Names of up to four letters are everyday abbreviations: they count in the title only when they are a segment of it. */
const shortName = 4;
const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Place of a name as whole words, ignoring case; -1 when absent. Vietnamese letters count as letters. */
function findName(text: string, name: string): { start: number; end: number } | null {
  const match = new RegExp(`(?<![\\p{L}\\p{N}])${escape(name)}(?![\\p{L}\\p{N}])`, "iu").exec(text);
  return match ? { start: match.index, end: match.index + match[0].length } : null;
}

function titleVote(page: Page, alias: string, kind: BrandKind): Vote | null {
  const title = page.title?.text ?? "";
  const at = findName(title, alias);
  if (!at) return null;
  const segments = title.split(/\s[|–—-]\s|\|/).map((s) => s.trim().toLowerCase());
  const whole = segments.includes(alias.toLowerCase());
  if (!whole && alias.length <= shortName) return null;
  return {
    how: "tiêu đề",
    weight: whole ? 2 : 1,
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

function footerVotes(page: Page, card: BrandCard, alias: string): Vote[] {
  const start = page.footer?.start ?? Math.max(0, page.text.length - 1200);
  const foot = page.text.slice(start);
  const votes: Vote[] = [];
  const owner = new RegExp(
    `(?:©|copyright|bản quyền|cơ quan chủ quản|đơn vị chủ quản|thuộc về)[^\\n]{0,60}?(?<![\\p{L}])${escape(alias)}(?![\\p{L}])`,
    "iu",
  ).exec(foot);
  if (owner)
    votes.push({
      how: "chân trang nhận là chủ quản",
      weight: 2,
      front: false,
      anchor: textAnchor("text", page.text, start + owner.index, start + owner.index + owner[0].length),
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
  const own = (host: string) => brands.ownerOf(host)?.brand === card.brand;
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

function best(votes: (Vote | null)[]): Vote[] {
  const found = votes.filter((v) => v !== null).toSorted((a, b) => b.weight - a.weight);
  return found.slice(0, 1);
}

function claimOf(page: Page, card: BrandCard, brands: Brands): Claim {
  const names = [card.brand, ...card.aliases].toSorted((a, b) => b.length - a.length);
  const votes = [
    ...best(names.map((a) => titleVote(page, a, card.kind))),
    ...best(names.map((a) => siteNameVote(page, a))),
    ...best(names.map((a) => headingVote(page, a, card.kind))),
    ...best(names.flatMap((a) => (a.length > shortName ? footerVotes(page, card, a) : []))),
    ...assetVotes(page, card, brands),
  ];
  const front = votes.some((v) => v.front);
  return { card, votes, score: front ? votes.reduce((sum, v) => sum + v.weight, 0) : 0 };
}

function hostJudgement(site: Site, brands: Brands) {
  return judgeHost(site.host, brands);
}

export const claimFacts: Gather = ({ page, knowledge }, site, facts) => {
  const { brands } = knowledge;
  const own = brands.ownerOf(site.host);
  const judged = hostJudgement(site, brands);
  const claims = own ? [] : brands.cards.map((card) => claimOf(page, card, brands)).filter((c) => c.score > 0);
  const weigh = (c: Claim) => c.score + (judged.brand === c.card.brand && judged.verdict !== "none" ? 2 : 0);
  const top = claims.toSorted((a, b) => weigh(b) - weigh(a))[0];
  const anchors = top?.votes.map((v) => v.anchor) ?? [];
  const publicHost = facts.get("kind.publicHost");
  const isOfficial = own !== null || (publicHost !== undefined && isKnown(publicHost) && publicHost.value === true);
  const isState = top?.card.kind === "government";
  return [
    ["brand.claim", known(isOfficial ? 0 : (top?.score ?? 0), anchors)],
    ["brand.claimVotes", known(top?.votes.length ?? 0, anchors)],
    ["brand.claimed", known(top?.card.brand ?? judged.brand ?? "", anchors)],
    ["brand.claimHow", known(top?.votes.map((v) => v.how).join(", ") ?? "", anchors)],
    ["brand.claimKind", known(top?.card.kind ?? "none", anchors)],
    ["brand.stateClaim", known(!isOfficial && isState ? top.score : 0, anchors)],
    ["brand.official", known(isOfficial, [site.anchor])],
    ["brand.hostScore", known(judged.score, [site.anchor])],
    ["brand.hostVerdict", known(judged.verdict, [site.anchor])],
    ["brand.hostWhy", known(judged.why, [site.anchor])],
    ["brand.hostBrand", known(judged.brand ?? "", [site.anchor])],
    [
      "brand.hostAgrees",
      known(
        judged.verdict !== "none" &&
          (top === undefined || judged.brand === top.card.brand || judged.brand === "Cơ quan nhà nước"),
        [site.anchor],
      ),
    ],
    [
      "brand.assets",
      known(
        top?.votes.some((v) => v.how === assetHow) ?? false,
        top?.votes.filter((v) => v.how === assetHow).map((v) => v.anchor) ?? [],
      ),
    ],
  ];
};
