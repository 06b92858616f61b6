// Promises the answer to "who signed this": the anonymous and the domain form of WACZ-auth 0.1.0, and our one strict form.
import { fromBase64, hex, utf8 } from "./bytes.ts";
import { digestOf } from "./engine.ts";
import type { OpenPackage } from "./package-files.ts";
import { Broken, type Report } from "./report.ts";
import { asFields, asText, type Fields, isCanonical } from "./strict-json.ts";
import { checkDomain } from "./domain-check.ts";
import { holds, pemCertificates, readCertificate } from "./x509.ts";

const order = BigInt(
  "0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
);
const strictKeys = ["created", "hash", "publicKey", "signature", "software", "version"];

/** Returns the fingerprint of the key whose signature holds, or null when there is none. */
export async function checkSignature(
  digest: Fields,
  bytes: Uint8Array,
  pack: OpenPackage,
  report: Report,
): Promise<string | null> {
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
  const part = "datapackage-digest.json";
  const signed = asFields(digest.signedData, `${part}: signedData`);
  if (pack.strict) checkForm(digest, signed, bytes, report);
  const isAnonymous = typeof signed.publicKey === "string";
  const spki = isAnonymous ? anonymousKey(signed) : domainKey(signed);
  const text = asText(signed.hash, `${part}: signedData.hash`);
  const signature = asText(signed.signature, `${part}: signature`);
  const isSound = signed.hash === digest.hash && (await textHolds(spki, text, signature, pack.strict));
  const fingerprint = hex(digestOf("sha256", spki));
  report.add("signature", isSound, isSound ? `signed by key ${fingerprint}` : `${part}: the signature does not hold`);
  if (isSound && !isAnonymous) await report.run("signature.domain", part, () => checkDomain(signed, report));
  return isSound && same ? fingerprint : null;
}

/**
 * A signature over text by WACZ's rules. `strict`: P-384, raw, the lower s and canonical base64, as this program makes
 * it. Otherwise ECDSA in either encoding (WebCrypto's raw r‖s, OpenSSL's DER), or RSA.
 */
export async function textHolds(spki: Uint8Array, text: string, signature: string, strict: boolean): Promise<boolean> {
  const raw = fromBase64(signature);
  if (!raw) return false;
  const data = utf8(text);
  if (strict) {
    const isLow = raw.length === 96 && BigInt(`0x${hex(raw.subarray(48))}`) <= order / 2n;
    return isLow && isP384(spki) && holds(spki, { kind: "ecdsa", hash: "sha256", encoding: "raw" }, data, raw);
  }
  return (
    (await holds(spki, { kind: "ecdsa", hash: "sha256", encoding: "raw" }, data, raw)) ||
    (await holds(spki, { kind: "ecdsa", hash: "sha256", encoding: "der" }, data, raw)) ||
    holds(spki, { kind: "rsa", hash: "sha256" }, data, raw)
  );
}

/** SubjectPublicKeyInfo of a P-384 point, uncompressed: 23 fixed bytes, then 97 (RFC 5480). */
function isP384(spki: Uint8Array): boolean {
  return spki.length === 120 && hex(spki.subarray(0, 24)) === "3076301006072a8648ce3d020106052b8104002203620004";
}

function checkForm(digest: Fields, signed: Fields, bytes: Uint8Array, report: Report): void {
  const problems: string[] = [];
  const part = "datapackage-digest.json";
  if (Object.keys(digest).sort().join() !== "hash,path,signedData")
    problems.push(`${part}: a field too many or too few`);
  if (Object.keys(signed).sort().join() !== strictKeys.join())
    problems.push(`${part}: signedData has a field too many or too few`);
  if (signed.version !== "0.1.0") problems.push(`${part}: signedData.version`);
  for (const name of ["signature", "publicKey"]) {
    const value = signed[name];
    if (typeof value !== "string" || fromBase64(value) === null)
      problems.push(`${part}: ${name} is not in canonical base64`);
  }
  if (!isCanonical(digest, bytes)) problems.push(`${part}: not in canonical form`);
  report.list("signature.form", problems, "datapackage-digest.json has the one form that it can have");
}

function anonymousKey(signed: Fields): Uint8Array {
  const spki = fromBase64(asText(signed.publicKey, "publicKey"));
  if (!spki || spki.length < 20) throw new Broken("datapackage-digest.json: publicKey is no public key");
  return spki;
}

function domainKey(signed: Fields): Uint8Array {
  const pem = asText(signed.domainCert, "datapackage-digest.json: neither a public key nor a domain certificate");
  const der = pemCertificates(pem)[0];
  if (!der) throw new Broken("datapackage-digest.json: neither a public key nor a domain certificate that can be read");
  return readCertificate(der, "datapackage-digest.json: domainCert").spki;
}
