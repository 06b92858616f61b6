// Promises the article of a page as it is kept for comparison: whose it is, when it came out, its words and their sketch.
import { parse } from "tldts";
import type { Page } from "#core/nouns/page.ts";
import { readSite } from "../facts/page.ts";
import type { Knowledge } from "../knowledge.ts";
import { rowsOfHost } from "../licence/register.ts";
import { foldText } from "../text/letters.ts";
import { proseOf, writeProse } from "./prose.ts";
import { readPublishedAt } from "./published-at.ts";
import { type Sketch, sketchText } from "./sketch.ts";

/** A shorter text is a notice or a list of headlines. */
export const leastArticleWords = 80;
export const mostBodyChars = 20_000;

export interface SketchedPage {
  url: string;
  host: string;
  domain: string;
  source: "press" | "other";
  title: string;
  author: string;
  publisher: string;
  publishedAt: Date | null;
  body: string;
  sketch: Sketch;
}

/** Null for a page that is no article: too few words, an error, an account, a paper's front page. */
export function sketchPage(page: Page, knowledge: Knowledge): SketchedPage | null {
  if (
    page.condition !== "content" ||
    page.posts.length > 0 ||
    !URL.canParse(page.finalUrl) ||
    proseOf(page).length === 0
  )
    return null;
  const body = writeProse(page, mostBodyChars);
  const sketch = sketchText(body);
  if (sketch.words < leastArticleWords) return null;
  const site = readSite(page);
  const source = isPressHost(knowledge, site) ? "press" : "other";
  // A paper's front page is a list of its items, no item.
  if (source === "press" && new URL(page.finalUrl).pathname.length <= 1) return null;
  const published = readPublishedAt(page);
  return {
    url: page.finalUrl,
    host: site.host,
    domain: site.domain,
    source,
    title: page.headings.find((h) => h.level === 1)?.text ?? page.title?.text ?? "",
    author: page.metadata.author,
    publisher: page.metadata.siteName,
    publishedAt: "at" in published ? published.at : null,
    body,
    sketch,
  };
}

/** Registrable domain of a host, the host itself where it has none. */
export const domainOf = (host: string): string => parse(host, { allowPrivateDomains: true }).domain ?? host;

/** Press by a card or by a row of the register: what a page says of itself is no proof here. */
export function isPressHost(knowledge: Knowledge, site: { host: string; domain: string }): boolean {
  const owner = knowledge.brands.ownerOf(site.host);
  if (owner?.kind === "press" || owner?.kind === "broadcaster") return true;
  if (!knowledge.register) return false;
  const rows = rowsOfHost(knowledge.register, { host: site.host, site: site.domain });
  return rows.some((row) => /(?:^|\s)(?:bao|tap chi|bao chi|press)(?:\s|$)/.test(foldText(row.kind)));
}
