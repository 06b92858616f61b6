// Promises that contestants run by turns in one process, so that a slow minute of the machine hits all of them alike.
import { setTimeout as sleep } from "node:timers/promises";

export interface Contestant {
  name: string;
  /** Visits `count` pages; throws when one of them was not what it should be. */
  run(count: number): Promise<void>;
}

const restMs = 300;

/** Pages a second of each contestant: the median over `rounds`, after one short round that is thrown away. */
export async function alternate(
  contestants: readonly Contestant[],
  options: { count: number; warmUp: number; rounds: number },
): Promise<Map<string, number>> {
  for (const one of contestants) await one.run(options.warmUp);
  const rates = new Map<string, number[]>(contestants.map((one) => [one.name, []]));
  for (let round = 0; round < options.rounds; round++) {
    // Whoever goes first in one round goes last in the next.
    const order = round % 2 === 0 ? contestants : contestants.toReversed();
    for (const one of order) {
      const startMs = performance.now();
      await one.run(options.count);
      rates.get(one.name)!.push((options.count / (performance.now() - startMs)) * 1000);
      await sleep(restMs);
    }
  }
  return new Map([...rates].map(([name, values]) => [name, median(values)]));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Runs `visit(0)` … `visit(count - 1)`, at most `slots` at once. */
export async function runInSlots(count: number, slots: number, visit: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const walk = async () => {
    while (next < count) await visit(next++);
  };
  await Promise.all(Array.from({ length: slots }, walk));
}
