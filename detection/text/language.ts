// Promises whether words are Vietnamese, with or without marks, by the shape of their syllables; too few words are not called anything.
import { endsVietnamese, isSyllable, isUnmarkedSyllable } from "./syllables.ts";
import type { Token } from "./tokens.ts";

export type TextLanguage = "vi" | "vi-unmarked" | "other" | "unknown";

const fewestWords = 8;
const mostWords = 800;
/** Syllable starts that Vietnamese writes often and its neighbours hardly. */
const startsVietnamese = /^(?:ngh?|nh|tr|gi|kh|ph|qu|th|đ)[aeiouy]/;

/**
 * Reads the first words. Marked Vietnamese: at least 15 in 100 words carry a Vietnamese mark and at least 60 are legal
 * syllables. Unmarked: at least 85 in 100 are legal, and as many begin or end in ways that pinyin and English lack.
 */
export function readTextLanguage(tokens: readonly Token[]): TextLanguage {
  let [words, legal, marked, typical] = [0, 0, 0, 0];
  for (const { word } of tokens) {
    if (!/^\p{L}/u.test(word.folded) || word.disguises.length > 0) continue;
    words += 1;
    if (/^[a-z]+$/.test(word.folded) && isUnmarkedSyllable(word.folded)) {
      legal += 1;
      if (startsVietnamese.test(word.folded) || endsVietnamese(word.folded)) typical += 1;
      if (word.marked && isSyllable(word.shape)) marked += 1;
    }
    if (words === mostWords) break;
  }
  if (words < fewestWords) return "unknown";
  if (marked / words >= 0.15 && legal / words >= 0.6) return "vi";
  return legal / words >= 0.85 && typical / words >= 0.25 ? "vi-unmarked" : "other";
}
