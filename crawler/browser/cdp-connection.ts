// Promises one raw DevTools connection over a private pipe: commands with a time limit, events by session, and an end that everyone hears of.
import type { Readable, Writable } from "node:stream";
import { AppError } from "#core/errors.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- the protocol's payloads have hundreds of shapes; each reader picks its own
export type CdpPayload = Record<string, any>;

export interface CdpEvent {
  method: string;
  params: CdpPayload;
  /** Flat session of the target; "" for the browser itself. */
  sessionId: string;
}

interface Waiting {
  method: string;
  sessionId: string;
  resolve: (result: CdpPayload) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/** A command that the browser refused; `method` and its own words. Callers decide whether that matters. */
export class CdpRefusal extends Error {
  readonly method: string;
  /** The answer came, but it is longer than this program takes. */
  readonly tooLong: boolean;
  constructor(method: string, message: string, tooLong = false) {
    super(`${method}: ${message}`);
    this.name = "CdpRefusal";
    this.method = method;
    this.tooLong = tooLong;
  }
}

export const defaultCommandMs = 30_000;
/** A compressed answer may unpack to any size; a message above this is thrown away while it comes (a JavaScript string ends at 512 MiB). */
const maxMessageBytes = 256_000_000;
const headChunks = 3;

/** Messages are JSON, one per NUL byte, on file descriptors 3 and 4 (`--remote-debugging-pipe`): no port that others could open. */
export class CdpConnection {
  #nextId = 0;
  #waiting = new Map<number, Waiting>();
  #listeners = new Set<(event: CdpEvent) => void>();
  #chunks: Buffer[] = [];
  #chunkBytes = 0;
  #ended: AppError | null = null;
  #onEnd: ((error: AppError) => void)[] = [];
  #input: Writable;

  constructor(input: Writable, output: Readable) {
    this.#input = input;
    output.on("data", (chunk: Buffer) => this.#take(chunk));
    const lost = () => this.end(new AppError("browser.crashed", { detail: "the browser closed its connection" }));
    output.on("close", lost);
    output.on("error", lost);
    input.on("error", lost);
  }

  get ended(): AppError | null {
    return this.#ended;
  }

  /** Calls back once when the connection ends, at once if it already has. */
  whenEnded(callback: (error: AppError) => void): void {
    if (this.#ended) callback(this.#ended);
    else this.#onEnd.push(callback);
  }

  on(listener: (event: CdpEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Sends one command. Throws CdpRefusal (the browser said no), AppError `capture.timeout` (no answer in time),
   * `browser.crashed` (the connection ended).
   */
  send(method: string, params: CdpPayload = {}, sessionId = "", timeoutMs = defaultCommandMs): Promise<CdpPayload> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#nextId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new AppError("capture.timeout", { detail: `${method} gave no answer within ${timeoutMs} ms` }));
      }, timeoutMs);
      this.#waiting.set(id, { method, sessionId, resolve, reject, timer });
      this.#input.write(`${JSON.stringify(sessionId ? { id, method, params, sessionId } : { id, method, params })}\0`);
    });
  }

  /** Sends without waiting and without failing: for set-up commands that must precede the target's first step. */
  tell(method: string, params: CdpPayload = {}, sessionId = ""): void {
    this.send(method, params, sessionId).catch(() => undefined);
  }

  /** Rejects everything that waits on a session that is gone. */
  endSession(sessionId: string): void {
    for (const [id, waiting] of this.#waiting) {
      if (waiting.sessionId !== sessionId) continue;
      this.#waiting.delete(id);
      clearTimeout(waiting.timer);
      waiting.reject(new CdpRefusal(waiting.method, "the target is gone"));
    }
  }

  end(error: AppError): void {
    if (this.#ended) return;
    this.#ended = error;
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(error);
    }
    this.#waiting.clear();
    for (const callback of this.#onEnd) callback(error);
  }

  #take(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
      this.#keep(rest.subarray(0, end));
      const message = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
      const isWhole = this.#chunkBytes <= maxMessageBytes;
      this.#chunks = [];
      this.#chunkBytes = 0;
      rest = rest.subarray(end + 1);
      if (isWhole) this.#dispatch(message.toString("utf8"));
      else this.#refuseLong(message);
    }
    if (rest.length > 0) this.#keep(rest);
  }

  /** Of a message that is too long only the beginning is kept: it says which command it answers. */
  #keep(chunk: Buffer): void {
    this.#chunkBytes += chunk.length;
    if (this.#chunkBytes <= maxMessageBytes) this.#chunks.push(chunk);
    else this.#chunks.length = Math.min(this.#chunks.length, headChunks);
  }

  #refuseLong(beginning: Buffer): void {
    const id = Number(/^\{"id":(\d+)/.exec(beginning.toString("latin1", 0, 40))?.[1]);
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.reject(new CdpRefusal(waiting.method, `the answer is longer than ${maxMessageBytes} bytes`, true));
  }

  #dispatch(text: string): void {
    const message = JSON.parse(text) as CdpPayload;
    if (typeof message.id === "number") {
      const waiting = this.#waiting.get(message.id);
      if (!waiting) return;
      this.#waiting.delete(message.id);
      clearTimeout(waiting.timer);
      if (message.error) waiting.reject(new CdpRefusal(waiting.method, String(message.error.message)));
      else waiting.resolve(message.result as CdpPayload);
      return;
    }
    const event: CdpEvent = {
      method: String(message.method),
      params: (message.params ?? {}) as CdpPayload,
      sessionId: String(message.sessionId ?? ""),
    };
    for (const listener of this.#listeners) listener(event);
  }
}
