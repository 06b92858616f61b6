// Promises one question to an authority (RFC 3161 section 2.4.1): version 1, a digest, a fresh nonce, the certificate wanted.
import { createHash, randomBytes } from "node:crypto";
import { boolean, integer, nothing, octets, oid, sequence } from "./der-writer.ts";
import { digestNames } from "./oids.ts";

export interface TimeStampRequest {
  der: Buffer;
  imprint: Buffer;
  hash: string;
  /** Lower-case hex without leading zeros, as tokens carry it. */
  nonce: string;
}

/** Digests that a question may use; the first is today's. */
export const imprintHashes = ["sha256", "sha384", "sha512"] as const;
export type ImprintHash = (typeof imprintHashes)[number];

export function makeRequest(bytes: Uint8Array, hash: ImprintHash = "sha256"): TimeStampRequest {
  const imprint = createHash(hash).update(bytes).digest();
  const identifier = Object.keys(digestNames).find((id) => digestNames[id] === hash)!;
  const nonce = randomBytes(16);
  nonce[0] = (nonce[0]! & 0x3f) | 0x40; // positive, and never shorter than it looks
  const der = sequence(
    integer(1),
    sequence(sequence(oid(identifier), nothing), octets(imprint)),
    integer(nonce),
    boolean(true),
  );
  return { der, imprint, hash, nonce: nonce.toString("hex") };
}
