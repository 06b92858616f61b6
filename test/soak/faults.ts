// Promises the fault test by command: npm run soak -- faults [KILLS] [SEED]: kill -9 inside captures and seals, on an object store that fails.
import { brokenPromises, runKills } from "../support/kill-run.ts";

export async function run(args: string[]): Promise<number> {
  const kills = Number(args[0] ?? 100);
  const seed = Number(args[1] ?? Date.now() % 1_000_000);
  process.stdout.write(`seed ${seed}\n`);
  const report = await runKills({ kills, seed, inside: true, tell: (words) => process.stdout.write(`${words}\n`) });
  process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
  const broken = brokenPromises(report);
  process.stdout.write(broken.length === 0 ? "everything held\n" : `BROKEN: ${broken.join("; ")}\n`);
  return broken.length === 0 ? 0 : 1;
}
