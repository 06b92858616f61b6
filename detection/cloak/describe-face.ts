// Promises one face of an address in a few figures: enough to compare it with what other visitors saw, little enough to keep.
import type { Face } from "#core/nouns/observation.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Detection } from "#core/nouns/signal.ts";
import { sketchText } from "../duplicate/sketch.ts";
import type { Knowledge } from "../knowledge.ts";
import { type Fields, readFields } from "../text/fields.ts";

const mostHosts = 200;
const mostTerms = 40;
const titleChars = 200;

/** Distinct gambling words that readers see, in the knowledge's own spelling. */
const gamblingTerms = (fields: Fields): string[] => [
  ...new Set(
    [...fields.hits("text"), ...fields.hits("title")].filter((h) => h.bank === "gambling-core").map((h) => h.term),
  ),
];

/** Hosts of other sites that the page links to, hidden links too. */
const outboundHosts = (page: Page): string[] => [
  ...new Set(page.links.flatMap((link) => (!link.internal && link.host !== null ? [link.host] : []))),
];

/** What the page itself shows, without a judgement of it. */
export function describeContent(page: Page, fields: Fields): Omit<Face, "vantage" | "via" | "scores"> {
  return {
    finalUrl: page.finalUrl,
    status: page.status,
    condition: page.condition,
    title: (page.title?.text ?? "").trim().slice(0, titleChars),
    wordCount: fields.wordCount("text"),
    textSketch: sketchText(page.text).minhash,
    domSha256: page.fingerprint.domSha256,
    outboundHosts: outboundHosts(page).slice(0, mostHosts),
    terms: gamblingTerms(fields).slice(0, mostTerms),
  };
}

/** `detection` must come from a judgement that compared no faces: a score that rests on a difference would prove itself. */
export function describeFace(
  page: Page,
  detection: Detection,
  knowledge: Knowledge,
  from: Pick<Face, "vantage" | "via">,
): Face {
  const scores = Object.entries(detection.categories).map(([category, result]) => [category, result.score] as const);
  return { ...from, ...describeContent(page, readFields(page, knowledge.lexicon)), scores: Object.fromEntries(scores) };
}
