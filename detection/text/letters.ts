// Promises what one written word means letter by letter: marks, tone, disguises; the caller keeps the raw offsets.

/** How a word was disguised, if it was. */
export type Disguise = "zero-width" | "styled-letters" | "mixed-scripts" | "digits-for-letters";

export interface WordReading {
  /** Lower case, NFC, tone pulled out of its letter and put last: "hoà" and "hòa" read the same. */
  exact: string;
  /** Lower case without any mark, đ as d. */
  folded: string;
  /** Carries at least one Vietnamese mark. */
  marked: boolean;
  /** Folded with digits and symbols read as the letters they imitate; equal to `folded` when none does. */
  decoded: string;
  disguises: Disguise[];
}

const tones: Record<string, string> = { "\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5" };
const zeroWidth = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;

/** Cyrillic, Greek and small-capital letters that pass for Latin ones (after Unicode TR 39, the part that Vietnamese pages use). */
const lookalikes = new Map<string, string>(
  Object.entries({
    а: "a",
    е: "e",
    о: "o",
    р: "p",
    с: "c",
    у: "y",
    х: "x",
    і: "i",
    ј: "j",
    ѕ: "s",
    һ: "h",
    ԁ: "d",
    ԛ: "q",
    ԝ: "w",
    к: "k",
    м: "m",
    н: "h",
    т: "t",
    в: "b",
    г: "r",
    п: "n",
    α: "a",
    ε: "e",
    ο: "o",
    ρ: "p",
    ν: "v",
    τ: "t",
    ι: "i",
    κ: "k",
    υ: "u",
    χ: "x",
    η: "n",
    γ: "y",
    ω: "w",
    ɑ: "a",
    ɡ: "g",
    ı: "i",
    ʟ: "l",
    ɴ: "n",
    ʀ: "r",
    ᴀ: "a",
    ʙ: "b",
    ᴄ: "c",
    ᴅ: "d",
    ᴇ: "e",
    ɢ: "g",
    ʜ: "h",
    ɪ: "i",
    ᴊ: "j",
    ᴋ: "k",
    ᴍ: "m",
    ᴏ: "o",
    ᴘ: "p",
    ᴛ: "t",
    ᴜ: "u",
    ᴠ: "v",
    ᴡ: "w",
    ʏ: "y",
    ᴢ: "z",
    ⅼ: "l",
  }),
);
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
};

/** Letters drawn as enclosed or regional symbols, which NFKC leaves alone. */
function unboxSymbols(word: string): string {
  let out = "";
  for (const symbol of word) {
    const code = symbol.codePointAt(0)!;
    const base = [0x1f130, 0x1f150, 0x1f170, 0x1f1e6].find((start) => code >= start && code < start + 26);
    out += base === undefined ? symbol : String.fromCharCode(97 + code - base);
  }
  return out;
}

/** Latin letter for a lookalike of another script, or the letter itself. */
export function latinOf(letter: string): string {
  return lookalikes.get(letter) ?? letter;
}

/** Reads one word (letters, digits, marks, invisible characters) as it stands in a document. */
export function readWord(raw: string): WordReading {
  if (/^[a-z0-9]+$/.test(raw)) return readPlain(raw, []);
  const disguises: Disguise[] = [];
  const visible = raw.replace(zeroWidth, "");
  if (visible.length !== raw.length && /[\p{L}\p{N}][\u00ad\u200b-\u200f\u2060\ufeff]+[\p{L}\p{N}]/u.test(raw))
    disguises.push("zero-width");
  const composed = visible.normalize("NFC");
  const plain = unboxSymbols(composed.normalize("NFKC")).toLowerCase();
  if (plain !== composed.toLowerCase()) disguises.push("styled-letters");
  const letters = unmixScripts(plain);
  if (letters !== plain) disguises.push("mixed-scripts");
  return readPlain(letters, disguises);
}

/** Only words that mix Latin with another script are read as Latin: a Russian word stays Russian. */
function unmixScripts(word: string): string {
  const bare = word.normalize("NFD");
  const hasLatin = /[a-zđ]/u.test(bare);
  const hasSmallCapitals = /[\u1d00-\u1d2b\u0262\u026a\u0274\u0280\u0299\u029c\u029f]/u.test(bare);
  if (!hasSmallCapitals && !(hasLatin && /[\u0370-\u052f\u0250-\u02af]/u.test(bare))) return word;
  return Array.from(bare, latinOf).join("").normalize("NFC");
}

function readPlain(word: string, disguises: Disguise[]): WordReading {
  let tone = "";
  let shaped = "";
  let folded = "";
  for (const char of word.normalize("NFD")) {
    const mark = tones[char];
    if (mark !== undefined) tone = mark;
    else if (/\p{M}/u.test(char)) shaped += char;
    else {
      shaped += char;
      folded += char === "đ" ? "d" : char;
    }
  }
  const exact = shaped.normalize("NFC") + tone;
  let decoded = folded;
  if (/[a-z]/.test(folded) && /[013457@$!]/.test(folded))
    decoded = folded.replace(/[013457@$!]/g, (c) => digitLetters[c]!);
  const found = decoded === folded ? disguises : [...disguises, "digits-for-letters" as const];
  return { exact, folded, marked: exact !== folded, decoded, disguises: found };
}

/** Folded text without marks, for names and addresses: "Cá Cược" gives "ca cuoc". */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase();
}
