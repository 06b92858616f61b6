// Promises the bed of banners read once over: each style and seed with its character error, and the table of them.
import type { PictureReader } from "#detection/image/picture-reader.ts";
import { bannerStyles, characterError, drawBanner } from "./banners.ts";

/** Seeds below it, and those from 101, helped to set the reader's limits: figures are told of the others. */
export const firstFreshSeed = 41;

export interface BedRow {
  style: string;
  seed: number;
  /** Share of wrong letters; null where the picture was called unreadable. */
  error: number | null;
  why: string;
  tookMs: number;
}

export async function readBed(reader: PictureReader, seeds: readonly number[]): Promise<BedRow[]> {
  const rows: BedRow[] = [];
  for (const style of bannerStyles)
    for (const seed of seeds) {
      const banner = await drawBanner(style, seed);
      const began = performance.now();
      const outcome = await reader.read(banner.bytes, { text: true });
      const tookMs = performance.now() - began;
      if ("failed" in outcome) throw new Error(`${style}, seed ${seed}: ${outcome.failed}`);
      const { ocr } = outcome.facts;
      const isRead = ocr.state === "read";
      const error = isRead ? characterError(banner.lines.join(" "), ocr.text) : null;
      rows.push({ style, seed, error, why: isRead ? "" : ocr.why, tookMs });
    }
  return rows;
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** One line a style: read, unreadable, mean and worst character error, mean time. */
export function sayBed(rows: readonly BedRow[]): string {
  const mean = (list: number[]) => list.reduce((sum, n) => sum + n, 0) / Math.max(list.length, 1);
  const lines = [...Map.groupBy(rows, (r) => r.style), ["all", [...rows]] as const].map(([style, list]) => {
    const errors = list.flatMap((r) => (r.error === null ? [] : [r.error]));
    const worst = errors.length > 0 ? percent(Math.max(...errors)) : "–";
    const average = errors.length > 0 ? percent(mean(errors)) : "–";
    return `${style.padEnd(24)} read ${errors.length}/${list.length}  mean ${average.padStart(6)}  worst ${worst.padStart(6)}  ${mean(list.map((r) => r.tookMs)).toFixed(0)} ms`;
  });
  return `${lines.join("\n")}\n`;
}
