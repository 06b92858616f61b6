// Promises whether two names mean the same organisation: legal forms and everyday words left out.
import { foldText } from "../text/letters.ts";

const noise =
  /\b(?:cong ty|co phan|trach nhiem huu han|tnhh|mot thanh vien|mtv|1tv|cp|cty|tap doan|viet nam|vietnam|dich vu|truyen thong|thuong mai|cong nghe|ctcp|jsc|co|ltd|joint stock|company|corporation|corp|group|so|phat trien|dau tu|va|giai phap|quang cao|truc tuyen)\b/g;

/** The distinctive words of a name, folded. */
export const ownerCore = (owner: string): string[] =>
  foldText(owner)
    .replace(/[^a-z0-9\s]/g, " ")
    .replace(noise, " ")
    .split(/\s+/)
    .filter((w) => w.length > 1);

/** Same owner: at least one distinctive word and half of the shorter name in common. */
export function isSameOwner(a: string, b: string): boolean {
  const [left, right] = [new Set(ownerCore(a)), new Set(ownerCore(b))];
  if (left.size === 0 || right.size === 0) return false;
  const common = [...left].filter((w) => right.has(w)).length;
  return common / Math.min(left.size, right.size) >= 0.5;
}

/** Both names say something, and not the same. A name without distinctive words says nothing. */
export const isOtherOwner = (a: string, b: string): boolean =>
  ownerCore(a).length > 0 && ownerCore(b).length > 0 && !isSameOwner(a, b);
