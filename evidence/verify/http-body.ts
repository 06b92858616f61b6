// Promises the payload digest of a record's block: the entity body of an HTTP message, or the whole block of anything else.
import { createHash, type Hash } from "node:crypto";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";

type Algorithm = "sha1" | "sha256" | "sha512" | "md5";

const maxHead = 512 * 1024;
const maxKept = 16 * 1024 * 1024;

/** Fed piece by piece; with `keeps` it holds on to at most 16 MiB, which only archives with unusual digests need. */
export class HttpBody {
  readonly #hashes: Map<string, Hash>;
  readonly #done = new Map<string, Buffer>();
  #head: Buffer | null;
  #headText = "";
  #kept: Buffer[] | null = [];
  #keptBytes = 0;

  constructor(isHttp: boolean, algorithms: ReadonlySet<Algorithm>, keeps: boolean) {
    if (!keeps) this.#kept = null;
    this.#head = isHttp ? Buffer.alloc(0) : null;
    this.#hashes = new Map([...algorithms].map((name) => [name, createHash(name)]));
  }

  push(piece: Buffer): void {
    if (this.#head === null) return this.#body(piece);
    this.#head = Buffer.concat([this.#head, piece]);
    const end = endOfHead(this.#head);
    if (end < 0 && this.#head.length < maxHead) return;
    const split = end < 0 ? this.#head.length : end;
    this.#headText = this.#head.subarray(0, split).toString("latin1");
    const rest = this.#head.subarray(split);
    this.#head = null;
    if (rest.length > 0) this.#body(rest);
  }

  end(): void {
    if (this.#head !== null) this.#headText = this.#head.toString("latin1");
    for (const [name, hash] of this.#hashes) this.#done.set(name, hash.digest());
  }

  get status(): number | null {
    const match = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(this.#headText);
    return match ? Number(match[1]) : null;
  }

  digest(algorithm: Algorithm): Buffer {
    return this.#done.get(algorithm)!;
  }

  /** What other archives took for the payload: the body as stored, without chunking, and without content coding. */
  otherDigests(algorithm: Algorithm): Buffer[] {
    const digests = [this.digest(algorithm)];
    if (this.#kept === null) return digests;
    const stored = Buffer.concat(this.#kept);
    for (const plain of [dechunk(stored), stored]) {
      if (plain === null) continue;
      digests.push(createHash(algorithm).update(plain).digest());
      for (const decode of [gunzipSync, inflateSync, brotliDecompressSync]) {
        try {
          digests.push(
            createHash(algorithm)
              .update(decode(plain, { maxOutputLength: 4 * maxKept }))
              .digest(),
          );
        } catch {
          // Not in this coding: the next one is tried.
        }
      }
    }
    digests.push(createHash(algorithm).update(Buffer.from(this.#headText, "latin1")).update(stored).digest());
    return digests;
  }

  #body(piece: Buffer): void {
    for (const hash of this.#hashes.values()) hash.update(piece);
    this.#keptBytes += piece.length;
    if (this.#keptBytes > maxKept) this.#kept = null;
    this.#kept?.push(Buffer.from(piece));
  }
}

function endOfHead(head: Buffer): number {
  const crlf = head.indexOf("\r\n\r\n");
  if (crlf >= 0) return crlf + 4;
  const lf = head.indexOf("\n\n");
  return lf >= 0 ? lf + 2 : -1;
}

/** RFC 9112 section 7.1; null when the bytes are not chunked. */
function dechunk(bytes: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf("\r\n", at);
    if (end < 0 || end - at > 64) return null;
    const size = Number.parseInt(bytes.toString("latin1", at, end), 16);
    if (Number.isNaN(size)) return null;
    if (size === 0) return Buffer.concat(parts);
    if (end + 2 + size > bytes.length) return null;
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return null;
}
