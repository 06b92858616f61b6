// Promises `verify`: a package checked with no database and no network, every check said.
import { createPublicKey } from "node:crypto";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
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
    const trustPem = readFileSync(file, "utf8");
    createPublicKey(trustPem); // a certificate gives its key
    return { trustPem };
  } catch (error) {
    throw new AppError("input.unreadable", {
      cause: error,
      detail: `--trust ${file} is not a readable public key or certificate`,
      cure: say("Đưa tệp PEM do `vonggac key` in ra.", "Give the PEM file that `vonggac key` prints."),
    });
  }
}

/** A file that is not there is wrong usage, not a broken package. */
function mustBeReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
    if (statSync(file).isFile()) return;
  } catch (error) {
    throw new AppError("input.unreadable", {
      cause: error,
      detail: `${file} cannot be read`,
      cure: say("Kiểm tra đường dẫn và quyền đọc.", "Check the path and its permissions."),
    });
  }
  throw new AppError("input.unreadable", {
    detail: `${file} is not a file`,
    cure: say("Đưa đường dẫn của một tệp .wacz.", "Give the path of a .wacz file."),
  });
}

async function verifyAll(
  context: VerbContext,
  files: string[],
  options: { trust?: string; json?: boolean },
): Promise<void> {
  const trust = readTrust(options.trust);
  for (const file of files) mustBeReadable(file);
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
