// Promises the Merkle tree of RFC 6962: roots, inclusion and consistency proofs from few reads, and their verification.
import { createHash } from "node:crypto";

/** A SHA-256 hash of 32 bytes. */
export type Hash = Buffer;

/** Gives the hash of the complete subtree over the leaves `[index · 2^height, (index + 1) · 2^height)`. */
export type NodeReader = (height: number, index: number) => Promise<Hash> | Hash;

/** RFC 6962 section 2.1: the hash of the empty string. */
export const emptyRoot: Hash = createHash("sha256").digest();

/** SHA-256(0x00 ‖ entry), RFC 6962 section 2.1. */
export function hashLeaf(entry: Uint8Array): Hash {
  return createHash("sha256")
    .update(Buffer.from([0]))
    .update(entry)
    .digest();
}

/** SHA-256(0x01 ‖ left ‖ right), RFC 6962 section 2.1. */
export function hashNode(left: Uint8Array, right: Uint8Array): Hash {
  return createHash("sha256")
    .update(Buffer.from([1]))
    .update(left)
    .update(right)
    .digest();
}

/** The largest power of two below `n`, for n > 1. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The hash of the leaves `[start, end)`, which must be a subtree that RFC 6962's recursion meets. */
async function hashRange(read: NodeReader, start: number, end: number): Promise<Hash> {
  const width = end - start;
  const height = Math.log2(width);
  if (Number.isInteger(height) && start % width === 0) return read(height, start / width);
  const k = splitOf(width);
  return hashNode(await hashRange(read, start, start + k), await hashRange(read, start + k, end));
}

/** MTH(D[size]); O(log size) reads. */
export async function rootOf(read: NodeReader, size: number): Promise<Hash> {
  return size === 0 ? emptyRoot : hashRange(read, 0, size);
}

/** PATH(index, D[size]), RFC 6962 section 2.1.1. Throws RangeError when the leaf is not in the tree. */
export async function proveInclusion(read: NodeReader, index: number, size: number): Promise<Hash[]> {
  if (!(index >= 0 && index < size)) throw new RangeError(`leaf ${index} is not in a tree of ${size}`);
  const proof: Hash[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      proof.unshift(await hashRange(read, middle, end));
      end = middle;
    } else {
      proof.unshift(await hashRange(read, start, middle));
      start = middle;
    }
  }
  return proof;
}

/** PROOF(oldSize, D[size]), RFC 6962 section 2.1.2; empty from the empty tree. Throws RangeError when oldSize > size. */
export async function proveConsistency(read: NodeReader, oldSize: number, size: number): Promise<Hash[]> {
  if (!(oldSize >= 0 && oldSize <= size)) throw new RangeError(`no tree of ${oldSize} in a tree of ${size}`);
  if (oldSize === 0 || oldSize === size) return [];
  const proof: Hash[] = [];
  let [start, end] = [0, size];
  let isOldRoot = true;
  while (oldSize !== end) {
    const middle = start + splitOf(end - start);
    if (oldSize <= middle) {
      proof.unshift(await hashRange(read, middle, end));
      end = middle;
    } else {
      proof.unshift(await hashRange(read, start, middle));
      start = middle;
      isOldRoot = false;
    }
  }
  return isOldRoot ? proof : [await hashRange(read, start, end), ...proof];
}

const half = (n: number) => Math.floor(n / 2);

/** Whether the leaf stands at `index` in the tree of `size` with this root (RFC 9162 section 2.1.3.2). */
export function isIncluded(leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  if (!(index >= 0 && index < size)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const step of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = hashNode(step, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else hash = hashNode(hash, step);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && hash.equals(root);
}

export interface TreeHead {
  size: number;
  root: Hash;
}

/** Whether the newer tree begins with the older one (RFC 9162 section 2.1.4.2). */
export function isConsistent(older: TreeHead, newer: TreeHead, proof: readonly Hash[]): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  if (older.size === 0) return proof.length === 0 && older.root.equals(emptyRoot);
  const isPowerOfTwo = Number.isInteger(Math.log2(older.size));
  const path = isPowerOfTwo ? [older.root, ...proof] : [...proof];
  if (proof.length === 0 || path.length === 0) return false;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [oldHash, newHash] = [path[0]!, path[0]!];
  for (const step of path.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [oldHash, newHash] = [hashNode(step, oldHash), hashNode(step, newHash)];
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else newHash = hashNode(newHash, step);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && oldHash.equals(older.root) && newHash.equals(newer.root);
}
