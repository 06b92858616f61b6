// Promises the one port through which the verifier asks its runtime for hashes, signatures and unpacking.
import type { Bytes } from "./bytes.ts";

export type HashName = "sha1" | "sha256" | "sha384" | "sha512";

export interface Hasher {
  update(bytes: Uint8Array): void;
  /** Called once, at the end. */
  digest(): Bytes;
}

export type SignatureScheme =
  | { kind: "ecdsa"; hash: HashName; encoding: "raw" | "der" }
  | { kind: "rsa"; hash: HashName }
  | { kind: "rsa-pss"; hash: HashName; saltLength: number }
  | { kind: "ed25519" };

/** Raw deflate (RFC 1951), fed piece by piece. */
export interface Inflater {
  /** `last`: nothing follows. Throws Error on damaged data. Bytes after the end are left alone. */
  push(bytes: Uint8Array, last: boolean): Promise<Uint8Array[]>;
  readonly finished: boolean;
  /** Bytes of input that belong to the stream, exact once it is finished. */
  readonly consumedBytes: number;
  close(): void;
}

export interface Engine {
  newHash(name: HashName): Hasher;
  crc32(bytes: Uint8Array, before: number): number;
  newInflater(): Inflater;
  /** The whole stream at the start of `bytes` in one go, or null when it is not whole there or larger than `limit`. */
  inflateWhole(bytes: Uint8Array, limit: number): { content: Uint8Array; consumedBytes: number } | null;
  /** Content codings of HTTP. null when the bytes are not in it or grow beyond `limit`, "unknown" when it cannot tell. */
  decode(coding: "gzip" | "deflate" | "br", bytes: Uint8Array, limit: number): Uint8Array | null | "unknown";
  /** `spki` is DER. False for a signature that does not hold; throws for a key that cannot be read or used. */
  verifySignature(spki: Uint8Array, scheme: SignatureScheme, data: Uint8Array, signature: Uint8Array): Promise<boolean>;
  /** Lets the page draw; does nothing where there is no page. */
  pause(): Promise<void>;
}

let current: Engine | null = null;

/** Each entry (Node, page) names its engine once, before anything is verified. */
export function useEngine(engine: Engine): void {
  current = engine;
}

export function engine(): Engine {
  if (!current) throw new Error("no engine was named");
  return current;
}

export function digestOf(name: HashName, ...parts: Uint8Array[]): Bytes {
  const hash = engine().newHash(name);
  for (const part of parts) hash.update(part);
  return hash.digest();
}
