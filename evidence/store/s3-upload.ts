// Promises one conditional upload with checksums: in one piece, or in parts where the object is large; nothing half stays visible.
import { createHash } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { now } from "#core/clock.ts";
import { type Content, type StoredFacts, streamOf } from "./store.ts";

export interface Upload {
  client: S3Client;
  bucket: string;
  key: string;
  content: Content;
  facts: StoredFacts;
  /** Days of compliance lock; 0 for none. */
  lockDays: number;
  partBytes: number;
  timeoutMs: number;
}

/**
 * Bodies are buffers, so that the client itself sends them again after a 5xx answer or a cut connection. Throws the client's
 * own errors; status 412 when the key is taken.
 */
export async function upload(u: Upload): Promise<void> {
  if (u.facts.sizeBytes > u.partBytes) return uploadInParts(u);
  const body: Uint8Array[] = [];
  for await (const chunk of streamOf(u.content)) body.push(chunk);
  await u.client.send(
    new PutObjectCommand({
      Bucket: u.bucket,
      Key: u.key,
      Body: Buffer.concat(body),
      // As a header of its own: stores refuse uploads under object lock without one.
      ChecksumSHA256: Buffer.from(u.facts.sha256, "hex").toString("base64"),
      IfNoneMatch: "*",
      ...lockOf(u.lockDays),
    }),
    limits(u),
  );
}

async function uploadInParts(u: Upload): Promise<void> {
  const at = { Bucket: u.bucket, Key: u.key };
  const start = new CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm: "SHA256", ...lockOf(u.lockDays) });
  const { UploadId } = await u.client.send(start, limits(u));
  try {
    const parts: CompletedPart[] = [];
    for await (const body of partsOf(u)) {
      const PartNumber = parts.length + 1;
      const ChecksumSHA256 = createHash("sha256").update(body).digest("base64");
      const part = new UploadPartCommand({ ...at, UploadId, PartNumber, Body: body, ChecksumSHA256 });
      const { ETag } = await u.client.send(part, limits(u));
      parts.push({ PartNumber, ETag, ChecksumSHA256 });
    }
    const MultipartUpload = { Parts: parts };
    await u.client.send(
      new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload, IfNoneMatch: "*" }),
      limits(u),
    );
  } catch (error) {
    // Parts of an upload that was not completed cost space and are no object; a failure here is left to the bucket's own clean-up.
    await u.client.send(new AbortMultipartUploadCommand({ ...at, UploadId }), limits(u)).catch(() => undefined);
    throw error;
  }
}

async function* partsOf({ content, partBytes }: Upload): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of streamOf(content)) {
    held.push(chunk);
    size += chunk.byteLength;
    if (size < partBytes) continue;
    let whole = Buffer.concat(held);
    for (; whole.length >= partBytes; whole = whole.subarray(partBytes)) yield whole.subarray(0, partBytes);
    held = [whole];
    size = whole.length;
  }
  if (size > 0) yield Buffer.concat(held);
}

function lockOf(days: number) {
  if (days === 0) return {};
  const until = new Date(now().getTime() + days * 86_400_000);
  return { ObjectLockMode: "COMPLIANCE" as const, ObjectLockRetainUntilDate: until };
}

function limits({ timeoutMs }: Upload) {
  return { abortSignal: AbortSignal.timeout(timeoutMs) };
}
