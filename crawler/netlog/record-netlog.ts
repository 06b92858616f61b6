// Promises Chromium's network log of one browser process: read while it is written, kept compressed, bounded on the disk.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, constants, createWriteStream, openSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { Transform, type TransformCallback } from "node:stream";
import { promisify } from "node:util";
import { constants as zlibConstants, createZstdCompress } from "node:zlib";
import type { Bundle } from "#core/nouns/capture.ts";
import { ownFolder } from "../browser/own-folder.ts";
import { NetlogReader } from "./netlog-reader.ts";
import type { WireLog } from "./wire-exchange.ts";

export const netlogFile = "netlog.json.zst";

export interface RecordedLog {
  wire: WireLog;
  netlog: NonNullable<Bundle["netlog"]>;
  /** True when the kept file lacks the log's end because it reached the limit; the reading went on. */
  cut: boolean;
}

export interface NetlogRecorder {
  /** For the browser's command line. */
  flags: string[];
  /** Call after the browser has ended; waits until all that it wrote is read. Throws what the disk throws. */
  finish(): Promise<RecordedLog>;
  /** Gives the log up, whatever state it is in; safe after `finish`. */
  discard(): void;
}

const zstdLevel = 3;
const drainMs = 10_000;
const run = promisify(execFile);

/**
 * Opens a named pipe for the browser to write its log to: nothing of the raw log ever stands on the disk, and what a
 * killed browser wrote until then is here. Null when this machine makes no named pipes. `maxBytes`: of raw log kept.
 */
export async function recordNetlog(outDir: string, maxBytes: number): Promise<NetlogRecorder | null> {
  const folder = await mkdtemp(ownFolder("netlog"));
  const pipe = path.join(folder, "log");
  const clear = () => rmSync(folder, { recursive: true, force: true });
  let writer: number;
  let socket: net.Socket;
  try {
    await run("mkfifo", ["-m", "600", pipe], { timeout: 5000 });
    // Our own writing end holds the pipe open until the browser is gone: without it the first read would be the end.
    writer = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    socket = new net.Socket({ fd: openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK), readable: true });
  } catch {
    clear();
    return null;
  }
  const tap = new LogTap(maxBytes);
  const compress = createZstdCompress({ params: { [zlibConstants.ZSTD_c_compressionLevel]: zstdLevel } });
  const packed = new SizedHash();
  const done = pipeline(socket, tap, compress, packed, createWriteStream(path.join(outDir, netlogFile)));
  done.catch(() => undefined); // said by finish
  let open = true;
  const closeWriter = () => {
    if (open) closeSync(writer);
    open = false;
    clear();
  };
  return {
    flags: [`--log-net-log=${pipe}`, "--net-log-capture-mode=Everything"],
    finish: async () => {
      closeWriter();
      const late = setTimeout(() => socket.destroy(new Error("the network log did not end")), drainMs);
      await done.finally(() => clearTimeout(late));
      const { sha256, sizeBytes } = packed.close();
      const raw = tap.kept.close();
      const netlog = { file: netlogFile, sha256, sizeBytes, rawSha256: raw.sha256, rawSizeBytes: raw.sizeBytes };
      return { wire: tap.reader.end(), netlog, cut: tap.cut };
    },
    discard: () => {
      closeWriter();
      socket.destroy();
    },
  };
}

class SizedHash extends Transform {
  #hash = createHash("sha256");
  #sizeBytes = 0;

  add(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#sizeBytes += chunk.length;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.add(chunk);
    done(null, chunk);
  }

  close(): { sha256: string; sizeBytes: number } {
    return { sha256: this.#hash.digest("hex"), sizeBytes: this.#sizeBytes };
  }
}

/** Between events stand line breaks and nowhere else, so that this is found at the log's end only. */
const lastComma = ",\n],";

/**
 * Hands every byte to the reader and, up to the limit, on to the file. Chromium steps back in a file to take the comma
 * after the last event out; in a pipe it cannot, so that this is done here: the kept log is plain JSON.
 */
class LogTap extends Transform {
  readonly reader = new NetlogReader();
  readonly kept = new SizedHash();
  cut = false;
  #leftBytes: number;
  #tail: Buffer = Buffer.alloc(0);

  constructor(maxBytes: number) {
    super();
    this.#leftBytes = maxBytes;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.reader.push(chunk);
    let text = Buffer.concat([this.#tail, chunk]);
    const comma = text.indexOf(lastComma);
    if (comma !== -1) text = Buffer.concat([text.subarray(0, comma), text.subarray(comma + 1)]);
    const end = Math.max(0, text.length - lastComma.length + 1);
    this.#tail = text.subarray(end);
    this.#pass(text.subarray(0, end));
    done();
  }

  override _flush(done: TransformCallback): void {
    this.#pass(this.#tail);
    done();
  }

  #pass(bytes: Buffer): void {
    const piece = bytes.subarray(0, this.#leftBytes);
    this.#leftBytes -= piece.length;
    if (piece.length < bytes.length) this.cut = true;
    if (piece.length === 0) return;
    this.kept.add(piece);
    this.push(piece);
  }
}
