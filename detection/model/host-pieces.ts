// Promises the pieces of a host name that models weigh: groups of two to five letters, its shape, its ending.
import { parse } from "tldts";
import { addTerms, type Explanation, type Term } from "./explain.ts";
import type { HostModel } from "./format.ts";

const shortest = 2;
const longest = 5;
/** Labels are 63 letters long at most; names with dozens of labels are read from the right. */
const mostLabels = 4;

/** FNV-1a over UTF-16 code units, mixed once more so that low bits are even (Fowler, Noll, Vo). */
export function hashPiece(piece: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < piece.length; i++) h = Math.imul(h ^ piece.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

/**
 * Different pieces of a host: `^win$` groups with `^` and `$` for a label's ends, `shape:00a`, `ending:club`.
 * null for addresses and names without a registrable part.
 */
export function readPieces(host: string): string[] | null {
  const name = host.toLowerCase().replace(/^www\./, "");
  const parts = parse(name, { allowPrivateDomains: true, validateHostname: false });
  if (parts.isIp || !parts.publicSuffix || !parts.domain) return null;
  const labels = name
    .slice(0, name.length - parts.publicSuffix.length - 1)
    .split(".")
    .slice(-mostLabels);
  const pieces = new Set<string>();
  for (const label of labels) {
    const framed = `^${label.slice(0, 63)}$`;
    for (let size = shortest; size <= longest; size++)
      for (let at = 0; at + size <= framed.length; at++) pieces.add(framed.slice(at, at + size));
  }
  pieces.add(
    `shape:${labels
      .at(-1)!
      .replace(/[^\d-]+/g, "a")
      .replace(/\d/g, "0")}`,
  );
  pieces.add(`ending:${parts.publicSuffix}`);
  return [...pieces];
}

const unpacked = new WeakMap<HostModel, Int8Array>();

function weightsOf(model: HostModel): Int8Array {
  let weights = unpacked.get(model);
  if (!weights) unpacked.set(model, (weights = new Int8Array(Buffer.from(model.weights, "base64"))));
  return weights;
}

/** Weighs one host. `facts` are numbers from 0 to 1; a fact that the model does not know adds nothing. */
export function explainHost(model: HostModel, pieces: string[], facts: Record<string, number> = {}): Explanation {
  const weights = weightsOf(model);
  const share = model.step / Math.sqrt(pieces.length);
  const terms: Term[] = [];
  for (const piece of pieces) {
    const weight = weights[hashPiece(piece) & (model.buckets - 1)]!;
    if (weight !== 0) terms.push({ name: piece, value: weight * share });
  }
  for (const [name, weight] of Object.entries(model.facts)) {
    const value = weight * model.step * (facts[name] ?? 0);
    if (value !== 0) terms.push({ name: `fact:${name}`, value });
  }
  return addTerms(model.bias * model.step, terms);
}

/** Letter groups as they stand in the host, without their frame; groups that lie in a stronger one are left out. */
export function sayPieces(terms: Term[], most: number): string[] {
  const said: string[] = [];
  for (const { name } of terms) {
    if (name.includes(":")) continue;
    const letters = name.replace(/[\^$]/g, "");
    if (letters.length < 2 || said.some((s) => s.includes(letters) || letters.includes(s))) continue;
    said.push(letters);
    if (said.length === most) break;
  }
  return said;
}
