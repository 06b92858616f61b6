// Promises the office's certificate and key as configured, fit to sign: a pair, strong, in date, the key readable by its owner only.
import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { Config } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import { type Certificate, hasKeyUsage, readPemCertificates, weaknessOf } from "../time/certificate.ts";
import { signCms } from "./cms.ts";

/** What sealing needs of the office's certificate. A token or a signing service can stand behind it as well. */
export interface OfficeSigner {
  /** Leaf first. */
  readonly certificates: readonly Certificate[];
  /** Detached CMS over the content, DER. Throws AppError `seal.failed`. */
  signCms(content: Uint8Array, at: Date): Promise<Buffer>;
}

type OfficeSettings = Pick<Config, "VONGGAC_OFFICE_CERT" | "VONGGAC_OFFICE_KEY">;

/**
 * null where no certificate is configured. Throws AppError `config.invalid` when one of the two settings is missing, a file
 * cannot be read, the key can be read by others, or key and certificate are no pair of RSA (2048 bits or more), P-256 or
 * P-384. A certificate out of date is refused when it is to sign.
 */
export async function openOfficeSigner(config: OfficeSettings): Promise<OfficeSigner | null> {
  const { VONGGAC_OFFICE_CERT: certFile, VONGGAC_OFFICE_KEY: keyFile } = config;
  if (certFile === undefined && keyFile === undefined) return null;
  if (certFile === undefined || keyFile === undefined)
    throw invalid("VONGGAC_OFFICE_CERT and VONGGAC_OFFICE_KEY: one is set without the other", "Set both, or neither.");
  const certificates = await readCertificates(certFile);
  const leaf = certificates[0]!;
  await refuseReadableByOthers(keyFile);
  const key = await readKey(keyFile);
  const spki = { type: "spki", format: "der" } as const;
  if (!createPublicKey(key).export(spki).equals(leaf.x509.publicKey.export(spki)))
    throw invalid(
      `VONGGAC_OFFICE_KEY: ${keyFile} is not the key of the first certificate in ${certFile}`,
      "Name the certificate's own key; the file of certificates starts with the office's own.",
    );
  return { certificates, signCms: async (content, at) => signCms(content, { certificates, key }, at) };
}

async function readCertificates(file: string): Promise<Certificate[]> {
  const cure = "Name a PEM file with the office's certificate first, then its issuers.";
  const pem = await readFile(file, "utf8").catch((error: unknown) => {
    throw invalid(`VONGGAC_OFFICE_CERT: ${file} cannot be read`, cure, error);
  });
  let certificates: Certificate[];
  try {
    certificates = readPemCertificates(pem);
  } catch (error) {
    throw invalid(`VONGGAC_OFFICE_CERT: ${file} holds a certificate that cannot be read`, cure, error);
  }
  const [leaf] = certificates;
  if (!leaf) throw invalid(`VONGGAC_OFFICE_CERT: ${file} holds no certificate`, cure);
  const weakness = weaknessOf(leaf);
  if (weakness)
    throw invalid(
      `VONGGAC_OFFICE_CERT: ${file} has ${weakness}`,
      "Ask for a certificate with RSA 2048, P-256 or P-384.",
    );
  if (hasKeyUsage(leaf, 0) === false && hasKeyUsage(leaf, 1) === false)
    throw invalid(`VONGGAC_OFFICE_CERT: ${file} is not for signing`, "Ask for a certificate for digital signatures.");
  return certificates;
}

async function refuseReadableByOthers(file: string): Promise<void> {
  const facts = await stat(file).catch((error: unknown) => {
    throw invalid(`VONGGAC_OFFICE_KEY: ${file} cannot be read`, "Name the PEM file of the certificate's key.", error);
  });
  if (process.platform === "win32" || (facts.mode & 0o077) === 0) return;
  throw invalid(
    `VONGGAC_OFFICE_KEY: ${file} can be read by others (mode ${(facts.mode & 0o777).toString(8)})`,
    `Run: chmod 600 ${file}`,
  );
}

async function readKey(file: string): Promise<KeyObject> {
  try {
    return createPrivateKey(await readFile(file, "utf8"));
  } catch {
    // The reason could quote key material: it is not passed on.
    throw invalid(
      `VONGGAC_OFFICE_KEY: ${file} is no private key in PEM without a pass phrase`,
      "Convert it with openssl pkcs8.",
    );
  }
}

const invalid = (detail: string, cure: string, cause?: unknown) =>
  new AppError("config.invalid", { detail, cure, cause });
