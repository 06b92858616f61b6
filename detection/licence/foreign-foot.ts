// Promises whether a foot speaks for another site: its mail, company, paper or domain stand beside the licence number.
import { parse } from "tldts";
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import type { BrandCard, Brands } from "../brand/card.ts";
import { known, type Fact } from "../facts/fact.ts";
import type { Site } from "../facts/page.ts";
import type { Knowledge } from "../knowledge.ts";
import { textAnchor } from "../text/fields.ts";
import { foldInPlace } from "./fold-in-place.ts";
import type { Foot } from "./foot.ts";
import type { Imprint } from "./imprint.ts";

const newsKinds = ["press", "aggregator", "broadcaster"];
/** Mail hosts that say nothing about whose site it is. */
const openMail =
  /^(?:gmail|yahoo|hotmail|outlook|icloud|live|zoho|proton|vnn|fpt|mail|email|example)\.|^(?:admicro|eclick|vnptmedia|chinhphu)\./;
/** What says "this site is": its name as a domain beside copyright or kind of site. */
const namedSite =
  /(?:©|copyright|ban quyen|trang (?:thong tin|tin) dien tu|website|bao dien tu|ghi ro nguon|nguon)[^\n]{0,60}?(?<![a-z0-9@.-])((?:www\.)?[a-z0-9-]{2,30}(?:\.[a-z0-9-]{2,20}){0,2}\.(?:vn|com|net|org|info|news))(?![a-z0-9.-]*@|[a-z0-9-])/g;
/** Designers, counters, platforms: their names stand in the feet of others. */
const makers =
  /thiet ke|design|powered|theme|template|phat trien boi|developed|hosting|wordpress|blogspot|google|facebook|youtube|colorlib/;

/** Facts `licence.foreignFoot`, `licence.foreignName` and `licence.foreignSites`. */
export function foreignFoot(
  page: Page,
  knowledge: Knowledge,
  site: Site,
  foot: Foot,
  imprint: Imprint,
): [string, Fact][] {
  const own = knowledge.brands.ownerOf(site.host);
  const cards = cardsNamed(page, knowledge.brands, own, foot);
  const mails = imprint.emails.map((email) => ({ email, host: email.text.split("@")[1]! }));
  const anchors: Anchor[] = cards.map((c) => c.anchor);
  let name = cards[0]?.card.brand ?? "";
  const others: Anchor[] = [];
  const names = new Set<string>();
  for (const { email, host } of mails) {
    const card = knowledge.brands.ownerOf(host);
    const isNews = card
      ? newsKinds.includes(card.kind)
      : (knowledge.register?.byDomain.get(host) ?? []).some((row) => row.over === "press" || row.over === "aggregator");
    const place = textAnchor("text", page.text, email.span.start, email.span.end);
    if (isOwnSite(host, site) || (card !== null && own !== null && card.brand === own.brand)) continue;
    if (isNews) {
      name ||= card?.brand ?? host;
      anchors.push(place);
    } else if (!openMail.test(host) && !card) {
      others.push(place);
      names.add(siteOf(host));
    }
  }
  for (const named of sitesNamed(page, foot)) {
    if (isOwnSite(named.host, site)) return [...facts(anchors, own, name), ["licence.foreignSites", known("", [])]];
    others.push(named.anchor);
    names.add(siteOf(named.host));
  }
  // One stray name is a partner; two traces of one other site are its foot.
  const one = names.size === 1 && others.length >= 2 && own === null ? [...names][0]! : "";
  return [...facts(anchors, own, name), ["licence.foreignSites", known(one, one ? others : [])]];
}

const facts = (anchors: Anchor[], own: BrandCard | null, name: string): [string, Fact][] => [
  ["licence.foreignFoot", known(anchors.length > 0 && own === null, anchors)],
  ["licence.foreignName", known(name || "không rõ", anchors)],
];

const siteOf = (host: string) => parse(host, { allowPrivateDomains: true }).domain ?? host;
const isOwnSite = (host: string, site: Site) =>
  siteOf(host) === site.domain || siteOf(host).split(".")[0] === site.domain.split(".")[0];

/** News brands that the foot names in full; short names are everyday words. */
function cardsNamed(page: Page, brands: Brands, own: BrandCard | null, foot: Foot) {
  const folded = foldInPlace(page.text.slice(foot.start, foot.end));
  const found: { card: BrandCard; anchor: Anchor }[] = [];
  for (const card of brands.cards) {
    if (!newsKinds.includes(card.kind) || card === own) continue;
    for (const alias of card.aliases.filter((a) => a.length > 14)) {
      const wanted = foldInPlace(alias).text;
      const at = folded.text.indexOf(wanted);
      if (at < 0) continue;
      const [from, to] = [folded.rawStart(at), folded.rawEnd(at + wanted.length)];
      found.push({ card, anchor: textAnchor("text", page.text, foot.start + from, foot.start + to) });
    }
  }
  return found;
}

function sitesNamed(page: Page, foot: Foot) {
  const raw = page.text.slice(foot.start, foot.end);
  const folded = foldInPlace(raw);
  return [...folded.text.matchAll(namedSite)].flatMap((m) => {
    if (makers.test(m[0])) return [];
    const at = m.index + m[0].length - m[1]!.length;
    const [from, to] = [foot.start + folded.rawStart(at), foot.start + folded.rawEnd(at + m[1]!.length)];
    return [{ host: m[1]!.replace(/^www\./, ""), anchor: textAnchor("text", page.text, from, to) }];
  });
}
