// Promises the plain copy of one file that encryption at rest keeps, for whoever holds the key.
import { createReadStream, createWriteStream, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { decrypted, plainSize, readStoreKey } from "./cipher.ts";
import { AppError } from "#core/errors.ts";

/** Writes what is inside `file` to `target` (mode 0600). Throws AppError `store.failed` when it was changed or cut off, `config.invalid` for another key. */
export async function decryptFile(file: string, keyFile: string, target: string): Promise<void> {
  const sizeBytes = statSync(file).size;
  const size = plainSize(sizeBytes);
  if (size === null) throw new AppError("store.failed", { detail: `${file}: the encrypted file was cut off` });
  const read = async (start: number, end: number) => createReadStream(file, { start, end: end - 1 });
  const plain = decrypted(readStoreKey(keyFile), { sizeBytes, read }, file, 0, size);
  await pipeline(plain, createWriteStream(target, { mode: 0o600 }));
}
