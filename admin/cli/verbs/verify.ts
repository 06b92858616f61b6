// Promises `verify`: a package checked with no database and no network, every check said.
import { accessSync, constants, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Command } from "commander";
import { AppError } from "#core/errors.ts";
import { decryptFile } from "#evidence/store/decrypt-file.ts";
import { readTrust } from "#evidence/verify/trust.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import type { VerbContext } from "../main.ts";
import { plain, printJson, printLine, say } from "../terminal.ts";

const mostTokenFiles = 200;

export function addVerifyVerb(program: Command, context: VerbContext): void {
  program
    .command("verify <files...>")
    .description(say("kiểm tra gói niêm phong, không cần mạng", "checks sealed packages, offline"))
    .option(
      "--trust <pem>",
      say("tệp khóa, chứng thư và khóa bên làm chứng được tin", "file of trusted keys, certificates and witnesses"),
    )
    .option("--json")
    .action((files: string[], options: { trust?: string; json?: boolean }) => verifyAll(context, files, options));
}

function openTrust(file: string | undefined): { trustPem: string } | undefined {
  if (file === undefined) return undefined;
  const trustPem = readTrustText(file);
  const { fingerprints, certificates, vkeys, problems } = readTrust(trustPem);
  if (fingerprints.size + certificates.length + vkeys.length > 0 && problems.length === 0) return { trustPem };
  throw unusableTrust(file, problems.join("; "));
}

function readTrustText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw unusableTrust(file, "it cannot be read", error);
  }
}

function unusableTrust(file: string, why: string, cause?: unknown): AppError {
  return new AppError("input.unreadable", {
    cause,
    detail: `--trust ${file} is not a readable public key, certificate or verifier key: ${why}`,
    cure: say(
      "Đưa tệp PEM do `vonggac key` in ra, hoặc tệp gồm các khóa, chứng thư gốc và khóa của bên làm chứng.",
      "Give the PEM file that `vonggac key` prints, or a file of keys, root certificates and witnesses' keys.",
    ),
  });
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
    cure: say(
      "Đưa đường dẫn của một tệp .wacz, .warc hoặc gói .zip.",
      "Give the path of a .wacz, .warc or package .zip.",
    ),
  });
}

/** Names of the time-stamp tokens beside `X.wacz.enc`, encrypted or from before the encryption; so many at most. */
function tokensBeside(file: string): string[] {
  const stem = path.basename(file).replace(/wacz\.enc$/, "");
  if (stem === path.basename(file)) return [];
  const isToken = (name: string) =>
    name.startsWith(stem) && /^[1-9]\d*\.tsr(\.json)?(\.enc)?$/.test(name.slice(stem.length));
  return readdirSync(path.dirname(path.resolve(file)))
    .filter(isToken)
    .slice(0, mostTokenFiles);
}

/** A file that the store keeps encrypted is checked by its plain copy; the key is that of VONGGAC_STORE_KEY_FILE. */
async function withPlain<T>(context: VerbContext, file: string, work: (plain: string) => Promise<T>): Promise<T> {
  if (!file.endsWith(".enc")) return work(file);
  const keyFile = context.config().VONGGAC_STORE_KEY_FILE;
  if (keyFile === undefined)
    throw new AppError("config.invalid", {
      detail: `${file} is encrypted at rest, and VONGGAC_STORE_KEY_FILE is not set`,
      cure: say("Đặt VONGGAC_STORE_KEY_FILE là tệp khóa của kho.", "Set VONGGAC_STORE_KEY_FILE to the store's key."),
    });
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-verify-"));
  try {
    const plain = path.join(folder, path.basename(file, ".enc"));
    await decryptFile(file, keyFile, plain);
    for (const name of tokensBeside(file)) {
      const source = path.join(path.dirname(file), name);
      if (name.endsWith(".enc")) await decryptFile(source, keyFile, path.join(folder, path.basename(name, ".enc")));
      else copyFileSync(source, path.join(folder, name));
    }
    return await work(plain);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function verifyAll(
  context: VerbContext,
  files: string[],
  options: { trust?: string; json?: boolean },
): Promise<void> {
  const trust = openTrust(options.trust);
  for (const file of files) mustBeReadable(file);
  let isWell = true;
  for (const file of files) {
    const verdict = await withPlain(context, file, (plain) => verifyPackage(plain, trust));
    isWell &&= verdict.ok;
    if (options.json) {
      printJson({ ...verdict, file });
      continue;
    }
    printLine(`${verdict.ok ? "OK " : "BAD"} ${file}  ${verdict.level}  ${verdict.trust}  ${verdict.signer ?? ""}`);
    for (const { claim, state, detail } of verdict.claims) printLine(`  ${claim}: ${state}: ${plain(detail, 300)}`);
    for (const check of verdict.checks)
      printLine(`  ${check.ok ? "✓" : "✗"} ${check.name}: ${plain(check.detail, 300)}`);
  }
  if (!isWell) context.exit(1);
}
