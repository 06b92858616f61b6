// Promises stamps through failing and lying authorities by command: npm run soak -- authority [STAMPS] [SECONDS] [SEED].
import { runLyingAuthorities } from "../support/authority-run.ts";

export async function run(args: string[]): Promise<number> {
  const [stamps, seconds] = [Number(args[0] ?? 200), Number(args[1] ?? 20)];
  const seed = Number(args[2] ?? Date.now() % 1_000_000);
  process.stdout.write(`seed ${seed}\n`);
  const report = await runLyingAuthorities({ stamps, seed, forMs: seconds * 1000 });
  process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
  const held = report.granted === stamps && report.stillOpen === 0 && report.sound === report.tokens;
  process.stdout.write(held ? "everything held\n" : "BROKEN\n");
  return held ? 0 : 1;
}
