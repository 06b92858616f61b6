// Promises a WebSocket server small enough to be read whole (RFC 6455): greets in text and binary, echoes, pings, and can end.
import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

const magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

function frame(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const head =
    length < 126 ? Buffer.from([0x80 | opcode, length]) : Buffer.from([0x80 | opcode, 126, length >> 8, length & 0xff]);
  return Buffer.concat([head, payload]);
}

/** One masked client frame of at most 64 KiB at the start of `bytes`, and what follows; null while it is not whole. */
function readFrame(bytes: Buffer): { opcode: number; payload: Buffer; rest: Buffer } | null {
  if (bytes.length < 6) return null;
  const short = bytes[1]! & 0x7f;
  const at = short === 126 ? 4 : 2;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  if (bytes.length < at + 4 + length) return null;
  const mask = bytes.subarray(at, at + 4);
  const payload = Buffer.from(bytes.subarray(at + 4, at + 4 + length).map((byte, i) => byte ^ mask[i % 4]!));
  return { opcode: bytes[0]! & 0x0f, payload, rest: bytes.subarray(at + 4 + length) };
}

export interface SocketTruth {
  received: { opcode: number; payload: Buffer }[];
  sent: { opcode: number; payload: Buffer }[];
}

/** Answers the handshake and speaks; `ends` closes after the first echo. What went over the wire is kept in `truth`. */
export function serveSocket(request: IncomingMessage, socket: Duplex, truth: SocketTruth, ends: boolean): string[] {
  const accept = createHash("sha1")
    .update(`${request.headers["sec-websocket-key"] ?? ""}${magic}`)
    .digest("base64");
  const head = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${accept}`,
    "Set-Cookie: ws=1",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  const say = (opcode: number, payload: Buffer) => {
    truth.sent.push({ opcode, payload });
    socket.write(frame(opcode, payload));
  };
  say(1, Buffer.from("xin chào từ máy chủ"));
  say(2, Buffer.from([0, 255, 1, 254, 13, 10]));
  say(9, Buffer.from("ping"));
  let pending: Buffer = Buffer.alloc(0);
  let closing = false;
  socket.on("error", () => undefined);
  socket.on("data", (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (let next = readFrame(pending); next; next = readFrame(pending)) {
      pending = next.rest;
      truth.received.push({ opcode: next.opcode, payload: next.payload });
      if (next.opcode === 8) return void socket.end();
      if (closing || (next.opcode !== 1 && next.opcode !== 2)) continue;
      say(next.opcode, next.payload);
      closing = ends && next.opcode === 2;
      if (closing) say(8, Buffer.from([3, 232]));
    }
  });
  return head;
}
