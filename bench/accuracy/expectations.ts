// Promises what a label asks of the machine: which category must speak, which must stay silent, and what is not judged.
import type { Category } from "#core/nouns/category.ts";

export interface Expectation {
  /** Categories that should be flagged, or at least be for review. */
  wanted: readonly Category[];
  /** Categories whose flag is right but not asked for. */
  allowed: readonly Category[];
  /** Brand that an impersonation finding must name. */
  brand?: string;
  /** Must be told as a licence of somebody else's. */
  borrowed?: true;
  /** Hard files stand apart in the report. */
  hard?: true;
  /** Not a page of any question here (archives, test pages, bot walls): only counted where something fires. */
  unjudged?: true;
}

const innocent: Expectation = { wanted: [], allowed: [] };
const gambling: Expectation = { wanted: ["gambling"], allowed: ["hidden_gambling_links", "illegal_fundraising"] };
const news: Expectation["allowed"] = ["imprint", "source_duties", "domain_duties"];

const byLabel: Record<string, Expectation> = {
  gambling,
  gambling_ads: { ...gambling, allowed: ["source_duties", "hidden_gambling_links"] },
  doorway_pages: { ...gambling, hard: true },
  hidden_gambling_links: { wanted: ["hidden_gambling_links"], allowed: ["gambling"] },
  news_about_gambling: { ...innocent, hard: true },
  copied_licence: { wanted: ["unlicensed_news"], allowed: news, borrowed: true },
  unlicensed_general_news: { wanted: ["unlicensed_news"], allowed: news },
  html: { ...innocent, unjudged: true },
  asset: { ...innocent, unjudged: true },
  nasty: { ...innocent, unjudged: true },
  social: { ...innocent, unjudged: true },
  "article:fake": { wanted: [], allowed: ["false_information"] },
};

const innocentLabels =
  /^(?:gov|edu|company|press|press_licensed|press_.*|sports.*|legal_lottery.*|finance.*|bank.*|business_licence_only|article:real|aggregator_licensed|icp_licensed|game.*|shop.*|.*_hard_negative|not_gambling)$/;

/** What is expected of a label; labels that nobody described are counted, not judged. */
export function expectationOf(label: string): Expectation {
  const known = byLabel[label];
  if (known) return known;
  const brand = /^impersonation:(.+)$/.exec(label)?.[1];
  if (brand) return { wanted: ["impersonation"], allowed: ["gambling", "illegal_fundraising", "personal_data"], brand };
  if (label.startsWith("impersonation"))
    return { wanted: ["impersonation"], allowed: ["illegal_fundraising", "personal_data"] };
  if (/copy$|clone/.test(label)) return { wanted: [], allowed: ["impersonation"] };
  return innocentLabels.test(label) ? innocent : { ...innocent, unjudged: true };
}
