// Promises precision and recall of one question with their intervals, counted by file and by site.
import type { Category } from "#core/nouns/category.ts";
import { type Interval, wilson } from "#core/wilson.ts";
import type { Judged } from "./judge.ts";

/** With its 95 % interval. */
export interface Share extends Interval {
  hits: number;
  of: number;
}

export interface Tally {
  category: Category;
  /** Of the flagged ones, those that a person calls so too. */
  precision: Share;
  /** Of those that a person calls so, the flagged ones. */
  recall: Share;
  /** Of those that a person calls so, flagged or for review. */
  noticed: Share;
  /** The same three by registrable site: a site counts as flagged when one of its files is. */
  sites: { precision: Share; recall: Share; noticed: Share };
}

export const shareOf = (hits: number, of: number): Share => ({ hits, of, ...wilson(hits, of) });

type Outcome = { isSo: boolean; flagged: boolean; noticed: boolean; tolerated: boolean };

function sharesOf(outcomes: Outcome[]): { precision: Share; recall: Share; noticed: Share } {
  const flagged = outcomes.filter((o) => o.flagged && !(o.tolerated && !o.isSo));
  const so = outcomes.filter((o) => o.isSo);
  return {
    precision: shareOf(flagged.filter((o) => o.isSo).length, flagged.length),
    recall: shareOf(so.filter((o) => o.flagged).length, so.length),
    noticed: shareOf(so.filter((o) => o.noticed).length, so.length),
  };
}

export function tallyCategory(judged: Judged[], category: Category): Tally {
  const outcomes = judged
    .filter((j) => !j.expected.unjudged)
    .map((j) => ({
      site: new URL(j.sample.url).hostname.replace(/^www\./, ""),
      isSo: j.expected.wanted.includes(category),
      tolerated: j.expected.allowed.includes(category),
      flagged: j.verdicts[category] === "flag",
      noticed: j.verdicts[category] !== "none",
    }));
  const bySite = [...Map.groupBy(outcomes, (o) => o.site).values()].map((group) => ({
    isSo: group.some((o) => o.isSo),
    tolerated: group.some((o) => o.tolerated),
    flagged: group.some((o) => o.flagged),
    noticed: group.some((o) => o.noticed),
  }));
  return { category, ...sharesOf(outcomes), sites: sharesOf(bySite) };
}
