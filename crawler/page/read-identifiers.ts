// Promises the marks that tie sites together: measurement ids, contacts, accounts and wallets, each with its place in the source.
import type { Identifier, IdentifierKind, Link, Page } from "#core/nouns/page.ts";
import { htmlSpan } from "./locate.ts";
import { plainVietnamese } from "./plain-vietnamese.ts";

const maxPerKind = 200;
/** Labelled numbers are looked for in this many characters of text. */
const maxLabelledLength = 2_000_000;
type Found = Map<string, Identifier>;

/** Ids that stand in scripts and markup. Every quantifier is bounded, so a scan is linear. */
const trackerPatterns: [IdentifierKind, RegExp, (match: RegExpExecArray) => string][] = [
  ["google-analytics", /\bUA-\d{4,10}-\d{1,4}\b/g, (m) => m[0]],
  ["google-analytics", /["'=/](G-[A-Z0-9]{8,12})(?=["'&<\s])/g, (m) => m[1] ?? ""],
  ["google-tag", /\bGTM-[A-Z0-9]{4,9}\b/g, (m) => m[0]],
  ["google-ads", /\bAW-\d{8,12}\b/g, (m) => m[0]],
  ["adsense", /\bca-pub-\d{10,18}\b/g, (m) => m[0]],
  ["facebook-pixel", /fbq\s{0,5}\(\s{0,5}['"]init['"]\s{0,5},\s{0,5}['"]?(\d{8,20})/g, (m) => m[1] ?? ""],
  ["facebook-pixel", /facebook\.com\/tr\?id=(\d{8,20})/g, (m) => m[1] ?? ""],
  ["tiktok-pixel", /ttq\.load\(\s{0,5}['"]([A-Z0-9]{10,30})['"]/g, (m) => m[1] ?? ""],
  ["chat-widget", /embed\.tawk\.to\/([a-f0-9]{20,30})/g, (m) => `tawk.to/${m[1]}`],
  [
    "chat-widget",
    /(?:__lc\.license|LiveChatWidget[^;]{0,80}license)\s{0,5}[=:]\s{0,5}(\d{5,12})/g,
    (m) => `livechat/${m[1]}`,
  ],
  ["chat-widget", /chaport[^;]{0,80}appId['"]?\s{0,5}[:=]\s{0,5}['"]([a-f0-9]{20,30})/g, (m) => `chaport/${m[1]}`],
  [
    "chat-widget",
    /client\.crisp\.chat[^;]{0,10}|CRISP_WEBSITE_ID\s{0,5}=\s{0,5}['"]([a-f0-9-]{30,40})/g,
    (m) => (m[1] ? `crisp/${m[1]}` : ""),
  ],
];

/** Marks that a reader sees. Offsets are into the text and are taken back to the source. */
const textPatterns: [IdentifierKind, RegExp, (match: RegExpExecArray) => string][] = [
  [
    "wallet",
    /\b(?:T[1-9A-HJ-NP-Za-km-z]{33}|0x[a-fA-F0-9]{40}|bc1[02-9ac-hj-np-z]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{26,33})\b/g,
    walletValue,
  ],
  [
    "telegram",
    /\b(?:t\.me|telegram\.me)\/(?:s\/)?([A-Za-z][A-Za-z0-9_]{3,31})\b/gi,
    (m) => `t.me/${(m[1] ?? "").toLowerCase()}`,
  ],
  ["zalo", /\bzalo\.me\/(?:g\/)?([A-Za-z0-9]{5,30})\b/gi, (m) => `zalo.me/${(m[1] ?? "").toLowerCase()}`],
  ["facebook", /\b(?:facebook|fb)\.com\/([A-Za-z0-9.]{4,60})/gi, (m) => facebookValue(m[1] ?? "")],
  ["phone", /(?<![\d.,/-])(?:\(?\+?84\)?|\(?0)(?:[ .)-]{0,2}\d){8,10}(?![\d/]|[.,-]\d)/g, (m) => phoneValue(m[0])],
  ["phone", /(?<![\d.,/-])1[89]00(?:(?:[ .-]?\d){6}|(?:[ .-]?\d){4})(?![\d/])/g, (m) => phoneValue(m[0])],
];

/** All identifiers of a page, each value once per kind, at its first place. */
export function readIdentifiers(page: Pick<Page, "html" | "text" | "textMap" | "links">): Identifier[] {
  const found: Found = new Map();
  for (const [kind, pattern, valueOf] of trackerPatterns) {
    for (const match of page.html.matchAll(pattern))
      note(found, kind, valueOf(match), match.index, match.index + match[0].length);
  }
  for (const [kind, pattern, valueOf] of textPatterns) {
    for (const match of page.text.matchAll(pattern))
      noteText(found, page, kind, valueOf(match), match.index, match.index + match[0].length);
  }
  readEmails(found, page);
  readLabelled(found, page);
  for (const link of page.links) readLink(found, link);
  return [...found.values()];
}

function note(found: Found, kind: IdentifierKind, value: string, htmlStart: number, htmlEnd: number): void {
  if (value === "") return;
  const key = `${kind} ${value}`;
  if (found.has(key)) return;
  let count = 0;
  if (found.size >= maxPerKind) for (const one of found.values()) if (one.kind === kind) count++;
  if (count < maxPerKind && found.size < 2000) found.set(key, { kind, value, htmlStart, htmlEnd });
}

function noteText(
  found: Found,
  page: Pick<Page, "textMap">,
  kind: IdentifierKind,
  value: string,
  start: number,
  end: number,
): void {
  const span = htmlSpan(page, start, end);
  note(found, kind, value, span?.start ?? 0, span?.end ?? 0);
}

/** Vietnamese numbers in E.164: mobile and fixed lines of 9 or 10 digits after the trunk 0, service numbers 1800/1900 as they are. "" for the rest. */
export function phoneValue(raw: string): string {
  let digits = raw.replace(/\D/g, "");
  if (/^1[89]00(?:\d{4}|\d{6})$/.test(digits)) return digits;
  if (digits.startsWith("84")) digits = digits.slice(2);
  digits = digits.replace(/^0/, "");
  if (/^[35789]\d{8}$/.test(digits) || /^2\d{9}$/.test(digits)) return `+84${digits}`;
  return "";
}

function walletValue(match: RegExpExecArray): string {
  const value = match[0];
  if (value.startsWith("0x")) return value.toLowerCase();
  // Base58 words without both digits and letters of both cases are ordinary words.
  return value.startsWith("bc1") || (/\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value)) ? value : "";
}

const facebookPlaces = new Set([
  "sharer",
  "sharer.php",
  "share.php",
  "dialog",
  "plugins",
  "tr",
  "login",
  "policies",
  "help",
  "groups",
  "pages",
  "watch",
  "events",
  "hashtag",
  "profile.php",
  "l.php",
  "v2.0",
  "business",
]);

function facebookValue(name: string): string {
  const handle = name.toLowerCase().replace(/\.+$/, "");
  return handle.length < 4 || facebookPlaces.has(handle) ? "" : `facebook.com/${handle}`;
}

/** Found from the @ outwards, so that long runs of letters cost nothing. */
function readEmails(found: Found, page: Pick<Page, "text" | "textMap">): void {
  const { text } = page;
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    const name = /[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}$/.exec(text.slice(Math.max(0, at - 64), at))?.[0];
    const domain = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,5}[A-Za-z]{2,20}(?![A-Za-z0-9])/.exec(
      text.slice(at + 1, at + 200),
    )?.[0];
    if (name && domain)
      noteText(found, page, "email", `${name}@${domain}`.toLowerCase(), at - name.length, at + 1 + domain.length);
  }
}

const accountLabel =
  /(?:\bstk\b|so tai khoan|so tk|tai khoan(?: ngan hang| so)?|vietcombank|techcombank|vietinbank|bidv|agribank|mb ?bank|sacombank|tpbank|vpbank|acb|msb)[^0-9\n]{0,40}(\d(?:[ .-]?\d){7,18})(?!\d)/g;
/** Words between a bank's name and a number that say the number is something else. */
const otherNumber = /thue|\bmst\b|dkkd|doanh nghiep|dien thoai|hotline|tong dai|\bsdt\b|\btel\b|\bdt\b/;
const taxLabel = /(?:ma so thue|\bmst\b|ma so doanh nghiep|so dkkd|\bmsdn\b)[^0-9\n]{0,40}(\d{10}(?:-\d{3})?)(?!\d)/g;

function readLabelled(found: Found, page: Pick<Page, "text" | "textMap">): void {
  const plain = plainVietnamese(page.text.slice(0, maxLabelledLength));
  for (const [kind, pattern] of [
    ["bank-account", accountLabel],
    ["tax-code", taxLabel],
  ] as const) {
    for (const match of plain.matchAll(pattern)) {
      const raw = match[1] ?? "";
      const start = match.index + match[0].length - raw.length;
      const value = kind === "tax-code" ? raw : raw.replace(/\D/g, "");
      if (kind === "bank-account" && phoneValue(raw) !== "" && !/stk|tai khoan|so tk/.test(match[0])) continue;
      if (kind === "bank-account" && otherNumber.test(match[0])) continue;
      noteText(found, page, kind, value, start, start + raw.length);
    }
  }
}

function readLink(found: Found, link: Link): void {
  const { href, htmlStart, htmlEnd } = link;
  if (href.length > 2000) return;
  const scheme = href.slice(0, 7).toLowerCase();
  if (scheme.startsWith("tel:")) note(found, "phone", phoneValue(href.slice(4)), htmlStart, htmlEnd);
  else if (scheme === "mailto:") {
    const address = href.slice(7).split("?", 1)[0]?.trim().toLowerCase() ?? "";
    if (/^[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9.-]{3,200}$/.test(address))
      note(found, "email", address, htmlStart, htmlEnd);
  } else if (link.host !== null) {
    for (const [kind, pattern, valueOf] of textPatterns) {
      if (kind !== "telegram" && kind !== "zalo" && kind !== "facebook") continue;
      for (const match of href.matchAll(pattern)) note(found, kind, valueOf(match), htmlStart, htmlEnd);
    }
  }
}
