// Promises that a capture sealed before a crash is found again, checked, instead of being sealed twice.
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "#core/errors.ts";
import { openSealed } from "../archive/sealed-reader.ts";
import type { Store } from "../store/store.ts";
import { verifyPackage } from "../verify/verify-package.ts";
import type { Keyring } from "./keyring.ts";

export interface FoundPackage {
  sha256: string;
  sizeBytes: number;
  manifestSha256: string;
  created: string;
}

/**
 * null when nothing stands under the key. `workDir` takes a copy when the store is not on this machine. Throws AppError
 * `store.exists` when something stands there that is not this capture, intact and signed by this installation.
 */
export async function findSealed(
  store: Store,
  key: string,
  captureId: string,
  keyring: Keyring,
  workDir: string,
): Promise<FoundPackage | null> {
  if (!(await store.has(key))) return null;
  const file = path.join(workDir, "found.wacz");
  const hash = createHash("sha256");
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(await store.get(key), count, createWriteStream(file, { mode: 0o600 }));
  const verdict = await verifyPackage(file, {
    trustPem: [keyring.publicPem, ...keyring.earlierPems].join("\n"),
  });
  const { manifest, manifestSha256 } = await openSealed(store, key);
  if (!verdict.ok || manifest.captureId !== captureId)
    throw new AppError("store.exists", {
      detail: `${key}: taken by a package that is not this capture, intact and signed by this installation`,
    });
  return {
    sha256: hash.digest("hex"),
    sizeBytes: (await stat(file)).size,
    manifestSha256,
    created: manifest.created as string,
  };
}
