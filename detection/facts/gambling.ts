// Promises the gambling facts: the site's own name, where its links lead, what is hidden, and whether it only reports.
import type { Link, Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import type { FieldHit } from "../text/fields.ts";
import { readGamblingName } from "./gambling-host.ts";
import { known } from "./fact.ts";
import { hiddenLinkFacts } from "./hidden-links.ts";
import { elementAnchor, type Gather } from "./page.ts";
import { outsideQuotations } from "./quoted.ts";

/** Words around a gambling term in which reporting words make it a report. */
const reportReach = 45;

const hostOf = (link: Link) => (link.internal ? null : link.host);

function outbound(page: Page): { host: string; link: Link; hidden: boolean }[] {
  const found: { host: string; link: Link; hidden: boolean }[] = [];
  for (const link of page.links) {
    const host = hostOf(link);
    if (host && readGamblingName(host).score > 0) found.push({ host, link, hidden: !link.visible });
  }
  return found;
}

function nearShare(core: FieldHit[], reports: FieldHit[]): { share: number; anchors: Anchor[] } {
  if (core.length === 0) return { share: 0, anchors: [] };
  let from = 0;
  const anchors = new Set<Anchor>();
  let near = 0;
  for (const hit of core) {
    while (from < reports.length && reports[from]!.word < hit.word - reportReach) from++;
    const partner = reports[from];
    if (partner && Math.abs(partner.word - hit.word) <= reportReach) {
      near += 1;
      anchors.add(partner.anchor);
    }
  }
  return { share: Math.round((near / core.length) * 100) / 100, anchors: [...anchors] };
}

const distinct = (hits: FieldHit[]) => new Set(hits.map((h) => h.term)).size;

/** Offers that only a betting house makes, close to a gambling term. */
function offersNear(core: FieldHit[], offers: FieldHit[], within: number): FieldHit[] {
  let from = 0;
  return offers.filter((offer) => {
    while (from < core.length && core[from]!.word < offer.word - within) from++;
    return core[from] !== undefined && Math.abs(core[from]!.word - offer.word) <= within;
  });
}

const quoteMarks = new Set(["“", "”", '"', "'", "‘", "’", "«", "»"]);

/** "không rút tiền", "chưa nạp tiền": what is said not to be done is no offer. */
const denied = /(?:^|\P{L})(?:không|ko|chẳng|chưa|cấm)\s+$/iu;
const isDenied = (text: string, offer: FieldHit) => denied.test(text.slice(Math.max(0, offer.start - 12), offer.start));

/** Offers that the page itself makes: not denied, not quoted, and no reporting word near them in the same paragraph. */
function openOffers(page: Page, offers: FieldHit[], reports: FieldHit[]): FieldHit[] {
  const { text } = page;
  const isReported = (offer: FieldHit) =>
    reports.some((report) => {
      if (Math.abs(report.word - offer.word) > reportReach) return false;
      const [from, to] = report.start < offer.start ? [report.end, offer.start] : [offer.end, report.start];
      return !text.slice(from, to).includes("\n");
    });
  const own = reports.length > 0 ? outsideQuotations(page, offers) : offers;
  return own.filter(
    (offer) => !quoteMarks.has(text[offer.start - 1] ?? "") && !isDenied(text, offer) && !isReported(offer),
  );
}

export const gamblingFacts: Gather = (subjects, site, facts) => {
  const { page, fields } = subjects;
  const inText = fields.hits("text");
  const core = inText.filter((h) => h.bank === "gambling-core");
  const reports = inText.filter((h) => h.bank === "reporting");
  const games = inText.filter((h) => h.bank === "gambling-core" || h.bank === "gambling-casino");
  const offers = offersNear(
    games,
    inText.filter((h) => h.bank === "gambling-offer"),
    40,
  );
  const report = nearShare(core, reports);
  const open = openOffers(page, offers, reports);
  const name = readGamblingName(site.host);
  const out = outbound(page);
  const hiddenOut = out.filter((o) => o.hidden);
  const hiddenHits = fields
    .hits("html-hidden")
    .filter((h) => h.bank === "gambling-core" || h.bank === "gambling-brand" || h.bank === "gambling-football-lottery");
  const hiddenLinkHits = hiddenTextLinks(page);
  const links = (list: { link: Link }[]) => list.slice(0, 10).map((o) => elementAnchor(page, o.link));
  const words = Math.max(fields.wordCount("text"), 1);
  return [
    ...hiddenLinkFacts(subjects, facts),
    ["gambling.nameScore", known(name.score, [site.anchor])],
    ["gambling.nameParts", known(name.parts.join(", "), [site.anchor])],
    ["gambling.outboundHosts", known(new Set(out.map((o) => o.host)).size, links(out))],
    ["gambling.outboundNames", known([...new Set(out.map((o) => o.host))].slice(0, 5).join(", "), links(out))],
    ["gambling.hiddenHosts", known(new Set(hiddenOut.map((o) => o.host)).size, links(hiddenOut))],
    [
      "gambling.hiddenTerms",
      known(
        distinct(hiddenHits),
        hiddenHits.map((h) => h.anchor),
      ),
    ],
    [
      "gambling.hiddenLinks",
      known(
        hiddenLinkHits.length,
        hiddenLinkHits.slice(0, 10).map((l) => elementAnchor(page, l)),
      ),
    ],
    [
      "gambling.terms",
      known(
        distinct(core),
        core.map((h) => h.anchor),
      ),
    ],
    [
      "gambling.density",
      known(
        Math.round((core.length * 1000) / words),
        core.map((h) => h.anchor),
      ),
    ],
    [
      "gambling.offers",
      known(
        distinct(offers),
        offers.map((h) => h.anchor),
      ),
    ],
    [
      "about.reportTerms",
      known(
        distinct(reports),
        reports.map((h) => h.anchor),
      ),
    ],
    [
      "gambling.openOffers",
      known(
        distinct(open),
        open.map((h) => h.anchor),
      ),
    ],
    [
      "about.reportShare",
      known(report.share, report.anchors.length > 0 ? report.anchors : reports.slice(0, 6).map((h) => h.anchor)),
    ],
  ];
};

/** Links kept out of sight that lead to another site. */
function hiddenTextLinks(page: Page): Link[] {
  return page.links.filter(
    (link) => !link.visible && !link.internal && link.host !== null && link.text.trim().length > 0,
  );
}
