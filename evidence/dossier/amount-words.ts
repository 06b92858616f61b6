// Promises amounts as officials write them: figures with points, then the same in Vietnamese words.
import { AppError } from "#core/errors.ts";

const digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const maxAmount = 1e15;

/** Three digits; `whole` reads leading zeros too ("không trăm lẻ năm"), as after a higher group. */
function readGroup(n: number, whole: boolean): string[] {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
  const words: string[] = [];
  if (hundreds > 0 || whole) words.push(digits[hundreds]!, "trăm");
  if (tens === 1) words.push("mười");
  else if (tens > 1) words.push(digits[tens]!, "mươi");
  else if (ones > 0 && words.length > 0) words.push("lẻ");
  if (ones > 0) words.push(readOnes(tens, ones));
  return words;
}

/** mốt, tư and lăm stand only after a ten. */
function readOnes(tens: number, ones: number): string {
  if (ones === 1 && tens > 1) return "mốt";
  if (ones === 4 && tens > 1) return "tư";
  if (ones === 5 && tens > 0) return "lăm";
  return digits[ones]!;
}

function readBelowBillion(n: number, whole: boolean): string[] {
  const words: string[] = [];
  for (const [scale, name] of [
    [1e6, "triệu"],
    [1e3, "nghìn"],
    [1, ""],
  ] as const) {
    const group = Math.floor(n / scale) % 1000;
    if (group === 0) continue;
    words.push(...readGroup(group, whole || words.length > 0), name);
  }
  return words.filter(Boolean);
}

/** "một trăm sáu mươi chín triệu bảy trăm năm mươi nghìn". Throws AppError `input.invalid` unless a whole number from 0 to 10^15. */
export function numberWords(n: number): string {
  if (!Number.isSafeInteger(n) || n < 0 || n > maxAmount)
    throw new AppError("input.invalid", { detail: `not an amount: ${n}`, cure: "A whole number from 0 to 10^15." });
  if (n === 0) return digits[0]!;
  const [billions, rest] = [Math.floor(n / 1e9), n % 1e9];
  const high = billions > 0 ? [...readBelowBillion(billions, false), "tỷ"] : [];
  return [...high, ...readBelowBillion(rest, billions > 0)].join(" ");
}

/** "169.750.000" */
export function numberFigures(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ".");
}

/** "169.750.000 đồng (Một trăm sáu mươi chín triệu bảy trăm năm mươi nghìn đồng)". Throws as `numberWords`. */
export function amountWords(dong: number): string {
  const words = numberWords(dong);
  return `${numberFigures(dong)} đồng (${words[0]!.toUpperCase()}${words.slice(1)} đồng)`;
}
