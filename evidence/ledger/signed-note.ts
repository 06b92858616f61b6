// Promises signed notes as C2SP signed-note has them, with Ed25519 signatures of logs (0x01) and cosignatures of witnesses (0x04).
import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { AppError } from "#core/errors.ts";

/** 1: a log's signature of the note's text. 4: a witness' timestamped cosignature (C2SP tlog-cosignature). */
export type KeyKind = 1 | 4;

export interface VerifierKey {
  name: string;
  kind: KeyKind;
  /** 8 lower-case hex digits. */
  id: string;
  key: KeyObject;
  /** The key as it is written: `<name>+<8 hex>+<base64>`. */
  text: string;
}

export interface NoteSignature {
  name: string;
  id: string;
  body: Buffer;
  /** The whole line, without its line break. */
  line: string;
}

export interface SignedNote {
  /** With its last line break. */
  text: string;
  signatures: NoteSignature[];
}

const maxSignatures = 32;
/** SubjectPublicKeyInfo of Ed25519 up to the 32 bytes of the key (RFC 8410 section 4). */
const spkiHead = Buffer.from("302a300506032b6570032100", "hex");

const invalid = (detail: string) => new AppError("input.invalid", { detail });

/** Strict base64 (RFC 4648 section 4): other spellings of the same bytes are refused. Throws AppError `input.invalid`. */
export function readBase64(text: string): Buffer {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw invalid("not strict base64");
  return bytes;
}

export function isKeyName(name: string): boolean {
  return name.length > 0 && name.length <= 200 && !/[\s+\p{Cc}]/u.test(name) && name.isWellFormed();
}

function keyIdOf(name: string, kind: KeyKind, raw: Buffer): string {
  const hash = createHash("sha256")
    .update(`${name}\n`)
    .update(Buffer.from([kind]))
    .update(raw);
  return hash.digest("hex").slice(0, 8);
}

/** The verifier key of an Ed25519 key under a name. Throws AppError `input.invalid` for a name that notes forbid. */
export function toVerifierKey(name: string, kind: KeyKind, key: KeyObject): VerifierKey {
  if (!isKeyName(name))
    throw invalid(`key name ${JSON.stringify(name)}: no spaces, no plus sign, at most 200 characters`);
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  const raw = publicKey.export({ type: "spki", format: "der" }).subarray(spkiHead.length);
  const id = keyIdOf(name, kind, raw);
  const material = Buffer.concat([Buffer.from([kind]), raw]).toString("base64");
  return { name, kind, id, key: publicKey, text: `${name}+${id}+${material}` };
}

/** Reads `<name>+<8 hex>+<base64>`. Throws AppError `input.invalid` saying what is wrong with it. */
export function readVerifierKey(text: string): VerifierKey {
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim());
  if (!parts) throw invalid("a verifier key is written <name>+<8 hex digits>+<base64>");
  const material = readBase64(parts[3]!);
  const kind = material[0];
  if (material.length !== 33 || (kind !== 1 && kind !== 4))
    throw invalid("verifier key: not an Ed25519 key of type 1 or 4");
  const key = createPublicKey({ key: Buffer.concat([spkiHead, material.subarray(1)]), format: "der", type: "spki" });
  const read = toVerifierKey(parts[1]!, kind, key);
  if (read.id !== parts[2]) throw invalid("verifier key: its hash does not fit its name and key (mistyped?)");
  return read;
}

/** Takes a note apart. Throws AppError `input.invalid` where it has not the form of a signed note. */
export function readNote(note: string): SignedNote {
  // eslint-disable-next-line no-control-regex -- that they are absent is the point
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note) || !note.isWellFormed()) throw invalid("note: control characters");
  const blank = note.lastIndexOf("\n\n");
  if (blank < 0 || !note.endsWith("\n")) throw invalid("note: no blank line before its signatures");
  const lines = note.slice(blank + 2, -1).split("\n");
  if (lines.length > maxSignatures) throw invalid("note: too many signatures");
  return { text: note.slice(0, blank + 1), signatures: lines.map(readSignatureLine) };
}

/** `— <name> <base64>`, without a line break. */
export function readSignatureLine(line: string): NoteSignature {
  const parts = /^\u2014 ([^+\s]+) ([A-Za-z0-9+/=]+)$/u.exec(line);
  if (!parts) throw invalid("note: a signature line has not the form `— name base64`");
  const bytes = readBase64(parts[2]!);
  if (bytes.length < 5) throw invalid("note: a signature is too short");
  return { name: parts[1]!, id: bytes.subarray(0, 4).toString("hex"), body: bytes.subarray(4), line };
}

const lineOf = (key: VerifierKey, body: Buffer) =>
  `\u2014 ${key.name} ${Buffer.concat([Buffer.from(key.id, "hex"), body]).toString("base64")}`;

const cosigned = (text: string, seconds: number) => Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);

/** A log's signature line over the text. */
export function signLine(text: string, key: VerifierKey, privateKey: KeyObject): string {
  return lineOf(key, sign(null, Buffer.from(text), privateKey));
}

/** A witness' cosignature line over the text at a POSIX time. */
export function cosignLine(text: string, key: VerifierKey, privateKey: KeyObject, seconds: number): string {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  return lineOf(key, Buffer.concat([time, sign(null, cosigned(text, seconds), privateKey)]));
}

export interface CheckedSignature {
  line: string;
  /** POSIX time that a cosignature states; null for a log's signature. */
  seconds: number | null;
}

/**
 * The first signature of the key over the note's text: null when there is none, `"false"` when one claims the key and does not
 * verify, which makes the whole note worthless (C2SP signed-note).
 */
export function checkSignature(note: SignedNote, key: VerifierKey): CheckedSignature | null | "false" {
  let found: CheckedSignature | null = null;
  for (const signature of note.signatures) {
    if (signature.name !== key.name || signature.id !== key.id) continue;
    const checked = checkOne(note.text, signature, key);
    if (checked === null) return "false";
    found ??= checked;
  }
  return found;
}

function checkOne(text: string, { body, line }: NoteSignature, key: VerifierKey): CheckedSignature | null {
  if (key.kind === 1) {
    return body.length === 64 && verify(null, Buffer.from(text), key.key, body) ? { line, seconds: null } : null;
  }
  if (body.length !== 72) return null;
  const seconds = Number(body.readBigUInt64BE(0));
  if (!Number.isSafeInteger(seconds)) return null;
  return verify(null, cosigned(text, seconds), key.key, body.subarray(8)) ? { line, seconds } : null;
}
