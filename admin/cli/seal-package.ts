// Promises a sealed package whose fresh bytes its own published verifier accepts, for the command line and for the desk.
import { AppError } from "#core/errors.ts";
import { readVerifierFiles } from "#evidence/verify/verifier-files.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { type MadePackage, makePackage, type PackageHouse, type PackageRequest } from "#workers/make-package.ts";
import { plain, say } from "./terminal.ts";

/** Throws what `makePackage` throws, `internal` where the verifier is missing, `seal.failed` where it refuses the package. */
export async function sealPackage(
  house: PackageHouse,
  request: Omit<PackageRequest, "verifier" | "check">,
): Promise<MadePackage> {
  const verifier = await readVerifierFiles().catch((error: unknown) => {
    throw new AppError("internal", {
      cause: error,
      detail: "the verifier that travels in packages is missing or not the published one",
      cure: say("Chạy `npm run verifier`.", "Run `npm run verifier`."),
    });
  });
  const check = (file: string) => mustVerify(file, house.keyring.publicPem);
  return makePackage(house, { ...request, verifier, check });
}

/** A package that its own verifier would refuse never gets its name. */
async function mustVerify(file: string, trustPem: string): Promise<void> {
  const verdict = await verifyPackage(file, { trustPem });
  if (verdict.ok && verdict.level === "sealed") return;
  const broken = verdict.checks.filter((c) => !c.ok).map((c) => `${c.name}: ${c.detail}`);
  throw new AppError("seal.failed", { detail: `the fresh package does not verify: ${plain(broken.join("; "), 500)}` });
}
