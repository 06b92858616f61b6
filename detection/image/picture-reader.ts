// Promises a reader of hostile pictures behind a process that can be killed: time and size are bounded, a hang costs one picture.
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { setPriority } from "node:os";
import type { PerceptualHash, PictureReading, Reading } from "#core/nouns/observation.ts";
import { mostBytes } from "./decode.ts";

/** What one picture shows; `codes` null where the code reader failed. */
export interface PictureFacts {
  width: number;
  height: number;
  ocr: Reading;
  codes: PictureReading["codes"] | null;
  /** null where the picture is too small to say anything. */
  hash: PerceptualHash | null;
}

export interface Wants {
  text: boolean;
  /** Smaller pictures hold no letters worth reading. */
  least?: { width: number; height: number };
}

export interface ReadRequest {
  id: number;
  bytes: Uint8Array;
  wants: Wants;
  /** No further look begins after this. */
  budgetMs: number;
}
export type ReadAnswer = { id: -1; ready: true } | { id: number; facts: PictureFacts } | { id: number; error: string };

export type PictureOutcome = { facts: PictureFacts } | { failed: string };

export interface PictureReader {
  /** Never rejects: what went wrong is told in `failed`. Pictures are read one at a time, in the order asked. */
  read(bytes: Uint8Array, wants: Wants): Promise<PictureOutcome>;
  /** Ends the process; pictures still waiting fail. */
  close(): Promise<void>;
}

export interface ReaderOptions {
  /** Longest time for one picture; the process is killed after it. */
  pictureMs?: number;
  /** A process that had nothing to read for so long is ended, and its memory with it. */
  idleMs?: number;
  /** Environment of the process besides PATH and the like: FONTCONFIG_FILE for the letters of SVG pictures. */
  env?: Record<string, string>;
  /** The program that reads; another one in tests. */
  program?: string;
}

const ownProgram = fileURLToPath(new URL("./reader-process.ts", import.meta.url));
/** The engine never gives memory back: after so many pictures a new process begins. */
const picturesPerProcess = 200;
const startMs = 15_000;
const closedWords = "bộ đọc ảnh đã đóng";

export function openPictureReader(options: ReaderOptions = {}): PictureReader {
  const { pictureMs = 12_000, idleMs = 30_000, program = ownProgram } = options;
  let child: ChildProcess | null = null;
  let isReady = false;
  let [served, lastId] = [0, 0];
  let isClosed = false;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | null = null;
  /** Ends the question under way, where there is one. */
  let giveUp: ((why: string) => void) | null = null;

  function start(): ChildProcess {
    const { PATH = "", HOME = "/tmp", TMPDIR } = process.env;
    const env = { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), OMP_THREAD_LIMIT: "1", ...options.env };
    // execArgv of the parent (loaders, inspectors) is not this program's.
    const begun = fork(program, [], {
      env,
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    begun.on("error", () => undefined); // told by "exit" or by the missing answer
    if (begun.pid) trySetLow(begun.pid);
    begun.unref();
    begun.channel?.unref();
    [isReady, served] = [false, 0];
    return begun;
  }

  function end(): void {
    child?.kill("SIGKILL");
    child = null;
  }

  function ask(bytes: Uint8Array, wants: Wants): Promise<PictureOutcome> {
    if (served >= picturesPerProcess) end();
    const asked = (child ??= start());
    served += 1;
    const id = (lastId += 1);
    return new Promise((resolve) => {
      const finish = (outcome: PictureOutcome, isBroken: boolean): void => {
        giveUp = null;
        clearTimeout(timer);
        asked.off("message", hear).off("exit", die);
        if (isBroken) end();
        resolve(outcome);
      };
      const hear = (message: ReadAnswer): void => {
        if ("ready" in message) {
          isReady = true;
          clearTimeout(timer);
          timer = setTimeout(late, pictureMs);
        } else if (message.id === id)
          finish("facts" in message ? { facts: message.facts } : { failed: message.error }, false);
      };
      const die = (code: number | null, signal: string | null): void =>
        finish({ failed: `tiến trình đọc ảnh dừng giữa chừng (${signal ?? code})` }, true);
      const late = () => finish({ failed: `đọc ảnh quá ${Math.round(pictureMs / 1000)} giây` }, true);
      let timer = setTimeout(late, isReady ? pictureMs : Math.max(startMs, pictureMs));
      asked.on("message", hear).on("exit", die);
      giveUp = (why) => finish({ failed: why }, true);
      const request: ReadRequest = { id, bytes, wants, budgetMs: pictureMs * 0.6 };
      asked.send(request, (error) => error && finish({ failed: `không gửi được ảnh: ${error.message}` }, true));
    });
  }

  return {
    read(bytes, wants) {
      if (isClosed) return Promise.resolve({ failed: closedWords });
      if (bytes.length > mostBytes) return Promise.resolve({ failed: `ảnh lớn ${bytes.length} byte, quá giới hạn` });
      const turn = last.then(() => {
        if (idle) clearTimeout(idle);
        return isClosed ? { failed: closedWords } : ask(bytes, wants);
      });
      last = turn.then(() => {
        idle = setTimeout(end, idleMs).unref();
      });
      return turn;
    },
    close: async () => {
      isClosed = true;
      giveUp?.(closedWords);
      await last;
      if (idle) clearTimeout(idle);
      end();
    },
  };
}

/** Reading waits for everything else that this machine does. */
function trySetLow(pid: number): void {
  try {
    setPriority(pid, 10);
  } catch {
    // a system that does not allow it reads at the usual priority
  }
}
