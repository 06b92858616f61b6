// Promises ways in which operators write so that a filter misses it, each a named family; a reader still reads the words.
import type { Chance } from "./chance.ts";

export type Family = (text: string, chance: Chance) => string;

/** Applies `change` to about `share` of the words that carry a letter. */
const perWord = (share: number, change: (word: string, chance: Chance) => string): Family => {
  return (text, chance) =>
    text.replace(/\p{L}[\p{L}\p{M}]+/gu, (word) => (chance.next() < share ? change(word, chance) : word));
};

const unmark = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D");
const lookalike: Record<string, string> = { a: "а", o: "о", e: "е", c: "с", p: "р", x: "х", y: "у", i: "і" };
const leet: Record<string, string> = { a: "4", o: "0", e: "3", i: "1", t: "7" };
const shift = (word: string, capital: number, small: number) =>
  Array.from(unmark(word), (c) =>
    /[a-z]/.test(c)
      ? String.fromCodePoint(small + c.charCodeAt(0) - 97)
      : /[A-Z]/.test(c)
        ? String.fromCodePoint(capital + c.charCodeAt(0) - 65)
        : c,
  ).join("");
const swap = (word: string, table: Record<string, string>, chance: Chance) =>
  Array.from(word, (c) => (table[c] !== undefined && chance.next() < 0.8 ? table[c] : c)).join("");

export const families: Record<string, Family> = {
  "no-marks": unmark,
  decomposed: (text) => text.normalize("NFD"),
  "dotted-letters": perWord(0.6, (w) => Array.from(w.normalize("NFC")).join(".")),
  "spaced-letters": perWord(0.4, (w) => Array.from(w.normalize("NFC")).join(" ")),
  "zero-width": perWord(0.7, (w) => Array.from(w.normalize("NFC")).join("\u200b")),
  fullwidth: perWord(0.7, (w) => shift(w, 0xff21, 0xff41)),
  "bold-maths": perWord(0.7, (w) => shift(w, 0x1d400, 0x1d41a)),
  circled: perWord(0.5, (w) => shift(w, 0x24b6, 0x24d0)),
  "cyrillic-letters": perWord(0.8, (w, chance) => swap(unmark(w), lookalike, chance)),
  leet: perWord(0.6, (w, chance) => swap(unmark(w), leet, chance)),
  hyphenated: perWord(0.5, (w) => Array.from(w.normalize("NFC")).join("-")),
  underscored: perWord(0.5, (w) => Array.from(w.normalize("NFC")).join("_")),
};
