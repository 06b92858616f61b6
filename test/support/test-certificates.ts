// Promises certificates and revocation lists of our own for tests: roots, time-stamp authorities and offices, made without openssl.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import {
  bits,
  boolean,
  context,
  integer,
  octets,
  oid,
  sequence,
  setOf,
  time,
  tlv,
  utf8,
} from "#evidence/time/der-writer.ts";

export interface TestCertificate {
  der: Buffer;
  pem: string;
  key: KeyObject;
  keyPem: string;
  /** Name as DER, and the serial number as written. */
  name: Buffer;
  serial: Buffer;
  /** null for a root. */
  issuer: TestCertificate | null;
}

export interface CertificateWish {
  name: string;
  issuer?: TestCertificate;
  key?: "p256" | "p384" | "p521" | "rsa1024" | "rsa2048";
  notBefore?: Date;
  notAfter?: Date;
  isCa?: boolean;
  /** Extended key usages as dotted identifiers, and whether they are critical. */
  usages?: { oids: string[]; critical: boolean };
  /** Where its revocation list is. */
  crlUrl?: string;
}

const day = 86_400_000;
const rsaSha256 = sequence(oid("1.2.840.113549.1.1.11"), tlv(0x05));
const ecdsaSha256 = sequence(oid("1.2.840.10045.4.3.2"));

const algorithmOf = (key: KeyObject) => (key.asymmetricKeyType === "rsa" ? rsaSha256 : ecdsaSha256);
const pemOf = (der: Buffer, label: string) =>
  `-----BEGIN ${label}-----\n${der.toString("base64").replace(/(.{64})(?=.)/g, "$1\n")}\n-----END ${label}-----\n`;

function makeKey(kind: NonNullable<CertificateWish["key"]>) {
  if (kind.startsWith("rsa")) return generateKeyPairSync("rsa", { modulusLength: Number(kind.slice(3)) });
  return generateKeyPairSync("ec", { namedCurve: `P-${kind.slice(1)}` });
}

/** Signed by its issuer, or by itself. Valid from yesterday for a year, a root for twenty. */
export function makeCertificate(wish: CertificateWish): TestCertificate {
  const { privateKey, publicKey } = makeKey(wish.key ?? "p256");
  const name = sequence(
    setOf(sequence(oid("2.5.4.10"), utf8("Vong Gac Test"))),
    setOf(sequence(oid("2.5.4.3"), utf8(wish.name))),
  );
  const serial = Buffer.concat([Buffer.from([0x5a]), randomBytes(11)]);
  const isCa = wish.isCa ?? wish.issuer === undefined;
  const notBefore = wish.notBefore ?? new Date(Date.now() - day);
  const notAfter = wish.notAfter ?? new Date(Date.now() + (isCa ? 7300 : 365) * day);
  const signingKey = wish.issuer?.key ?? privateKey;
  const content = sequence(
    context(0, integer(2)),
    integer(serial),
    algorithmOf(signingKey),
    wish.issuer?.name ?? name,
    sequence(time(notBefore), time(notAfter)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    context(3, sequence(...extensionsOf(wish, isCa))),
  );
  const der = sequence(content, algorithmOf(signingKey), bits(sign("sha256", content, signingKey)));
  const keyPem = String(privateKey.export({ type: "pkcs8", format: "pem" }));
  return { der, pem: pemOf(der, "CERTIFICATE"), key: privateKey, keyPem, name, serial, issuer: wish.issuer ?? null };
}

function extensionsOf(wish: CertificateWish, isCa: boolean): Buffer[] {
  const extension = (id: string, critical: boolean, value: Buffer) =>
    sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
  const keyUsage = isCa ? [1, 0x06] : [7, 0x80]; // unused bits, then: keyCertSign and cRLSign, or digitalSignature
  const list = [
    extension("2.5.29.19", true, isCa ? sequence(boolean(true)) : sequence()),
    extension("2.5.29.15", true, tlv(0x03, Buffer.from(keyUsage))),
  ];
  if (wish.usages) list.push(extension("2.5.29.37", wish.usages.critical, sequence(...wish.usages.oids.map(oid))));
  if (wish.crlUrl !== undefined) {
    const address = tlv(0x86, Buffer.from(wish.crlUrl, "latin1"));
    list.push(extension("2.5.29.31", false, sequence(sequence(context(0, context(0, address))))));
  }
  return list;
}

/** A revocation list of the issuer, valid for a week, that names these certificates. */
export function makeRevocationList(issuer: TestCertificate, revoked: TestCertificate[] = []): Buffer {
  const at = new Date(Date.now() - day);
  const entries = revoked.map((c) => sequence(integer(c.serial), time(at)));
  const content = sequence(
    integer(1),
    algorithmOf(issuer.key),
    issuer.name,
    time(at),
    time(new Date(Date.now() + 7 * day)),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
  );
  return sequence(content, algorithmOf(issuer.key), bits(sign("sha256", content, issuer.key)));
}

export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
