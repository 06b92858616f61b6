// Promises the objects of evidence and scan stores kept once by hash in a backup, and put back under their keys, each checked.
import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import type { BlobStore } from "#evidence/store/blob-store.ts";
import type { Store } from "#evidence/store/store.ts";

export const roots = ["evidence", "blobs"] as const;
export type Root = (typeof roots)[number];

/** One line of `objects.jsonl`: the object as it lay in its store, encrypted or not. */
const Line = z.object({
  root: z.enum(roots),
  key: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: z.number().int().nonnegative(),
});
export type Line = z.infer<typeof Line>;

/** Throws AppError `input.unreadable` naming the file. */
export async function* readLines(file: string): AsyncGenerator<Line> {
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    let line: unknown;
    try {
      line = JSON.parse(text);
    } catch {
      line = null;
    }
    const parsed = Line.safeParse(line);
    if (!parsed.success) throw new AppError("input.unreadable", { detail: `${file}: a line is no object's` });
    yield parsed.data;
  }
}

export interface ObjectCounts {
  count: number;
  copied: number;
  sizeBytes: number;
}

/**
 * Lists every object and copies those that `kept` lacks. What the run before named under the same key with the same size is not
 * read again: keys are write-once. `index` becomes the list.
 */
export async function copyObjects(
  stores: Record<Root, Store>,
  kept: BlobStore,
  before: string | null,
  index: string,
  signal?: AbortSignal,
): Promise<ObjectCounts> {
  const known = new Map<string, Line>();
  if (before) for await (const line of readLines(before)) known.set(`${line.root}/${line.key}`, line);
  const counts: ObjectCounts = { count: 0, copied: 0, sizeBytes: 0 };
  async function* lines(): AsyncGenerator<string> {
    for (const root of roots)
      for await (const key of keysOf(stores[root])) {
        signal?.throwIfAborted();
        const line = (await unchanged(stores[root], kept, known.get(`${root}/${key}`))) ?? (await copy(root, key));
        if (!line) continue; // destroyed or moved between the listing and now
        counts.count++;
        counts.sizeBytes += line.sizeBytes;
        yield `${JSON.stringify(line)}\n`;
      }
  }
  const copy = async (root: Root, key: string): Promise<Line | null> => {
    const store = stores[root];
    if (!(await store.has(key))) return null;
    const content = {
      async *open() {
        yield* (await store.get(key)) as AsyncIterable<Uint8Array>;
      },
    };
    counts.copied++;
    return { root, key, ...(await kept.put(content)) };
  };
  await pipeline(Readable.from(lines()), createWriteStream(index, { mode: 0o600, flush: true }));
  return counts;
}

async function unchanged(store: Store, kept: BlobStore, line: Line | undefined): Promise<Line | null> {
  if (!line || (await store.sizeBytes(line.key)) !== line.sizeBytes || !(await kept.has(line.sha256))) return null;
  return line;
}

async function* keysOf(store: Store): AsyncGenerator<string> {
  let after: string | undefined;
  do {
    const page = await store.list("", after === undefined ? {} : { after });
    yield* page.keys;
    after = page.next ?? undefined;
  } while (after !== undefined);
}

/** Puts every object back; each is read, compared with its hash and fsynced by the store. Gives the damaged ones. */
export async function putObjectsBack(stores: Record<Root, Store>, kept: BlobStore, index: string): Promise<string[]> {
  const damaged: string[] = [];
  for await (const { root, key, sha256 } of readLines(index)) {
    try {
      await stores[root].put(key, { open: () => kept.stream(sha256) }, { sha256 });
    } catch (error) {
      // One damaged object must not keep all others from coming back; the caller says which.
      if (!(error instanceof AppError) || !["store.failed", "not-found"].includes(error.code)) throw error;
      damaged.push(`${root}/${key}`);
    }
  }
  return damaged;
}
