// Promises SHA-256, SHA-384, SHA-512 and SHA-1 (FIPS 180-4) fed piece by piece, which WebCrypto cannot do.
import type { Bytes } from "../bytes.ts";
import type { Hasher } from "../engine.ts";

const primes = firstPrimes(80);
/** Fractions of roots of primes: the standard's constants, computed instead of copied. */
const k512 = primes.map((prime) => fraction(prime, 3n));
const k256 = Int32Array.from(k512.slice(0, 64), (k) => Number(BigInt.asIntN(32, k >> 32n)));
const start512 = primes.slice(0, 8).map((prime) => fraction(prime, 2n));
const start384 = primes.slice(8, 16).map((prime) => fraction(prime, 2n));
const start256 = start512.map((h) => Number(BigInt.asIntN(32, h >> 32n)));
const mask64 = (1n << 64n) - 1n;

function firstPrimes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let n = 2n; found.length < count; n++) if (found.every((prime) => n % prime !== 0n)) found.push(n);
  return found;
}

/** The first 64 bits behind the point of the square or cube root. */
function fraction(value: bigint, root: bigint): bigint {
  const scaled = value << (64n * root);
  let low = 0n;
  let high = 1n << 80n;
  while (low < high) {
    const middle = (low + high + 1n) >> 1n;
    if (middle ** root <= scaled) low = middle;
    else high = middle - 1n;
  }
  return low & ((1n << 64n) - 1n);
}

/** Cuts input into blocks; pads and ends as all four hashes do. */
abstract class BlockHash implements Hasher {
  readonly #blockSize: number;
  readonly #held: Uint8Array;
  #heldBytes = 0;
  #total = 0;

  constructor(blockSize: number) {
    this.#blockSize = blockSize;
    this.#held = new Uint8Array(blockSize);
  }

  protected abstract blocks(bytes: Uint8Array, count: number): void;
  protected abstract result(): Bytes;

  update(bytes: Uint8Array): void {
    this.#total += bytes.length;
    let at = 0;
    if (this.#heldBytes > 0) {
      at = Math.min(bytes.length, this.#blockSize - this.#heldBytes);
      this.#held.set(bytes.subarray(0, at), this.#heldBytes);
      this.#heldBytes += at;
      if (this.#heldBytes < this.#blockSize) return;
      this.blocks(this.#held, 1);
      this.#heldBytes = 0;
    }
    const count = Math.floor((bytes.length - at) / this.#blockSize);
    if (count > 0) this.blocks(bytes.subarray(at), count);
    at += count * this.#blockSize;
    this.#held.set(bytes.subarray(at));
    this.#heldBytes = bytes.length - at;
  }

  digest(): Bytes {
    const lengthBytes = this.#blockSize / 8;
    const size = this.#heldBytes + 1 + lengthBytes > this.#blockSize ? 2 * this.#blockSize : this.#blockSize;
    const tail = new Uint8Array(size);
    tail.set(this.#held.subarray(0, this.#heldBytes));
    tail[this.#heldBytes] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(size - 8, Math.floor(this.#total / 0x2000_0000));
    view.setUint32(size - 4, (this.#total * 8) >>> 0);
    this.blocks(tail, size / this.#blockSize);
    return this.result();
  }
}

export class Sha256 extends BlockHash {
  readonly #h = Int32Array.from(start256);
  readonly #w = new Int32Array(64);

  constructor() {
    super(64);
  }

  protected override blocks(bytes: Uint8Array, count: number): void {
    for (let i = 0; i < count; i++) compress256(this.#h, this.#w, bytes, i * 64);
  }

  protected override result(): Bytes {
    return words32(this.#h);
  }
}

function compress256(h: Int32Array, w: Int32Array, bytes: Uint8Array, start: number): void {
  for (let t = 0, at = start; t < 16; t++, at += 4)
    w[t] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15]!;
    const y = w[t - 2]!;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (w[t - 16]! + s0 + w[t - 7]! + s1) | 0;
  }
  let a = h[0]!,
    b = h[1]!,
    c = h[2]!,
    d = h[3]!,
    e = h[4]!,
    f = h[5]!,
    g = h[6]!,
    i = h[7]!;
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (i + s1 + ((e & f) ^ (~e & g)) + k256[t]! + w[t]!) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    i = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  h[0]! += a;
  h[1]! += b;
  h[2]! += c;
  h[3]! += d;
  h[4]! += e;
  h[5]! += f;
  h[6]! += g;
  h[7]! += i;
}

export class Sha1 extends BlockHash {
  readonly #h = Int32Array.from([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  readonly #w = new Int32Array(80);

  constructor() {
    super(64);
  }

  protected override blocks(bytes: Uint8Array, count: number): void {
    for (let i = 0; i < count; i++) compress1(this.#h, this.#w, bytes, i * 64);
  }

  protected override result(): Bytes {
    return words32(this.#h);
  }
}

function compress1(h: Int32Array, w: Int32Array, bytes: Uint8Array, start: number): void {
  for (let t = 0, at = start; t < 16; t++, at += 4)
    w[t] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  for (let t = 16; t < 80; t++) {
    const x = w[t - 3]! ^ w[t - 8]! ^ w[t - 14]! ^ w[t - 16]!;
    w[t] = (x << 1) | (x >>> 31);
  }
  let a = h[0]!,
    b = h[1]!,
    c = h[2]!,
    d = h[3]!,
    e = h[4]!;
  for (let t = 0; t < 80; t++) {
    const f = t < 20 ? (b & c) | (~b & d) : t < 40 || t >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
    const k = t < 20 ? 0x5a827999 : t < 40 ? 0x6ed9eba1 : t < 60 ? 0x8f1bbcdc : 0xca62c1d6;
    const next = (((a << 5) | (a >>> 27)) + f + e + k + w[t]!) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  h[0]! += a;
  h[1]! += b;
  h[2]! += c;
  h[3]! += d;
  h[4]! += e;
}

/** Only certificates and rare archives need it: plain rather than fast. */
export class Sha512 extends BlockHash {
  readonly #h: bigint[];
  readonly #length: number;

  constructor(name: "sha384" | "sha512") {
    super(128);
    this.#h = name === "sha384" ? [...start384] : [...start512];
    this.#length = name === "sha384" ? 48 : 64;
  }

  protected override blocks(bytes: Uint8Array, count: number): void {
    for (let i = 0; i < count; i++) compress512(this.#h, bytes.subarray(i * 128, i * 128 + 128));
  }

  protected override result(): Bytes {
    const bytes = new Uint8Array(64);
    const view = new DataView(bytes.buffer);
    this.#h.forEach((word, i) => view.setBigUint64(i * 8, word));
    return bytes.slice(0, this.#length);
  }
}

function compress512(h: bigint[], block: Uint8Array): void {
  const view = new DataView(block.buffer, block.byteOffset, 128);
  const turn = (x: bigint, n: bigint) => ((x >> n) | (x << (64n - n))) & mask64;
  const w: bigint[] = Array.from({ length: 16 }, (_, t) => view.getBigUint64(t * 8));
  for (let t = 16; t < 80; t++) {
    const [x, y] = [w[t - 15]!, w[t - 2]!];
    const s0 = turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
    const s1 = turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n);
    w.push((w[t - 16]! + s0 + w[t - 7]! + s1) & mask64);
  }
  let [a, b, c, d, e, f, g, i] = h as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
  for (let t = 0; t < 80; t++) {
    const s1 = turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n);
    const t1 = i + s1 + ((e & f) ^ (~e & mask64 & g)) + k512[t]! + w[t]!;
    const s0 = turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    [i, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & mask64, c, b, a, (t1 + t2) & mask64];
  }
  [a, b, c, d, e, f, g, i].forEach((word, n) => (h[n] = (h[n]! + word) & mask64));
}

function words32(words: Int32Array): Bytes {
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => view.setInt32(i * 4, word));
  return bytes;
}
