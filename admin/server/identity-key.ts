// Promises that who gave a tip is unreadable in the database: AES-256-GCM under a key file of this installation, bound to the tip.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "#core/errors.ts";
import { TipIdentity } from "../api/tips.ts";

const nonceBytes = 12;
const tagBytes = 16;
const fileName = "tip-identity.key";

export interface IdentityKey {
  /** Nonce, tag and cipher text in one; only the same tip opens it. */
  seal(identity: TipIdentity, tipId: string): Buffer;
  /** Throws AppError `config.invalid` where the key is another one or the bytes were changed. */
  open(sealed: Buffer, tipId: string): TipIdentity;
}

/** Reads `keys/tip-identity.key` of the data folder, and makes it where it is missing. */
function readKey(dataDir: string): Buffer {
  const file = path.join(dataDir, "keys", fileName);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    // wx: of two processes that start at once one writes, both read the same.
    writeFileSync(file, `${randomBytes(32).toString("hex")}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const text = readFileSync(file, "utf8").trim();
  if ((statSync(file).mode & 0o077) !== 0 || !/^[0-9a-f]{64}$/.test(text))
    throw new AppError("config.invalid", {
      detail: `keys/${fileName}: must hold 64 hexadecimal digits and be readable by its owner only`,
      cure: "chmod 600 the file, or restore it from the backup; without it nobody can read who gave earlier tips.",
    });
  return Buffer.from(text, "hex");
}

/** The key is read at its first use and then kept. */
export function openIdentityKey(dataDir: string): IdentityKey {
  let kept: Buffer | null = null;
  const key = () => (kept ??= readKey(dataDir));
  return {
    seal(identity, tipId) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key(), nonce).setAAD(Buffer.from(tipId));
      const body = Buffer.concat([cipher.update(JSON.stringify(identity), "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open(sealed, tipId) {
      const decipher = createDecipheriv("aes-256-gcm", key(), sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(tipId))
        .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        const plain = Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
        return TipIdentity.parse(JSON.parse(plain.toString("utf8")));
      } catch (error) {
        throw new AppError("config.invalid", {
          cause: error,
          detail: `the identity of a tip does not open with keys/${fileName}`,
          cure: "Restore that file from the backup.",
        });
      }
    },
  };
}
