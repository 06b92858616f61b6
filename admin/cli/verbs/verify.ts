// Promises `verify`: a package checked with no database and no network, every check said.
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { AppError } from "#core/errors.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import type { VerbContext } from "../main.ts";
import { plain, printJson, printLine, say } from "../terminal.ts";

export function addVerifyVerb(program: Command, context: VerbContext): void {
  program
    .command("verify <files...>")
    .description(say("kiểm tra gói niêm phong, không cần mạng", "checks sealed packages, offline"))
    .option("--trust <pem>", say("khóa công khai hoặc chứng thư được tin", "the public key that is trusted"))
    .option("--json")
    .action((files: string[], options: { trust?: string; json?: boolean }) => verifyAll(context, files, options));
}

function readTrust(file: string | undefined): { trustPem: string } | undefined {
  if (file === undefined) return undefined;
  try {
    return { trustPem: readFileSync(file, "utf8") };
  } catch (error) {
    throw new AppError("input.unreadable", {
      cause: error,
      detail: `--trust ${file} cannot be read`,
      cure: "Give the PEM file that `vonggac key` prints.",
    });
  }
}

async function verifyAll(
  context: VerbContext,
  files: string[],
  options: { trust?: string; json?: boolean },
): Promise<void> {
  const trust = readTrust(options.trust);
  let isWell = true;
  for (const file of files) {
    const verdict = await verifyPackage(file, trust);
    isWell &&= verdict.ok;
    if (options.json) {
      printJson(verdict);
      continue;
    }
    printLine(`${verdict.ok ? "OK " : "BAD"} ${file}  ${verdict.level}  ${verdict.trust}  ${verdict.signer ?? ""}`);
    for (const check of verdict.checks)
      printLine(`  ${check.ok ? "✓" : "✗"} ${check.name}: ${plain(check.detail, 300)}`);
  }
  if (!isWell) context.exit(1);
}
