// Promises a store in a local directory: written aside, fsynced, read back, then given its name in one step, for ever.
import { createHash } from "node:crypto";
import { createReadStream, type Dirent } from "node:fs";
import { chmod, link, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { pipeline, type Readable } from "node:stream";
import { AppError } from "#core/errors.ts";
import { writeAll } from "../archive/payload.ts";
import { endsWithHash, hashOf } from "./hash-stream.ts";
import { clearLeftovers, partialPath } from "./leftovers.ts";
import { storeError } from "./store-error.ts";
import {
  checkKey,
  type Content,
  type KeyPage,
  type Part,
  type Store,
  type StoredFacts,
  type StoreLock,
  streamOf,
} from "./store.ts";
import { explainMissing } from "./tombstone.ts";

/** `root` is made when missing. Files get mode 0444, folders 0755. */
export function openLocalStore(root: string): Store {
  return new LocalStore(path.resolve(root));
}

class LocalStore implements Store {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async put(key: string, content: Content, expect?: { sha256: string }): Promise<StoredFacts> {
    const file = this.localPath(key);
    const folder = path.dirname(file);
    let aside = "";
    try {
      await mkdir(folder, { recursive: true });
      await clearLeftovers(folder);
      aside = partialPath(folder);
      const facts = await writeAside(aside, content);
      if (expect && expect.sha256 !== facts.sha256)
        throw new AppError("store.failed", { detail: `${key}: the bytes are not the ones meant` });
      if ((await hashOf({ file: aside })).sha256 !== facts.sha256)
        throw new AppError("store.failed", {
          detail: `${key}: the disk gave back other bytes`,
          cure: "Check the disk: it does not keep what is written.",
        });
      await chmod(aside, 0o444);
      await this.#name(aside, file, key, facts);
      return facts;
    } catch (error) {
      throw storeError(error);
    } finally {
      if (aside !== "") await rm(aside, { force: true }).catch(() => undefined);
    }
  }

  async get(key: string, part?: Part): Promise<Readable> {
    const size = await this.sizeBytes(key);
    if (size === null) throw await explainMissing(this, key);
    const file = this.localPath(key);
    if (part === undefined) return createReadStream(file);
    if ("sha256" in part) return pipeline(createReadStream(file), endsWithHash(key, part.sha256), () => undefined);
    if (part.start < 0 || part.end > size || part.start >= part.end)
      throw new AppError("input.invalid", { detail: `${key}: bytes ${part.start}–${part.end} of ${size}` });
    return createReadStream(file, { start: part.start, end: part.end - 1 });
  }

  async has(key: string): Promise<boolean> {
    return (await this.sizeBytes(key)) !== null;
  }

  async sizeBytes(key: string): Promise<number | null> {
    try {
      const facts = await stat(this.localPath(key));
      return facts.isFile() ? facts.size : null;
    } catch (error) {
      if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return null;
      throw storeError(error);
    }
  }

  async list(prefix: string, options: { after?: string; limit?: number } = {}): Promise<KeyPage> {
    const limit = options.limit ?? 1000;
    const keys: string[] = [];
    for await (const key of walk(this.#root, "", prefix, options.after ?? "")) {
      if (keys.length === limit) return { keys, next: keys.at(-1) ?? null };
      keys.push(key);
    }
    return { keys, next: null };
  }

  localPath(key: string): string {
    return path.join(this.#root, ...checkKey(key).split("/"));
  }

  placeOf(key: string): string {
    return this.localPath(key);
  }

  async move(from: string, to: string): Promise<void> {
    const [file, target] = [this.localPath(from), this.localPath(to)];
    try {
      if (await this.has(to)) throw new AppError("store.exists", { detail: `${to}: already kept` });
      await mkdir(path.dirname(target), { recursive: true });
      await rename(file, target);
      await this.#syncUp(target);
      await syncFolder(path.dirname(file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") throw await explainMissing(this, from);
      throw storeError(error);
    }
  }

  /** Zeros reach the same blocks on common file systems; flash memory and copy-on-write may keep older blocks for a while. */
  async remove(key: string): Promise<void> {
    const file = this.localPath(key);
    const size = await this.sizeBytes(key);
    if (size === null) return;
    try {
      await chmod(file, 0o600);
      const handle = await open(file, "r+");
      try {
        const zeros = Buffer.alloc(256 * 1024);
        for (let at = 0; at < size; at += zeros.length)
          await handle.write(zeros, 0, Math.min(zeros.length, size - at), at);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rm(file);
      await syncFolder(path.dirname(file));
    } catch (error) {
      throw storeError(error);
    }
  }

  async lockOf(_key: string): Promise<StoreLock> {
    return { retainUntil: null, legalHold: false };
  }

  async setLegalHold(_key: string, _on: boolean): Promise<boolean> {
    return false;
  }

  /** link() refuses a taken name; the same bytes under it are no fault. */
  async #name(aside: string, file: string, key: string, facts: StoredFacts): Promise<void> {
    try {
      await link(aside, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if ((await hashOf({ file })).sha256 !== facts.sha256)
        throw new AppError("store.exists", { detail: `${key}: already kept, with other bytes` });
    }
    // Also where the name was there: a power cut may have come between its making and this.
    await this.#syncUp(file);
  }

  async #syncUp(file: string): Promise<void> {
    for (let folder = path.dirname(file); folder.startsWith(this.#root); folder = path.dirname(folder))
      await syncFolder(folder);
  }
}

async function writeAside(file: string, content: Content): Promise<StoredFacts> {
  const handle = await open(file, "wx", 0o600);
  try {
    const hash = createHash("sha256");
    let sizeBytes = 0;
    for await (const chunk of streamOf(content)) {
      hash.update(chunk);
      sizeBytes += chunk.byteLength;
      await writeAll(handle, chunk);
    }
    await handle.sync();
    return { sha256: hash.digest("hex"), sizeBytes };
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Keys in byte order, without the folders that cannot hold one wanted. */
async function* walk(root: string, folder: string, prefix: string, after: string): AsyncGenerator<string> {
  const entries: Dirent[] = await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => []);
  // A folder sorts as `name/`, the way its keys do.
  const names = entries.filter((e) => !e.name.startsWith(".")).map((e) => (e.isDirectory() ? `${e.name}/` : e.name));
  for (const name of names.sort()) {
    const key = folder + name;
    if (!key.startsWith(prefix) && !prefix.startsWith(key)) continue;
    if (!name.endsWith("/")) {
      if (key.startsWith(prefix) && key > after) yield key;
    } else if (key > after || after.startsWith(key)) yield* walk(root, key, prefix, after);
  }
}
