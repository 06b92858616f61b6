// Promises the verifier as a program of its own: `node main.ts FILE… [--trust KEY.pem]`, one JSON verdict a line.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { verifyPackage } from "./verify-package.ts";

const usage = "usage: node main.ts FILE... [--trust KEY.pem]\n";

/** Exit code 0: every package is intact; 1: one is not; 2: wrong usage or an unreadable trust file. */
async function main(args: string[]): Promise<number> {
  let files: string[];
  let trustPem: string | undefined;
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { trust: { type: "string" } } });
    files = positionals;
    trustPem = values.trust === undefined ? undefined : readFileSync(values.trust, "utf8");
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
  if (files.length === 0) {
    process.stderr.write(usage);
    return 2;
  }
  let ok = true;
  for (const file of files) {
    const verdict = await verifyPackage(file, trustPem === undefined ? {} : { trustPem });
    process.stdout.write(`${JSON.stringify(verdict)}\n`);
    ok &&= verdict.ok;
  }
  return ok ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
