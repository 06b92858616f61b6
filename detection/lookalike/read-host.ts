// Promises a host name as the eye reads it: labels without accents and borrowed letters, its ending, who sells it.
import { domainToUnicode } from "node:url";
import { parse } from "tldts";
import { foldText, latinOf } from "../text/letters.ts";
import { riskyEndings } from "./bait.ts";

export interface Host {
  /** In Unicode, lower case. */
  name: string;
  /** Labels left of the public suffix, as letters that the eye reads. */
  labels: string[];
  /** The registered label (last one). */
  registered: string;
  suffix: string;
  /** Differs from its plain reading: homograph or borrowed letters. */
  disguised: boolean;
  /** Cheap ending or free hosting. */
  risky: boolean;
}

/** null for addresses and names without a registrable part. */
export function readHost(name: string): Host | null {
  const unicode = domainToUnicode(name) || name;
  const parts = parse(unicode, { allowPrivateDomains: true, validateHostname: false });
  if (parts.isIp || !parts.publicSuffix || !parts.domain) return null;
  const rest = unicode.slice(0, unicode.length - parts.publicSuffix.length - 1);
  const plain = foldText(Array.from(rest, latinOf).join(""));
  const labels = plain.split(".").filter(Boolean);
  if (labels.length === 0) return null;
  const ending = parts.publicSuffix.split(".").at(-1)!;
  return {
    name: unicode,
    labels,
    registered: labels.at(-1)!,
    suffix: parts.publicSuffix,
    disguised: plain !== rest,
    risky: riskyEndings.has(ending) || parts.isPrivate === true,
  };
}
