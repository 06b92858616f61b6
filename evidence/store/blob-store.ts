// Promises bytes by the hash of their content: kept once, checked on every reading.
import { createHash } from "node:crypto";
import { AppError } from "#core/errors.ts";
import { hashOf } from "./hash-stream.ts";
import type { Content, Store, StoredFacts } from "./store.ts";

export interface BlobStore {
  /** Keeps the bytes under their own SHA-256; the same bytes twice are kept once. */
  put(content: Content): Promise<StoredFacts>;
  /** Throws AppError `not-found`, and `store.failed` when the bytes are no longer those of the hash. */
  read(sha256: string): Promise<Buffer>;
  /** The same as a stream, which fails at its end when the bytes are others. */
  stream(sha256: string): AsyncGenerator<Uint8Array>;
  has(sha256: string): Promise<boolean>;
}

/** Keys are `ab/cd/<sha256>` in the given store. */
export function openBlobStore(store: Store): BlobStore {
  return {
    async put(content) {
      const { sha256 } = await hashOf(content);
      return store.put(blobKey(sha256), content, { sha256 });
    },
    async read(sha256) {
      const parts: Buffer[] = [];
      for await (const chunk of (await store.get(blobKey(sha256))) as AsyncIterable<Buffer>) parts.push(chunk);
      const bytes = Buffer.concat(parts);
      if (createHash("sha256").update(bytes).digest("hex") === sha256) return bytes;
      throw new AppError("store.failed", { detail: `${sha256}: the kept bytes no longer match their hash` });
    },
    async *stream(sha256) {
      yield* (await store.get(blobKey(sha256), { sha256 })) as AsyncIterable<Uint8Array>;
    },
    has: async (sha256) => store.has(blobKey(sha256)),
  };
}

/** Throws AppError `input.invalid`. */
export function blobKey(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new AppError("input.invalid", { detail: "not a SHA-256 in lower-case hex" });
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}
