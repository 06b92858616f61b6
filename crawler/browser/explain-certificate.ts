// Promises a name for what is wrong with a certificate that the browser did not trust, in Node's words.
import { X509Certificate } from "node:crypto";
import net from "node:net";
import { nowMs } from "#core/clock.ts";

/**
 * `chain`: DER certificates in base64, leaf first. Only for chains that the browser refused: the reason is the first that
 * stands in the certificates themselves; what is left is an issuer that nobody here knows.
 */
export function explainUntrusted(chain: readonly string[], host: string): string {
  const [first] = chain;
  if (first === undefined) return "certificate not trusted";
  let leaf: X509Certificate;
  try {
    leaf = new X509Certificate(Buffer.from(first, "base64"));
  } catch {
    return "certificate not readable";
  }
  if (leaf.validToDate.getTime() < nowMs()) return "CERT_HAS_EXPIRED";
  if (leaf.validFromDate.getTime() > nowMs()) return "CERT_NOT_YET_VALID";
  const named = net.isIP(host) === 0 ? leaf.checkHost(host) : leaf.checkIP(host);
  if (named === undefined) return "ERR_TLS_CERT_ALTNAME_INVALID";
  return leaf.subject === leaf.issuer ? "DEPTH_ZERO_SELF_SIGNED_CERT" : "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
}
