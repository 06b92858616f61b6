// Promises which brand a page claims to be, by votes that can be shown, and whether the host may do so.
//
// Facts: brand.claim (sum of the votes for the brand claimed most; 0 on official hosts), .claimVotes, .claimed, .claimHow,
// .claimKind, .selfClaim (a vote from where a site names itself: a title's own segment, og:site_name, owner in the foot,
// logo), .stateClaim, .official, .compared (brands named at the front), .hostScore, .hostVerdict, .hostWhy, .hostBrand,
// .hostKind, .hostAgrees, .assets (official files hot-linked), .logo (official logo or icon by hash; missing where no
// picture was read), .footOwner (the foot says that the brand owns the site). intent.exfil: the page hands what is typed to
// a chat bot. intent.words: asking for secrets in words, where only text was given (missing otherwise: forms tell there).
import type { Page } from "#core/nouns/page.ts";
import { known, missing, type Fact } from "../facts/fact.ts";
import { isKnown } from "../facts/fact.ts";
import type { Gather, Site } from "../facts/page.ts";
import { judgeHost, stateBrand } from "../lookalike/judge-hosts.ts";
import { textAnchor } from "../text/fields.ts";
import type { BrandCard, BrandKind, Brands } from "./card.ts";
import { pictureVotes, seeLogos, type SeenLogo } from "./picture-votes.ts";
import { assetHow, gatherVotes, namesAnywhere, ownerHow, type Vote } from "./votes.ts";

interface Claim {
  card: BrandCard;
  votes: Vote[];
  score: number;
  /** The site names itself so; a mention in a headline is not enough. */
  self: boolean;
}

const selfWeight = 2;
/** A page that names so many brands at its front compares them. */
const compares = 3;

/** Without a vote from where a page says who it is, the rest counts for nothing. */
function claimOf(page: Page, card: BrandCard, brands: Brands, seen: SeenLogo[]): Claim {
  const votes = [...(namesAnywhere(page, card) ? gatherVotes(page, card, brands) : []), ...pictureVotes(seen, card)];
  const front = votes.some((v) => v.front);
  return {
    card,
    votes,
    score: front ? votes.reduce((sum, v) => sum + v.weight, 0) : 0,
    self: front && votes.some((v) => v.weight >= selfWeight && v.how !== assetHow),
  };
}

function claimsOf(page: Page, brands: Brands, seen: SeenLogo[]): { claims: Claim[]; compared: number } {
  const all = brands.cards.map((card) => claimOf(page, card, brands, seen)).filter((c) => c.score > 0);
  const compared = new Set(all.map((c) => c.card.brand)).size;
  return { claims: compared >= compares ? all.filter((c) => c.self) : all, compared };
}

export const claimFacts: Gather = ({ page, knowledge, context }, site, facts) => {
  const { brands } = knowledge;
  const own = brands.ownerOf(site.host);
  const judged = judgeHost(site.host, brands);
  const seen = context.pictures ? seeLogos(context.pictures, brands.cards) : [];
  const { claims, compared } = own ? { claims: [], compared: 0 } : claimsOf(page, brands, seen);
  const weigh = (c: Claim) => c.score + (judged.brand === c.card.brand && judged.verdict !== "none" ? 2 : 0);
  const top = claims.toSorted((a, b) => weigh(b) - weigh(a))[0];
  const publicHost = facts.get("kind.publicHost");
  const isOfficial = own !== null || (publicHost !== undefined && isKnown(publicHost) && publicHost.value === true);
  const anchors = top?.votes.map((v) => v.anchor) ?? [];
  const score = isOfficial ? 0 : (top?.score ?? 0);
  return [
    ["brand.claim", known(score, anchors)],
    ["brand.claimVotes", known(top?.votes.length ?? 0, anchors)],
    ["brand.claimed", known(top?.card.brand ?? judged.brand ?? "", anchors)],
    ["brand.claimHow", known(top?.votes.map((v) => v.how).join(", ") ?? "", anchors)],
    ["brand.claimKind", known(top?.card.kind ?? "none", anchors)],
    ["brand.selfClaim", known(!isOfficial && (top?.self ?? false), anchors)],
    ["brand.stateClaim", known(top?.card.kind === "government" ? score : 0, anchors)],
    ["brand.official", known(isOfficial, [site.anchor])],
    ["brand.compared", known(compared, [])],
    ...hostFacts(site, judged, kindOf(judged.brand, brands), top),
    ["brand.assets", votesNamed(top, (how) => how === assetHow)],
    ["brand.logo", context.pictures ? logoFact(top, seen) : missing("ảnh của trang chưa được đọc")],
    ["brand.footOwner", votesNamed(top, (how) => how === ownerHow)],
    ["intent.exfil", exfilFact(page)],
    ["intent.words", page.html === "" ? askingWords(page) : missing("trang có mã nguồn: biểu mẫu đã nói")],
  ];
};

const kindOf = (brand: string | null, brands: Brands): BrandKind | "none" =>
  brand === stateBrand ? "government" : (brands.cards.find((c) => c.brand === brand)?.kind ?? "none");

function hostFacts(
  site: Site,
  judged: ReturnType<typeof judgeHost>,
  kind: BrandKind | "none",
  top: Claim | undefined,
): [string, Fact][] {
  const agrees = top === undefined || judged.brand === top.card.brand || judged.brand === stateBrand;
  return [
    ["brand.hostScore", known(judged.score, [site.anchor])],
    ["brand.hostVerdict", known(judged.verdict, [site.anchor])],
    ["brand.hostWhy", known(judged.why, [site.anchor])],
    ["brand.hostBrand", known(judged.brand ?? "", [site.anchor])],
    ["brand.hostKind", known(judged.verdict === "none" ? "none" : kind, [site.anchor])],
    ["brand.hostAgrees", known(judged.verdict !== "none" && agrees, [site.anchor])],
  ];
}

function votesNamed(top: Claim | undefined, named: (how: string) => boolean): Fact {
  const votes = top?.votes.filter((v) => named(v.how)) ?? [];
  return known(
    votes.length > 0,
    votes.map((v) => v.anchor),
  );
}

function logoFact(top: Claim | undefined, seen: SeenLogo[]): Fact {
  const votes = top ? pictureVotes(seen, top.card) : [];
  return known(
    votes.length > 0,
    votes.map((v) => v.anchor),
  );
}

/** The one address through which phishing kits send what was typed to a chat. */
function exfilFact(page: Page): Fact {
  const found = /api\.telegram\.org\/bot/.exec(page.html);
  return known(
    found !== null,
    found ? [textAnchor("html", page.html, found.index, found.index + found[0].length)] : [],
  );
}

/** Labels of fields as plain text keeps them; a warning ("không cung cấp mã OTP") asks for nothing. */
const asksInWords =
  /(?<!(?:không|đừng|chớ)[^.\n]{0,40})(?:nhập|điền|gửi|cung cấp|xác nhận)[^.\n]{0,24}(?:mã otp|mật khẩu|số thẻ|số cccd|cvv|mã pin)|^(?:mật khẩu|mã otp|số cccd|số thẻ)[\s:*]{0,3}$/gimu;
const readChars = 20_000;

function askingWords(page: Page): Fact {
  const found = [...page.text.slice(0, readChars).matchAll(asksInWords)].slice(0, 6);
  return known(
    found.length,
    found.map((m) => textAnchor("text", page.text, m.index, m.index + m[0].length)),
  );
}
