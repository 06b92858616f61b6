// Promises the tampering soak: `tamper FILE [count] [seed] [--html]` damages copies of a package and counts what is noticed.
import { readFileSync } from "node:fs";
import path from "node:path";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { openHtmlVerifier } from "../support/html-verifier.ts";
import { runTamper, type TamperResult } from "../support/tamper.ts";

/**
 * FILE is a sealed capture or a sealed package. `--html` asks the page in a browser without network instead of Node. Exit
 * code 0 only when every change was detected and its part named; 2 for wrong usage or a package that is not intact.
 */
export async function run(args: string[]): Promise<number> {
  const inPage = args.includes("--html");
  const [file, count = "200", seed = "1"] = args.filter((arg) => arg !== "--html");
  if (file === undefined || !/^\d+$/.test(count) || !/^\d+$/.test(seed)) {
    process.stderr.write("usage: tamper FILE [count] [seed] [--html]\n");
    return 2;
  }
  const intact = await verifyPackage(file);
  if (!intact.ok) {
    const why = intact.checks.filter((check) => !check.ok).map((check) => check.detail);
    process.stderr.write(`${file}: not intact before the test: ${why.join("; ")}\n`);
    return 2;
  }
  const result = inPage
    ? await tamperInPage(file, Number(count), Number(seed))
    : await runTamper(file, Number(count), Number(seed));
  for (const line of result.missed) process.stderr.write(`${line}\n`);
  process.stdout.write(`detected ${result.detected} of ${result.count}\nnamed ${result.named} of ${result.count}\n`);
  return result.detected === result.count && result.named === result.count ? 0 : 1;
}

export async function tamperInPage(file: string, count: number, seed: number): Promise<TamperResult> {
  const html = await openHtmlVerifier();
  try {
    return await runTamper(file, count, seed, async (copy) => {
      const shown = await html.verify({ file: path.basename(copy), bytes: readFileSync(copy) }, null);
      return { ok: shown.ok, level: shown.level, failing: shown.details };
    });
  } finally {
    await html.close();
  }
}
