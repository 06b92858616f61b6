// Promises that amounts are read as Vietnamese officials read them, and that the words say the same amount again.
import { expect, test } from "vitest";
import { amountWords, numberFigures, numberWords } from "#evidence/dossier/amount-words.ts";

const ones = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/** An independent reader of the words: hundreds, tens and ones into a group, groups by their scale, "tỷ" over all before it. */
function parseWords(words: string): number {
  let [billions, total, group] = [0, 0, 0];
  let last = 0;
  for (const word of words.split(" ")) {
    if (word === "tỷ") [billions, total, group, last] = [(total + group + last) * 1e9, 0, 0, 0];
    else if (word === "triệu") [total, group, last] = [total + (group + last) * 1e6, 0, 0];
    else if (word === "nghìn") [total, group, last] = [total + (group + last) * 1e3, 0, 0];
    else if (word === "trăm") [group, last] = [group + last * 100, 0];
    else if (word === "mươi") [group, last] = [group + last * 10, 0];
    else if (word === "mười") group += 10;
    else if (word === "mốt") last = 1;
    else if (word === "tư") last = 4;
    else if (word === "lăm") last = 5;
    else if (word !== "lẻ") last = ones.indexOf(word);
    if (last < 0) throw new Error(`unknown word ${word}`);
  }
  return billions + total + group + last;
}

test("amounts read as officials write them", () => {
  const said: [number, string][] = [
    [0, "không"],
    [4, "bốn"],
    [10, "mười"],
    [14, "mười bốn"],
    [15, "mười lăm"],
    [21, "hai mươi mốt"],
    [24, "hai mươi tư"],
    [25, "hai mươi lăm"],
    [11, "mười một"],
    [101, "một trăm lẻ một"],
    [105, "một trăm lẻ năm"],
    [110, "một trăm mười"],
    [115, "một trăm mười lăm"],
    [1005, "một nghìn không trăm lẻ năm"],
    [1_000_000, "một triệu"],
    [1_000_005, "một triệu không trăm lẻ năm"],
    [25_000_000, "hai mươi lăm triệu"],
    [1_526_950_000, "một tỷ năm trăm hai mươi sáu triệu chín trăm năm mươi nghìn"],
    [1e12, "một nghìn tỷ"],
    [1e15, "một triệu tỷ"],
  ];
  for (const [n, words] of said) expect(numberWords(n), String(n)).toBe(words);
  expect(amountWords(169_750_000)).toBe("169.750.000 đồng (Một trăm sáu mươi chín triệu bảy trăm năm mươi nghìn đồng)");
  expect(numberFigures(1_234_567)).toBe("1.234.567");
});

test("the words of any amount up to 10^15 give the amount back, in NFC, without double spaces", () => {
  let seed = 20_261_122;
  const next = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const amounts = Array.from({ length: 3000 }, () => Math.floor(next() * 10 ** Math.ceil(next() * 15)));
  for (let n = 0; n < 2200; n += 1) amounts.push(n);
  for (const n of amounts) {
    const words = numberWords(n);
    expect(parseWords(words), words).toBe(n);
    expect(words).toBe(words.normalize("NFC"));
    expect(words).not.toMatch(/ {2}|^ | $/);
    expect(words).not.toMatch(/mươi một|mươi bốn|mười mốt|mươi năm|mười năm/);
  }
});

test("what is no amount is refused", () => {
  for (const n of [-1, 1.5, Number.NaN, 1e15 + 2, Infinity]) expect(() => numberWords(n)).toThrow("not an amount");
});
