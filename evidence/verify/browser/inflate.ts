// Promises raw deflate (RFC 1951) undone piece by piece with the exact end of the stream, which DecompressionStream hides.

/** A dynamic block's head needs at most about 570 bytes: with this many in hand no step runs dry. */
const margin = 1024;
const historyBytes = 32 * 1024;
const outputBytes = 256 * 1024;

const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const distanceExtra = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

interface Table {
  bits: number;
  /** symbol * 16 + length of its code; 0 for codes that do not exist. */
  entries: Uint16Array;
}

let fixed: { literal: Table; distance: Table } | null = null;

export class Inflate {
  finished = false;
  #input: Uint8Array = new Uint8Array(0);
  #at = 0;
  #bits = 0;
  #bitCount = 0;
  #taken = 0;
  #state: "head" | "stored" | "codes" = "head";
  #isLast = false;
  #storedLeft = 0;
  #literal: Table | null = null;
  #distance: Table | null = null;
  readonly #out = new Uint8Array(historyBytes + outputBytes);
  #outAt = historyBytes;
  #written = 0;
  #pieces: Uint8Array[] = [];

  /** Bytes that belong to the stream; exact once finished. */
  get consumedBytes(): number {
    return this.#taken + this.#at - (this.#bitCount >> 3);
  }

  /** `last`: nothing follows. Throws Error on damaged or missing data. */
  push(bytes: Uint8Array, last: boolean): Uint8Array[] {
    const rest = this.#input.subarray(this.#at);
    this.#taken += this.#at;
    this.#at = 0;
    if (rest.length === 0) this.#input = bytes;
    else {
      this.#input = new Uint8Array(rest.length + bytes.length);
      this.#input.set(rest);
      this.#input.set(bytes, rest.length);
    }
    while (!this.finished && (last || this.#input.length - this.#at >= margin)) this.#step();
    this.#flush();
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  #step(): void {
    if (this.#state === "head") this.#readHead();
    else if (this.#state === "stored") this.#copyStored();
    else this.#decode();
  }

  #readHead(): void {
    this.#isLast = this.#take(1) === 1;
    const type = this.#take(2);
    if (type === 3) throw new Error("unknown block type");
    if (type === 0) {
      this.#take(this.#bitCount & 7);
      const length = this.#take(16);
      if (this.#take(16) !== (length ^ 0xffff)) throw new Error("damaged block length");
      this.#at -= this.#bitCount >> 3;
      this.#bits = 0;
      this.#bitCount = 0;
      this.#storedLeft = length;
      this.#state = "stored";
      if (length === 0) this.#endBlock();
      return;
    }
    if (type === 1) {
      fixed ??= fixedTables();
      [this.#literal, this.#distance] = [fixed.literal, fixed.distance];
    } else this.#readTables();
    this.#state = "codes";
  }

  #endBlock(): void {
    this.#state = "head";
    if (this.#isLast) this.finished = true;
  }

  #copyStored(): void {
    const length = Math.min(this.#storedLeft, this.#input.length - this.#at, this.#out.length - this.#outAt);
    if (length === 0 && this.#at === this.#input.length) throw new Error("unexpected end");
    this.#out.set(this.#input.subarray(this.#at, this.#at + length), this.#outAt);
    this.#at += length;
    this.#outAt += length;
    this.#written += length;
    this.#storedLeft -= length;
    if (this.#outAt === this.#out.length) this.#flush();
    if (this.#storedLeft === 0) this.#endBlock();
  }

  #readTables(): void {
    const literals = this.#take(5) + 257;
    const distances = this.#take(5) + 1;
    const codes = this.#take(4) + 4;
    if (literals > 286 || distances > 30) throw new Error("too many codes");
    const codeLengths = new Uint8Array(19);
    for (let i = 0; i < codes; i++) codeLengths[codeOrder[i]!] = this.#take(3);
    const table = tableOf(codeLengths, false);
    const lengths = new Uint8Array(literals + distances);
    for (let at = 0; at < lengths.length;) {
      const symbol = this.#symbol(table);
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      if (symbol === 16 && at === 0) throw new Error("nothing to repeat");
      const value = symbol === 16 ? lengths[at - 1]! : 0;
      const count = symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (at + count > lengths.length) throw new Error("too many code lengths");
      lengths.fill(value, at, at + count);
      at += count;
    }
    if (lengths[256] === 0) throw new Error("no end of block");
    this.#literal = tableOf(lengths.subarray(0, literals), false);
    this.#distance = tableOf(lengths.subarray(literals), true);
  }

  /** Symbols until the block ends, or input or output run short. */
  #decode(): void {
    const [literal, distance, out] = [this.#literal!, this.#distance!, this.#out];
    const safeInput = this.#input.length - 16;
    do {
      const symbol = this.#symbol(literal);
      if (symbol < 256) {
        out[this.#outAt++] = symbol;
        this.#written++;
      } else if (symbol === 256) return this.#endBlock();
      else this.#copyBack(symbol - 257, distance);
      if (this.#outAt + 258 > out.length) this.#flush();
    } while (this.#at < safeInput);
  }

  #copyBack(code: number, table: Table): void {
    if (code > 28) throw new Error("unknown length");
    const length = lengthBase[code]! + this.#take(lengthExtra[code]!);
    const far = this.#symbol(table);
    if (far > 29) throw new Error("unknown distance");
    const distance = distanceBase[far]! + this.#take(distanceExtra[far]!);
    if (distance > this.#written) throw new Error("a distance before the start");
    const out = this.#out;
    let at = this.#outAt;
    if (distance >= length) {
      out.copyWithin(at, at - distance, at - distance + length);
      at += length;
    } else for (const end = at + length; at < end; at++) out[at] = out[at - distance]!;
    this.#outAt = at;
    this.#written += length;
  }

  #take(count: number): number {
    while (this.#bitCount < count) {
      if (this.#at >= this.#input.length) throw new Error("unexpected end");
      this.#bits |= this.#input[this.#at++]! << this.#bitCount;
      this.#bitCount += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#bitCount -= count;
    return value;
  }

  #symbol(table: Table): number {
    while (this.#bitCount < table.bits && this.#at < this.#input.length) {
      this.#bits |= this.#input[this.#at++]! << this.#bitCount;
      this.#bitCount += 8;
    }
    const entry = table.entries[this.#bits & ((1 << table.bits) - 1)]!;
    const length = entry & 15;
    if (length === 0 || length > this.#bitCount) throw new Error(length === 0 ? "unknown code" : "unexpected end");
    this.#bits >>>= length;
    this.#bitCount -= length;
    return entry >> 4;
  }

  /** Hands out what is ready and keeps the last 32 KiB to copy from. */
  #flush(): void {
    if (this.#outAt === historyBytes) return;
    this.#pieces.push(this.#out.slice(historyBytes, this.#outAt));
    this.#out.copyWithin(0, this.#outAt - historyBytes, this.#outAt);
    this.#outAt = historyBytes;
  }
}

/** `lax`: one code alone may be incomplete, as RFC 1951 allows for distances. */
function tableOf(lengths: Uint8Array, lax: boolean): Table {
  const count = new Uint16Array(16);
  for (const length of lengths) count[length]!++;
  count[0] = 0;
  let bits = 15;
  while (bits > 1 && count[bits] === 0) bits--;
  const next = new Uint16Array(16);
  let code = 0;
  for (let length = 1; length <= 15; length++) {
    code = (code + count[length - 1]!) << 1;
    next[length] = code;
    if (code + count[length]! > 1 << length) throw new Error("codes that overlap");
  }
  const used = count.reduce((sum, n) => sum + n, 0);
  const isComplete = next[bits]! + count[bits]! === 1 << bits;
  if (!isComplete && !(lax && used <= 1)) throw new Error("codes that are not complete");
  const entries = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    let reversed = 0;
    for (let i = 0, c = next[length]!++; i < length; i++, c >>= 1) reversed = (reversed << 1) | (c & 1);
    for (let at = reversed; at < entries.length; at += 1 << length) entries[at] = (symbol << 4) | length;
  }
  return { bits, entries };
}

function fixedTables(): { literal: Table; distance: Table } {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
  return { literal: tableOf(lengths, false), distance: tableOf(new Uint8Array(32).fill(5), false) };
}
