// Promises the same choices for the same seed (mulberry32).

export interface Chance {
  /** 0 ≤ value < 1. */
  next(): number;
  pick<T>(from: readonly T[]): T;
  /** `count` different ones, in the order drawn. */
  some<T>(from: readonly T[], count: number): T[];
  int(from: number, to: number): number;
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(from: readonly T[]) => from[int(0, from.length - 1)]!;
  const some = <T>(from: readonly T[], count: number) => {
    const rest = [...from];
    return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(int(0, rest.length - 1), 1)[0]!);
  };
  return { next, pick, some, int };
}
