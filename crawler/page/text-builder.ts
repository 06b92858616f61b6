// Promises the visible text: white space folded, blocks on lines of their own, every character traceable to the source.
import type { TextSegment } from "#core/nouns/page.ts";

const blanks = /[ \t\n\f\r\u00a0]+/g;
const blank = /[\t\n\f\r\u00a0]/g;

/** Collects text in document order. `length` is the text's length so far, waiting white space not counted. */
export class TextBuilder {
  readonly segments: TextSegment[] = [];
  length = 0;
  readonly #parts: string[] = [];
  /** White space seen but not yet written: it is written only when something visible follows. */
  #blank: { htmlStart: number; htmlLength: number } | null = null;
  #gap: "" | " " | "\n" = "";

  /** Starts a new line before whatever comes next. */
  breakLine(): void {
    this.#gap = "\n";
  }

  /** Makes sure that white space stands before whatever comes next (table cells, buttons). */
  separate(): void {
    if (this.#gap === "") this.#gap = " ";
  }

  /** Adds decoded characters that stand at html[htmlStart, htmlStart + htmlLength). */
  add(decoded: string, htmlStart: number, htmlLength: number): void {
    if (decoded.length !== htmlLength || decoded.length === 1) {
      if (isBlank(decoded)) this.#addBlank(htmlStart, htmlLength);
      else this.#write(decoded, htmlStart, htmlLength);
      return;
    }
    let from = 0;
    blanks.lastIndex = 0;
    for (let match = blanks.exec(decoded); match; match = blanks.exec(decoded)) {
      const end = match.index + match[0].length;
      const isInner = match[0].length === 1 && match.index > from && end < decoded.length;
      if (isInner) continue;
      if (match.index > from) this.#write(decoded.slice(from, match.index), htmlStart + from, match.index - from);
      this.#addBlank(htmlStart + match.index, match[0].length);
      from = end;
    }
    if (from < decoded.length) this.#write(decoded.slice(from), htmlStart + from, decoded.length - from);
  }

  text(): string {
    return this.#parts.join("");
  }

  #addBlank(htmlStart: number, htmlLength: number): void {
    if (!this.#blank) this.#blank = { htmlStart, htmlLength };
    else if (this.#blank.htmlStart + this.#blank.htmlLength === htmlStart) this.#blank.htmlLength += htmlLength;
  }

  #write(decoded: string, htmlStart: number, htmlLength: number): void {
    const waiting = this.#blank;
    if (this.length > 0) {
      if (this.#gap === "\n") this.#push("\n");
      else if (waiting) this.#push(" ", waiting.htmlStart, waiting.htmlLength);
      else if (this.#gap === " ") this.#push(" ");
    }
    this.#blank = null;
    this.#gap = "";
    this.#push(decoded.replace(blank, " "), htmlStart, htmlLength);
  }

  #push(piece: string, htmlStart?: number, htmlLength?: number): void {
    if (htmlStart !== undefined && htmlLength !== undefined) this.#map(piece.length, htmlStart, htmlLength);
    this.#parts.push(piece);
    this.length += piece.length;
  }

  #map(length: number, htmlStart: number, htmlLength: number): void {
    const last = this.segments.at(-1);
    const joins =
      last !== undefined &&
      length === htmlLength &&
      last.length === last.htmlLength &&
      last.textStart + last.length === this.length &&
      last.htmlStart + last.htmlLength === htmlStart;
    if (joins) {
      last.length += length;
      last.htmlLength += htmlLength;
    } else {
      this.segments.push({ textStart: this.length, htmlStart, length, htmlLength });
    }
  }
}

function isBlank(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code !== 32 && code !== 160 && (code < 9 || code > 13 || code === 11)) return false;
  }
  return true;
}
