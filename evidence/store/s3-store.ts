// Promises a store in an S3-compatible bucket: every upload is read back and compared before it counts as kept.
import { pipeline, Readable, Transform } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectLegalHoldCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { AppError } from "#core/errors.ts";
import { endsWithHash, hashOf } from "./hash-stream.ts";
import { copyObject, deleteVersions } from "./s3-remove.ts";
import { upload } from "./s3-upload.ts";
import { storeError } from "./store-error.ts";
import {
  checkKey,
  type Content,
  type KeyPage,
  type Part,
  type Store,
  type StoredFacts,
  type StoreLock,
} from "./store.ts";
import { explainMissing } from "./tombstone.ts";

export interface S3Options {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Longest silence of the object store, ms. */
  timeoutMs?: number;
  /** Days for which each new object is locked in compliance mode; 0 leaves it to the bucket. */
  lockDays?: number;
  /** Larger objects go up in parts of this size. */
  partBytes?: number;
}

export function openS3Store(options: S3Options): Store {
  return new S3Store(options);
}

class S3Store implements Store {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #timeoutMs: number;
  readonly #lockDays: number;
  readonly #partBytes: number;

  constructor(options: S3Options) {
    this.#bucket = options.bucket;
    this.#timeoutMs = options.timeoutMs ?? 30_000;
    this.#lockDays = options.lockDays ?? 0;
    this.#partBytes = options.partBytes ?? 16 * 1024 * 1024;
    this.#client = new S3Client({
      endpoint: options.endpoint,
      region: options.region,
      forcePathStyle: true,
      credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
      // The default trailer checksum made a compatible server keep a corrupted object without a word.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      maxAttempts: 3,
      requestHandler: {
        connectionTimeout: 5000,
        requestTimeout: this.#timeoutMs,
        throwOnRequestTimeout: true,
        socketTimeout: this.#timeoutMs,
      },
    });
  }

  async put(key: string, content: Content, expect?: { sha256: string }): Promise<StoredFacts> {
    checkKey(key);
    try {
      const facts = await hashOf(content);
      if (expect && expect.sha256 !== facts.sha256)
        throw new AppError("store.failed", { detail: `${key}: the bytes are not the ones meant` });
      if (await this.has(key)) return await this.#sameOrTaken(key, facts);
      const target = { client: this.#client, bucket: this.#bucket, timeoutMs: this.#timeoutMs * 10 };
      try {
        await upload({ ...target, key, content, facts, lockDays: this.#lockDays, partBytes: this.#partBytes });
      } catch (error) {
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412)
          return await this.#sameOrTaken(key, facts);
        throw error;
      }
      await this.#readBack(key, facts);
      return facts;
    } catch (error) {
      throw storeError(error);
    }
  }

  async get(key: string, part?: Part): Promise<Readable> {
    checkKey(key);
    const range = part && "start" in part ? part : null;
    if (range && (range.start < 0 || range.start >= range.end))
      throw new AppError("input.invalid", { detail: `${key}: bytes ${range.start}–${range.end}` });
    try {
      const bytes = range ? { Range: `bytes=${range.start}-${range.end - 1}` } : {};
      const answer = await this.#client.send(new GetObjectCommand({ ...this.#at(key), ...bytes }), this.#limits());
      if (!(answer.Body instanceof Readable))
        throw new AppError("store.failed", { detail: `${key}: the object store sent no bytes` });
      const counted = exactly(key, range ? range.end - range.start : answer.ContentLength);
      if (!part || range) return pipeline(answer.Body, counted, () => undefined);
      return pipeline(answer.Body, counted, endsWithHash(key, (part as { sha256: string }).sha256), () => undefined);
    } catch (error) {
      if (isMissing(error)) throw await explainMissing(this, key);
      throw storeError(error);
    }
  }

  async has(key: string): Promise<boolean> {
    return (await this.sizeBytes(key)) !== null;
  }

  async sizeBytes(key: string): Promise<number | null> {
    checkKey(key);
    try {
      return (await this.#client.send(new HeadObjectCommand(this.#at(key)), this.#limits())).ContentLength ?? null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw storeError(error);
    }
  }

  async list(prefix: string, options: { after?: string; limit?: number } = {}): Promise<KeyPage> {
    try {
      const after = options.after === undefined ? {} : { StartAfter: options.after };
      const answer = await this.#client.send(
        new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: prefix, MaxKeys: options.limit ?? 1000, ...after }),
        this.#limits(),
      );
      const keys = (answer.Contents ?? []).flatMap((object) => object.Key ?? []);
      return { keys, next: answer.IsTruncated ? (keys.at(-1) ?? null) : null };
    } catch (error) {
      throw storeError(error);
    }
  }

  localPath(_key: string): null {
    return null;
  }

  placeOf(key: string): string {
    return key;
  }

  /** A bucket cannot rename: a checked copy, then the old key goes (under versions and locks, out of sight only). */
  async move(from: string, to: string): Promise<void> {
    try {
      if (await this.has(to)) throw new AppError("store.exists", { detail: `${to}: already kept` });
      const sha256 = await this.#hash(from);
      await copyObject(this.#client, this.#bucket, checkKey(from), checkKey(to), this.#limits());
      await this.#readBack(to, { sha256, sizeBytes: 0 });
      await this.#client.send(new DeleteObjectCommand(this.#at(from)), this.#limits());
    } catch (error) {
      throw storeError(error);
    }
  }

  async remove(key: string): Promise<void> {
    try {
      await deleteVersions(this.#client, this.#bucket, checkKey(key), () => this.#limits());
      if (await this.has(key)) throw new AppError("store.failed", { detail: `${key}: still there after its deletion` });
    } catch (error) {
      throw storeError(error);
    }
  }

  async lockOf(key: string): Promise<StoreLock> {
    const retention = await this.#client
      .send(new GetObjectRetentionCommand(this.#at(key)), this.#limits())
      .catch(noLock);
    const hold = await this.#client.send(new GetObjectLegalHoldCommand(this.#at(key)), this.#limits()).catch(noLock);
    return {
      retainUntil: retention?.Retention?.RetainUntilDate ?? null,
      legalHold: hold?.LegalHold?.Status === "ON",
    };
  }

  async setLegalHold(key: string, on: boolean): Promise<boolean> {
    const change = new PutObjectLegalHoldCommand({ ...this.#at(key), LegalHold: { Status: on ? "ON" : "OFF" } });
    return (await this.#client.send(change, this.#limits()).catch(noLock)) !== null;
  }

  #at(key: string) {
    return { Bucket: this.#bucket, Key: key };
  }

  #limits() {
    return { abortSignal: AbortSignal.timeout(this.#timeoutMs * 10) };
  }

  async #sameOrTaken(key: string, facts: StoredFacts): Promise<StoredFacts> {
    if ((await this.#hash(key)) === facts.sha256) return facts;
    throw new AppError("store.exists", { detail: `${key}: already kept, with other bytes` });
  }

  /** An object that arrived wrong never was evidence: it is taken away again, so that the next attempt finds the key free. */
  async #readBack(key: string, facts: StoredFacts): Promise<void> {
    if ((await this.#hash(key)) === facts.sha256) return;
    await this.#client.send(new DeleteObjectCommand(this.#at(key)), this.#limits());
    throw new AppError("store.failed", {
      detail: `${key}: the object store gave back other bytes`,
      cure: "Check the object store and what stands between; the work is taken up again by itself.",
    });
  }

  async #hash(key: string): Promise<string> {
    const stream = await this.get(key);
    return (await hashOf({ open: () => stream as AsyncIterable<Uint8Array> })).sha256;
  }
}

function exactly(key: string, wanted: number | undefined): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      const detail = `${key}: ${seen} of ${wanted} bytes arrived`;
      done(wanted === undefined || seen === wanted ? null : new AppError("store.failed", { detail }));
    },
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404 && error.name !== "NoSuchBucket";
}

/** Buckets without object lock answer these questions with a refusal (400, 404 or 501): there is no lock, then. */
function noLock(error: unknown): null {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  if (status !== undefined && [400, 404, 405, 501].includes(status)) return null;
  throw storeError(error);
}
