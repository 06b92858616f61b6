// Promises the betting adverts of a page: links to other sites whose words or picture texts invite to bet.
import type { Link, Page, PageImage } from "#core/nouns/page.ts";
import { findTerms, type Lexicon } from "../text/lexicon.ts";
import { tokenise } from "../text/tokens.ts";
import { known } from "./fact.ts";
import { readGamblingName } from "./gambling-host.ts";
import { elementAnchor, type Gather } from "./page.ts";

/** Links looked at; a page of adverts has dozens, a hostile one any number. */
const mostLinks = 400;
const longestLabel = 300;
const call = /chơi ngay|vào chơi|cược ngay|tham gia ngay|nhận thưởng/iu;

/** Pictures inside a link; both lists stand in the order of the document. */
function picturesIn(link: Link, images: readonly PageImage[]): PageImage[] {
  return images.filter((image) => image.htmlStart >= link.htmlStart && image.htmlEnd <= link.htmlEnd);
}

function isAdvert(link: Link & { host: string }, pictures: PageImage[], lexicon: Lexicon): boolean {
  const label = [link.text, ...pictures.map((p) => p.alt)].join(" . ").slice(0, longestLabel);
  const banks = new Set(findTerms(label, tokenise(label), lexicon).map((hit) => hit.bank));
  if (banks.has("reporting")) return false;
  const isShaped = readGamblingName(link.host).score > 0;
  const bets = banks.has("gambling-core");
  const offers = banks.has("gambling-offer") || call.test(label);
  if (isShaped) return bets || offers;
  // A story's headline names betting too; an advert also offers, or is a picture that says it.
  return bets && (offers || pictures.some((p) => p.alt !== ""));
}

function advertsOf(page: Page, lexicon: Lexicon): (Link & { host: string })[] {
  const out = page.links
    .filter((l): l is Link & { host: string } => !l.internal && l.host !== null)
    .slice(0, mostLinks);
  return out.filter((link) => isAdvert(link, picturesIn(link, page.images.slice(0, mostLinks)), lexicon));
}

export const gamblingAdFacts: Gather = ({ page, knowledge }) => {
  const adverts = advertsOf(page, knowledge.lexicon);
  const hosts = [...new Map(adverts.map((link) => [link.host, link])).values()];
  return [
    [
      "gambling.adHosts",
      known(
        hosts.length,
        hosts.slice(0, 10).map((link) => elementAnchor(page, link)),
      ),
    ],
  ];
};
