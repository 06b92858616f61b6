// Promises text in which nobody's phone, identity, account number or e-mail can be read, at the same length as before.
import type { Category } from "./nouns/category.ts";
import type { Anchor, Signal } from "./nouns/signal.ts";

/** What people write between the digits of one number, and what nobody sees there. */
const gap = "[\\t \\u00a0.()\\-\\u2010-\\u2015_\\u00ad\\u200b-\\u200f\\u2060\\ufeff]{0,3}";
/** Nine digits and more with gaps between them (phones, CCCD, CMND, cards), or eight in one run (accounts). */
const longNumber = new RegExp(`\\p{Nd}(?:${gap}\\p{Nd}){8,}|\\p{Nd}{8,}`, "gu");
/** Shorter account numbers stand behind their name only. */
const namedAccount = /((?:stk|tài khoản|tai khoan|cmnd|cmt|cccd|account)[^\p{Nd}\n]{0,12})(\p{Nd}{5,})/giu;
/** The name before the sign; it starts where such a run starts, so that a long run is read once. */
const email = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+(?=(?:@|\(at\)|\[at\]|&#64;)[\p{L}\p{N}-]{1,63}\.)/giu;
const bullet = "•";

/** First two and last two digits stay; each digit between them becomes one bullet for each of its code units. */
function maskDigits(run: string): string {
  const digits = [...run.matchAll(/\p{Nd}/gu)];
  const kept = new Set([0, 1, digits.length - 2, digits.length - 1]);
  let index = 0;
  return run.replace(/\p{Nd}/gu, (digit) => (kept.has(index++) ? digit : bullet.repeat(digit.length)));
}

const maskName = (name: string): string =>
  name.length < 3 ? bullet.repeat(name.length) : name[0]! + bullet.repeat(name.length - 1);

/**
 * Phones, identity, card and account numbers and e-mail names as bullets: "0912345678" becomes "09••••••78". The result has
 * the length of `text` in UTF-16 code units, so offsets into one hold in the other.
 */
export function maskPersonalData(text: string): string {
  return text
    .replace(longNumber, maskDigits)
    .replace(namedAccount, (_, name: string, digits: string) => name + maskDigits(digits))
    .replace(email, maskName);
}

function maskAnchor(anchor: Anchor): Anchor {
  if (anchor.kind === "text") return { ...anchor, raw: maskPersonalData(anchor.raw) };
  if (anchor.kind === "region" && anchor.read !== undefined) return { ...anchor, read: maskPersonalData(anchor.read) };
  if (anchor.kind === "difference") return { ...anchor, what: maskPersonalData(anchor.what) };
  return anchor;
}

/** The same signals with sentences and quoted words masked; offsets still point at the sealed original. */
export const maskSignals = (signals: readonly Signal[]): Signal[] =>
  signals.map((signal) => ({
    ...signal,
    say: maskPersonalData(signal.say),
    anchors: signal.anchors.map(maskAnchor),
  }));

/** Findings whose words may themselves be what was offered for sale. */
export const hidesPersonalData = (category: Category): boolean => category === "personal_data";
