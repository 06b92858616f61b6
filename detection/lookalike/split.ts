// Promises how a label splits around a brand word: into bait, digits and at most a few stray letters.
import { baitWords, playBait } from "./bait.ts";

export interface Split {
  bait: string[];
  digits: boolean;
  /** Letters that are neither the word nor bait nor digits. */
  stray: number;
}

export interface SplitLimits {
  /** Stray letters allowed; machines add "z", "st", "3s" to names that are taken. */
  stray: number;
  /** Words of play and luck count as bait too. */
  play: boolean;
}

const longestBait = 18;

type Best = (Split & { used: boolean }) | null;

const better = (a: Best, b: Split): boolean => a === null || b.stray < a.stray;

/**
 * Splits a label around a given word; null where more is left over than `limits` allows.
 * Dynamic programming over at most 63 letters; of several readings the one with the fewest stray letters wins.
 */
export function splitAround(
  label: string,
  word: string,
  limits: SplitLimits = { stray: 0, play: false },
): Split | null {
  const known = (piece: string) => baitWords.has(piece) || (limits.play && playBait.has(piece));
  const best: Best[][] = Array.from({ length: label.length + 1 }, () => [null, null]);
  best[0]![0] = { bait: [], digits: false, stray: 0, used: false };
  const reach = (at: number, used: number, split: Split) => {
    if (split.stray <= limits.stray && better(best[at]![used]!, split))
      best[at]![used] = { ...split, used: used === 1 };
  };
  for (let i = 0; i < label.length; i++) {
    for (const used of [0, 1]) {
      const here = best[i]![used];
      if (!here) continue;
      if (!used && label.startsWith(word, i)) reach(i + word.length, 1, here);
      const plain = /[\d-]/.test(label[i]!);
      reach(i + 1, used, {
        ...here,
        digits: here.digits || /\d/.test(label[i]!),
        stray: here.stray + (plain ? 0 : 1),
      });
      for (let end = i + 2; end <= Math.min(label.length, i + longestBait); end++) {
        const piece = label.slice(i, end);
        if (known(piece)) reach(end, used, { ...here, bait: [...here.bait, piece] });
      }
    }
  }
  return best[label.length]![1] ?? null;
}
