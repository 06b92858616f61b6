// Promises pictures as read: the same bytes once, which capture holds them, and where nearly the same was captured before.
import { z } from "zod";
import { type Db, execute, loadSql, selectOptionalRow, selectRows, toJson } from "../db/sql.ts";
import type { CaptureId } from "../id.ts";
import { type PerceptualHash, PictureReading, Reading } from "../nouns/observation.ts";

const sql = loadSql(import.meta.url, "upsertPicture", "selectPicture", "insertCapturePicture", "selectSeenBefore");

const Codes = PictureReading.shape.codes;

const PictureRow = z.object({
  width: z.number().int(),
  height: z.number().int(),
  ocr: Reading,
  codes: Codes.nullable(),
  engine: z.string(),
  pdq: z.string().nullable(),
  pdqQuality: z.number().nullable(),
});

export interface StoredPicture {
  width: number;
  height: number;
  ocr: Reading;
  codes: z.infer<typeof Codes> | null;
  hash: PerceptualHash | null;
  /** The reader that read it; another one reads again. */
  engine: string;
}

const bytesOf = (sha256: string) => Buffer.from(sha256, "hex");

export async function selectPicture(db: Db, sha256: string): Promise<StoredPicture | null> {
  const row = await selectOptionalRow(db, sql.selectPicture, [bytesOf(sha256)], PictureRow);
  if (!row) return null;
  const { pdq, pdqQuality, ...picture } = row;
  return { ...picture, hash: pdq !== null && pdqQuality !== null ? { pdq, quality: pdqQuality } : null };
}

export async function upsertPicture(db: Db, sha256: string, p: StoredPicture, readAt: Date): Promise<void> {
  const read = [toJson(p.ocr), p.codes && toJson(p.codes), p.hash?.pdq ?? null, p.hash?.quality ?? null];
  await execute(db, sql.upsertPicture, [bytesOf(sha256), p.width, p.height, ...read, p.engine, readAt]);
}

/** Told twice, it stands once; a picture that went meanwhile is not told. */
export async function insertCapturePicture(db: Db, captureId: CaptureId, image: string, sha256: string): Promise<void> {
  await execute(db, sql.insertCapturePicture, [captureId, image, bytesOf(sha256)]);
}

export interface Likeness {
  pdq: string;
  /** Bits that may differ, and the quality under which an earlier hash says nothing. */
  within: number;
  leastQuality: number;
  /** Captures of this host (without www.) are no news. */
  host: string;
  before: Date;
  most: number;
}

const SeenRow = z.object({ captureId: z.string(), url: z.string(), capturedAt: z.date(), distance: z.number().int() });

/** Captures of other hosts that hold nearly the same picture, nearest first. Reads all hashes: some 256 bits each. */
export async function selectSeenBefore(db: Db, ask: Likeness): Promise<PictureReading["seenBefore"]> {
  const values = [ask.pdq, ask.leastQuality, ask.within, ask.host, ask.before, ask.most];
  const rows = await selectRows(db, sql.selectSeenBefore, values, SeenRow);
  return rows.map((row) => ({ ...row, capturedAt: row.capturedAt.toISOString() }));
}
