// Promises that TOTP secrets are unreadable in the database: AES-256-GCM under a key file of this installation, bound to the person.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "#core/errors.ts";

const nonceBytes = 12;
const tagBytes = 16;

export interface SignInKey {
  /** Nonce, tag and cipher text in one; only the same `personId` opens it. */
  encrypt(plain: Uint8Array, personId: string): Buffer;
  /** Throws AppError `config.invalid` where the key is another one or the bytes were changed. */
  decrypt(sealed: Uint8Array, personId: string): Buffer;
}

/** Reads `keys/sign-in.key` of the data folder, and makes it where it is missing; throws `config.invalid` where others can read it. */
function readKey(dataDir: string): Buffer {
  const file = path.join(dataDir, "keys", "sign-in.key");
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    // wx: of two processes that start at once one writes, both read the same.
    writeFileSync(file, `${randomBytes(32).toString("hex")}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const text = readFileSync(file, "utf8").trim();
  const isOpen = (statSync(file).mode & 0o077) !== 0;
  if (isOpen || !/^[0-9a-f]{64}$/.test(text))
    throw new AppError("config.invalid", {
      detail: "keys/sign-in.key: must hold 64 hexadecimal digits and be readable by its owner only",
      cure: "chmod 600 the file, or restore it from the backup; without it everybody sets the second factor up anew.",
    });
  return Buffer.from(text, "hex");
}

/** The key is read at its first use and then kept. */
export function openSignInKey(dataDir: string): SignInKey {
  let kept: Buffer | null = null;
  const key = () => (kept ??= readKey(dataDir));
  return {
    encrypt(plain, personId) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key(), nonce).setAAD(Buffer.from(personId));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    decrypt(sealed, personId) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv("aes-256-gcm", key(), bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(personId))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
      } catch (error) {
        throw new AppError("config.invalid", {
          cause: error,
          detail: "a TOTP secret does not open with keys/sign-in.key",
          cure: "Restore that file from the backup, or reset the person's second factor.",
        });
      }
    },
  };
}
