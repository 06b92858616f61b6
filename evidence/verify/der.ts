// Promises DER (X.690) read strictly: definite minimal lengths, nothing after the end, numbers and flags in their one form.
import { hex, latin1, strictText } from "./bytes.ts";
import { Broken } from "./report.ts";

export interface Der {
  tag: number;
  body: Uint8Array;
  /** Tag, length and body as they stand. */
  whole: Uint8Array;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Throws Broken unless `bytes` are exactly one value. */
export function readDer(bytes: Uint8Array, part: string): Der {
  const { node, next } = readOne(bytes, 0, part);
  if (next !== bytes.length) throw new Broken(`${part}: ${bytes.length - next} bytes stand after its DER value`);
  return node;
}

export function childrenOf(node: Der, part: string): Der[] {
  const nodes: Der[] = [];
  for (let at = 0; at < node.body.length;) {
    const { node: child, next } = readOne(node.body, at, part);
    nodes.push(child);
    at = next;
  }
  return nodes;
}

function readOne(bytes: Uint8Array, at: number, part: string): { node: Der; next: number } {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw new Broken(`${part}: DER is cut off`);
  if ((tag & 0x1f) === 0x1f) throw new Broken(`${part}: a DER tag of several bytes`);
  let length = first;
  let start = at + 2;
  if (first === 0x80) throw new Broken(`${part}: a DER value of indefinite length`);
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 4) throw new Broken(`${part}: a DER length beyond all files`);
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start + i] ?? 0);
    if (length < 0x80 || bytes[start] === 0) throw new Broken(`${part}: a DER length that is not in its shortest form`);
    start += count;
  }
  if (start + length > bytes.length) throw new Broken(`${part}: DER is cut off`);
  const node = { tag, body: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) };
  return { node, next: start + length };
}

/** A cursor over the fields of a SEQUENCE or SET, in order. */
export class DerFields {
  readonly #nodes: Der[];
  readonly #part: string;
  #at = 0;

  constructor(node: Der, part: string, tag: number = tags.sequence) {
    if (node.tag !== tag) throw new Broken(`${part}: another kind of DER value than the standard says`);
    this.#nodes = childrenOf(node, part);
    this.#part = part;
  }

  take(tag: number): Der {
    const node = this.optional(tag);
    if (!node) throw new Broken(`${this.#part}: a field is missing or of another kind`);
    return node;
  }

  optional(tag: number): Der | null {
    const node = this.#nodes[this.#at];
    if (node?.tag !== tag) return null;
    this.#at++;
    return node;
  }

  any(): Der | null {
    return this.#nodes[this.#at++] ?? null;
  }

  end(): void {
    if (this.#at < this.#nodes.length) throw new Broken(`${this.#part}: fields that the standard does not know`);
  }
}

export function oidOf(node: Der, part: string): string {
  if (node.tag !== tags.oid || node.body.length === 0) throw new Broken(`${part}: no object identifier`);
  const arcs: number[] = [];
  let value = 0;
  let started = false;
  for (const byte of node.body) {
    if (!started && byte === 0x80) throw new Broken(`${part}: an object identifier that is not in its shortest form`);
    value = value * 128 + (byte & 0x7f);
    started = (byte & 0x80) !== 0;
    if (started) continue;
    arcs.push(value);
    value = 0;
  }
  if (started) throw new Broken(`${part}: an object identifier that is cut off`);
  const first = Math.min(2, Math.floor(arcs[0]! / 40));
  return [first, arcs[0]! - first * 40, ...arcs.slice(1)].join(".");
}

export function integerOf(node: Der, part: string): bigint {
  const { body } = node;
  const padded = body.length > 1 && ((body[0] === 0 && body[1]! < 0x80) || (body[0] === 0xff && body[1]! >= 0x80));
  if (node.tag !== tags.integer || body.length === 0 || padded)
    throw new Broken(`${part}: a number that is not in its one form`);
  const value = BigInt(`0x${hex(body)}`);
  return body[0]! >= 0x80 ? value - (1n << BigInt(body.length * 8)) : value;
}

export function booleanOf(node: Der, part: string): boolean {
  if (node.tag !== tags.boolean || node.body.length !== 1 || (node.body[0] !== 0 && node.body[0] !== 0xff))
    throw new Broken(`${part}: a flag that is not in its one form`);
  return node.body[0] === 0xff;
}

/** Whole bytes only: signatures and keys have no spare bits. */
export function bitStringOf(node: Der, part: string): Uint8Array {
  if (node.tag !== tags.bitString || node.body[0] !== 0)
    throw new Broken(`${part}: a bit string that is not of whole bytes`);
  return node.body.subarray(1);
}

/** UTCTime (1950–2049) or GeneralizedTime, both in UTC with seconds (RFC 5280 section 4.1.2.5). Milliseconds. */
export function timeOf(node: Der, part: string): number {
  const text = latin1(node.body);
  const match = (
    node.tag === tags.utcTime
      ? /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/
      : /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2}(?:\.\d{0,8}[1-9])?)Z$/
  ).exec(text);
  if (!match || (node.tag !== tags.utcTime && node.tag !== tags.generalizedTime))
    throw new Broken(`${part}: a time that is not in its one form`);
  const [, y, month, day, hour, minute, second] = match as unknown as string[];
  const year = node.tag === tags.utcTime ? String(Number(y) + (Number(y) < 50 ? 2000 : 1900)) : y!;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(time)) throw new Broken(`${part}: a time that does not exist`);
  return time;
}

/** Text of a name's attribute, whatever string type it has. */
export function stringOf(node: Der): string {
  if (node.tag === 0x1e) {
    let text = "";
    for (let i = 0; i + 1 < node.body.length; i += 2)
      text += String.fromCharCode(node.body[i]! * 256 + node.body[i + 1]!);
    return text;
  }
  return strictText(node.body) ?? latin1(node.body);
}
