// Promises one certificate read strictly: names, serial, validity and extensions as its bytes say them.
import { X509Certificate } from "node:crypto";
import { bodyOf, DerError, type Element, integerHexOf, membersOf, oidOf, readElement, timeOf } from "./der-reader.ts";
import { oids, signatureNames } from "./oids.ts";

export interface Certificate {
  der: Buffer;
  x509: X509Certificate;
  /** Names as DER. */
  issuer: Buffer;
  subject: Buffer;
  /** Lower-case hex without leading zeros. */
  serial: string;
  notBefore: Date;
  notAfter: Date;
  signatureAlgorithm: string;
  extensions: ReadonlyMap<string, { critical: boolean; value: Buffer }>;
}

/** RFC 5280 section 4.1. Throws DerError. */
export function readCertificate(der: Buffer): Certificate {
  const [content, algorithm] = membersOf(readElement(der));
  const fields = membersOf(content!);
  if (fields[0]?.tag === 0xa0) fields.shift(); // version
  const [serial, , issuer, validity, subject, , ...optional] = fields;
  const [notBefore, notAfter] = membersOf(validity!);
  const extensions = optional.find((e) => e.tag === 0xa3);
  return {
    der,
    x509: openX509(der),
    issuer: issuer!.bytes,
    subject: subject!.bytes,
    serial: integerHexOf(serial),
    notBefore: timeOf(notBefore).at,
    notAfter: timeOf(notAfter).at,
    signatureAlgorithm: oidOf(membersOf(algorithm!)[0]),
    extensions: extensions ? readExtensions(extensions) : new Map(),
  };
}

function openX509(der: Buffer): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch {
    throw new DerError("no certificate");
  }
}

function readExtensions(wrapped: Element): Certificate["extensions"] {
  const found = new Map<string, { critical: boolean; value: Buffer }>();
  for (const extension of membersOf(membersOf(wrapped, 0xa3)[0]!)) {
    const parts = membersOf(extension);
    const critical = parts.length === 3 && bodyOf(parts[1], 0x01)[0] === 0xff;
    const id = oidOf(parts[0]);
    if (found.has(id)) throw new DerError(`extension ${id} twice`);
    found.set(id, { critical, value: bodyOf(parts.at(-1), 0x04) });
  }
  return found;
}

/** Certificates of a PEM file in its order. Throws DerError when one cannot be read. */
export function readPemCertificates(pem: string): Certificate[] {
  const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g);
  return [...blocks].map(([, body]) => readCertificate(Buffer.from(body!, "base64")));
}

/** Extended key usages, or null where the certificate has none. */
export function extendedUsages(certificate: Certificate): { oids: string[]; critical: boolean } | null {
  const extension = certificate.extensions.get(oids.extKeyUsage);
  return extension ? { oids: membersOf(readElement(extension.value)).map(oidOf), critical: extension.critical } : null;
}

/** Bits of key usage by number (RFC 5280 section 4.2.1.3), or null where nothing restricts them. */
export function hasKeyUsage(certificate: Certificate, bit: number): boolean | null {
  const extension = certificate.extensions.get(oids.keyUsage);
  if (!extension) return null;
  const body = bodyOf(readElement(extension.value), 0x03);
  return ((body[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0;
}

/** How many authorities may stand below this one: null for no limit, −1 for no authority at all. */
export function pathLength(certificate: Certificate): number | null {
  const extension = certificate.extensions.get(oids.basicConstraints);
  if (!extension) return -1;
  const [isAuthority, limit] = membersOf(readElement(extension.value));
  if (!isAuthority || bodyOf(isAuthority, 0x01)[0] !== 0xff) return -1;
  return limit ? Number.parseInt(integerHexOf(limit), 16) : null;
}

/** http(s) addresses of revocation lists (RFC 5280 section 4.2.1.13). */
export function revocationUrls(certificate: Certificate): string[] {
  const extension = certificate.extensions.get(oids.crlDistributionPoints);
  if (!extension) return [];
  return membersOf(readElement(extension.value)).flatMap((point) => {
    const names = membersOf(point).find((e) => e.tag === 0xa0);
    const full = names && membersOf(names, 0xa0).find((e) => e.tag === 0xa0);
    const addresses = full ? membersOf(full, 0xa0).filter((e) => e.tag === 0x86) : [];
    return addresses
      .map((a) => a.body.toString("latin1"))
      .filter((a) => URL.canParse(a) && /^https?:$/.test(new URL(a).protocol));
  });
}

/** Why this key signs nothing that is believed, or null. */
export function weaknessOf({ x509 }: Certificate): string | null {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = x509.publicKey;
  if (type === "rsa") return (details?.modulusLength ?? 0) >= 2048 ? null : "an RSA key under 2048 bits";
  if (type === "ec" && ["prime256v1", "secp384r1", "secp521r1"].includes(details?.namedCurve ?? "")) return null;
  return `a key of kind ${type ?? "unknown"} ${details?.namedCurve ?? ""}`.trim();
}

/** Whether an issuer's signature in this certificate uses a digest that is still believed. */
export function isSoundlySigned({ signatureAlgorithm }: Certificate): boolean {
  return signatureAlgorithm === oids.rsaPss || (signatureNames[signatureAlgorithm]?.digest ?? null) !== null;
}
