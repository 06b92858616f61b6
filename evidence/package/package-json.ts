// Promises `data/package.json`, which names every file of a package, and the signatures over it (FORMAT.md section 4).
import { asJson, canonicalBytes } from "../archive/canonical-json.ts";
import type { FileFacts } from "../archive/wacz-files.ts";
import type { FileRole, PackageInput } from "./package-input.ts";
import { sealedPathOf, tokenPathOf } from "./package-paths.ts";

export const packageFormat = "vonggac-package/1";

export interface ListedFile extends FileFacts {
  role: FileRole;
  parentSha256: string | null;
}

export function packageJson(input: PackageInput, files: readonly ListedFile[], tools: readonly FileFacts[]): Buffer {
  const { keyring } = input;
  return canonicalBytes(
    asJson({
      format: packageFormat,
      packageId: input.packageId,
      created: input.created,
      software: input.software,
      office: input.office,
      madeBy: input.madeBy,
      purpose: input.purpose,
      caseId: input.caseId,
      key: {
        algorithm: "ECDSA P-384, SHA-256",
        fingerprint: keyring.fingerprint,
        publicKey: keyring.publicKey,
      },
      captures: input.captures.map((c) => ({
        captureId: c.captureId,
        url: c.url,
        title: c.title,
        capturedAt: c.capturedAt,
        package: sealedPathOf(c.captureId),
        packageSha256: c.packageSha256,
        manifestSha256: c.manifestSha256,
        tokens: c.tokens.filter((t) => t.name.endsWith(".tsr")).map((t) => tokenPathOf(c.captureId, t.name)),
      })),
      custody: "data/chuoi-luu-giu/custody.json",
      files,
      tools,
    }),
  );
}

/** `data/package.json.sig`; `sha256` is that of `data/package.json`. Throws AppError `seal.failed`. */
export async function packageSignature(input: PackageInput, sha256: string): Promise<Buffer> {
  const hash = `sha256:${sha256}`;
  return canonicalBytes({
    hash,
    signature: await input.keyring.sign(hash),
    publicKey: input.keyring.publicKey,
    created: input.created,
    software: input.software,
    version: "1",
  });
}
