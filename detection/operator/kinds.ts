// Promises what each kind of trace is called, how much it says alone about one hand behind two sites, and how it is shown.
import { createHash } from "node:crypto";
import { IdentifierKind } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";

export type TraceKind = IdentifierKind | "favicon" | "certificate" | "template" | "affiliate-code" | "script-host";

/** A mark on a page that may tie its site to another. */
export interface Trace {
  kind: TraceKind;
  /** Normalised: equal values are the same mark. */
  value: string;
  anchor: Anchor;
}

/**
 * `control`: who puts it there holds an account, a key or a file of his own; `contact`: anybody may name it;
 * `build`: how the page is made. Contacts of one kind alone, and build alone, tie nothing.
 */
export type TraceGroup = "control" | "contact" | "build";

interface KindFacts {
  name: string;
  group: TraceGroup;
  /** Log-odds where just two known sites have it. */
  weight: number;
  /** Marks of one family come together (a tag manager brings the ids inside it) and count less with each further one. */
  family: string;
}

const kind = (name: string, group: TraceGroup, weight: number, family = name): KindFacts => ({
  name,
  group,
  weight,
  family,
});

/** Measurement ids and certificates stay under the least weight of a link: agencies and hosts put one on many customers' sites. */
export const traceKinds: Readonly<Record<TraceKind, KindFacts>> = {
  "google-analytics": kind("mã Google Analytics", "control", 2, "đo lường"),
  "google-tag": kind("mã Google Tag Manager", "control", 1.5, "đo lường"),
  "google-ads": kind("mã Google Ads", "control", 2, "đo lường"),
  adsense: kind("tài khoản AdSense", "control", 4),
  "facebook-pixel": kind("mã Facebook Pixel", "control", 2, "đo lường"),
  "tiktok-pixel": kind("mã TikTok Pixel", "control", 2, "đo lường"),
  "chat-widget": kind("tài khoản khung trò chuyện", "control", 3.5),
  phone: kind("số điện thoại", "contact", 2),
  email: kind("địa chỉ thư điện tử", "contact", 2),
  "bank-account": kind("số tài khoản ngân hàng", "contact", 3),
  wallet: kind("ví tiền mã hoá", "contact", 3),
  telegram: kind("tài khoản Telegram", "contact", 2),
  zalo: kind("tài khoản Zalo", "contact", 2),
  facebook: kind("trang Facebook", "contact", 1.5),
  "tax-code": kind("mã số thuế", "contact", 2),
  favicon: kind("biểu tượng trang", "build", 1.5),
  certificate: kind("khoá hoặc chứng thư TLS", "control", 1.75),
  template: kind("khung trang", "build", 2),
  "affiliate-code": kind("mã giới thiệu", "control", 2.5),
  "script-host": kind("máy chủ mã lệnh", "build", 0.3),
};

export const isTraceKind = (name: string): name is TraceKind => Object.hasOwn(traceKinds, name);

/** sha256 over kind and value, hex: what is stored and compared instead of the value. */
export const keyOf = ({ kind, value }: Pick<Trace, "kind" | "value">): string =>
  createHash("sha256").update(`${kind}\n${value}`).digest("hex");

const lastThree = (value: string) => `•••${value.slice(-3)}`;

/** How a value is shown and stored: personal data keeps its last three digits only, long hashes and wallets their ends. */
export function showTrace({ kind, value }: Pick<Trace, "kind" | "value">): string {
  if (kind === "phone" || kind === "bank-account" || (kind === "tax-code" && value.length > 10))
    return lastThree(value);
  if (kind === "zalo" || kind === "telegram" || kind === "facebook") {
    const [place, name = ""] = value.split("/", 2);
    return /\d{8}/.test(name) ? `${place}/${lastThree(name)}` : value;
  }
  if (kind === "email") {
    const at = value.lastIndexOf("@");
    return `${value.slice(0, 1)}•••${value.slice(at)}`;
  }
  if (kind === "wallet") return `${value.slice(0, 5)}…${value.slice(-4)}`;
  if (kind === "favicon" || kind === "certificate" || kind === "template") {
    const [form, hash = ""] = value.split(":", 2);
    return `${form}:${hash.slice(0, 12)}`;
  }
  return value.slice(0, 120);
}
