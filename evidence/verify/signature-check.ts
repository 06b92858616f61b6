// Promises the answer to "who signed this": the signature of datapackage-digest.json, its only form, and the trusted key.
import { createHash, createPublicKey, type KeyObject, verify, X509Certificate } from "node:crypto";
import type { OpenPackage } from "./package-files.ts";
import { Broken, type Report } from "./report.ts";
import { asFields, asText, type Fields, isCanonical } from "./strict-json.ts";

export type Trust = "trusted" | "unknown" | "mismatch";

const order = BigInt(
  "0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
);
const strictKeys = ["created", "hash", "publicKey", "signature", "software", "version"];

/** Returns the fingerprint of the key whose signature holds, or null when there is none. */
export function checkSignature(digest: Fields, bytes: Buffer, pack: OpenPackage, report: Report): string | null {
  const actual = `sha256:${pack.sha256s.get("datapackage.json") ?? ""}`;
  const same = digest.hash === actual && digest.path === "datapackage.json";
  report.add(
    "digest.datapackage",
    same,
    same ? `datapackage.json: ${actual}` : "datapackage-digest.json: its hash is not that of datapackage.json",
  );
  if (digest.signedData === undefined) {
    report.add("signature", !pack.strict, "datapackage-digest.json: not signed");
    return null;
  }
  const signed = asFields(digest.signedData, "datapackage-digest.json: signedData");
  if (pack.strict) checkForm(digest, signed, bytes, report);
  const sameHash = signed.hash === digest.hash;
  const key = typeof signed.publicKey === "string" ? anonymousKey(signed) : domainKey(signed);
  const text = asText(signed.hash, "datapackage-digest.json: signedData.hash");
  const holds =
    sameHash && signatureHolds(key, text, asText(signed.signature, "datapackage-digest.json: signature"), pack.strict);
  const fingerprint = fingerprintOf(key);
  const note = typeof signed.domain === "string" ? " (domain certificate and time stamp are not judged here)" : "";
  report.add(
    "signature",
    holds,
    holds ? `signed by key ${fingerprint}${note}` : "datapackage-digest.json: the signature does not hold",
  );
  return holds ? fingerprint : null;
}

/** `trustPem` holds one or more public keys or certificates in PEM. */
export function checkTrust(signer: string | null, trustPem: string | undefined, report: Report): Trust {
  if (trustPem === undefined) return "unknown";
  const blocks = trustPem.match(/-----BEGIN (PUBLIC KEY|CERTIFICATE)-----[\s\S]*?-----END \1-----/g) ?? [];
  const trusted = blocks.flatMap((pem) => {
    try {
      return [fingerprintOf(createPublicKey(pem))];
    } catch {
      return [];
    }
  });
  const ok = signer !== null && trusted.includes(signer);
  const why =
    trusted.length === 0
      ? "the trust file holds no public key in PEM"
      : signer === null
        ? "datapackage-digest.json: no valid signature to compare with the trusted key"
        : `datapackage-digest.json: signed by key ${signer}, which is not the trusted one`;
  report.add("trust", ok, ok ? `signed by the trusted key ${signer}` : why);
  return ok ? "trusted" : "mismatch";
}

function checkForm(digest: Fields, signed: Fields, bytes: Buffer, report: Report): void {
  const problems: string[] = [];
  const part = "datapackage-digest.json";
  if (Object.keys(digest).sort().join() !== "hash,path,signedData")
    problems.push(`${part}: a field too many or too few`);
  if (Object.keys(signed).sort().join() !== strictKeys.join())
    problems.push(`${part}: signedData has a field too many or too few`);
  if (signed.version !== "0.1.0") problems.push(`${part}: signedData.version`);
  for (const name of ["signature", "publicKey"]) {
    const value = signed[name];
    if (typeof value !== "string" || Buffer.from(value, "base64").toString("base64") !== value)
      problems.push(`${part}: ${name} is not in canonical base64`);
  }
  if (!isCanonical(digest, bytes)) problems.push(`${part}: not in canonical form`);
  report.list("signature.form", problems, "datapackage-digest.json has the one form that it can have");
}

function anonymousKey(signed: Fields): KeyObject {
  try {
    return createPublicKey({
      key: Buffer.from(asText(signed.publicKey, "publicKey"), "base64"),
      format: "der",
      type: "spki",
    });
  } catch {
    throw new Broken("datapackage-digest.json: publicKey is no public key");
  }
}

function domainKey(signed: Fields): KeyObject {
  try {
    return new X509Certificate(asText(signed.domainCert, "domainCert")).publicKey;
  } catch {
    throw new Broken("datapackage-digest.json: neither a public key nor a domain certificate that can be read");
  }
}

function signatureHolds(key: KeyObject, text: string, signature: string, strict: boolean): boolean {
  const raw = Buffer.from(signature, "base64");
  const data = Buffer.from(text, "utf8");
  if (strict) {
    const isP384 = key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "secp384r1";
    const isLow = raw.length === 96 && BigInt(`0x${raw.subarray(48).toString("hex")}`) <= order / 2n;
    return isP384 && isLow && verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, raw);
  }
  if (key.asymmetricKeyType !== "ec") return verify("sha256", data, key, raw);
  return (
    verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, raw) ||
    verify("sha256", data, { key, dsaEncoding: "der" }, raw)
  );
}

function fingerprintOf(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
}
