// Promises lines and exact byte counts from a stream of chunks, with a bound on everything that is kept in memory.
import { join } from "./bytes.ts";
import { Broken } from "./report.ts";

export class PullReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  /** Bytes handed out so far. */
  consumed = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async atEnd(): Promise<boolean> {
    while (this.#held.length === 0) if (!(await this.#more())) return true;
    return false;
  }

  /** A line with its ending (LF or CRLF). Throws Broken when it is longer than `limit` or has no end. */
  async line(limit: number, part: string): Promise<Uint8Array> {
    for (let from = 0; ;) {
      const at = this.#held.indexOf(0x0a, from);
      if (at >= 0 && at < limit) return this.#take(at + 1);
      if (at >= limit || this.#held.length >= limit) throw new Broken(`${part}: a header line is too long`);
      from = this.#held.length;
      if (!(await this.#more())) throw new Broken(`${part}: cut off in its header`);
    }
  }

  /** Hands exactly `length` bytes to `sink`, piece by piece. */
  async pass(length: number, sink: (piece: Uint8Array) => void, part: string): Promise<void> {
    for (let left = length; left > 0;) {
      if (await this.atEnd()) throw new Broken(`${part}: cut off, ${left} bytes are missing`);
      const piece = this.#take(Math.min(left, this.#held.length));
      left -= piece.length;
      sink(piece);
    }
  }

  #take(length: number): Uint8Array {
    const piece = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    this.consumed += length;
    return piece;
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done) return false;
    this.#held = this.#held.length === 0 ? next.value : join([this.#held, next.value]);
    return true;
  }
}
