// Promises the verifier's engine on Node's own built-ins.
import { constants, createHash, createPublicKey, verify } from "node:crypto";
import zlib from "node:zlib";
import type { Engine, Inflater, SignatureScheme } from "../engine.ts";
import { crc32 as ownCrc32 } from "../browser/crc32.ts";

/** Each piece is a turn through the thread pool. */
const inflatedChunk = 256 * 1024;

export const nodeEngine: Engine = {
  newHash: (name) => {
    const hash = createHash(name);
    return { update: (bytes) => void hash.update(bytes), digest: () => new Uint8Array(hash.digest()) };
  },
  // Node 20.15 and 22.2 brought zlib.crc32; before them our own table does it.
  crc32: typeof zlib.crc32 === "function" ? (bytes, before) => zlib.crc32(bytes, before) : ownCrc32,
  newInflater,
  inflateWhole,
  decode,
  verifySignature: async (spki, scheme, data, signature) => {
    const key = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
    return verifyWith(key, scheme, data, signature);
  },
  pause: async () => undefined,
};

function verifyWith(
  key: ReturnType<typeof createPublicKey>,
  scheme: SignatureScheme,
  data: Uint8Array,
  signature: Uint8Array,
): boolean {
  switch (scheme.kind) {
    case "ecdsa":
      if (key.asymmetricKeyType !== "ec") return false;
      return verify(
        scheme.hash,
        data,
        { key, dsaEncoding: scheme.encoding === "raw" ? "ieee-p1363" : "der" },
        signature,
      );
    case "rsa":
      return key.asymmetricKeyType === "rsa" && verify(scheme.hash, data, key, signature);
    case "rsa-pss": {
      if (!(key.asymmetricKeyType ?? "").startsWith("rsa")) return false;
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return verify(scheme.hash, data, { key, padding, saltLength: scheme.saltLength }, signature);
    }
    case "ed25519":
      return key.asymmetricKeyType === "ed25519" && verify(null, data, key, signature);
  }
}

function inflateWhole(bytes: Uint8Array, limit: number): { content: Uint8Array; consumedBytes: number } | null {
  try {
    const options = { maxOutputLength: Math.max(1, limit), info: true };
    const { buffer, engine } = zlib.inflateRawSync(bytes, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { content: buffer, consumedBytes: engine.bytesWritten };
  } catch {
    return null;
  }
}

function decode(coding: "gzip" | "deflate" | "br", bytes: Uint8Array, limit: number): Uint8Array | null {
  const unpack = { gzip: zlib.gunzipSync, deflate: zlib.inflateSync, br: zlib.brotliDecompressSync }[coding];
  try {
    return unpack(bytes, { maxOutputLength: limit });
  } catch {
    return null;
  }
}

function newInflater(): Inflater {
  const stream = zlib.createInflateRaw({ chunkSize: inflatedChunk });
  let output: Buffer[] = [];
  let finished = false;
  let failure: Error | null = null;
  stream.on("data", (chunk: Buffer) => output.push(chunk));
  stream.on("end", () => (finished = true));
  stream.on("error", (error) => (failure = error));
  const failed = () => failure as Error | null;
  let given = 0;
  return {
    get finished() {
      return finished || stream.bytesWritten < given;
    },
    get consumedBytes() {
      return stream.bytesWritten;
    },
    push: async (bytes) => {
      given += bytes.length;
      await feed(stream, bytes, () => failed() !== null);
      if (failed()) throw new Error(failed()!.message);
      const ready = output;
      output = [];
      return ready;
    },
    close: () => stream.destroy(),
  };
}

function feed(
  stream: ReturnType<typeof zlib.createInflateRaw>,
  chunk: Uint8Array,
  failed: () => boolean,
): Promise<void> {
  return new Promise((done) => {
    const finish = () => {
      stream.off("error", finish);
      // "data" and "end" events of this chunk come before the next turn of the event loop.
      setImmediate(done);
    };
    if (failed()) return finish();
    stream.once("error", finish);
    stream.write(chunk, finish);
  });
}
