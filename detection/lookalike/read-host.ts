// Promises a host name as the eye reads it: labels without accents and borrowed letters, its ending, who sells it.
import { domainToUnicode } from "node:url";
import { parse } from "tldts";
import { foldText, latinOf, readWord } from "../text/letters.ts";
import { riskyEndings } from "./bait.ts";
import { untypeTelex } from "./distance.ts";

/** One label in the readings that matching needs; computed once for all brands. */
export interface Label {
  text: string;
  /** Without hyphens. */
  bare: string;
  pieces: string[];
  /** The pieces and, where there are several, all of them joined. */
  parts: string[];
  /** Digits, "rn" and Telex traces read as letters: "techc0mbank", "vietcornbank", "ddangnhap". */
  spelled: string;
  /** The same with i, l and j as one shape. */
  shape: string;
}

export interface Host {
  /** In Unicode, lower case. */
  name: string;
  /** Labels left of the public suffix, as letters that the eye reads. */
  labels: Label[];
  /** The registered label (last one). */
  registered: string;
  suffix: string;
  /** Differs from its plain reading: homograph or borrowed letters. */
  disguised: boolean;
  /** Cheap ending or free hosting. */
  risky: boolean;
  /** Under .vn, where a registrant proves who he is. */
  vietnamese: boolean;
  /** The ending stands in the list of public endings, or is one of the names kept for examples. */
  reachable: boolean;
}

const keptForExamples = /(?:^|\.)(?:example|test|localhost|invalid)$/;

/** Quotation marks only around what stands in the name exactly so; other words are named without. */
export const quoteFrom = (host: Host, words: string): string => (host.name.includes(words) ? `“${words}”` : words);

export const shapeOf = (word: string): string => word.replace(/[lj1]/g, "i");

function readLabel(text: string): Label {
  const bare = text.replaceAll("-", "");
  const letters = readWord(bare).decoded.replace(/rn/g, "m").replace(/vv/g, "w");
  const pieces = text.split("-");
  return {
    text,
    bare,
    pieces,
    parts: pieces.length > 1 ? [...pieces, bare] : pieces,
    spelled: untypeTelex(letters),
    shape: shapeOf(untypeTelex(letters)),
  };
}

/** What a person pastes: an address, a host with a port, capitals, a closing dot. Only the host is left, lower case. */
export function hostOf(raw: string): string {
  return raw
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
    .replace(/[/:?#\\].*$/, "")
    .replace(/^.*@/, "")
    .replace(/[。．｡]/g, ".")
    .replace(/\.+$/, "");
}

/** null for addresses and names without a registrable part. */
export function readHost(name: string): Host | null {
  if (name.length > 253) return null;
  const unicode = domainToUnicode(name) || name;
  const parts = parse(unicode, { allowPrivateDomains: true, validateHostname: false });
  if (parts.isIp || !parts.publicSuffix || !parts.domain) return null;
  const rest = unicode.slice(0, unicode.length - parts.publicSuffix.length - 1);
  const plain = foldText(Array.from(rest, latinOf).join(""));
  const labels = plain.split(".").filter(Boolean).slice(-8);
  if (labels.length === 0 || labels.some((label) => label.length > 63)) return null;
  const ending = parts.publicSuffix.split(".").at(-1)!;
  return {
    name: unicode,
    labels: labels.map(readLabel),
    registered: labels.at(-1)!,
    suffix: parts.publicSuffix,
    disguised: plain !== rest,
    risky: riskyEndings.has(ending) || parts.isPrivate === true,
    reachable: parts.isIcann === true || parts.isPrivate === true || keptForExamples.test(parts.publicSuffix),
    vietnamese: /(?:^|\.)vn$/.test(parts.publicSuffix),
  };
}
