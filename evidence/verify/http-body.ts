// Promises the payload digest of a record's block: the entity body of an HTTP message, or the whole block of anything else.
import { fromLatin1, indexOf, join, latin1 } from "./bytes.ts";
import { digestOf, engine, type HashName, type Hasher } from "./engine.ts";
import type { InflateBudget } from "./gzip-members.ts";

const maxHead = 512 * 1024;
const maxKept = 16 * 1024 * 1024;
const crlf2 = fromLatin1("\r\n\r\n");
const lf2 = fromLatin1("\n\n");
const crlf = fromLatin1("\r\n");

/** Fed piece by piece; with `keeps` it holds on to at most 16 MiB, which only archives with unusual digests need. */
export class HttpBody {
  readonly #hashes: Map<HashName, Hasher>;
  readonly #done = new Map<HashName, Uint8Array>();
  #head: Uint8Array | null;
  #headText = "";
  #kept: Uint8Array[] | null = [];
  #keptBytes = 0;

  constructor(isHttp: boolean, algorithms: ReadonlySet<HashName>, keeps: boolean) {
    if (!keeps) this.#kept = null;
    this.#head = isHttp ? new Uint8Array(0) : null;
    this.#hashes = new Map([...algorithms].map((name) => [name, engine().newHash(name)]));
  }

  push(piece: Uint8Array): void {
    if (this.#head === null) return this.#body(piece);
    this.#head = join([this.#head, piece]);
    const end = endOfHead(this.#head);
    if (end < 0 && this.#head.length < maxHead) return;
    const split = end < 0 ? this.#head.length : end;
    this.#headText = latin1(this.#head.subarray(0, split));
    const rest = this.#head.subarray(split);
    this.#head = null;
    if (rest.length > 0) this.#body(rest);
  }

  end(): void {
    if (this.#head !== null) this.#headText = latin1(this.#head);
    for (const [name, hash] of this.#hashes) this.#done.set(name, hash.digest());
  }

  get status(): number | null {
    const match = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(this.#headText);
    return match ? Number(match[1]) : null;
  }

  digest(algorithm: HashName): Uint8Array {
    return this.#done.get(algorithm)!;
  }

  /**
   * What other archives took for the payload besides the body as stored: without chunking, without content coding, with
   * its head. `unsure` when this runtime cannot undo the body's coding, or `budget` is used up.
   */
  otherDigests(algorithm: HashName, budget: InflateBudget): { digests: Uint8Array[]; unsure: boolean } {
    const digests: Uint8Array[] = [];
    if (this.#kept === null) return { digests, unsure: this.#keptBytes > maxKept };
    const stored = join(this.#kept);
    let unsure = false;
    for (const plain of [dechunk(stored), stored]) {
      if (plain === null) continue;
      digests.push(digestOf(algorithm, plain));
      for (const coding of ["gzip", "deflate", "br"] as const) {
        if (!mayBe(coding, plain, this.#headText)) continue;
        const limit = Math.min(4 * maxKept, budget.leftBytes);
        const decoded = limit > 0 ? engine().decode(coding, plain, limit) : "unknown";
        unsure ||= decoded === "unknown";
        if (decoded === "unknown") continue;
        budget.leftBytes -= decoded?.length ?? limit;
        if (decoded !== null) digests.push(digestOf(algorithm, decoded));
      }
    }
    digests.push(digestOf(algorithm, fromLatin1(this.#headText), stored));
    return { digests, unsure };
  }

  #body(piece: Uint8Array): void {
    for (const hash of this.#hashes.values()) hash.update(piece);
    this.#keptBytes += piece.length;
    if (this.#keptBytes > maxKept) this.#kept = null;
    this.#kept?.push(Uint8Array.from(piece));
  }
}

/** Trying costs time, which a hostile archive would waste. */
function mayBe(coding: "gzip" | "deflate" | "br", bytes: Uint8Array, head: string): boolean {
  if (coding === "gzip") return bytes[0] === 0x1f && bytes[1] === 0x8b;
  return coding === "deflate" ? (bytes[0]! & 0x0f) === 8 : /^content-encoding:.*\bbr\b/im.test(head);
}

function endOfHead(head: Uint8Array): number {
  const end = indexOf(head, crlf2);
  if (end >= 0) return end + 4;
  const lf = indexOf(head, lf2);
  return lf >= 0 ? lf + 2 : -1;
}

/** RFC 9112 section 7.1; null when the bytes are not chunked. */
function dechunk(bytes: Uint8Array): Uint8Array | null {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = indexOf(bytes, crlf, at);
    if (end < 0 || end - at > 64) return null;
    const size = Number.parseInt(latin1(bytes.subarray(at, end)), 16);
    if (Number.isNaN(size)) return null;
    if (size === 0) return join(parts);
    if (end + 2 + size > bytes.length) return null;
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return null;
}
