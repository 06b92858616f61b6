// Promises verifier keys and signed notes (C2SP signed-note, tlog-checkpoint, tlog-cosignature) read in their one form.
import { fromBase64, hex, join, same, utf8 } from "./bytes.ts";
import { digestOf } from "./engine.ts";
import { Broken } from "./report.ts";
import { holds } from "./x509.ts";

export interface VerifierKey {
  text: string;
  name: string;
  /** First four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key). */
  id: Uint8Array;
  /** 1: a log's own signature; 4: a witness's cosignature. */
  type: 1 | 4;
  key: Uint8Array;
}

export interface Note {
  /** What is signed, with its last line break. */
  text: string;
  signatures: { name: string; id: Uint8Array; body: Uint8Array }[];
}

export interface Checkpoint {
  note: Note;
  origin: string;
  size: number;
  root: Uint8Array;
}

/** `name+hash8hex+base64(type ‖ key)`. Throws Broken. */
export function readVkey(text: string, part: string): VerifierKey {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  const body = match && fromBase64(match[3]!);
  if (!match || body?.length !== 33 || (body[0] !== 1 && body[0] !== 4))
    throw new Broken(`${part}: not a verifier key (name+hash+key)`);
  const id = digestOf("sha256", utf8(`${match[1]!}\n`), body).subarray(0, 4);
  if (hex(id) !== match[2]) throw new Broken(`${part}: the hash in the verifier key is not that of its key`);
  return { text, name: match[1]!, id, type: body[0], key: body.subarray(1) };
}

export function readNote(text: string, part: string): Note {
  const split = text.lastIndexOf("\n\n");
  if (split < 0 || !text.endsWith("\n")) throw new Broken(`${part}: not a signed note`);
  const lines = text.slice(split + 2, -1).split("\n");
  const signatures = lines.map((line) => {
    const match = /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(line);
    const bytes = match && fromBase64(match[2]!);
    if (!match || !bytes || bytes.length < 5) throw new Broken(`${part}: a signature line that cannot be read`);
    return { name: match[1]!, id: bytes.subarray(0, 4), body: bytes.subarray(4) };
  });
  return { text: text.slice(0, split + 1), signatures };
}

export function readCheckpoint(text: string, part: string): Checkpoint {
  const note = readNote(text, part);
  const [origin, size, root, ...rest] = note.text.split("\n");
  const bytes = fromBase64(root ?? "");
  if (!origin || !/^(0|[1-9]\d{0,14})$/.test(size ?? "") || bytes?.length !== 32 || rest.join() !== "")
    throw new Broken(`${part}: not a checkpoint (origin, size, root)`);
  return { note, origin, size: Number(size), root: bytes };
}

/** true or false for the line by that key; null when there is none. Two lines by one key are one too many: false. */
export async function noteHolds(note: Note, key: VerifierKey): Promise<boolean | null> {
  const lines = note.signatures.filter((line) => line.name === key.name && same(line.id, key.id));
  if (lines.length === 0) return null;
  const { body } = lines[0]!;
  if (lines.length > 1 || body.length !== (key.type === 1 ? 64 : 72)) return false;
  const signed = key.type === 1 ? utf8(note.text) : utf8(`cosignature/v1\ntime ${timeOfLine(body)}\n${note.text}`);
  return holds(ed25519Spki(key.key), { kind: "ed25519" }, signed, body.subarray(body.length - 64));
}

/** Seconds since 1970 at which that witness signed; null when it did not. */
export function cosignedAt(note: Note, key: VerifierKey): number | null {
  const line = note.signatures.find((l) => l.name === key.name && same(l.id, key.id));
  return line?.body.length === 72 ? Number(timeOfLine(line.body)) : null;
}

function timeOfLine(body: Uint8Array): bigint {
  return BigInt(`0x${hex(body.subarray(0, 8))}`);
}

/** RFC 8410: the fixed head of an Ed25519 public key. */
function ed25519Spki(key: Uint8Array): Uint8Array {
  return join([Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00), key]);
}
