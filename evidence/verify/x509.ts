// Promises X.509 certificates (RFC 5280) read strictly, and the path from one up to a certificate that is pinned.
import { signatureAlgorithm } from "./algorithm.ts";
import { fromBase64, hex, latin1, same } from "./bytes.ts";
import {
  bitStringOf,
  booleanOf,
  childrenOf,
  type Der,
  DerFields,
  integerOf,
  oidOf,
  readDer,
  stringOf,
  tags,
  timeOf,
} from "./der.ts";
import { digestOf, engine, type SignatureScheme } from "./engine.ts";
import { Broken } from "./report.ts";

export interface Certificate {
  der: Uint8Array;
  tbs: Uint8Array;
  serial: bigint;
  issuer: Uint8Array;
  subject: Uint8Array;
  /** "CN, O" for people. */
  name: string;
  notBefore: number;
  notAfter: number;
  spki: Uint8Array;
  scheme: SignatureScheme;
  signature: Uint8Array;
  isCa: boolean;
  pathLength: number;
  /** First byte of the key usage bits; null without the extension. */
  keyUsage: number | null;
  extendedUsage: { critical: boolean; oids: string[] } | null;
  dnsNames: string[];
  /** Critical extensions that are not understood here: such a certificate proves nothing. */
  unknownCritical: string[];
  /** The one thing that a trust file pins it for; absent for both. */
  pinnedFor?: "office" | "time";
}

const usageSign = 0x80 | 0x40;
const usageCertSign = 0x04;
const maxDepth = 8;

export function readCertificate(der: Uint8Array, part: string): Certificate {
  const outer = new DerFields(readDer(der, part), part);
  const tbsNode = outer.take(tags.sequence);
  const algorithm = outer.take(tags.sequence);
  const signature = bitStringOf(outer.take(tags.bitString), part);
  outer.end();
  const tbs = new DerFields(tbsNode, part);
  tbs.optional(0xa0);
  const serial = integerOf(tbs.take(tags.integer), part);
  if (!same(tbs.take(tags.sequence).whole, algorithm.whole))
    throw new Broken(`${part}: a certificate that names two signature algorithms`);
  const issuer = tbs.take(tags.sequence);
  const validity = new DerFields(tbs.take(tags.sequence), part);
  const [from, to] = [validity.any(), validity.any()];
  if (!from || !to) throw new Broken(`${part}: a certificate without validity`);
  const subject = tbs.take(tags.sequence);
  const spki = tbs.take(tags.sequence);
  tbs.optional(0x81);
  tbs.optional(0x82);
  const certificate: Certificate = {
    der,
    tbs: tbsNode.whole,
    serial,
    issuer: issuer.whole,
    subject: subject.whole,
    name: nameOf(subject, part),
    notBefore: timeOf(from, part),
    notAfter: timeOf(to, part),
    spki: spki.whole,
    scheme: schemeOf(algorithm, part),
    signature,
    isCa: false,
    pathLength: Number.POSITIVE_INFINITY,
    keyUsage: null,
    extendedUsage: null,
    dnsNames: [],
    unknownCritical: [],
  };
  const wrapped = tbs.optional(0xa3);
  if (wrapped) for (const list of childrenOf(wrapped, part)) readExtensions(list, certificate, part);
  return certificate;
}

/** Roots of old stand in trust files with weak self-signatures, which nobody checks: they are pinned by their bytes. */
function schemeOf(algorithm: Der, part: string): SignatureScheme {
  try {
    return signatureAlgorithm(algorithm, part);
  } catch {
    return { kind: "ecdsa", hash: "sha1", encoding: "der" };
  }
}

function readExtensions(list: Der, into: Certificate, part: string): void {
  const seen = new Set<string>();
  for (const node of childrenOf(list, part)) {
    const fields = new DerFields(node, part);
    const oid = oidOf(fields.take(tags.oid), part);
    const flag = fields.optional(tags.boolean);
    const critical = flag !== null && booleanOf(flag, part);
    const value = fields.take(tags.octetString).body;
    fields.end();
    if (seen.has(oid)) throw new Broken(`${part}: a certificate with the extension ${oid} twice`);
    seen.add(oid);
    readExtension(oid, critical, value, into, part);
  }
}

function readExtension(oid: string, critical: boolean, value: Uint8Array, into: Certificate, part: string): void {
  if (oid === "2.5.29.19") {
    const fields = new DerFields(readDer(value, part), part);
    const ca = fields.optional(tags.boolean);
    into.isCa = ca !== null && booleanOf(ca, part);
    const depth = fields.optional(tags.integer);
    if (depth) into.pathLength = Number(integerOf(depth, part));
  } else if (oid === "2.5.29.15") {
    const bits = readDer(value, part);
    if (bits.tag !== tags.bitString) throw new Broken(`${part}: a key usage that cannot be read`);
    into.keyUsage = bits.body[1] ?? 0;
  } else if (oid === "2.5.29.37") {
    into.extendedUsage = { critical, oids: childrenOf(readDer(value, part), part).map((node) => oidOf(node, part)) };
  } else if (oid === "2.5.29.17") {
    const names = childrenOf(readDer(value, part), part).filter((node) => node.tag === 0x82);
    into.dnsNames = names.map((node) => latin1(node.body));
  } else if (critical && oid !== "2.5.29.32") into.unknownCritical.push(oid);
}

function nameOf(subject: Der, part: string): string {
  const wanted = new Map<string, string>([
    ["2.5.4.3", ""],
    ["2.5.4.10", ""],
  ]);
  for (const set of childrenOf(subject, part))
    for (const pair of childrenOf(set, part)) {
      const [type, value] = childrenOf(pair, part);
      if (type && value && wanted.get(oidOf(type, part)) === "") wanted.set(oidOf(type, part), stringOf(value));
    }
  return [...wanted.values()].filter((text) => text !== "").join(", ") || hex(subject.whole).slice(0, 24);
}

export function certificateFingerprint(certificate: Certificate): string {
  return hex(digestOf("sha256", certificate.der));
}

export interface PathResult {
  /** The pinned certificate that the path reaches; null when it reaches none. */
  root: Certificate | null;
  /** Why a certificate on the way cannot vouch at that time, when that is what stopped it. */
  problems: string[];
}

/** From `leaf` through `pool` to one `pinned` for this, everything valid at `atMs`. A pinned leaf is its own root. */
export async function findPath(
  leaf: Certificate,
  pool: readonly Certificate[],
  pinned: readonly Certificate[],
  what: "office" | "time",
  atMs: number,
): Promise<PathResult> {
  const roots = pinned.filter(({ pinnedFor }) => pinnedFor === undefined || pinnedFor === what);
  const problems: string[] = [];
  let at = leaf;
  for (let depth = 0; depth < maxDepth; depth++) {
    if (roots.some((root) => same(root.der, at.der))) return { root: at, problems };
    const issuer = await issuerOf(at, depth, [...roots, ...pool], atMs, problems);
    if (!issuer || issuer === at) break;
    at = issuer;
  }
  return { root: null, problems };
}

async function issuerOf(
  certificate: Certificate,
  depth: number,
  candidates: readonly Certificate[],
  atMs: number,
  problems: string[],
): Promise<Certificate | null> {
  for (const candidate of candidates) {
    if (!same(candidate.subject, certificate.issuer) || same(candidate.der, certificate.der)) continue;
    if (!(await holds(candidate.spki, certificate.scheme, certificate.tbs, certificate.signature))) continue;
    const why = whyNot(candidate, depth, atMs);
    if (why === null) return candidate;
    problems.push(`the certificate of ${JSON.stringify(candidate.name)} ${why}`);
  }
  return null;
}

function whyNot(authority: Certificate, depth: number, atMs: number): string | null {
  if (!authority.isCa || (authority.keyUsage !== null && (authority.keyUsage & usageCertSign) === 0))
    return "may not issue certificates";
  if (authority.pathLength < depth) return "may not stand so far above";
  if (authority.unknownCritical.length > 0)
    return `demands ${authority.unknownCritical.join(", ")}, which is not understood`;
  if (!isValidAt(authority, atMs)) return "was not valid at that time";
  return null;
}

export function isValidAt(certificate: Certificate, atMs: number): boolean {
  return certificate.notBefore <= atMs && atMs <= certificate.notAfter;
}

export function maySign(certificate: Certificate): boolean {
  return certificate.keyUsage === null || (certificate.keyUsage & usageSign) !== 0;
}

/** A signature by a key that cannot be read does not hold. */
export async function holds(
  spki: Uint8Array,
  scheme: SignatureScheme,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if ("hash" in scheme && scheme.hash === "sha1") return false;
  try {
    return await engine().verifySignature(spki, scheme, data, signature);
  } catch {
    return false;
  }
}

/** DER of every certificate block, in order. */
export function pemCertificates(pem: string): Uint8Array[] {
  return [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)]
    .map(([, body]) => fromBase64(body!.replace(/\s/g, "")))
    .filter((der) => der !== null);
}
