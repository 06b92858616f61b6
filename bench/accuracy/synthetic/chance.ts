// Promises the same choices for the same seed.
import { seededRandom } from "../../../test/support/seeded-random.ts";

export interface Chance {
  /** 0 ≤ value < 1. */
  next(): number;
  pick<T>(from: readonly T[]): T;
  /** `count` different ones, in the order drawn. */
  some<T>(from: readonly T[], count: number): T[];
  int(from: number, to: number): number;
}

export function chanceOf(seed: number): Chance {
  const next = seededRandom(seed);
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(from: readonly T[]) => from[int(0, from.length - 1)]!;
  const some = <T>(from: readonly T[], count: number) => {
    const rest = [...from];
    return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(int(0, rest.length - 1), 1)[0]!);
  };
  return { next, pick, some, int };
}
