// Promises that an object which must go goes in all its versions, or that the lock which holds it is named.
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { AppError } from "#core/errors.ts";

type Limits = { abortSignal: AbortSignal };

/** A copy inside the bucket (up to 5 GB, the limit of the API). */
export async function copyObject(
  client: S3Client,
  bucket: string,
  from: string,
  to: string,
  limits: Limits,
): Promise<void> {
  await client.send(new CopyObjectCommand({ Bucket: bucket, Key: to, CopySource: `${bucket}/${from}` }), limits);
}

/**
 * Deletes every version and marker: in a bucket with versions a plain deletion would only hide the bytes. Governance locks
 * are bypassed where the key may; throws `evidence.held` where a compliance lock or a legal hold refuses.
 */
export async function deleteVersions(
  client: S3Client,
  bucket: string,
  key: string,
  limits: () => Limits,
): Promise<void> {
  const versions = await listVersions(client, bucket, key, limits());
  for (const VersionId of versions) {
    const at = {
      Bucket: bucket,
      Key: key,
      ...(VersionId === null ? {} : { VersionId, BypassGovernanceRetention: true }),
    };
    try {
      await client.send(new DeleteObjectCommand(at), limits());
    } catch (error) {
      if (!(error instanceof S3ServiceException) || error.$metadata.httpStatusCode !== 403) throw error;
      throw new AppError("evidence.held", {
        cause: error,
        detail: `${key}: the object store refuses the deletion (${error.name}): a lock or a legal hold stands`,
        cure: "Wait for the end of the lock, or release the legal hold; the deletion is tried again by itself.",
      });
    }
  }
}

/** Version ids of exactly this key; one null where the bucket knows no versions. */
async function listVersions(client: S3Client, bucket: string, key: string, limits: Limits): Promise<(string | null)[]> {
  try {
    const answer = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }), limits);
    const all = [...(answer.Versions ?? []), ...(answer.DeleteMarkers ?? [])].filter((v) => v.Key === key);
    const ids = all.flatMap((v) => v.VersionId ?? []);
    return ids.length > 0 ? ids : [null];
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status !== undefined && [400, 404, 405, 501].includes(status)) return [null];
    throw error;
  }
}
