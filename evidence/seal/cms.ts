// Promises a detached CMS signature (RFC 5652) that stock tools verify: four signed attributes, no unsigned one, the chain inside.
import { createHash, type KeyObject, sign } from "node:crypto";
import { AppError } from "#core/errors.ts";
import type { Certificate } from "../time/certificate.ts";
import { context, integer, nothing, octets, oid, sequence, setOf, time, tlv } from "../time/der-writer.ts";
import { oids } from "../time/oids.ts";

export interface CmsKey {
  /** Leaf first. */
  certificates: readonly Certificate[];
  key: KeyObject;
}

/**
 * SignedData version 1 over id-data, DER, one signer with SHA-256; `at` becomes the signing time in whole seconds. Signed
 * attributes: content type, message digest, signing time, ESS signing-certificate-v2 (RFC 5035). Throws AppError
 * `seal.failed` when the certificate is not in date at `at` or the key does not sign.
 */
export function signCms(content: Uint8Array, { certificates, key }: CmsKey, at: Date): Buffer {
  const leaf = certificates[0]!;
  refuseOutOfDate(leaf, at);
  const attribute = (id: string, value: Buffer) => sequence(oid(id), setOf(value));
  const attributes = setOf(
    attribute(oids.contentType, oid(oids.data)),
    attribute(oids.messageDigest, octets(sha256(content))),
    attribute(oids.signingTime, time(at)),
    attribute(oids.signingCertificateV2, sequence(sequence(sequence(octets(sha256(leaf.der)))))),
  );
  const digest = sequence(oid(oids.sha256));
  const signer = sequence(
    integer(1),
    sequence(
      leaf.issuer,
      integer(Buffer.from(leaf.serial.padStart(leaf.serial.length + (leaf.serial.length % 2), "0"), "hex")),
    ),
    digest,
    asImplicit(attributes),
    key.asymmetricKeyType === "rsa" ? sequence(oid(oids.rsaEncryption), nothing) : sequence(oid(oids.ecdsaSha256)),
    octets(signatureOf(key, attributes)),
  );
  const chain = setOf(...certificates.map((c) => c.der));
  const signedData = sequence(integer(1), setOf(digest), sequence(oid(oids.data)), asImplicit(chain), setOf(signer));
  return sequence(oid(oids.signedData), context(0, signedData));
}

/** A SET OF carried as `[0] IMPLICIT`. */
const asImplicit = (set: Buffer) => Buffer.concat([tlv(0xa0).subarray(0, 1), set.subarray(1)]);

function refuseOutOfDate(leaf: Certificate, at: Date): void {
  if (leaf.notBefore <= at && at <= leaf.notAfter) return;
  throw new AppError("seal.failed", {
    detail: `the office's certificate is valid from ${leaf.notBefore.toISOString()} to ${leaf.notAfter.toISOString()}, not now`,
    cure: "Put the renewed certificate and its key in VONGGAC_OFFICE_CERT and VONGGAC_OFFICE_KEY and start again; captures wait for it.",
  });
}

function signatureOf(key: KeyObject, attributes: Buffer): Buffer {
  try {
    return sign("sha256", attributes, key);
  } catch (error) {
    throw new AppError("seal.failed", { cause: error, detail: "the office's key did not sign" });
  }
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
