// Promises what one written word means letter by letter: marks, tone, disguises; the caller keeps the raw offsets.
import { latinOf, mendStroke, unboxSymbols } from "./lookalikes.ts";

export { latinOf } from "./lookalikes.ts";

/** How a word or term was disguised, if it was. */
export type Disguise =
  | "zero-width"
  | "styled-letters"
  | "mixed-scripts"
  | "digits-for-letters"
  | "stretched"
  | "stacked-marks"
  | "picture-letters"
  | "parted-letters"
  | "masked-letters";

export interface WordReading {
  /** Lower case, NFC, tone pulled out of its letter and put last: "hoà" and "hòa" read the same. */
  exact: string;
  /** Lower case without any mark, đ as d. */
  folded: string;
  /** Carries at least one Vietnamese mark. */
  marked: boolean;
  /** Folded with digits and symbols read as the letters they imitate, letters that were stretched drawn together. */
  decoded: string;
  /** `decoded` letter for letter with the marks of Vietnamese letters (ă, ê, đ) where they are written. */
  shape: string;
  /** The tone that is written: "" or "1" to "5". */
  tone: string;
  disguises: Disguise[];
}

const tones: Record<string, string> = { "\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5" };
/** Characters that show nothing, as the inside of a class: soft hyphen, joiners, fillers, variation selectors. */
export const invisible =
  "\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u2060-\\u2064\\ufe00-\\ufe0f\\ufeff";
const zeroWidth = new RegExp(`[${invisible}]`, "gu");
/** Selectors after a picture are ordinary; the rest between two letters is not. */
const zeroWidthBetween = /[\p{L}\p{N}\p{M}][\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]+[\p{L}\p{N}]/u;
const digitLetters: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
  "€": "e",
  "£": "l",
};
const imitations = /[013457@$!€£]/g;
const imitation = /[013457@$!€£]/;
const stretchedRun = /(.)\1{2,}/gu;
const stretched = /(.)\1\1/u;
const ordinaryRuns = /^(?:www|x{3,}|[a-z])$/;
const plainLetters = /^[ -~\s]*$/;
const isMark = /\p{M}/u;
const vietnameseMarks = new Set(["\u0302", "\u0306", "\u031b"]);
/** Marks that letters of living Latin alphabets carry; overlays and the like are written over a word to hide it. */
const ordinaryMarks = new Set(
  "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u031b\u0323\u0327\u0328",
);
const isStrange = (mark: string) => /[\u0300-\u036f\u20d0-\u20f0]/u.test(mark) && !ordinaryMarks.has(mark);
const mostMarks = 3;

const runOfMarks = /(\p{M}{5})\p{M}+/gu;
const runOfInvisible = new RegExp(`([${invisible}])[${invisible}]+`, "gu");

/** The same word with runs of invisible characters and of marks cut short: what is stuffed into a word does not hide it. */
export const shortenRuns = (raw: string): string => raw.replace(runOfInvisible, "$1").replace(runOfMarks, "$1");

/** Reads one word (letters, digits, marks, invisible characters) as it stands in a document. */
export function readWord(raw: string): WordReading {
  if (/^[a-z0-9]+$/.test(raw)) return readPlain(raw, []);
  const disguises: Disguise[] = [];
  const visible = raw.replace(zeroWidth, "");
  if (visible.length !== raw.length && zeroWidthBetween.test(raw)) disguises.push("zero-width");
  const composed = visible.normalize("NFC");
  const plain = mendStroke(unboxSymbols(composed.normalize("NFKC")).toLowerCase());
  if (plain !== mendStroke(composed.toLowerCase())) disguises.push("styled-letters");
  const letters = unmixScripts(plain);
  if (letters !== plain) disguises.push("mixed-scripts");
  return readPlain(letters, disguises);
}

/** Only words that mix Latin with another script are read as Latin: a Russian word stays Russian. */
function unmixScripts(word: string): string {
  if (
    /^[\p{Script=Latin}\p{M}0-9@$!€£]*$/u.test(word) &&
    !/[\u0138\u0180-\u024f\u0250-\u02af\u1d00-\u1d7f\ua720-\ua7ff\uab30-\uab6f]/u.test(word)
  )
    return word;
  const bare = word.normalize("NFD");
  if (!/\p{Script=Latin}/u.test(bare)) return word;
  return Array.from(bare, (letter) => (letter === "đ" ? letter : latinOf(letter)))
    .join("")
    .normalize("NFC");
}

function readPlain(word: string, disguises: Disguise[]): WordReading {
  const found = [...disguises];
  let tone = "";
  let written = "";
  let folded = "";
  let shape = "";
  let markCount = 0;
  for (const char of plainLetters.test(word) ? word : word.normalize("NFD")) {
    const mark = tones[char];
    if (mark !== undefined) tone = mark;
    else if (isMark.test(char)) {
      written += char;
      if (vietnameseMarks.has(char)) shape += char;
      else if (isStrange(char)) markCount = mostMarks;
    } else {
      written += char;
      folded += char === "đ" ? "d" : char;
      shape += char;
      markCount = -1;
    }
    if (++markCount > mostMarks && !found.includes("stacked-marks")) found.push("stacked-marks");
  }
  const exact = written.normalize("NFC") + tone;
  const reading = { exact, folded, marked: exact !== folded, tone, disguises: found };
  return { ...reading, ...decode(folded, shape.normalize("NFC"), found) };
}

/** A short number as the letters that it imitates ("501" as "soi"); for one beside words that are disguised. */
export const spellNumber = (digits: string): string => digits.replace(imitations, (c) => digitLetters[c]!);

/** Imitating digits and signs read as letters, stretched letters drawn together; notes both. */
function decode(folded: string, shape: string, found: Disguise[]): { decoded: string; shape: string } {
  if (!/[a-z]/.test(folded)) return { decoded: folded, shape };
  let decoded = folded;
  if (imitation.test(folded)) {
    decoded = folded.replace(imitations, (c) => digitLetters[c]!);
    shape = shape.replace(imitations, (c) => digitLetters[c]!);
    found.push("digits-for-letters");
  }
  if (stretched.test(decoded) && !ordinaryRuns.test(decoded)) {
    decoded = decoded.replace(stretchedRun, "$1");
    shape = shape.replace(stretchedRun, "$1");
    found.push("stretched");
  }
  return { decoded, shape };
}

/** Folded text without marks, for names and addresses: "Cá Cược" gives "ca cuoc". */
export function foldText(text: string): string {
  if (plainLetters.test(text)) return text.toLowerCase();
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase();
}
