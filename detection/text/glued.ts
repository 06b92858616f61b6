// Promises where words were joined without a blank ("bắcgiftcode", "nhàcáiuytín"): machine-made pages do this, writers do not.
import { isSyllable, isUnmarkedSyllable } from "./syllables.ts";

const marked = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/iu;
const vowelFirst = /^[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/u;
const plainPiece = /^[a-z0-9]{2,24}$/;
const longestSyllable = 7;
const longestPlain = 24;
/** Longest joined word that is taken apart. */
export const longestGlued = 400;

/** True for a word with Vietnamese marks that cannot be one syllable. Give it in NFC. */
export function isGlued(word: string): boolean {
  return word.length >= 4 && word.length <= longestGlued && marked.test(word) && !isSyllable(word.toLowerCase());
}

/** Prices of a piece: a syllable with an onset is the cheapest; a coda costs, so that "gà trực" beats "gàt rực". */
function priceOf(piece: string, isWord: boolean): number {
  if (!isWord) return 14;
  return 3 + (vowelFirst.test(piece) ? 6 : 0) + (/(?:ng|nh|ch)$/.test(piece) ? 2 : /[cmnpt]$/.test(piece) ? 1 : 0);
}

/**
 * Where a joined word comes apart: the ends of its pieces, the last one included; null when it does not.
 * Cheapest way over legal syllables and plain stretches; time grows with the length of the word.
 */
export function seamsOf(word: string): number[] | null {
  const lower = word.toLowerCase();
  if (lower.length !== word.length) return null;
  const price = Array.from<number>({ length: lower.length + 1 }).fill(Number.POSITIVE_INFINITY);
  const from = Array.from<number>({ length: lower.length + 1 }).fill(-1);
  price[0] = 0;
  for (let start = 0; start < lower.length; start++) {
    if (price[start] === Number.POSITIVE_INFINITY) continue;
    const reach = Math.min(lower.length, start + longestPlain);
    for (let end = start + 1; end <= reach; end++) {
      const piece = lower.slice(start, end);
      const isWord = piece.length <= longestSyllable && isSyllable(piece);
      if (!isWord && !plainPiece.test(piece)) continue;
      const sum = price[start]! + priceOf(piece, isWord);
      if (sum < price[end]!) {
        price[end] = sum;
        from[end] = start;
      }
    }
  }
  if (from[lower.length] === -1 || from[lower.length] === 0) return null;
  const ends: number[] = [];
  for (let end = lower.length; end > 0; end = from[end]!) ends.push(end);
  return ends.toReversed();
}

/** For each place in an unmarked word: can what stands before it, and what stands behind it, be read as syllables? */
export function splitsInSyllables(word: string): { before: boolean[]; behind: boolean[] } {
  const before = Array.from({ length: word.length + 1 }, (_, i) => i === 0);
  const behind = Array.from({ length: word.length + 1 }, (_, i) => i === word.length);
  for (let end = 1; end <= word.length; end++)
    for (let start = Math.max(0, end - longestSyllable); start < end && !before[end]; start++)
      before[end] = before[start]! && isUnmarkedSyllable(word.slice(start, end));
  for (let start = word.length - 1; start >= 0; start--)
    for (let end = Math.min(word.length, start + longestSyllable); end > start && !behind[start]; end--)
      behind[start] = behind[end]! && isUnmarkedSyllable(word.slice(start, end));
  return { before, behind };
}
