// Promises a certificate's chain to a pinned root at a moment in time, or the reason why there is none (RFC 5280 section 6).
import { type Certificate, isSoundlySigned, pathLength, weaknessOf } from "./certificate.ts";
import { oids } from "./oids.ts";

export interface Chain {
  /** Leaf first, up to the root where it is known. */
  certificates: Certificate[];
  /** True where it ends at one of the pinned certificates. */
  pinned: boolean;
}

/** Thrown by this file only: why a chain does not hold. */
export class ChainError extends Error {}

const mostCertificates = 8;
/** Key usage, extended key usage, basic constraints and policies: every other critical extension ends the search. */
const understood = new Set<string>([oids.keyUsage, oids.extKeyUsage, oids.basicConstraints, "2.5.29.32"]);

/**
 * `others` are certificates found beside the leaf, `pinned` those that are believed. With pinned ones, a chain that ends
 * elsewhere is refused; without any, the chain goes as far as `others` carry it. Throws ChainError.
 */
export function buildChain(leaf: Certificate, others: Certificate[], pinned: Certificate[], at: Date): Chain {
  checkOne(leaf, at, "the certificate");
  const chain = climb([leaf], others, pinned, at);
  if (chain.pinned || pinned.length === 0) return chain;
  throw new ChainError(`the chain ends at "${nameOf(chain.certificates.at(-1)!)}", which leads to no pinned root`);
}

function climb(below: Certificate[], others: Certificate[], pinned: Certificate[], at: Date): Chain {
  const last = below.at(-1)!;
  if (pinned.some((p) => p.der.equals(last.der))) return { certificates: below, pinned: true };
  const root = pinned.find((p) => isIssuer(p, last, below.length - 1) && isValidAt(p, at));
  if (root) return { certificates: [...below, root], pinned: true };
  let best: Chain = { certificates: below, pinned: false };
  if (below.length >= mostCertificates) return best;
  for (const next of others) {
    if (below.some((c) => c.der.equals(next.der)) || !isIssuer(next, last, below.length - 1)) continue;
    checkOne(next, at, "an issuer's certificate");
    const chain = climb([...below, next], others, pinned, at);
    if (chain.pinned) return chain;
    if (chain.certificates.length > best.certificates.length) best = chain;
  }
  return best;
}

/** `between` is the number of authorities under `issuer` on the way to the leaf. */
function isIssuer(issuer: Certificate, child: Certificate, between: number): boolean {
  if (!issuer.subject.equals(child.issuer) || !isSoundlySigned(child)) return false;
  const limit = pathLength(issuer);
  if (limit !== null && limit < between) return false;
  return child.x509.checkIssued(issuer.x509) && child.x509.verify(issuer.x509.publicKey);
}

const isValidAt = (c: Certificate, at: Date) => c.notBefore <= at && at <= c.notAfter;

function checkOne(certificate: Certificate, at: Date, what: string): void {
  if (!isValidAt(certificate, at))
    throw new ChainError(
      `${what} is valid from ${certificate.notBefore.toISOString()} to ${certificate.notAfter.toISOString()}, not at ${at.toISOString()}`,
    );
  const weakness = weaknessOf(certificate);
  if (weakness) throw new ChainError(`${what} has ${weakness}`);
  for (const [id, { critical }] of certificate.extensions)
    if (critical && !understood.has(id)) throw new ChainError(`${what} has the critical extension ${id}`);
}

const nameOf = (c: Certificate) => c.x509.subject.replaceAll("\n", ", ").slice(0, 200);
