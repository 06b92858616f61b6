// Promises the Latin letter that a borrowed letter or drawn symbol passes for; the table is derived from Unicode's own data.
import table from "./lookalikes.json" with { type: "json" };

/** Passed off as Latin on Vietnamese pages though UTS 39 gives them another prototype. */
const furtherLetters: [string, string][] = [
  ["п", "n"],
  ["ω", "w"],
];
const borrowed = new Map<string, string>(furtherLetters);
for (const [letter, codes] of Object.entries(table.letters))
  for (const code of codes.split(" ")) borrowed.set(String.fromCodePoint(Number.parseInt(code, 16)), letter);

/** Old Vietnamese fonts and keyboards give the Icelandic and the African letter for "đ": a way of typing, no disguise. */
const mistypedStroke = /[ðɖ]/gu;

/** Latin letter or digit for a lookalike of another script, or the letter itself. Give it in lower case. */
export const latinOf = (letter: string): string => borrowed.get(letter) ?? letter;

export const mendStroke = (word: string): string => word.replace(mistypedStroke, "đ");

/** Pictures that stand for a letter when they touch one: ⭕ in "n⭕ hũ". Only what is drawn like the letter. */
const pictures: Record<string, string> = {
  "⭕": "o",
  "🔴": "o",
  "🟠": "o",
  "🟡": "o",
  "🟢": "o",
  "🔵": "o",
  "⚪": "o",
  "⚫": "o",
  "⚽": "o",
  "🏀": "o",
  "🌕": "o",
  "🪙": "o",
  "❌": "x",
  "✖": "x",
  "✕": "x",
  "✗": "x",
  "❎": "x",
  "💲": "s",
  "❗": "i",
  "❕": "i",
  "🆑": "cl",
  "🆎": "ab",
};
/** The same as a class for patterns with the `u` flag. */
export const pictureClass = `[${Object.keys(pictures).join("")}]`;
/** A "!" that ends a word inside a sentence ("tà! xỉu") may be its last letter. */
export const letterOfPicture = (symbol: string): string | null =>
  symbol === "!" ? "i" : (pictures[symbol.replace("\ufe0f", "")] ?? null);

const blocksOfLetters = [0x1f130, 0x1f150, 0x1f170, 0x1f1e6];

/** Letters drawn as enclosed or regional symbols, which NFKC leaves alone. */
export function unboxSymbols(word: string): string {
  if (!/[\u{1f130}-\u{1f1ff}]/u.test(word)) return word;
  let out = "";
  for (const symbol of word) {
    const code = symbol.codePointAt(0)!;
    const base = blocksOfLetters.find((start) => code >= start && code < start + 26);
    out += base === undefined ? symbol : String.fromCharCode(97 + code - base);
  }
  return out;
}
