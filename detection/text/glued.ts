// Promises where words were joined without a blank ("bắcgiftcode", "2021lô"): machine-made pages do this, writers do not.

const vowels = "aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ";
const marked = /[ăâêôơưđáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]/u;
/** One Vietnamese syllable, as written, lower case. Fixed pattern, linear. */
const syllable = new RegExp(
  `^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[${vowels}]{1,3}(?:ch|nh|ng|[cmnpt])?$`,
  "u",
);
const plainWord = /^[a-z0-9]{2,}$/;
const longest = 40;

/** True for a word with Vietnamese marks that cannot be one syllable. Give it in NFC. */
export function isGlued(word: string): boolean {
  return word.length >= 4 && word.length <= longest && marked.test(word) && !syllable.test(word.toLowerCase());
}

/** Where a glued word comes apart into a syllable and another word; null when it does not. */
export function seamOf(word: string): number | null {
  const lower = word.toLowerCase();
  if (lower.length !== word.length) return null;
  let fallback: number | null = null;
  for (let at = 1; at < lower.length; at++) {
    const left = lower.slice(0, at);
    const right = lower.slice(at);
    const leftIs = syllable.test(left);
    const rightIs = syllable.test(right);
    if (leftIs && rightIs) return at;
    if ((leftIs && plainWord.test(right) && right.length >= 3) || (rightIs && plainWord.test(left))) fallback ??= at;
  }
  return fallback;
}
