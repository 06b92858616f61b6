// Promises whether words read as Vietnamese, with marks or without; what is too short is not said to be anything.
import type { Token } from "../text/tokens.ts";

/** Fewer words say too little for a model of words. */
export const fewestWords = 40;
const sample = 1500;
/** Shape of one Vietnamese syllable without marks. Fixed pattern, linear. */
const syllable =
  /^(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?(?:ieu|yeu|oai|oay|oeo|uoi|uay|uya|uye|uyu|uou|uao|[aeiouy]{1,2})(?:ch|nh|ng|[cmnpt])?$/;

export type Readable = "vietnamese" | "other" | "too-short";

/** Marks on one word in ten, or nine in twenty words of Vietnamese shape where foreign text has about three. */
export function readLanguage(tokens: readonly Token[]): Readable {
  let letters = 0;
  let marked = 0;
  let shaped = 0;
  for (const token of tokens) {
    if (!/^\p{L}+$/u.test(token.folded)) continue;
    letters += 1;
    if (token.marked) marked += 1;
    if (syllable.test(token.folded)) shaped += 1;
    if (letters === sample) break;
  }
  if (letters < fewestWords) return "too-short";
  return marked / letters >= 0.1 || shaped / letters >= 0.6 ? "vietnamese" : "other";
}
