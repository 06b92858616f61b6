// Promises the crash test by command: npm run soak -- kill [KILLS] [SEED].
import { brokenPromises, runKills } from "../support/kill-run.ts";

export async function run(args: string[]): Promise<number> {
  const kills = Number(args[0] ?? 20);
  const seed = Number(args[1] ?? Date.now() % 1_000_000);
  process.stdout.write(`seed ${seed}\n`);
  const report = await runKills({ kills, seed, tell: (words) => process.stdout.write(`${words}\n`) });
  process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
  const broken = brokenPromises(report);
  process.stdout.write(broken.length === 0 ? "everything held\n" : `BROKEN: ${broken.join("; ")}\n`);
  return broken.length === 0 ? 0 : 1;
}
