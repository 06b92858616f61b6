// Promises the one signature of a package: WACZ's anonymous signedData, in the flavour that replay tools verify.
import { sign, type KeyObject } from "node:crypto";
import { AppError } from "#core/errors.ts";
import { canonicalBytes } from "../archive/canonical-json.ts";
import type { Keyring } from "./keyring.ts";

/** Order of the P-384 group (FIPS 186-5; SEC 2 section 2.5.1). */
const order = BigInt(
  "0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
);

/**
 * ECDSA P-384 with SHA-256 over the UTF-8 text, raw r‖s (IEEE P1363) as WebCrypto wants it, base64. s is the lower of
 * the two values that verify, so that nobody can turn a package into a second, equally valid one.
 */
export function signText(key: KeyObject, text: string): string {
  try {
    const raw = sign("sha256", Buffer.from(text, "utf8"), { key, dsaEncoding: "ieee-p1363" });
    const s = BigInt(`0x${raw.subarray(48).toString("hex")}`);
    if (s > order / 2n) raw.write((order - s).toString(16).padStart(96, "0"), 48, "hex");
    return raw.toString("base64");
  } catch (error) {
    throw new AppError("seal.failed", { cause: error, detail: "the signing key did not sign" });
  }
}

/**
 * `datapackage-digest.json` (WACZ auth 0.1.0, anonymous) as canonical JSON: nothing in it may vary without a check
 * failing. `datapackageSha256` is hex. Throws AppError `seal.failed`; an unsigned package is never made instead.
 */
export async function digestJson(
  datapackageSha256: string,
  facts: { created: string; software: string },
  keyring: Keyring,
): Promise<Buffer> {
  const hash = `sha256:${datapackageSha256}`;
  const signature = await keyring.sign(hash);
  return canonicalBytes({
    path: "datapackage.json",
    hash,
    signedData: {
      hash,
      signature,
      publicKey: keyring.publicKey,
      created: facts.created,
      software: facts.software,
      version: "0.1.0",
    },
  });
}
