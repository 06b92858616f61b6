// Promises the custody log's own identity: its Ed25519 key, its origin, and its verifier key as a file for witnesses and verifiers.
import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import path from "node:path";
import { openKeyFile, readIfThere, replaceFile } from "./key-file.ts";
import { signLine, toVerifierKey, type VerifierKey } from "./signed-note.ts";

export interface LogKey {
  readonly verifier: VerifierKey;
  /** Where the verifier key stands. */
  readonly verifierFile: string;
  /** The signature line over a checkpoint's text. */
  sign(text: string): string;
}

/**
 * Opens `dataDir/keys/log-key.pem`, or makes it. The origin is `named`, or made from the key; after a person settled a fork it
 * has the number of the new log behind a slash, since no log signs two histories under one name (C2SP tlog-checkpoint).
 * Throws AppError `config.invalid` and `input.invalid`.
 */
export async function openLogKey(dataDir: string, named: string | undefined, epoch: number): Promise<LogKey> {
  const folder = path.join(dataDir, "keys");
  const key = await openKeyFile(path.join(folder, "log-key.pem"));
  const origin = (named ?? originOf(key)) + (epoch > 1 ? `/${epoch}` : "");
  const verifier = toVerifierKey(origin, 1, key);
  const verifierFile = path.join(folder, "log.vkey");
  if ((await readIfThere(verifierFile)) !== `${verifier.text}\n`) await replaceFile(verifierFile, `${verifier.text}\n`);
  return { verifier, verifierFile, sign: (text) => signLine(text, verifier, key) };
}

function originOf(key: KeyObject): string {
  const spki = createPublicKey(key).export({ type: "spki", format: "der" });
  return `vonggac-${createHash("sha256").update(spki).digest("hex").slice(0, 16)}`;
}
