// Promises which letter strings are legal Vietnamese syllables, generated from onsets and rimes; no word list.

/** Initial consonants as written. */
const onsets = ["", ..."b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split(" ")];
/** Vowel groups and the endings each may take ("-" stands for none), after the spelling rules taught in schools. */
const rimes: Record<string, string> = {
  a: "- c ch i m n ng nh o p t u y",
  ă: "c m n ng p t",
  â: "c m n ng p t u y",
  e: "- c m n ng o p t",
  ê: "- ch m n nh p t u ng",
  i: "- a ch m n nh p t u c ng",
  iê: "c m n ng p t u",
  yê: "m n ng t u",
  y: "- ch nh t n p",
  o: "- c i m n ng p t",
  oa: "- c ch i m n ng nh o p t y",
  oă: "c m n ng t p",
  oe: "- n o t m",
  oo: "c ng",
  ô: "- c i m n ng p t",
  ơ: "- i m n p t",
  u: "- a c i m n ng p t",
  uâ: "- n ng t y",
  uê: "- ch nh n",
  uô: "c i m n ng t",
  uơ: "- n t",
  uy: "- a ch n nh p t u",
  uyê: "n t m",
  ư: "- a c i ng t u n m",
  ươ: "c i m n ng p t u",
};

const strip = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");

function generate(): Set<string> {
  const found = new Set<string>();
  for (const onset of onsets) {
    for (const [vowels, endings] of Object.entries(rimes)) {
      // "thưởng uy" is never "thưởn guy".
      if (onset === "g" && vowels.startsWith("uy")) continue;
      for (const ending of endings.split(" ")) found.add(onset + vowels + (ending === "-" ? "" : ending));
    }
  }
  return found;
}

/** With the marks of letters (ă, ê, ơ) and without tones. */
const shaped = generate();
const unmarked = new Set(Array.from(shaped, strip));
const toneMarks = /[\u0300\u0301\u0309\u0303\u0323]/gu;
const memory = new Map<string, boolean>();
const mostRemembered = 20_000;

/** Lower case, no marks at all: could be a Vietnamese syllable typed without marks. */
export const isUnmarkedSyllable = (word: string): boolean => unmarked.has(word);

/** Lower case, NFC: is a Vietnamese syllable as written. At most one tone; a stop at the end takes sắc or nặng only. */
export function isSyllable(word: string): boolean {
  if (word.length > 8) return false;
  const known = memory.get(word);
  if (known !== undefined) return known;
  const apart = word.normalize("NFD");
  const toneless = apart.replace(toneMarks, "");
  const tones = apart.length - toneless.length;
  let legal = tones <= 1 && shaped.has(toneless.normalize("NFC"));
  if (legal && tones === 1 && /(?:ch|[cpt])$/.test(toneless)) legal = /[\u0301\u0323]/u.test(apart);
  if (memory.size >= mostRemembered) memory.clear();
  memory.set(word, legal);
  return legal;
}

/** Ends in a way that Vietnamese has and pinyin or English hardly: a bare stop, "m" or "nh". */
export const endsVietnamese = (word: string): boolean =>
  /(?:[^aeiouy][aeiouy]|[aeiouy]{2})(?:ch|nh|[cpmt])$/.test(word);
