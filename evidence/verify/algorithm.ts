// Promises the algorithms that signatures may use: SHA-2 with RSA, ECDSA or Ed25519; weaker ones are named and refused.
import { bitStringOf, type Der, DerFields, childrenOf, integerOf, oidOf, readDer, tags } from "./der.ts";
import type { HashName, SignatureScheme } from "./engine.ts";
import { Broken } from "./report.ts";

const hashes: Record<string, HashName> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

const signatures: Record<string, SignatureScheme> = {
  "1.2.840.10045.4.3.2": { kind: "ecdsa", hash: "sha256", encoding: "der" },
  "1.2.840.10045.4.3.3": { kind: "ecdsa", hash: "sha384", encoding: "der" },
  "1.2.840.10045.4.3.4": { kind: "ecdsa", hash: "sha512", encoding: "der" },
  "1.2.840.113549.1.1.11": { kind: "rsa", hash: "sha256" },
  "1.2.840.113549.1.1.12": { kind: "rsa", hash: "sha384" },
  "1.2.840.113549.1.1.13": { kind: "rsa", hash: "sha512" },
  "1.3.101.112": { kind: "ed25519" },
};

const rsaEncryption = "1.2.840.113549.1.1.1";
const curves = new Set(["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"]);
const leastRsaBits = 2048;

/** Why a signature by this public key (SPKI, DER) proves nothing; null when it is strong enough. Throws Broken. */
export function keyWeakness(spki: Uint8Array, part: string): string | null {
  const fields = new DerFields(readDer(spki, part), part);
  const algorithm = new DerFields(fields.take(tags.sequence), part);
  const oid = oidOf(algorithm.take(tags.oid), part);
  if (oid === "1.2.840.10045.2.1")
    return curves.has(oidOf(algorithm.take(tags.oid), part)) ? null : "a curve that is not P-256, P-384 or P-521";
  if (!oid.startsWith("1.2.840.113549.1.1.")) return null;
  const key = new DerFields(readDer(bitStringOf(fields.take(tags.bitString), part), part), part);
  const bits = integerOf(key.take(tags.integer), part).toString(2).length;
  const exponent = integerOf(key.take(tags.integer), part);
  if (bits < leastRsaBits) return `an RSA key of ${bits} bits`;
  return exponent < 3n || exponent % 2n === 0n ? `an RSA key with the exponent ${exponent}` : null;
}

export function hashAlgorithm(node: Der, part: string): HashName {
  const oid = oidOf(new DerFields(node, part).take(tags.oid), part);
  const name = hashes[oid];
  if (!name) throw new Broken(`${part}: hash algorithm ${oid} is not one that is known`);
  return name;
}

/** `digest`: the hash that a CMS signer names apart from the signature (RFC 5652 section 5.3). Throws Broken. */
export function signatureAlgorithm(node: Der, part: string, digest?: HashName): SignatureScheme {
  const [first, parameters] = childrenOf(node, part);
  if (!first) throw new Broken(`${part}: no signature algorithm`);
  const oid = oidOf(first, part);
  if (digest === "sha1") throw new Broken(`${part}: a signature over SHA-1`);
  if (oid === "1.2.840.113549.1.1.10") return pssAlgorithm(parameters, part);
  const known =
    signatures[oid] ?? (oid === rsaEncryption && digest ? { kind: "rsa" as const, hash: digest } : undefined);
  if (!known) throw new Broken(`${part}: signature algorithm ${oid} is weak or not known`);
  if (digest && "hash" in known && known.hash !== digest)
    throw new Broken(`${part}: its signature algorithm and its digest algorithm differ`);
  return known;
}

/** RFC 4055 section 3.1; every default of it is SHA-1, so that the fields must be there. */
function pssAlgorithm(parameters: Der | undefined, part: string): SignatureScheme {
  if (!parameters) throw new Broken(`${part}: RSA-PSS without parameters`);
  const fields = new DerFields(parameters, part);
  const inner = (tag: number) => childrenOf(fields.take(tag), part)[0];
  const hashNode = inner(0xa0);
  fields.take(0xa1);
  const saltNode = inner(0xa2);
  const hash = hashNode && hashAlgorithm(hashNode, part);
  if (!hash || hash === "sha1" || !saltNode) throw new Broken(`${part}: RSA-PSS with weak parameters`);
  return { kind: "rsa-pss", hash, saltLength: Number(integerOf(saltNode, part)) };
}
