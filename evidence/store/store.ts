// Promises one write-once store for sealed bytes, the same on a disk and in an object store.
import type { Readable } from "node:stream";
import { AppError } from "#core/errors.ts";
import type { Payload } from "../archive/payload.ts";

export interface StoredFacts {
  sha256: string;
  sizeBytes: number;
}

export interface KeyPage {
  /** In byte order. */
  keys: string[];
  /** Pass as `after` for the next page; null at the end. */
  next: string | null;
}

/** Every method throws AppError: `store.failed`, `store.full`, `not-found` (get), `store.exists` (put). */
export interface Store {
  /**
   * Keeps the bytes under a key that is free, reads them back and compares. The same bytes again are fine; other bytes
   * are refused with `store.exists`. `expect.sha256` refuses bytes that are not the ones meant.
   */
  put(key: string, content: Payload, expect?: { sha256: string }): Promise<StoredFacts>;
  /** `range` is a half-open byte interval. The stream fails when the bytes stop early. */
  get(key: string, range?: { start: number; end: number }): Promise<Readable>;
  has(key: string): Promise<boolean>;
  /** null when there is no such key. */
  sizeBytes(key: string): Promise<number | null>;
  list(prefix: string, options?: { after?: string; limit?: number }): Promise<KeyPage>;
  /** Path on this machine, or null in an object store. */
  localPath(key: string): string | null;
}

/** Throws AppError `input.invalid` unless the key is lower-case ASCII in plain path segments: no `..`, no hidden names. */
export function checkKey(key: string): string {
  if (key.length <= 512 && /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/.test(key)) return key;
  throw new AppError("input.invalid", { detail: `not a store key: ${JSON.stringify(key.slice(0, 100))}` });
}

/**
 * `YYYY/MM/DD/<captureId>.wacz`, by the day (UTC) that the id itself carries (UUIDv7), so that the id alone finds the
 * package again after a crash. Throws AppError `input.invalid` for any other id.
 */
export function evidenceKey(captureId: string): string {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(captureId))
    throw new AppError("input.invalid", { detail: "captureId: not a UUIDv7" });
  const madeAt = new Date(Number.parseInt(captureId.replace("-", "").slice(0, 12), 16));
  return checkKey(`${madeAt.toISOString().slice(0, 10).replaceAll("-", "/")}/${captureId}.wacz`);
}
