// Promises DNS questions and the head of their answers in wire form (RFC 1035 section 4.1); the answer's bytes stay untouched.
import { randomInt } from "node:crypto";

/** Record types that are asked for, with their numbers (RFC 1035, 3596, 8659). */
export const recordTypes = { A: 1, NS: 2, CNAME: 5, SOA: 6, TXT: 16, AAAA: 28, CAA: 257 } as const;
export type RecordType = keyof typeof recordTypes;

const rcodes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

/** One question, recursion desired, with EDNS0 (RFC 6891) so that answers up to 4,096 bytes come in one packet. `name` is ASCII. */
export function buildQuery(name: string, type: RecordType): Buffer {
  const labels = name.split(".").map((label) => {
    const bytes = Buffer.from(label, "latin1");
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  });
  const head = Buffer.alloc(12);
  head.writeUInt16BE(randomInt(65_536), 0);
  head.writeUInt16BE(0x0100, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(1, 10);
  const question = Buffer.alloc(5);
  question.writeUInt16BE(recordTypes[type], 1);
  question.writeUInt16BE(1, 3);
  const edns = Buffer.from([0, 0, 41, 0x10, 0, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([head, ...labels, question, edns]);
}

export interface AnswerHead {
  /** "NOERROR", "NXDOMAIN", … or "RCODE11". */
  rcode: string;
  answers: number;
  /** The server had more than fits one packet. */
  truncated: boolean;
}

/** Reads the head of `answer`; null when it does not belong to `query` (other id, no answer, other question). */
export function readAnswerHead(query: Buffer, answer: Buffer): AnswerHead | null {
  if (answer.length < 12 || answer.readUInt16BE(0) !== query.readUInt16BE(0)) return null;
  const flags = answer.readUInt16BE(2);
  if ((flags & 0x8000) === 0) return null;
  const questionEnd = query.length - 11;
  const echoed = answer.subarray(12, questionEnd).toString("latin1").toLowerCase();
  if (answer.readUInt16BE(4) === 1 && echoed !== query.subarray(12, questionEnd).toString("latin1").toLowerCase())
    return null;
  const code = flags & 15;
  return {
    rcode: rcodes[code] ?? `RCODE${code}`,
    answers: answer.readUInt16BE(6),
    truncated: (flags & 0x0200) !== 0,
  };
}
