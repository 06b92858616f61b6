// Promises hashes of bytes on their way: of what goes in, and against the one that what comes out must end with.
import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { AppError } from "#core/errors.ts";
import { type Content, type StoredFacts, streamOf } from "./store.ts";

export async function hashOf(content: Content): Promise<StoredFacts> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of streamOf(content)) {
    hash.update(chunk);
    sizeBytes += chunk.byteLength;
  }
  return { sha256: hash.digest("hex"), sizeBytes };
}

/** Lets bytes through and fails at their end, with `store.failed`, unless they were those of the hash. */
export function endsWithHash(key: string, sha256: string): Transform {
  const hash = createHash("sha256");
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(
        hash.digest("hex") === sha256
          ? null
          : new AppError("store.failed", {
              detail: `${key}: the kept bytes no longer match their hash`,
              cure: "Run scrub, keep the object as it is, and restore it from a backup.",
            }),
      );
    },
  });
}
