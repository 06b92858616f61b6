// Promises folds that never part a group: a site's pages, a maker's sites, a brand's mirrors stand on one side together.
import { createHash } from "node:crypto";

/** Fold of a group, from its name alone. */
export const foldOf = (group: string, folds: number): number =>
  createHash("sha256").update(group).digest().readUInt32BE(0) % folds;

/** Brand family of a host: its registered label without digits and hyphens, so that mirrors fall together. */
export const familyOf = (label: string): string => label.replace(/[\d-]+/g, "") || label;

/** A row's weight so that every group counts alike and the two classes weigh the same together; the mean is 1. */
export function balance(rows: readonly { group: string; isPositive: boolean }[]): number[] {
  const sizes = new Map<string, number>();
  const key = (r: { group: string; isPositive: boolean }) => `${r.isPositive}:${r.group}`;
  for (const row of rows) sizes.set(key(row), (sizes.get(key(row)) ?? 0) + 1);
  // The square root keeps a site of many pages worth more than one of a single page.
  const raw = rows.map((row) => 1 / Math.sqrt(sizes.get(key(row))!));
  const sum = (isPositive: boolean) => raw.reduce((s, w, i) => s + (rows[i]!.isPositive === isPositive ? w : 0), 0);
  const totals = { true: sum(true), false: sum(false) };
  return raw.map((w, i) => (w * rows.length) / (2 * totals[`${rows[i]!.isPositive}`]));
}
