// Promises the two proofs of an append-only log: an entry is in it, and a later tree holds an earlier one (RFC 9162 2.1).
import { same } from "./bytes.ts";
import { digestOf } from "./engine.ts";

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

export function leafHash(entry: Uint8Array): Uint8Array {
  return digestOf("sha256", leafPrefix, entry);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return digestOf("sha256", nodePrefix, left, right);
}

/** RFC 9162 section 2.1.3.2. */
export function isIncluded(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (index < 0 || index >= size) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const other of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(other, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else hash = nodeHash(hash, other);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(hash, root);
}

/** RFC 9162 section 2.1.4.2: the tree of `size2` starts with the whole tree of `size1`. */
export function isConsistent(
  size1: number,
  size2: number,
  proof: readonly Uint8Array[],
  root1: Uint8Array,
  root2: Uint8Array,
): boolean {
  if (size1 > size2) return false;
  if (size1 === size2) return proof.length === 0 && same(root1, root2);
  if (size1 === 0) return proof.length === 0;
  const path = isPowerOfTwo(size1) ? [root1, ...proof] : [...proof];
  const first = path.shift();
  if (!first) return false;
  let [node, last] = [size1 - 1, size2 - 1];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  let [old, now] = [first, first];
  for (const other of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      [old, now] = [nodeHash(other, old), nodeHash(other, now)];
      while (node % 2 === 0 && node !== 0) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
    } else now = nodeHash(now, other);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(old, root1) && same(now, root2);
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(Math.log2(value));
}
