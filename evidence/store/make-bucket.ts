// Promises the evidence bucket with object lock on and a term under which every new object is kept; run again, it ends the same.
import {
  CreateBucketCommand,
  GetObjectLockConfigurationCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { readConfig } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import type { S3Options } from "./s3-store.ts";
import { storeError } from "./store-error.ts";

const timeoutMs = 30_000;

/**
 * Makes the bucket where it is missing and sets the default term, in days, in governance mode: nobody deletes a version by
 * accident, while the two-person destruction of house law 2 stays possible for who holds that right.
 * Throws AppError `store.failed` where the object store does not confirm the lock.
 */
export async function makeBucket(options: S3Options, days: number): Promise<void> {
  const client = new S3Client({
    endpoint: options.endpoint,
    region: options.region,
    forcePathStyle: true,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const bucket = { Bucket: options.bucket };
  const limits = () => ({ abortSignal: AbortSignal.timeout(options.timeoutMs ?? timeoutMs) });
  const wanted = { Mode: "GOVERNANCE", Days: days } as const;
  try {
    await client
      .send(new CreateBucketCommand({ ...bucket, ObjectLockEnabledForBucket: true }), limits())
      .catch(ignoreOwn);
    await client.send(
      new PutObjectLockConfigurationCommand({
        ...bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: wanted } },
      }),
      limits(),
    );
    const { ObjectLockConfiguration: lock } = await client.send(
      new GetObjectLockConfigurationCommand(bucket),
      limits(),
    );
    const kept = lock?.Rule?.DefaultRetention;
    if (lock?.ObjectLockEnabled !== "Enabled" || kept?.Mode !== wanted.Mode || kept.Days !== days)
      throw new AppError("store.failed", {
        detail: `bucket ${options.bucket}: the object store did not confirm the lock`,
        cure: "Use an object store with object lock, and a bucket that was made with it.",
      });
  } catch (error) {
    throw storeError(error);
  } finally {
    client.destroy();
  }
}

function ignoreOwn(error: unknown): void {
  if (!(error instanceof S3ServiceException && error.name === "BucketAlreadyOwnedByYou")) throw error;
}

if (import.meta.main) {
  const { S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = readConfig();
  const days = Number(process.argv[2]);
  if (!S3_ENDPOINT || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY || !Number.isInteger(days) || days < 1) {
    process.stderr.write(
      "Set S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY; the argument is a number of days.\n",
    );
    process.exit(78);
  }
  await makeBucket(
    {
      endpoint: S3_ENDPOINT,
      bucket: S3_BUCKET,
      region: S3_REGION,
      accessKeyId: S3_ACCESS_KEY_ID,
      secretAccessKey: S3_SECRET_ACCESS_KEY,
    },
    days,
  );
}
