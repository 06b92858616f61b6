// Promises a name server of our own on 127.0.0.1 that answers every question as it was told to.
import dgram from "node:dgram";

export interface NameServer {
  /** `127.0.0.1:PORT`. */
  address: string;
  /** `name type-number` in the order of the questions. */
  asked: string[];
  /** Answers by question, as they were sent. */
  sent: Map<string, Buffer>;
  close(): void;
}

/** How one question is answered: with so many A records, with an RCODE, with another's id first, or not at all. */
export type Manner = { records?: number; rcode?: number; strayFirst?: boolean; truncated?: boolean } | "silent";

function readQuestion(packet: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  while (packet[at] !== 0) {
    labels.push(packet.subarray(at + 1, at + 1 + packet[at]!).toString("latin1"));
    at += packet[at]! + 1;
  }
  return { name: labels.join("."), type: packet.readUInt16BE(at + 1), end: at + 5 };
}

function answerTo(query: Buffer, end: number, manner: Exclude<Manner, "silent">): Buffer {
  const head = Buffer.from(query.subarray(0, end));
  head.writeUInt16BE(0x8180 | (manner.rcode ?? 0) | (manner.truncated ? 0x0200 : 0), 2);
  head.writeUInt16BE(manner.records ?? 0, 6);
  head.writeUInt16BE(0, 10);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 203, 0, 113, 7]);
  return Buffer.concat([head, ...Array.from({ length: manner.records ?? 0 }, () => record)]);
}

export async function startNameServer(mannerOf: (name: string, type: number) => Manner): Promise<NameServer> {
  const socket = dgram.createSocket("udp4");
  const asked: string[] = [];
  const sent = new Map<string, Buffer>();
  socket.on("message", (query, from) => {
    const { name, type, end } = readQuestion(query);
    asked.push(`${name} ${type}`);
    const manner = mannerOf(name, type);
    if (manner === "silent") return;
    const answer = answerTo(query, end, manner);
    if (manner.strayFirst) {
      const stray = Buffer.from(answer);
      stray.writeUInt16BE((answer.readUInt16BE(0) + 1) & 0xffff, 0);
      socket.send(stray, from.port, from.address);
    }
    sent.set(`${name} ${type}`, answer);
    socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return { address: `127.0.0.1:${socket.address().port}`, asked, sent, close: () => socket.close() };
}
