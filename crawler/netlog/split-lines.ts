// Promises a stream cut into lines of bounded length; a longer line is counted and dropped, never held.

export class LineSplitter {
  #parts: Buffer[] = [];
  #size = 0;
  #dropping = false;
  #take: (line: Buffer) => void;
  #maxBytes: number;
  dropped = 0;

  constructor(take: (line: Buffer) => void, maxBytes: number) {
    this.#take = take;
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer): void {
    let at = 0;
    for (let end = chunk.indexOf(10, at); end !== -1; end = chunk.indexOf(10, at)) {
      this.#hold(chunk.subarray(at, end));
      this.#flush();
      at = end + 1;
    }
    if (at < chunk.length) this.#hold(chunk.subarray(at));
  }

  /** The unfinished last line, if any. */
  end(): Buffer {
    const rest = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    return rest;
  }

  #hold(piece: Buffer): void {
    this.#size += piece.length;
    if (this.#size > this.#maxBytes) {
      this.#dropping = true;
      this.#parts = [];
    }
    if (!this.#dropping && piece.length > 0) this.#parts.push(piece);
  }

  #flush(): void {
    if (this.#dropping) this.dropped++;
    else this.#take(this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts));
    this.#parts = [];
    this.#size = 0;
    this.#dropping = false;
  }
}
