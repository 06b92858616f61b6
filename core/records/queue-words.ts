// Promises what a person types into the search, as a question to the folded words of findings, and the contacts it may name.
import { createHash } from "node:crypto";
import { foldVietnamese } from "../text.ts";

/** As finding_words() of migration 0022 parts texts. */
const separators = /[\s!-/:-@[-`{-~\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]+/u;
const phone = /(?:\+?84|(?<!\d)0)(?:[ .-]?\d){8,10}(?!\d)/g;
const mostWords = 12;

const quoted = (word: string) => `'${word.replace(/[\\']/g, (sign) => sign + sign)}'`;
const begins = (word: string) => `${quoted(word)}:*`;

/** National form, digits only: 0912345678. */
const nationalPhone = (text: string) => text.replace(/\D/g, "").replace(/^84/, "0");

/** One thing that was typed: a word, or several that punctuation parts; `rule` where it may be a rule's id. */
const askFor = (typed: string): string => {
  const words = typed.split(separators).filter(Boolean);
  const all = words.map(begins).join(" & ");
  const rule = /^[a-z0-9][\w-]*(\.[\w-]+)+$/.test(typed) ? ` | ${begins(`rule:${typed}`)}` : "";
  return words.length === 0 ? "" : `(${all}${rule})`;
};

/**
 * The question as a tsquery: each word begins a word of the finding, whatever its accents and wherever its tone stands, or the finding is on
 * one of `hosts` (where a contact that the question names was seen). Null where the question has no word.
 */
export function writeTsquery(q: string, hosts: readonly string[] = []): string | null {
  const folded = foldVietnamese(q);
  const phones = [...folded.matchAll(phone)].map((m) => begins(nationalPhone(m[0])));
  const typed = folded.replace(phone, " ").split(/\s+/).slice(0, mostWords);
  const all = [...typed.map(askFor), ...phones].filter(Boolean).join(" & ");
  if (all === "") return null;
  return [`(${all})`, ...hosts.map((host) => quoted(`host:${host}`))].join(" | ");
}

export const ruleTsquery = (rules: readonly string[]): string =>
  rules.map((r) => quoted(`rule:${r.toLowerCase()}`)).join(" | ");

const keyOf = (kind: string, value: string) => createHash("sha256").update(`${kind}\n${value}`).digest();

/** Keys of the traces (detection/operator/kinds.ts, `keyOf`) that the question may name: a phone, a mail address, an account on a network. */
export function contactKeys(q: string): Buffer[] {
  const keys = [...q.matchAll(phone)].map((m) => keyOf("phone", `+84${nationalPhone(m[0]).slice(1)}`));
  for (const word of q.toLowerCase().split(/\s+/)) {
    const name =
      /^(?:https?:\/\/)?(?:www\.)?(t\.me|telegram\.me|zalo\.me|facebook\.com|fb\.com)\/(?:[sg]\/)?([\w.]{3,60})\/?$/.exec(
        word,
      );
    if (name) keys.push(...accountKeys(name[2]!));
    else if (/^@[\w.]{3,60}$/.test(word)) keys.push(...accountKeys(word.slice(1)));
    else if (/^[\w.%+-]+@[\w.-]+\.[a-z]{2,20}$/.test(word)) keys.push(keyOf("email", word));
  }
  return keys.slice(0, 20);
}

const accountKeys = (name: string) => [
  keyOf("telegram", `t.me/${name}`),
  keyOf("zalo", `zalo.me/${name}`),
  keyOf("facebook", `facebook.com/${name}`),
];
