// Promises files of strangers kept as they came, under their hash, and only of kinds that their own bytes show.
import { createHash } from "node:crypto";
import type pg from "pg";
import { AppError } from "#core/errors.ts";
import { type IntakeFileRow, type IntakeType, insertIntakeFile } from "#core/records/intake-file.ts";
import { toNfc } from "#core/text.ts";
import { reEncodePicture } from "#evidence/picture/re-encode.ts";
import { readAll } from "#evidence/store/cipher.ts";
import type { Store } from "#evidence/store/store.ts";

export const maxIntakeBytes = 5_000_000;

const keyOf = (sha256: Buffer) => `intake/${sha256.toString("hex")}`;

/** By the first bytes alone: PNG (RFC 2083), JPEG (ITU T.81), WebP (RFC 9649), PDF (ISO 32000). */
export function sniffType(bytes: Uint8Array): IntakeType | null {
  const head = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return "image/webp";
  if (head.startsWith("%PDF-")) return "application/pdf";
  return null;
}

/** Control signs, direction marks and path signs make no name. */
const plainName = (name: string) =>
  toNfc(name)
    .replace(/[\p{C}/\\:*?"<>|]+/gu, " ")
    .trim()
    .slice(-120) || "tep";

export interface IncomingFile {
  bytes: Uint8Array;
  name: string;
}

/**
 * Keeps the bytes and gives their row. Throws AppError `input.invalid` naming the field where they are too many, of no
 * allowed kind, or a picture that cannot be decoded.
 */
export async function keepIntake(
  place: { pool: pg.Pool; store: Store },
  { bytes, name }: IncomingFile,
  actor: string,
  only: readonly IntakeType[] = ["image/png", "image/jpeg", "image/webp", "application/pdf"],
): Promise<IntakeFileRow> {
  if (bytes.length === 0 || bytes.length > maxIntakeBytes)
    throw new AppError("input.invalid", { detail: `file: ${bytes.length} bytes, at most ${maxIntakeBytes}` });
  const type = sniffType(bytes);
  if (type === null || !only.includes(type))
    throw new AppError("input.invalid", { detail: "file: not a PNG, JPEG, WebP or (at the desk) PDF" });
  if (type !== "application/pdf")
    await reEncodePicture(bytes, 64).catch((error: unknown) => {
      throw new AppError("input.invalid", { cause: error, detail: "file: the picture cannot be decoded" });
    });
  const sha256 = createHash("sha256").update(bytes).digest();
  await place.store.put(keyOf(sha256), { bytes }, { sha256: sha256.toString("hex") });
  return insertIntakeFile(place.pool, { sha256, sizeBytes: bytes.length, type, name: plainName(name) }, actor);
}

/** The bytes as they came. Throws `store.failed` where they are no longer those of the row. */
export async function readIntake(store: Store, file: Pick<IntakeFileRow, "sha256">): Promise<Buffer> {
  return readAll(await store.get(keyOf(file.sha256), { sha256: file.sha256.toString("hex") }));
}
