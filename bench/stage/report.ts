// Promises results as rows: a table for people, JSON Lines for scripts.

export interface BenchRow {
  bench: string;
  what: string;
  /** Figures with their unit in the name, e.g. `pagesPerSecond`; a ratio is against the reference of the same run. */
  figures: Record<string, number>;
}

export interface Bench {
  /** One sentence for `--help`. */
  about: string;
  run(options?: { captures?: number }): Promise<Omit<BenchRow, "bench">[]>;
}

const show = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

export function printRow(row: BenchRow, asJson: boolean): void {
  if (asJson) {
    process.stdout.write(`${JSON.stringify(row)}\n`);
    return;
  }
  const figures = Object.entries(row.figures).map(([name, value]) => `${name} ${show(value)}`);
  process.stdout.write(`${row.bench.padEnd(13)} ${row.what.padEnd(48)} ${figures.join("  ")}\n`);
}
