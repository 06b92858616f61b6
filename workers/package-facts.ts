// Promises what a package says of itself in its documents, and the public keys that it carries for comparison.
import { createHash, createPublicKey } from "node:crypto";
import { readVersion } from "#core/version.ts";
import type { DossierFacts } from "#evidence/dossier/dossier-facts.ts";
import type { NamedFile } from "#evidence/package/package-input.ts";
import type { StagedCapture } from "#evidence/package/stage-capture.ts";
import type { Keyring } from "#evidence/seal/keyring.ts";
import type { OfficeSigner } from "#evidence/seal/office.ts";
import type { House } from "./house.ts";
import type { PackageCustody } from "./package-custody.ts";

interface Gathered {
  packageId: string;
  created: string;
  staged: readonly StagedCapture[];
  custody: PackageCustody;
  office: OfficeSigner | null;
}

/** What the documents of this package say. */
export function dossierFacts(
  { config, keyring }: Pick<House, "config" | "keyring">,
  request: { by: string; purpose: string; verifier: { html: Uint8Array; mjs: Uint8Array } },
  g: Gathered,
): DossierFacts {
  return {
    packageId: g.packageId,
    created: g.created,
    office: config.VONGGAC_OFFICE,
    madeBy: request.by,
    purpose: request.purpose,
    software: `vonggac ${readVersion()}`,
    keyFingerprint: keyring.fingerprint,
    officeCertificate: officeFacts(g.office),
    verifier: { htmlSha256: sha256(request.verifier.html), mjsSha256: sha256(request.verifier.mjs) },
    checkpoint: g.custody.checkpoint,
    captures: g.staged.map((s) => ({ ...s.dossier, custody: g.custody.lines.get(s.packaged.captureId) ?? [] })),
  };
}

/** The office's certificate as it is printed; null where it has none. */
export function officeFacts(office: OfficeSigner | null): DossierFacts["officeCertificate"] {
  const leaf = office?.certificates[0]?.x509;
  return leaf ? { subject: leaf.subject.replaceAll("\n", ", "), sha256: sha256(leaf.raw) } : null;
}

/** The key that signs this package, and those that signed its captures where they are older. */
export function sealKeys(keyring: Keyring, staged: readonly StagedCapture[]): NamedFile[] {
  const keys: NamedFile[] = [{ name: "seal-key.pub.pem", bytes: Buffer.from(keyring.publicPem) }];
  const older = new Map(staged.map((s) => [s.dossier.facts.key.fingerprint, s.dossier.facts.key.publicKey]));
  older.delete(keyring.fingerprint);
  for (const [fingerprint, publicKey] of older) {
    const key = createPublicKey({ key: Buffer.from(publicKey, "base64"), format: "der", type: "spki" });
    const pem = String(key.export({ type: "spki", format: "pem" }));
    keys.push({ name: `seal-key.${fingerprint.slice(0, 16)}.pub.pem`, bytes: Buffer.from(pem) });
  }
  return keys;
}

/** The office's certificate and its issuers, as this package claims them. */
export function officeKeys(office: OfficeSigner | null): NamedFile[] {
  if (!office) return [];
  return [{ name: "office.pem", bytes: Buffer.from(office.certificates.map((c) => c.x509.toString()).join("")) }];
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
