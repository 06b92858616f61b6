// Promises which brand a page claims to be, by votes that can be shown, and whether the host may do so.
import type { Page } from "#core/nouns/page.ts";
import { isKnown, known } from "../facts/fact.ts";
import type { Gather } from "../facts/page.ts";
import { judgeHost } from "../lookalike/judge-hosts.ts";
import type { BrandCard, Brands } from "./card.ts";
import { assetHow, gatherVotes, type Vote } from "./votes.ts";

interface Claim {
  card: BrandCard;
  votes: Vote[];
  score: number;
}

/** Without a vote from where a page says who it is, the rest counts for nothing. */
function claimOf(page: Page, card: BrandCard, brands: Brands): Claim {
  const votes = gatherVotes(page, card, brands);
  const front = votes.some((v) => v.front);
  return { card, votes, score: front ? votes.reduce((sum, v) => sum + v.weight, 0) : 0 };
}

export const claimFacts: Gather = ({ page, knowledge }, site, facts) => {
  const { brands } = knowledge;
  const own = brands.ownerOf(site.host);
  const judged = judgeHost(site.host, brands);
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
