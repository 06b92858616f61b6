// Promises one write-once store for sealed bytes, the same on a disk and in an object store.
import type { Readable } from "node:stream";
import { AppError } from "#core/errors.ts";
import { chunksOf, type Payload } from "../archive/payload.ts";

/** Bytes in memory, in a file, or as a stream that can be opened again and gives the same bytes each time. */
export type Content = Payload | { open(): AsyncIterable<Uint8Array> };

export function streamOf(content: Content): AsyncIterable<Uint8Array> {
  return "open" in content ? content.open() : chunksOf(content);
}

export interface StoredFacts {
  sha256: string;
  sizeBytes: number;
}

export interface KeyPage {
  /** In byte order. */
  keys: string[];
  /** Pass as `after` for the next page, as it is; null at the end. */
  next: string | null;
}

/** What the store itself refuses to delete before. */
export interface StoreLock {
  retainUntil: Date | null;
  legalHold: boolean;
}

/** A half-open byte interval, or the whole object whose SHA-256 (hex) is known. */
export type Part = { start: number; end: number } | { sha256: string };

/**
 * Every method throws AppError: `store.failed`, `store.full`, `not-found`, `store.exists` (put, move), `evidence.held`
 * (move, remove: the store holds the object under a lock), and for what was taken away on purpose `evidence.destroyed` or
 * `evidence.quarantined` (get), which name the act.
 */
export interface Store {
  /**
   * Keeps the bytes under a key that is free, reads them back and compares. The same bytes again are fine; other bytes
   * are refused with `store.exists`. `expect.sha256` refuses bytes that are not the ones meant.
   */
  put(key: string, content: Content, expect?: { sha256: string }): Promise<StoredFacts>;
  /**
   * The stream fails when the bytes stop early, and, where the whole is asked for by its hash, at its end when they were
   * others. A range alone cannot be compared with the hash of the whole: whoever reads ranges checks what is inside them.
   */
  get(key: string, part?: Part): Promise<Readable>;
  has(key: string): Promise<boolean>;
  /** null when there is no such key. */
  sizeBytes(key: string): Promise<number | null>;
  list(prefix: string, options?: { after?: string; limit?: number }): Promise<KeyPage>;
  /** Path on this machine of exactly the bytes that `get` gives, or null (object store, encryption at rest). */
  localPath(key: string): string | null;
  /** Where a person finds the kept file: its path, or its key in the object store. */
  placeOf(key: string): string;
  /** Gives the kept bytes another key; they are compared before the old one goes. Used by quarantine alone. */
  move(from: string, to: string): Promise<void>;
  /** Takes every version of the bytes away: overwritten and unlinked on a disk. A key that is free is fine. */
  remove(key: string): Promise<void>;
  lockOf(key: string): Promise<StoreLock>;
  /** True where the store itself now holds (or released) the object; false where it knows no holds (a disk). */
  setLegalHold(key: string, on: boolean): Promise<boolean>;
}

/** Throws AppError `input.invalid` unless the key is lower-case ASCII in plain path segments: no `..`, no hidden names. */
export function checkKey(key: string): string {
  if (key.length <= 512 && /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/.test(key)) return key;
  throw new AppError("input.invalid", { detail: `not a store key: ${JSON.stringify(key.slice(0, 100))}` });
}

/**
 * `YYYY/MM/DD/<captureId>.wacz`, by the day (UTC) on which the capture started: the same bundle always has the same key.
 * From `turn` 2 on `<captureId>.r<turn>.wacz`: where bytes that are no evidence took the keys before. `startedAt` is RFC 3339.
 * Throws AppError `input.invalid` when either is not what it says.
 */
export function evidenceKey(captureId: string, startedAt: string, turn = 1): string {
  const at = new Date(startedAt);
  if (Number.isNaN(at.getTime())) throw new AppError("input.invalid", { detail: "startedAt: not a time" });
  return checkKey(
    `${at.toISOString().slice(0, 10).replaceAll("-", "/")}/${captureId}${turn > 1 ? `.r${turn}` : ""}.wacz`,
  );
}

/** Where bytes wait that took a capture's key and are no evidence: an upload that went wrong before a kill. */
export const asideKey = (key: string) => checkKey(`aside/${key}`);
