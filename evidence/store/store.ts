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
 * `YYYY/MM/DD/<captureId>.wacz`, by the day (UTC) on which the capture started: the same bundle always has the same key.
 * `startedAt` is RFC 3339. Throws AppError `input.invalid` when either is not what it says.
 */
export function evidenceKey(captureId: string, startedAt: string): string {
  const at = new Date(startedAt);
  if (Number.isNaN(at.getTime())) throw new AppError("input.invalid", { detail: "startedAt: not a time" });
  return checkKey(`${at.toISOString().slice(0, 10).replaceAll("-", "/")}/${captureId}.wacz`);
}
