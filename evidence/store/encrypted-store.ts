// Promises encryption at rest under any store: new objects end in `.enc`, older plain ones go on being read, readers notice nothing.
import { Readable } from "node:stream";
import { pipeline } from "node:stream";
import { AppError } from "#core/errors.ts";
import { decrypted, encrypted, plainSize, type SealedFile, type StoreKey } from "./cipher.ts";
import { endsWithHash, hashOf } from "./hash-stream.ts";
import type { Content, KeyPage, Part, Store, StoredFacts, StoreLock } from "./store.ts";
import { explainMissing, isTombstone } from "./tombstone.ts";

const suffix = ".enc";

export function openEncryptedStore(inner: Store, key: StoreKey): Store {
  return new EncryptedStore(inner, key);
}

class EncryptedStore implements Store {
  readonly #inner: Store;
  readonly #key: StoreKey;

  constructor(inner: Store, key: StoreKey) {
    this.#inner = inner;
    this.#key = key;
  }

  async put(key: string, content: Content, expect?: { sha256: string }): Promise<StoredFacts> {
    if (isTombstone(key) || (await this.#inner.has(key))) return this.#inner.put(key, content, expect);
    const facts = await hashOf(content);
    if (expect && expect.sha256 !== facts.sha256)
      throw new AppError("store.failed", { detail: `${key}: the bytes are not the ones meant` });
    if (!(await this.#inner.has(key + suffix))) {
      try {
        await this.#inner.put(key + suffix, encrypted(this.#key, content));
      } catch (error) {
        // Another process was first, with another salt: what counts is what is inside.
        if (!(error instanceof AppError && error.code === "store.exists")) throw error;
      }
    }
    if ((await this.#hashInside(key)) === facts.sha256) return facts;
    throw new AppError("store.exists", { detail: `${key}: already kept, with other bytes` });
  }

  /** null where what lies there is no whole encrypted file of this key: other bytes, then. */
  async #hashInside(key: string): Promise<string | null> {
    try {
      const stream = (await this.get(key)) as AsyncIterable<Uint8Array>;
      return (await hashOf({ open: () => stream })).sha256;
    } catch (error) {
      if (error instanceof AppError && error.facts.isDamaged === true) return null;
      throw error;
    }
  }

  async get(key: string, part?: Part): Promise<Readable> {
    const sizeBytes = isTombstone(key) ? null : await this.#inner.sizeBytes(key + suffix);
    if (sizeBytes === null) return this.#inner.get(key, part);
    const size = plainSize(sizeBytes);
    if (size === null)
      throw new AppError("store.failed", {
        detail: `${key}: the encrypted file is cut off`,
        facts: { isDamaged: true },
      });
    const { start, end } = part && "start" in part ? part : { start: 0, end: size };
    if (part && "start" in part && (start < 0 || end > size || start >= end))
      throw new AppError("input.invalid", { detail: `${key}: bytes ${start}–${end} of ${size}` });
    const file: SealedFile = {
      sizeBytes,
      read: async (from, to) => this.#inner.get(key + suffix, { start: from, end: to }),
    };
    const plain = Readable.from(decrypted(this.#key, file, key, start, end), { objectMode: false });
    return part && "sha256" in part ? pipeline(plain, endsWithHash(key, part.sha256), () => undefined) : plain;
  }

  async has(key: string): Promise<boolean> {
    return (await this.#inner.has(key + suffix)) || this.#inner.has(key);
  }

  async sizeBytes(key: string): Promise<number | null> {
    const kept = await this.#inner.sizeBytes(key + suffix);
    return kept === null ? this.#inner.sizeBytes(key) : plainSize(kept);
  }

  /** In the order of the kept names; `next` is such a name. */
  async list(prefix: string, options: { after?: string; limit?: number } = {}): Promise<KeyPage> {
    const page = await this.#inner.list(prefix, options);
    const keys = page.keys.map((key) => (key.endsWith(suffix) ? key.slice(0, -suffix.length) : key));
    return { keys, next: page.next };
  }

  localPath(_key: string): null {
    return null;
  }

  placeOf(key: string): string {
    return this.#inner.placeOf(key + suffix);
  }

  async move(from: string, to: string): Promise<void> {
    if (await this.#inner.has(from + suffix)) await this.#inner.move(from + suffix, to + suffix);
    else if (await this.#inner.has(from)) await this.#inner.move(from, to);
    else throw await explainMissing(this, from);
  }

  async remove(key: string): Promise<void> {
    await this.#inner.remove(key + suffix);
    await this.#inner.remove(key);
  }

  async lockOf(key: string): Promise<StoreLock> {
    return this.#inner.lockOf(await this.#kept(key));
  }

  async setLegalHold(key: string, on: boolean): Promise<boolean> {
    return this.#inner.setLegalHold(await this.#kept(key), on);
  }

  async #kept(key: string): Promise<string> {
    return (await this.#inner.has(key + suffix)) ? key + suffix : key;
  }
}
