// Promises captures and their seals: a capture is asked for once a page, a seal is written once and never changed.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows, toJson } from "../db/sql.ts";
import { CaptureId, newId, PageId, ScanId, TargetId } from "../id.ts";
import { CaptureStatus } from "../nouns/capture.ts";
import { Detection } from "../nouns/signal.ts";
import { Vantage } from "./page.ts";

const sql = loadSql(
  import.meta.url,
  "insertCapture",
  "insertContrast",
  "selectCapture",
  "selectCaptures",
  "selectOpenCaptures",
  "countOpenCaptures",
  "selectCaptureState",
  "reopenCapture",
  "countOpenWork",
  "setCaptureState",
  "noteCaptureWaits",
  "insertSeal",
  "selectSeal",
);

export const CaptureState = z.enum(["queued", "captured", "sealed", "not-captured", "failed"]);
export type CaptureState = z.infer<typeof CaptureState>;

export const CaptureRow = z.object({
  id: CaptureId,
  targetId: TargetId.nullable(),
  scanId: ScanId.nullable(),
  pageId: PageId.nullable(),
  url: z.string(),
  vantage: Vantage,
  askedBy: z.string(),
  reason: z.string(),
  state: CaptureState,
  status: CaptureStatus.nullable(),
  statusReason: z.string(),
  queuedAt: z.date(),
  capturedAt: z.date().nullable(),
  attempts: z.number().int(),
  error: z.string(),
  /** Taken beside another face of the same address: kept even where it is an error page. */
  isContrast: z.boolean(),
});
export type CaptureRow = z.infer<typeof CaptureRow>;

export interface NewCapture {
  targetId: TargetId | null;
  scanId: ScanId | null;
  pageId: PageId | null;
  url: string;
  vantage: Vantage;
  askedBy: string;
  reason: string;
}

/** The new capture's id, or null where this page already has one. */
export async function insertCapture(db: Db, c: NewCapture): Promise<CaptureId | null> {
  const values = [newId(), c.targetId, c.scanId, c.pageId, c.url, c.vantage, c.askedBy, c.reason, now()];
  return (await selectOptionalRow(db, sql.insertCapture, values, z.object({ id: CaptureId })))?.id ?? null;
}

/** Asks for a page's capture as the other face of its address; the id where it is new, null where it was asked for already. */
export async function insertContrast(db: Db, c: NewCapture): Promise<CaptureId | null> {
  const values = [newId(), c.targetId, c.scanId, c.pageId, c.url, c.vantage, c.askedBy, c.reason, now()];
  const row = await selectRow(db, sql.insertContrast, values, z.object({ id: CaptureId, isNew: z.boolean() }));
  return row.isNew ? row.id : null;
}

export function selectCapture(db: Db, id: CaptureId): Promise<CaptureRow> {
  return selectRow(db, sql.selectCapture, [id], CaptureRow);
}

/** All captures of one scan; bounded by its pages. */
export function selectCaptures(db: Db, scanId: ScanId): Promise<CaptureRow[]> {
  return selectRows(db, sql.selectCaptures, [scanId], CaptureRow);
}

/** Captures that wait or are not sealed yet: what a start-up takes up again. */
export function selectOpenCaptures(db: Db, after: CaptureId | null, limit: number): Promise<CaptureRow[]> {
  return selectRows(db, sql.selectOpenCaptures, [after, limit], CaptureRow);
}

export async function countOpenCaptures(db: Db, scanId: ScanId): Promise<number> {
  return (await selectRow(db, sql.countOpenCaptures, [scanId], z.object({ count: z.number() }))).count;
}

/** The state, or null where this database knows no such capture. */
export async function selectOptionalCaptureState(db: Db, id: CaptureId): Promise<CaptureState | null> {
  return (await selectOptionalRow(db, sql.selectCaptureState, [id], z.object({ state: CaptureState })))?.state ?? null;
}

/** Takes up a capture that was given up; true when it was. */
export async function reopenCapture(db: Db, id: CaptureId): Promise<boolean> {
  return (await execute(db, sql.reopenCapture, [id])) === 1;
}

/** Pages and captures that each must have a job somewhere. */
export async function countOpenWork(db: Db): Promise<number> {
  return (await selectRow(db, sql.countOpenWork, [], z.object({ count: z.number() }))).count;
}

/** Why an open capture does not go on yet; its state and attempts stay. */
export async function noteCaptureWaits(db: Db, id: CaptureId, why: string): Promise<void> {
  await execute(db, sql.noteCaptureWaits, [id, why.slice(0, 1000)]);
}

export interface CaptureChange {
  state: CaptureState;
  status?: CaptureStatus | null;
  statusReason?: string;
  error?: string;
}

/** True when the capture was still open. */
export async function setCaptureState(db: Db, id: CaptureId, c: CaptureChange): Promise<boolean> {
  const values = [id, c.state, c.status ?? null, c.statusReason ?? "", (c.error ?? "").slice(0, 1000), now()];
  return (await execute(db, sql.setCaptureState, values)) === 1;
}

export const SealRow = z.object({
  captureId: CaptureId,
  storeKey: z.string(),
  sha256: z.instanceof(Buffer),
  sizeBytes: z.number().int(),
  manifestSha256: z.instanceof(Buffer),
  keyFingerprint: z.string(),
  detection: Detection.nullable(),
  summary: z.record(z.string(), z.unknown()),
  sealedAt: z.date(),
  ledgerSeq: z.number().int(),
});
export type SealRow = z.infer<typeof SealRow>;

export async function insertSeal(db: Db, s: SealRow): Promise<void> {
  const values = [
    s.captureId,
    s.storeKey,
    s.sha256,
    s.sizeBytes,
    s.manifestSha256,
    s.keyFingerprint,
    s.detection ? toJson(s.detection) : null,
    toJson(s.summary),
    s.sealedAt,
    s.ledgerSeq,
  ];
  await execute(db, sql.insertSeal, values);
}

export function selectOptionalSeal(db: Db, captureId: CaptureId): Promise<SealRow | null> {
  return selectOptionalRow(db, sql.selectSeal, [captureId], SealRow);
}
