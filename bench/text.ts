// Promises how the time to read a text grows when hostile input doubles, and how fast pages are judged beside a bare Aho-Corasick scan.
import AhoCorasick from "modern-ahocorasick";
import { extractPage } from "#crawler/page/extract-page.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import type { Page } from "#core/nouns/page.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge, type Knowledge } from "#detection/knowledge.ts";
import { findTerms } from "#detection/text/lexicon.ts";
import { tokenise } from "#detection/text/tokens.ts";
import { hostileTexts } from "../test/fixtures/text/hostile.ts";
import * as samples from "../test/unit/detection/sample-pages.ts";
import { alternate, type Contestant } from "./stage/alternate.ts";
import type { Bench, BenchRow } from "./stage/report.ts";
import { drawSite } from "./stage/site-pages.ts";

type Row = Omit<BenchRow, "bench">;

const shorter = 250_000;
/** Twice the input in more than this many times the time is marked as not linear. */
const mostRatio = 2.6;
const tries = 3;
const pagesARound = 80;

function bestOf(act: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries; i++) {
    const startMs = performance.now();
    act();
    best = Math.min(best, performance.now() - startMs);
  }
  return best;
}

/** Time for twice the text over the time for the text; a time too short to be measured counts as half a millisecond. */
function doubling(what: string, read: (text: string) => void): Row[] {
  return Object.entries(hostileTexts).map(([kind, make]) => {
    const [once, twice] = [make(shorter), make(shorter * 2)];
    read(make(1000));
    const [shortMs, longMs] = [bestOf(() => read(once)), bestOf(() => read(twice))];
    const ratio = Math.max(longMs, 0.5) / Math.max(shortMs, 0.5);
    return {
      what: `${what}: ${kind}`,
      figures: { milliseconds: longMs, ratio, notLinear: ratio > mostRatio && longMs > 20 ? 1 : 0 },
    };
  });
}

async function drawPages(): Promise<{ html: string; page: Page }[]> {
  const site = await drawSite(24);
  const plain = Array.from({ length: 24 }, (_, i) => site(`/p/${i}`)!.body.toString("utf8"));
  const htmls = [...plain, ...Object.values(samples.allPages).map((page) => page.html)];
  return htmls.map((html, i) => ({ html, page: read(html, i) }));
}

const read = (html: string, i: number) => {
  const url = `https://trang-${i}.example/bai/${i}`;
  return extractPage({ url, finalUrl: url, status: 200, html });
};

async function speed(knowledge: Knowledge): Promise<Row[]> {
  const pages = await drawPages();
  const terms = knowledge.lexicon.terms.map((term) => term.text);
  const matcher = new AhoCorasick([...new Set(terms)]);
  const each = (act: (page: { html: string; page: Page }, i: number) => void) => (count: number) => {
    for (let i = 0; i < count; i++) act(pages[i % pages.length]!, i);
    return Promise.resolve();
  };
  const contestants: Contestant[] = [
    {
      name: "bare Aho-Corasick over the same text",
      run: each(({ page }) => void matcher.count(page.text.toLowerCase())),
    },
    { name: "terms found", run: each(({ page }) => void findTerms(page.text, tokenise(page.text), knowledge.lexicon)) },
    { name: "read page judged", run: each(({ page }) => void detect(page, knowledge, { kind: "site" })) },
    { name: "page read from its html", run: each(({ html }, i) => void read(html, i)) },
    {
      name: "page read and judged",
      run: each(({ html }, i) => void detect(read(html, i), knowledge, { kind: "site" })),
    },
  ];
  const rates = await alternate(contestants, { count: pagesARound, warmUp: pages.length * 3, rounds: 5 });
  const characters = pages.reduce((sum, { page }) => sum + page.text.length, 0) / pages.length;
  const reference = rates.get(contestants[0]!.name)!;
  return [...rates].map(([what, rate]) => ({
    what: `${what}, ${Math.round(characters)} characters`,
    figures: { pagesPerSecond: rate, ratio: rate / reference },
  }));
}

export const text: Bench = {
  about: `hostile texts of ${shorter} and ${shorter * 2} characters read and judged; ${pagesARound} of our own pages judged beside a bare Aho-Corasick scan`,
  run: async () => {
    const knowledge = loadKnowledge({ now: new Date("2026-11-22T00:00:00Z") });
    const url = "https://dai.example/";
    return [
      ...(await speed(knowledge)),
      ...doubling("terms", (words) => void findTerms(words, tokenise(words), knowledge.lexicon)),
      ...doubling(
        "judged",
        (words) => void detect(pageFromText({ url, title: "", text: words }), knowledge, { kind: "site" }),
      ),
    ];
  },
};
