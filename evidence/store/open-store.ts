// Promises the evidence store that the settings ask for: an object store when one is named, the data directory otherwise.
import path from "node:path";
import type { Config } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import { openBlobStore, type BlobStore } from "./blob-store.ts";
import { openLocalStore } from "./local-store.ts";
import { openS3Store } from "./s3-store.ts";
import type { Store } from "./store.ts";

type StoreSettings = Pick<
  Config,
  "dataDir" | "S3_ENDPOINT" | "S3_BUCKET" | "S3_REGION" | "S3_ACCESS_KEY_ID" | "S3_SECRET_ACCESS_KEY"
>;

/** Sealed captures. Throws AppError `config.invalid` when S3 is named without its keys. */
export function openEvidenceStore(config: StoreSettings): Store {
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
  });
}

/** Bodies and screens of scans, on this machine. */
export function openScanBlobs(config: Pick<Config, "dataDir">): BlobStore {
  return openBlobStore(openLocalStore(path.join(config.dataDir, "blobs")));
}
