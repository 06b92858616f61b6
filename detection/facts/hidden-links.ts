// Promises what was put into a page behind its owner's back: hidden links by their own words, written by script, in headers, in upload folders.
import type { Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { isKnown, known, missing, type Fact, type Facts } from "./fact.ts";
import { readGamblingName } from "./gambling-host.ts";
import type { Subjects } from "./gather.ts";
import { elementAnchor } from "./page.ts";
import { textAnchor } from "../text/fields.ts";
import { findTerms, type Lexicon } from "../text/lexicon.ts";
import { tokenise } from "../text/tokens.ts";

const bettingBanks = new Set(["gambling-core", "gambling-brand", "gambling-football-lottery", "gambling-casino"]);
const mostParts = 200;

/** In words that a clerk reads, for every reason of `Link.hiddenBy`. */
const hidingWays: Record<string, string> = {
  "display:none": "không cho hiện (display:none)",
  "visibility:hidden": "làm khuất (visibility:hidden)",
  "off-screen": "đẩy ra ngoài màn hình",
  "zero-size": "thu về cỡ bằng không",
  "font-size:0": "cỡ chữ bằng không",
  "opacity:0": "làm trong suốt",
  "hidden-attribute": "thuộc tính hidden",
  marquee: "khung chữ chạy cao một điểm ảnh",
  "under-page": "đặt chìm dưới trang (z-index âm)",
  "same-colour": "chữ trùng màu nền",
  noscript: "đặt trong noscript",
  template: "đặt trong template",
};

function bettingTerms(text: string, lexicon: Lexicon): { start: number; end: number; term: string }[] {
  const short = text.slice(0, 5000);
  return findTerms(short, tokenise(short), lexicon).filter((hit) => bettingBanks.has(hit.bank));
}

/** Links out of sight whose own words are a gambling term or whose host is named like a betting house. */
function hiddenBettingLinks(page: Page, lexicon: Lexicon): Page["links"] {
  return page.links
    .filter((link) => !link.visible)
    .slice(0, mostParts)
    .filter(
      (link) =>
        (!link.internal && link.host !== null && readGamblingName(link.host).score > 0) ||
        bettingTerms(link.text, lexicon).length > 0,
    );
}

/** Addresses that a script writes into the page as markup; the markup may be written with escaped quotes. */
const writtenLink = /href\s*=\s*(?:\\?["']|&quot;)?\s*https?:\\?\/\\?\/([a-z0-9.-]{4,253})/giu;
const writes = /document\s*\.\s*write(?:ln)?\s*\(|\.innerHTML\s*[+=]|insertAdjacentHTML|\.append\s*\(/u;

function scriptLinks(page: Page): { host: string; anchor: Anchor }[] {
  const found: { host: string; anchor: Anchor }[] = [];
  const { html } = page;
  const lower = html.toLowerCase();
  for (let open = lower.indexOf("<script"); open >= 0 && found.length < mostParts;) {
    const end = lower.indexOf("</script", open);
    const script = html.slice(open, end < 0 ? html.length : end);
    if (writes.test(script))
      for (const match of script.matchAll(writtenLink)) {
        const host = match[1]!.toLowerCase();
        const at = open + match.index;
        if (readGamblingName(host).score > 0)
          found.push({ host, anchor: textAnchor("html", html, at, at + match[0].length) });
      }
    open = end < 0 ? -1 : lower.indexOf("<script", end);
  }
  return found;
}

/** Gambling terms in the description and keywords that search engines show; each at its place in the source. */
function headTerms(page: Page, lexicon: Lexicon): { terms: string[]; anchors: Anchor[] } {
  const anchors: Anchor[] = [];
  const terms = new Set<string>();
  const head = page.html.slice(0, 100_000);
  for (const text of [page.metadata.description, page.metadata.keywords])
    for (const { start, end, term } of bettingTerms(text, lexicon)) {
      const at = head.indexOf(text.slice(start, end));
      if (at < 0) continue;
      terms.add(term);
      anchors.push(textAnchor("html", page.html, at, at + end - start));
    }
  return { terms: [...terms], anchors };
}

/** Folders into which visitors or editors load files, and which no menu leads to. */
const uploadFolder =
  /\/(?:uploads?|uploadfiles?|userfiles?|portals|sites\/[^/]{1,60}\/files|wp-content|images?stories|filemanager|ckfinder|kcfinder|editor\/assets|attachments?|tmp|cache|backup)\//iu;

function uploadPath(page: Page): Anchor | null {
  if (!URL.canParse(page.finalUrl)) return null;
  const from = page.finalUrl.indexOf(new URL(page.finalUrl).host) + new URL(page.finalUrl).host.length;
  const match = uploadFolder.exec(page.finalUrl.slice(from));
  return match && textAnchor("url", page.finalUrl, from + match.index, from + match.index + match[0].length);
}

const publicEnding = /(?:^|\.)(?:gov|edu|mil)\.vn$/u;
const hostAt = (url: string) => (URL.canParse(url) ? new URL(url).hostname.toLowerCase() : "");

/** A public body's address that led to a host named like a betting house. */
function redirectAnchor(page: Page): Anchor | null {
  const to = hostAt(page.finalUrl);
  if (!publicEnding.test(hostAt(page.url)) || publicEnding.test(to) || readGamblingName(to).score < 1) return null;
  const at = page.finalUrl.toLowerCase().indexOf(to);
  return at < 0 ? null : textAnchor("url", page.finalUrl, at, at + to.length);
}

const one = (anchor: Anchor | null): Fact => known(anchor !== null, anchor ? [anchor] : []);

/** `facts` must already hold the kind of the page. */
export function hiddenLinkFacts({ page, knowledge }: Subjects, facts: Facts): [string, Fact][] {
  const kind = facts.get("kind.public");
  const onPublic = kind && isKnown(kind) ? kind.value === true : false;
  const links = onPublic ? hiddenBettingLinks(page, knowledge.lexicon) : [];
  const written = onPublic ? scriptLinks(page) : [];
  const head = onPublic ? headTerms(page, knowledge.lexicon) : { terms: [], anchors: [] };
  const ways = [...new Set(links.map((link) => hidingWays[link.hiddenBy ?? ""] ?? link.hiddenBy ?? ""))];
  const shown = links.slice(0, 10).map((link) => elementAnchor(page, link));
  return [
    // Without places: whose page it is must not be marked as if it were the fault.
    ["hidden.onPublicPage", kind && !isKnown(kind) ? missing(kind.missing) : known(onPublic)],
    ["hidden.bettingLinks", known(links.length, shown)],
    ["hidden.ways", known(ways.join(", "), shown)],
    [
      "hidden.scriptHosts",
      known(
        new Set(written.map((w) => w.host)).size,
        written.slice(0, 10).map((w) => w.anchor),
      ),
    ],
    ["hidden.scriptNames", known([...new Set(written.map((w) => w.host))].slice(0, 5).join(", "))],
    ["hidden.headTerms", known(head.terms.length, head.anchors.slice(0, 10))],
    ["hidden.uploadFolder", one(uploadPath(page))],
    ["hidden.redirected", one(redirectAnchor(page))],
  ];
}
