// Promises a store in an S3-compatible bucket: every upload is read back and compared before it counts as kept.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline, Readable, Transform } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { AppError } from "#core/errors.ts";
import { chunksOf, type Payload } from "../archive/payload.ts";
import { storeError } from "./store-error.ts";
import { checkKey, type KeyPage, type Store, type StoredFacts } from "./store.ts";

export interface S3Options {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Longest silence of the object store, ms. */
  timeoutMs?: number;
}

export function openS3Store(options: S3Options): Store {
  return new S3Store(options);
}

class S3Store implements Store {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #timeoutMs: number;

  constructor(options: S3Options) {
    this.#bucket = options.bucket;
    this.#timeoutMs = options.timeoutMs ?? 30_000;
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

  async put(key: string, content: Payload, expect?: { sha256: string }): Promise<StoredFacts> {
    checkKey(key);
    try {
      const facts = await measure(content);
      if (expect && expect.sha256 !== facts.sha256)
        throw new AppError("store.failed", { detail: `${key}: the bytes are not the ones meant` });
      if (await this.has(key)) return await this.#sameOrTaken(key, facts);
      const body = "file" in content ? createReadStream(content.file) : content.bytes;
      try {
        await this.#client.send(
          new PutObjectCommand({
            Bucket: this.#bucket,
            Key: key,
            Body: body,
            ContentLength: facts.sizeBytes,
            // As a header of its own: stores refuse uploads under object lock without one.
            ChecksumSHA256: Buffer.from(facts.sha256, "hex").toString("base64"),
            IfNoneMatch: "*",
          }),
          this.#limits(),
        );
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

  async get(key: string, range?: { start: number; end: number }): Promise<Readable> {
    checkKey(key);
    if (range && (range.start < 0 || range.start >= range.end))
      throw new AppError("input.invalid", { detail: `${key}: bytes ${range.start}–${range.end}` });
    try {
      const bytes = range ? { Range: `bytes=${range.start}-${range.end - 1}` } : {};
      const answer = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: key, ...bytes }),
        this.#limits(),
      );
      if (!(answer.Body instanceof Readable))
        throw new AppError("store.failed", { detail: `${key}: the object store sent no bytes` });
      const wanted = range ? range.end - range.start : answer.ContentLength;
      return pipeline(answer.Body, exactly(key, wanted), () => undefined);
    } catch (error) {
      if (isMissing(error)) throw new AppError("not-found", { cause: error, detail: `${key}: not in the store` });
      throw storeError(error);
    }
  }

  async has(key: string): Promise<boolean> {
    return (await this.sizeBytes(key)) !== null;
  }

  async sizeBytes(key: string): Promise<number | null> {
    checkKey(key);
    try {
      const answer = await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: key }), this.#limits());
      return answer.ContentLength ?? null;
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
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: key }), this.#limits());
    throw new AppError("store.failed", {
      detail: `${key}: the object store gave back other bytes`,
      cure: "Check the object store and what stands between; the work is taken up again by itself.",
    });
  }

  async #hash(key: string): Promise<string> {
    const hash = createHash("sha256");
    for await (const chunk of (await this.get(key)) as AsyncIterable<Buffer>) hash.update(chunk);
    return hash.digest("hex");
  }
}

async function measure(content: Payload): Promise<StoredFacts> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of chunksOf(content)) {
    hash.update(chunk);
    sizeBytes += chunk.byteLength;
  }
  return { sha256: hash.digest("hex"), sizeBytes };
}

function exactly(key: string, wanted: number | undefined): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      done(
        wanted === undefined || seen === wanted
          ? null
          : new AppError("store.failed", { detail: `${key}: ${seen} of ${wanted} bytes arrived` }),
      );
    },
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404 && error.name !== "NoSuchBucket";
}
