// Promises the evidence store that the settings ask for: an object store when one is named, the data directory otherwise.
import path from "node:path";
import type { Config } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import { openBlobStore, type BlobStore } from "./blob-store.ts";
import { readStoreKey } from "./cipher.ts";
import { openEncryptedStore } from "./encrypted-store.ts";
import { openLocalStore } from "./local-store.ts";
import { openS3Store } from "./s3-store.ts";
import type { Store } from "./store.ts";

type StoreSettings = Pick<
  Config,
  | "dataDir"
  | "S3_ENDPOINT"
  | "S3_BUCKET"
  | "S3_REGION"
  | "S3_ACCESS_KEY_ID"
  | "S3_SECRET_ACCESS_KEY"
  | "S3_OBJECT_LOCK_DAYS"
  | "VONGGAC_STORE_KEY_FILE"
>;

/** Sealed captures. Throws AppError `config.invalid` when S3 is named without its keys, or the store's key is not well. */
export function openEvidenceStore(config: StoreSettings): Store {
  const kept = openKeptStore(config);
  const file = config.VONGGAC_STORE_KEY_FILE;
  return file === undefined ? kept : openEncryptedStore(kept, readStoreKey(file));
}

/** The same objects as they lie there, encrypted ones unopened: for backup and restore. */
export function openKeptStore(config: StoreSettings): Store {
  if (config.S3_ENDPOINT === undefined) return openLocalStore(path.join(config.dataDir, "evidence"));
  if (config.S3_ACCESS_KEY_ID === undefined || config.S3_SECRET_ACCESS_KEY === undefined) {
    throw new AppError("config.invalid", {
      detail: "S3_ENDPOINT is set without S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY",
      cure: "Set both keys, or leave S3_ENDPOINT empty.",
    });
  }
  return openS3Store({
    endpoint: config.S3_ENDPOINT,
    bucket: config.S3_BUCKET,
    region: config.S3_REGION,
    accessKeyId: config.S3_ACCESS_KEY_ID,
    secretAccessKey: config.S3_SECRET_ACCESS_KEY,
    lockDays: config.S3_OBJECT_LOCK_DAYS,
  });
}

/** Bodies and screens of scans, on this machine. */
export function openScanBlobs(config: Pick<Config, "dataDir">): BlobStore {
  return openBlobStore(openLocalStore(path.join(config.dataDir, "blobs")));
}
