// Promises the verifier's engine in a browser: own hashes and unpacking, WebCrypto for signatures, no network.
import { childrenOf, integerOf, readDer, tags } from "../der.ts";
import type { Engine, HashName, Inflater, SignatureScheme } from "../engine.ts";
import { crc32 } from "./crc32.ts";
import { Inflate } from "./inflate.ts";
import { Sha1, Sha256, Sha512 } from "./sha2.ts";

const webNames: Record<HashName, string> = { sha1: "SHA-1", sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512" };
/** Object identifiers of the curves as they stand in a public key, with the size of a coordinate. */
const curves = [
  { oid: "06082a8648ce3d030107", name: "P-256", sizeBytes: 32 },
  { oid: "06052b81040022", name: "P-384", sizeBytes: 48 },
  { oid: "06052b81040023", name: "P-521", sizeBytes: 66 },
];

export const browserEngine: Engine = {
  newHash: (name) => (name === "sha256" ? new Sha256() : name === "sha1" ? new Sha1() : new Sha512(name)),
  crc32,
  newInflater,
  inflateWhole: (bytes, limit) => {
    const inflate = new Inflate();
    try {
      const pieces = inflate.push(bytes, true);
      const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
      if (!inflate.finished || size > Math.max(1, limit)) return null;
      const content = pieces.length === 1 ? pieces[0]! : joined(pieces, size);
      return { content, consumedBytes: inflate.consumedBytes };
    } catch {
      return null;
    }
  },
  decode,
  verifySignature,
  pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
};

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function newInflater(): Inflater {
  const inflate = new Inflate();
  return {
    get finished() {
      return inflate.finished;
    },
    get consumedBytes() {
      return inflate.consumedBytes;
    },
    push: async (bytes, last) => {
      await browserEngine.pause();
      return inflate.push(bytes, last);
    },
    close: () => undefined,
  };
}

/** gzip and zlib wrappers are taken off by hand; browsers have no Brotli for pages. */
function decode(coding: "gzip" | "deflate" | "br", bytes: Uint8Array, limit: number): Uint8Array | null | "unknown" {
  if (coding === "br") return "unknown";
  const isWrapped = coding === "gzip" ? bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[3] === 0 : bytes[0] === 0x78;
  if (!isWrapped) return null;
  return browserEngine.inflateWhole(bytes.subarray(coding === "gzip" ? 10 : 2), limit)?.content ?? null;
}

async function verifySignature(
  spki: Uint8Array,
  scheme: SignatureScheme,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const { subtle } = globalThis.crypto;
  const plain = (bytes: Uint8Array) => Uint8Array.from(bytes);
  const use = async (
    algorithm: { name: string; namedCurve?: string; hash?: string; saltLength?: number },
    raw: Uint8Array,
  ) => {
    const key = await subtle.importKey("spki", plain(spki), algorithm as EcKeyImportParams, false, ["verify"]);
    return subtle.verify(algorithm as AlgorithmIdentifier, key, plain(raw), plain(data));
  };
  if (scheme.kind === "ed25519") return use({ name: "Ed25519" }, signature);
  const hash = webNames[scheme.hash];
  if (scheme.kind === "rsa") return use({ name: "RSASSA-PKCS1-v1_5", hash }, signature);
  if (scheme.kind === "rsa-pss") return use({ name: "RSA-PSS", hash, saltLength: scheme.saltLength }, signature);
  const head = Array.from(spki.subarray(0, 30), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const curve = curves.find(({ oid }) => head.includes(oid));
  if (!curve) throw new Error("a curve that browsers do not know");
  const raw = scheme.encoding === "raw" ? signature : rawSignature(signature, curve.sizeBytes);
  return raw.length === curve.sizeBytes * 2 && use({ name: "ECDSA", namedCurve: curve.name, hash }, raw);
}

/** DER SEQUENCE of two INTEGERs to r ‖ s. */
function rawSignature(der: Uint8Array, sizeBytes: number): Uint8Array {
  const node = readDer(der, "signature");
  const numbers = node.tag === tags.sequence ? childrenOf(node, "signature") : [];
  const raw = new Uint8Array(sizeBytes * 2);
  if (numbers.length !== 2) return new Uint8Array(0);
  for (const [i, number] of numbers.entries()) {
    const digits = integerOf(number, "signature").toString(16);
    if (digits.startsWith("-") || digits.length > sizeBytes * 2) return new Uint8Array(0);
    const padded = digits.padStart(sizeBytes * 2, "0");
    for (let k = 0; k < sizeBytes; k++) raw[i * sizeBytes + k] = Number.parseInt(padded.slice(k * 2, k * 2 + 2), 16);
  }
  return raw;
}
