// Promises where words were joined without a blank ("bắcgiftcode", "2021lô"): machine-made pages do this, writers do not.

const marked = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/u;
const toneMarks = /[\u0300\u0301\u0309\u0303\u0323]/gu;
/** Vowel groups of Vietnamese syllables, tone taken off; the longer ones first. */
const nuclei =
  "iêu|yêu|oai|oay|oeo|uôi|uây|uya|uyê|uyu|ươi|ươu|uao|uai|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|yê|iu|oa|oă|oe|oi|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|uă|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y";
/** One Vietnamese syllable, lower case, tone taken off. Fixed pattern, linear. */
const shape = new RegExp(
  `^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(?:${nuclei})(?:ch|nh|ng|[cmnpt])?$`,
  "u",
);
const isSyllable = (word: string) => shape.test(word.normalize("NFD").replace(toneMarks, "").normalize("NFC"));
const plainWord = /^[a-z0-9]{2,}$/;
const longest = 40;

/** True for a word with Vietnamese marks that cannot be one syllable. Give it in NFC. */
export function isGlued(word: string): boolean {
  return word.length >= 4 && word.length <= longest && marked.test(word) && !isSyllable(word.toLowerCase());
}

/** Where a glued word comes apart into a syllable and another word; null when it does not. */
export function seamOf(word: string): number | null {
  const lower = word.toLowerCase();
  if (lower.length !== word.length) return null;
  let fallback: number | null = null;
  for (let at = 1; at < lower.length; at++) {
    const left = lower.slice(0, at);
    const right = lower.slice(at);
    const leftIs = isSyllable(left);
    const rightIs = isSyllable(right);
    if (leftIs && rightIs) return at;
    if ((leftIs && plainWord.test(right) && right.length >= 3) || (rightIs && plainWord.test(left))) fallback ??= at;
  }
  return fallback;
}
