// Promises the marks of a site's TLS certificate: its public key, and the other sites that it names.
import { createHash, X509Certificate } from "node:crypto";
import { parse } from "tldts";
import type { TlsFacts } from "#core/nouns/fetched.ts";

/** More sites on one certificate are customers of a host or a delivery network, not of one hand. */
const mostSites = 8;

const hashOf = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");

/** Values of `certificate` traces. None where the certificate does not name the host, or serves a platform's customers. */
export function certificateMarks(tls: TlsFacts | null, host: string): string[] {
  const leaf = tls?.chain[0] === undefined ? null : readCertificate(tls.chain[0]);
  if (!leaf || leaf.checkHost(host) === undefined) return [];
  const names = [...(leaf.subjectAltName ?? "").matchAll(/DNS:([^,\s"]+)/g)].map((m) => m[1]!.toLowerCase());
  const sites = new Set<string>();
  for (const name of names.slice(0, 500)) {
    const { domain, isPrivate } = parse(name.replace(/^\*\./, ""), { allowPrivateDomains: true });
    // "*.github.io" stands for every customer there; a customer's own name there stands on the same certificate as a rule.
    if (domain === null || isPrivate || /^sni\d*\.|(?:^|\.)cloudflaressl\.com$/.test(name)) return [];
    sites.add(domain);
  }
  if (sites.size === 0 || sites.size > mostSites) return [];
  const key = leaf.publicKey.export({ type: "spki", format: "der" });
  const together = sites.size > 1 ? [`names:${hashOf([...sites].toSorted().join(" "))}`] : [];
  return [`key:${hashOf(key)}`, ...together];
}

function readCertificate(der: string): X509Certificate | null {
  try {
    return new X509Certificate(Buffer.from(der, "base64"));
  } catch {
    // Bytes of a hostile server that are no certificate say nothing.
    return null;
  }
}
