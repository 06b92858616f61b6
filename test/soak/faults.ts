// Promises the fault test by command: npm run soak -- faults [KILLS] [SEED]: kill -9 inside captures, seals and stamps, on an object store that fails.
import { killCaptures } from "../support/kill-captures.ts";

export async function run(args: string[]): Promise<number> {
  const kills = Number(args[0] ?? 100);
  const seed = Number(args[1] ?? Date.now() % 1_000_000);
  process.stdout.write(`seed ${seed}\n`);
  const account = await killCaptures({ kills, seed, tell: (words) => process.stdout.write(`${words}\n`) });
  process.stdout.write(`${JSON.stringify(account, null, 1)}\n`);
  process.stdout.write(account.broken.length === 0 ? "everything held\n" : `BROKEN: ${account.broken.join("; ")}\n`);
  return account.broken.length === 0 ? 0 : 1;
}
