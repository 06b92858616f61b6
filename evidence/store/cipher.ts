// Promises sealed files at rest: AES-256-GCM in chunks of 64 KiB (the STREAM construction), each bound to its place and the last to being last.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { AppError } from "#core/errors.ts";
import { type Content, streamOf } from "./store.ts";

// File: magic (8) ‖ first 8 bytes of SHA-256(store key) ‖ salt (32) ‖ chunks, each ciphertext ‖ tag (16).
// File key = HKDF-SHA-256(store key, salt, "vonggac-store/1"); nonce = chunk number (11 bytes, big-endian) ‖ 1 for the last,
// else 0 (Hoang, Reyhanitabar, Rogaway, Vizár 2015); the header is additional data of every chunk. The key is the file's own, so no nonce repeats.
const magic = Buffer.from("VGSTORE1", "latin1");
const headBytes = magic.length + 8 + 32;
const tagBytes = 16;
export const chunkBytes = 64 * 1024;

export interface StoreKey {
  readonly bytes: Buffer;
  readonly id: Buffer;
}

/** 32 bytes in hexadecimal, readable by the owner only. Throws AppError `config.invalid` that never quotes the content. */
export function readStoreKey(file: string): StoreKey {
  const wrong = (detail: string, cure: string) =>
    new AppError("config.invalid", { detail: `${file}: ${detail}`, cure });
  let text: string;
  let mode: number;
  try {
    text = readFileSync(file, "latin1").trim();
    mode = statSync(file).mode & 0o077;
  } catch {
    throw wrong(
      "the store's key cannot be read",
      "Put the file back from its backup, or unset VONGGAC_STORE_KEY_FILE.",
    );
  }
  if (process.platform !== "win32" && mode !== 0) throw wrong("can be read by others", `Run: chmod 600 ${file}`);
  if (!/^[0-9a-fA-F]{64}$/.test(text))
    throw wrong("not 32 bytes in hexadecimal", `Make one: openssl rand -hex 32 > ${file}`);
  return storeKeyOf(Buffer.from(text, "hex"));
}

export function storeKeyOf(bytes: Buffer): StoreKey {
  return { bytes, id: createHash("sha256").update(bytes).digest().subarray(0, 8) };
}

function fileKey(key: StoreKey, head: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", key.bytes, head.subarray(16), "vonggac-store/1", 32));
}

function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** The encrypted form; opened again it gives the same bytes, since salt and so key are chosen here, once. */
export function encrypted(key: StoreKey, content: Content): Content {
  const head = Buffer.concat([magic, key.id, randomBytes(32)]);
  return {
    async *open() {
      yield head;
      const own = fileKey(key, head);
      let index = 0;
      for await (const { chunk, isLast } of inChunks(streamOf(content), chunkBytes)) {
        const cipher = createCipheriv("aes-256-gcm", own, nonceOf(index++, isLast)).setAAD(head);
        yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
      }
    },
  };
}

/** Whole chunks; the last may be shorter, and is empty only where there are no bytes at all. */
async function* inChunks(
  stream: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ chunk: Buffer; isLast: boolean }> {
  let held = Buffer.alloc(0);
  for await (const part of stream) {
    held = held.length === 0 ? Buffer.from(part) : Buffer.concat([held, part]);
    let at = 0;
    for (; held.length - at > size; at += size) yield { chunk: held.subarray(at, at + size), isLast: false };
    held = held.subarray(at);
  }
  yield { chunk: held, isLast: true };
}

/** Size of what is inside, from the size of the encrypted file; null where no file has that size. */
export function plainSize(sizeBytes: number): number | null {
  const body = sizeBytes - headBytes;
  const chunks = Math.ceil(body / (chunkBytes + tagBytes));
  const plain = body - chunks * tagBytes;
  const lastIsEmpty = chunks > 1 && plain <= (chunks - 1) * chunkBytes;
  return body < tagBytes || plain < 0 || lastIsEmpty ? null : plain;
}

export interface SealedFile {
  sizeBytes: number;
  /** A half-open interval of the encrypted file. */
  read(start: number, end: number): Promise<AsyncIterable<Uint8Array>>;
}

/**
 * The plain bytes `[start, end)`. Fails with AppError `store.failed` at the first chunk that was changed, moved, taken from
 * another file or cut off; `config.invalid` where the file belongs to another key.
 */
export async function* decrypted(
  key: StoreKey,
  file: SealedFile,
  name: string,
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  const broken = () =>
    new AppError("store.failed", {
      detail: `${name}: the encrypted file was changed or cut off`,
      facts: { isDamaged: true },
    });
  const size = plainSize(file.sizeBytes);
  if (size === null || start > end || end > size) throw broken();
  const head = await readAll(await file.read(0, headBytes));
  if (head.length !== headBytes || !head.subarray(0, 8).equals(magic)) throw broken();
  if (!head.subarray(8, 16).equals(key.id))
    throw new AppError("config.invalid", {
      detail: `${name}: encrypted with another key than VONGGAC_STORE_KEY_FILE holds`,
      cure: "Put the key back with which it was encrypted.",
    });
  const own = fileKey(key, head);
  const last = Math.max(0, Math.ceil(size / chunkBytes) - 1);
  const [from, to] = [
    Math.floor(start / chunkBytes),
    Math.min(last, Math.floor(Math.max(start, end - 1) / chunkBytes)),
  ];
  const whole = chunkBytes + tagBytes;
  const stream = await file.read(headBytes + from * whole, Math.min(file.sizeBytes, headBytes + (to + 1) * whole));
  let index = from;
  for await (const { chunk } of inChunks(stream, whole)) {
    if (chunk.length < tagBytes) throw broken();
    const plain = openChunk(own, nonceOf(index, index === last), head, chunk);
    if (plain === null) throw broken();
    const base = index++ * chunkBytes;
    yield plain.subarray(Math.max(0, start - base), Math.min(plain.length, end - base));
  }
  if (index !== to + 1) throw broken();
}

function openChunk(own: Buffer, nonce: Buffer, head: Buffer, chunk: Buffer): Buffer | null {
  const decipher = createDecipheriv("aes-256-gcm", own, nonce, { authTagLength: tagBytes }).setAAD(head);
  decipher.setAuthTag(chunk.subarray(chunk.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(chunk.subarray(0, chunk.length - tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}

export async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
