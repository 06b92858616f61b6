// Promises one WARC record read by the grammar of WARC 1.1 section 4, with the digests of what it really holds.
import { hex, latin1, textOf } from "./bytes.ts";
import { engine, type HashName } from "./engine.ts";
import type { InflateBudget } from "./gzip-members.ts";
import { HttpBody } from "./http-body.ts";
import type { PullReader } from "./pull-reader.ts";
import { Broken, quote, Unread } from "./report.ts";

export interface SeenRecord {
  offset: number;
  length: number;
  /** SHA-256 of the record as it stands in the file (its gzip member), hex. */
  sha256: string;
  type: string;
  id: string;
  uri: string;
  date: string;
  fields: Map<string, string>;
  payloadSha256: string;
  /** Status line's code of an HTTP response. */
  httpStatus: number | null;
  problems: string[];
}

const types = new Set([
  "warcinfo",
  "response",
  "resource",
  "request",
  "metadata",
  "revisit",
  "conversion",
  "continuation",
]);
/** Neither sound nor broken can be said of it. */
export const arcFile = "an ARC file, the format before WARC: it holds no digests, nothing in it can be checked";
const maxHeaderBytes = 256 * 1024;

/** `strict` is the form that this program writes; without it the habits of other archives are accepted. */
export async function readRecord(
  reader: PullReader,
  strict: boolean,
  budget: InflateBudget,
  part: string,
): Promise<SeenRecord> {
  const problems: string[] = [];
  const fields = await readFields(reader, strict, part, problems);
  const field = (name: string) => fields.get(name) ?? "";
  const type = field("warc-type");
  checkFields(fields, type, part, problems);
  const lengthText = field("content-length");
  if (!/^\d{1,15}$/.test(lengthText)) throw new Broken(`${part}: no Content-Length`);
  const block = await readBlock(reader, fields, Number(lengthText), strict, part);
  await readEnd(reader, strict, part, problems);
  problems.push(...digestProblems(fields, type, block, strict, budget, part));
  const uri = field("warc-target-uri").replace(/^<(.*)>$/, "$1");
  return {
    offset: 0,
    length: 0,
    sha256: "",
    type,
    id: field("warc-record-id"),
    uri,
    date: field("warc-date"),
    fields,
    payloadSha256: hex(block.body.digest("sha256")),
    httpStatus: block.body.status,
    problems,
  };
}

async function readFields(
  reader: PullReader,
  strict: boolean,
  part: string,
  problems: string[],
): Promise<Map<string, string>> {
  const budget = reader.consumed + maxHeaderBytes;
  const version = text(await reader.line(1024, part), strict, part);
  if (version.startsWith("filedesc://")) throw new Unread(arcFile);
  if (!(strict ? /^WARC\/1\.1$/ : /^WARC\/(0\.1[678]|1\.[01])\s*$/).test(version))
    throw new Broken(`${part}: starts with ${quote(version)}, not with WARC/1.1`);
  const fields = new Map<string, string>();
  let last = "";
  for (;;) {
    if (reader.consumed > budget) throw new Broken(`${part}: its header is too long`);
    const line = text(await reader.line(maxHeaderBytes, part), strict, part);
    if (line === "") return fields;
    const folded = !strict && /^[ \t]/.test(line) && last !== "";
    const match = folded ? null : /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
    if (folded) fields.set(last, `${fields.get(last) ?? ""} ${line.trim()}`);
    else if (!match) problems.push(`${part}: header line ${quote(line)}`);
    else {
      last = match[1]!.toLowerCase();
      if (fields.has(last) && last !== "warc-concurrent-to") problems.push(`${part}: ${match[1]!} stands twice`);
      fields.set(last, match[2]!);
    }
  }
}

function checkFields(fields: Map<string, string>, type: string, part: string, problems: string[]): void {
  if (!types.has(type)) problems.push(`${part}: unknown WARC-Type ${quote(type)}`);
  const id = fields.get("warc-record-id") ?? "";
  if (!/^<[^<>\s]+:[^<>\s]+>$/.test(id)) problems.push(`${part}: WARC-Record-ID ${quote(id)}`);
  const date = fields.get("warc-date") ?? "";
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(date) || Number.isNaN(Date.parse(date)))
    problems.push(`${part}: WARC-Date ${quote(date)}`);
  const uri = fields.get("warc-target-uri");
  if (
    ["response", "resource", "request", "revisit", "conversion"].includes(type) &&
    (uri === undefined || !/^<?[a-zA-Z][a-zA-Z0-9+.-]*:/.test(uri))
  )
    problems.push(`${part}: WARC-Target-URI ${quote(uri ?? "")}`);
}

interface Block {
  /** By the algorithm that WARC-Block-Digest names; null where it names none. */
  digest: Uint8Array | null;
  body: HttpBody;
}

async function readBlock(
  reader: PullReader,
  fields: Map<string, string>,
  length: number,
  strict: boolean,
  part: string,
): Promise<Block> {
  const blockLabel = label(fields.get("warc-block-digest"));
  const payloadLabel = label(fields.get("warc-payload-digest"));
  const isHttp = /^application\/http/i.test(fields.get("content-type") ?? "");
  // Where there is no HTTP head, block and payload are the same bytes: one reading answers for both.
  const whole = isHttp && blockLabel ? engine().newHash(blockLabel) : null;
  const wanted = ["sha256", payloadLabel, whole ? null : blockLabel] as const;
  const body = new HttpBody(isHttp, new Set(wanted.filter((name) => name !== null)), !strict);
  const sink = (piece: Uint8Array) => {
    whole?.update(piece);
    body.push(piece);
  };
  await reader.pass(length, sink, part);
  body.end();
  return { digest: blockLabel && (whole?.digest() ?? body.digest(blockLabel)), body };
}

async function readEnd(reader: PullReader, strict: boolean, part: string, problems: string[]): Promise<void> {
  for (let i = 0; i < 2; i++) {
    // Some writers leave the two empty lines out at the end of a file or of a gzip member: nothing is missing there.
    if (!strict && (await reader.atEnd())) return;
    const line = await reader.line(8, part);
    if (latin1(line) !== "\r\n") problems.push(`${part}: its Content-Length does not lead to its end`);
  }
}

function digestProblems(
  fields: Map<string, string>,
  type: string,
  block: Block,
  strict: boolean,
  budget: InflateBudget,
  part: string,
): string[] {
  const problems: string[] = [];
  const blockField = fields.get("warc-block-digest");
  const hash = label(blockField);
  if (block.digest && !sameDigest(blockField!, block.digest))
    problems.push(`${part}: its block does not match WARC-Block-Digest`);
  const payloadField = fields.get("warc-payload-digest");
  const payload = label(payloadField);
  if (payload && type !== "revisit" && !(fields.has("warc-truncated") && !strict)) {
    const isHeld = (digest: Uint8Array) => sameDigest(payloadField!, digest);
    const others = strict || isHeld(block.body.digest(payload)) ? null : block.body.otherDigests(payload, budget);
    const isSound = others ? others.unsure || others.digests.some(isHeld) : isHeld(block.body.digest(payload));
    if (!isSound) problems.push(`${part}: its payload does not match WARC-Payload-Digest`);
  }
  if (strict && (hash !== "sha256" || (type !== "warcinfo" && payload !== "sha256")))
    problems.push(`${part}: lacks a SHA-256 digest`);
  return problems;
}

/** The hash that a labelled digest (`sha1:…`, `sha-256:…`) names, or null when it names none that is known. */
function label(digest: string | undefined): HashName | null {
  const name = (digest ?? "").split(":")[0]!.toLowerCase().replace("-", "");
  return name === "sha1" || name === "sha256" || name === "sha384" || name === "sha512" ? name : null;
}

/** Digest values are hex in some archives and base32 (RFC 4648) in others. */
function sameDigest(field: string, digest: Uint8Array): boolean {
  const value = field.slice(field.indexOf(":") + 1).trim();
  return value.toLowerCase() === hex(digest) || value.toUpperCase().replace(/=+$/, "") === base32(digest);
}

function base32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}

function text(line: Uint8Array, strict: boolean, part: string): string {
  const raw = textOf(line);
  if (!strict) return raw.replace(/\r*\n$/, "");
  if (raw.endsWith("\r\n")) return raw.slice(0, -2);
  throw new Broken(`${part}: a header line ends without CRLF`);
}
