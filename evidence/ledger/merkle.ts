// Promises the Merkle tree head of RFC 6962 section 2.1 over the log's leaves, for checkpoints that others can witness.
import { createHash } from "node:crypto";

/** Root over leaf hashes (hex) in order. The root of no leaves is SHA-256 of nothing. */
export function merkleRoot(leafHashes: readonly string[]): string {
  if (leafHashes.length === 0) return createHash("sha256").digest("hex");
  return rootOf(leafHashes.map((hash) => Buffer.from(hash, "hex"))).toString("hex");
}

function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const node = createHash("sha256").update(Buffer.from([1]));
  return node
    .update(rootOf(leaves.slice(0, split)))
    .update(rootOf(leaves.slice(split)))
    .digest();
}
