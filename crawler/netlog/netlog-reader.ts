// Promises a network log of any size read as it grows, one line at a time, in bounded memory: requests, heads, bodies' hashes.
import { readConstants, type EventName, type LogConstants } from "./event-names.ts";
import { ExchangeBook } from "./exchange-book.ts";
import { LineSplitter } from "./split-lines.ts";
import type { WireLog } from "./wire-exchange.ts";

export interface LogEvent {
  name: EventName;
  /** Which thing the event is about. */
  sourceId: number;
  atMs: number;
  isEnd: boolean;
  params: Record<string, unknown>;
}

/** Piece of a body as the log tells it. */
export type BodyPiece = { sourceId: number; hop: number; coded: boolean; bytes: Buffer };

const maxLineBytes = 64 * 1024 * 1024;
/** Keys stand in alphabetic order, so that each event's line ends with its type. */
const typeAtEnd = /"type":(\d+)\}\]?,?\s*$/;
const tailBytes = 24;
const openBrace = 0x7b;

export class NetlogReader {
  #splitter: LineSplitter;
  #book: ExchangeBook;
  #constants: LogConstants | null = null;
  #badLines = 0;
  #complete = false;

  constructor(onBody?: (piece: BodyPiece) => void) {
    this.#splitter = new LineSplitter((line) => this.#take(line), maxLineBytes);
    this.#book = new ExchangeBook(onBody);
  }

  push(chunk: Buffer): void {
    this.#splitter.push(chunk);
  }

  /** Call once, after the last piece. */
  end(): WireLog {
    if (this.#splitter.end().length > 0) this.#badLines++;
    const { exchanges, namesResolved } = this.#book.close();
    return {
      exchanges,
      namesResolved,
      complete: this.#complete,
      badLines: this.#badLines + this.#splitter.dropped,
    };
  }

  #take(line: Buffer): void {
    if (line.length === 0) return;
    if (this.#constants === null) {
      this.#readFirst(line);
      return;
    }
    // Events are objects; what is none of them is the log's end.
    if (line[0] !== openBrace) {
      this.#complete ||= line.toString("latin1", 0, 13) === '"polledData":';
      return;
    }
    const type = typeAtEnd.exec(line.toString("latin1", Math.max(0, line.length - tailBytes)))?.[1];
    const name = type === undefined ? undefined : this.#constants.names.get(Number(type));
    if (name !== undefined) this.#readEvent(name, line, this.#constants);
  }

  #readFirst(line: Buffer): void {
    try {
      this.#constants = readConstants(line.toString("utf8"));
      this.#book.netErrors = this.#constants.netErrors;
    } catch {
      this.#badLines++;
    }
  }

  #readEvent(name: EventName, line: Buffer, constants: LogConstants): void {
    try {
      const text = line.toString("utf8", 0, line.lastIndexOf("}") + 1);
      const { params, phase, source, time } = JSON.parse(text) as {
        params?: Record<string, unknown>;
        phase: number;
        source: { id: number };
        time: string;
      };
      const atMs = Number(time) + constants.offsetMs;
      this.#book.take({
        name,
        sourceId: source.id,
        atMs,
        isEnd: phase === constants.phaseEnd,
        params: params ?? {},
      });
    } catch {
      this.#badLines++;
    }
  }
}
