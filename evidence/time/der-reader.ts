// Promises a strict reading of hostile DER (X.690): definite shortest lengths, nothing outside its parent, bounded depth.

/** One element. `header` + `body` are its exact bytes in the input. */
export interface Element {
  tag: number;
  /** The element whole. */
  bytes: Buffer;
  body: Buffer;
}

/** Thrown by this reader only; callers turn it into their own refusal. */
export class DerError extends Error {}

/** The single element that the bytes are. */
export function readElement(bytes: Buffer): Element {
  const [element, rest] = readFirst(bytes);
  if (rest.length > 0) throw new DerError(`${rest.length} bytes after the end`);
  return element;
}

function readFirst(bytes: Buffer): [Element, Buffer] {
  const tag = bytes[0];
  const short = bytes[1];
  if (tag === undefined || short === undefined) throw new DerError("cut off");
  if ((tag & 0x1f) === 0x1f) throw new DerError("a tag of many bytes");
  let [length, start] = [short, 2];
  if (short >= 0x80) {
    const count = short & 0x7f;
    if (count === 0 || count > 4 || bytes.length < 2 + count) throw new DerError("a length that DER does not have");
    length = bytes.readUIntBE(2, count);
    start = 2 + count;
    if (length < 0x80 || (count > 1 && length < 2 ** (8 * (count - 1))))
      throw new DerError("a length not in its shortest form");
  }
  const end = start + length;
  if (end > bytes.length) throw new DerError("longer than what holds it");
  return [{ tag, bytes: bytes.subarray(0, end), body: bytes.subarray(start, end) }, bytes.subarray(end)];
}

/** The members of a constructed element. */
export function membersOf(element: Element, tag = 0x30): Element[] {
  if (element.tag !== tag) throw new DerError(`tag ${element.tag.toString(16)} where ${tag.toString(16)} belongs`);
  const members: Element[] = [];
  for (let rest = element.body; rest.length > 0;) {
    const [member, after] = readFirst(rest);
    members.push(member);
    rest = after;
  }
  return members;
}

/** The body of an element that must have this tag. */
export function bodyOf(element: Element | undefined, tag: number): Buffer {
  if (element?.tag !== tag)
    throw new DerError(`${element ? `tag ${element.tag.toString(16)}` : "nothing"} where ${tag.toString(16)} belongs`);
  return element.body;
}

/** OBJECT IDENTIFIER in dotted form. */
export function oidOf(element: Element | undefined): string {
  const body = bodyOf(element, 0x06);
  const arcs: number[] = [];
  let arc = 0;
  for (const [i, byte] of body.entries()) {
    if (arc === 0 && byte === 0x80) throw new DerError("an object identifier with padding");
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new DerError("an object identifier too long");
    if (byte & 0x80) {
      if (i === body.length - 1) throw new DerError("an object identifier cut off");
      continue;
    }
    arcs.push(arc);
    arc = 0;
  }
  const first = arcs.shift();
  if (first === undefined) throw new DerError("an empty object identifier");
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...arcs].join(".");
}

/** A non-negative INTEGER as lower-case hex without leading zeros ("0" for zero). */
export function integerHexOf(element: Element | undefined): string {
  const body = bodyOf(element, 0x02);
  if (body.length === 0 || body[0]! & 0x80) throw new DerError("an integer that is empty or negative");
  if (body.length > 1 && body[0] === 0 && !(body[1]! & 0x80)) throw new DerError("an integer not in its shortest form");
  return body.toString("hex").replace(/^0+(?=.)/, "");
}

export interface ReadTime {
  at: Date;
  /** False where the time has whole seconds only. */
  hasFraction: boolean;
}

/** UTCTime or GeneralizedTime in Zulu form (RFC 5280 section 4.1.2.5; RFC 3161 section 2.4.2 allows fractions). */
export function timeOf(element: Element | undefined): ReadTime {
  const text = element?.body.toString("latin1") ?? "";
  const short = element?.tag === 0x17;
  if (!short && element?.tag !== 0x18) throw new DerError("no time where one belongs");
  const match = /^(\d\d|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d*[1-9])?Z$/.exec(text);
  if (!match || (match[1]!.length === 2) !== short || (short && match[7]))
    throw new DerError("a time that DER does not have");
  const [, y, month, day, hour, minute, second, fraction] = match;
  const year = short ? (Number(y) < 50 ? `20${y}` : `19${y}`) : y;
  const milliseconds = (fraction ?? ".").slice(1, 4).padEnd(3, "0");
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`);
  if (Number.isNaN(at.getTime())) throw new DerError("no date");
  return { at, hasFraction: fraction !== undefined };
}
