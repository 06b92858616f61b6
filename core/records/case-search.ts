// Promises folded words for the search of cases: the same words from the same text, with or without marks, hosts and numbers whole and in parts.
import { foldVietnamese } from "../text.ts";

const maxWords = 600;
const maxWordChars = 60;

/** Words of one text: "Đánh bạc 0912 345 678" gives danh, bac, 0912, 345, 678 and 0912345678; a host gives itself and its labels. */
function wordsOf(text: string): string[] {
  const folded = foldVietnamese(text);
  const whole = folded.match(/[\p{L}\p{N}][\p{L}\p{N}._@-]*/gu) ?? [];
  const parts = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  const numbers = (folded.match(/\d[\d .-]{5,}\d/g) ?? []).map((number) => number.replace(/\D/g, ""));
  return [...whole, ...parts, ...numbers];
}

/** Space-separated distinct words of all texts, as the column case_file.search keeps them. */
export function searchWords(texts: readonly string[]): string {
  const words = new Set(texts.flatMap(wordsOf).map((word) => word.slice(0, maxWordChars)));
  return [...words].slice(0, maxWords).join(" ");
}

/** A tsquery in which every word of what was typed starts a word of the case; null where nothing was typed. */
export function searchQuery(typed: string | undefined): string | null {
  const words = foldVietnamese(typed ?? "").match(/[\p{L}\p{N}][\p{L}\p{N}._@-]*/gu) ?? [];
  if (words.length === 0) return null;
  // Letters, digits and . _ @ - only: nothing here can close the quotes.
  return words
    .slice(0, 8)
    .map((word) => `'${word.replace(/[._@-]+$/, "").slice(0, maxWordChars)}':*`)
    .join(" & ");
}
