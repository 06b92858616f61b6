// Promises the tampering soak: `tamper FILE [count] [seed]` damages copies of a sealed package and counts what is noticed.
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { runTamper } from "../support/tamper.ts";

/** Exit code 0 only when every change was detected and its part named; 2 for wrong usage or a package that is not intact. */
export async function run(args: string[]): Promise<number> {
  const [file, count = "200", seed = "1"] = args;
  if (file === undefined || !/^\d+$/.test(count) || !/^\d+$/.test(seed)) {
    process.stderr.write("usage: tamper FILE [count] [seed]\n");
    return 2;
  }
  const intact = await verifyPackage(file);
  if (!intact.ok) {
    const why = intact.checks.filter((check) => !check.ok).map((check) => check.detail);
    process.stderr.write(`${file}: not intact before the test: ${why.join("; ")}\n`);
    return 2;
  }
  const result = await runTamper(file, Number(count), Number(seed));
  for (const line of result.missed) process.stderr.write(`${line}\n`);
  process.stdout.write(`detected ${result.detected} of ${result.count}\nnamed ${result.named} of ${result.count}\n`);
  return result.detected === result.count && result.named === result.count ? 0 : 1;
}
