// Promises what a trust file pins: keys of signers, certificates (office, roots, time-stamp roots), keys of logs and witnesses.
import { fromBase64, hex } from "./bytes.ts";
import { digestOf } from "./engine.ts";
import { readVkey, type VerifierKey } from "./vkey.ts";
import { type Certificate, readCertificate } from "./x509.ts";

export interface Trust {
  /** SHA-256 of public keys (SPKI, DER), hex. */
  fingerprints: Set<string>;
  certificates: Certificate[];
  vkeys: VerifierKey[];
  /** What in the file could not be read. */
  problems: string[];
}

const blocks = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----|^[ \t]*(office|time):[ \t]*$/gm;

/**
 * Blocks and lines in any order; text around them is ignored when it starts with `#`. Certificates after a line `office:`
 * or `time:` are pinned for that alone. Never throws.
 */
export function readTrust(text: string): Trust {
  const trust: Trust = { fingerprints: new Set(), certificates: [], vkeys: [], problems: [] };
  let role: Certificate["pinnedFor"];
  for (const [, kind, body, label] of text.matchAll(blocks))
    if (label === "office" || label === "time") role = label;
    else readBlock(kind!, body!.replace(/\s/g, ""), role, trust);
  for (const line of text
    .replace(blocks, "")
    .split(/\r?\n/)
    .map((l) => l.trim())) {
    if (line === "" || line.startsWith("#")) continue;
    if (/^([0-9a-f]{2}[ :]?){32}$/i.test(line)) trust.fingerprints.add(line.replace(/[ :]/g, "").toLowerCase());
    else attempt(trust, () => trust.vkeys.push(readVkey(line, "the trust file")));
  }
  const isEmpty = trust.fingerprints.size + trust.certificates.length + trust.vkeys.length === 0;
  if (isEmpty) trust.problems.push("the trust file holds no public key in PEM");
  return trust;
}

function readBlock(kind: string, text: string, role: Certificate["pinnedFor"], trust: Trust): void {
  const der = fromBase64(text);
  if (!der) return void trust.problems.push(`the trust file: a ${kind} that is not base64`);
  if (kind === "PUBLIC KEY") trust.fingerprints.add(hex(digestOf("sha256", der)));
  else if (kind === "CERTIFICATE")
    attempt(trust, () => {
      const certificate = readCertificate(der, "the trust file");
      trust.certificates.push(role ? { ...certificate, pinnedFor: role } : certificate);
      if (role !== "time") trust.fingerprints.add(hex(digestOf("sha256", certificate.spki)));
    });
  else trust.problems.push(`the trust file: a ${kind}, which is nothing to be trusted`);
}

function attempt(trust: Trust, step: () => void): void {
  try {
    step();
  } catch (error) {
    trust.problems.push(error instanceof Error ? error.message : String(error));
  }
}
