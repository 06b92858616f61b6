// Promises checkpoints of the custody log as C2SP tlog-checkpoint has them: origin, size, root, signed.
import { AppError } from "#core/errors.ts";
import { emptyRoot, type TreeHead } from "./merkle.ts";
import { checkSignature, readBase64, readNote, type SignedNote, type VerifierKey } from "./signed-note.ts";

export interface Checkpoint extends TreeHead {
  origin: string;
}

export interface SignedCheckpoint extends Checkpoint {
  note: SignedNote;
}

/** The note's text: three lines, no extensions. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString("base64")}\n`;
}

/** Text and signature lines as one signed note. */
export function joinNote(text: string, lines: readonly string[]): string {
  return `${text}\n${lines.map((line) => `${line}\n`).join("")}`;
}

/** Reads a signed checkpoint without checking who signed. Throws AppError `input.invalid`. */
export function readCheckpoint(note: string): SignedCheckpoint {
  const read = readNote(note);
  const [origin, sizeText, rootText, ...rest] = read.text.split("\n");
  if (!origin || !sizeText || !rootText || rest.at(-1) !== "" || rest.slice(0, -1).includes(""))
    throw new AppError("input.invalid", { detail: "checkpoint: origin, size and root are three lines" });
  const size = Number(sizeText);
  if (!/^(0|[1-9]\d{0,15})$/.test(sizeText) || !Number.isSafeInteger(size))
    throw new AppError("input.invalid", { detail: "checkpoint: its size is no decimal number" });
  const root = readBase64(rootText);
  if (root.length !== emptyRoot.length)
    throw new AppError("input.invalid", { detail: "checkpoint: its root is no SHA-256" });
  return { origin, size, root, note: read };
}

/** Reads a checkpoint of this log. Throws AppError `input.invalid` when the log's key did not sign it. */
export function readSignedCheckpoint(note: string, logKey: VerifierKey): SignedCheckpoint {
  const checkpoint = readCheckpoint(note);
  const checked = checkSignature(checkpoint.note, logKey);
  if (checkpoint.origin !== logKey.name || checked === null || checked === "false")
    throw new AppError("input.invalid", { detail: `checkpoint: not signed by ${logKey.name}+${logKey.id}` });
  return checkpoint;
}
