// Promises where a payload stands already in a sealed package of the same target, and which packages need which.
import { z } from "zod";
import { type Db, execute, loadSql, selectOptionalRow, selectRows } from "../db/sql.ts";
import { CaptureId, type TargetId } from "../id.ts";

const sql = loadSql(import.meta.url, "selectKnownPayload", "insertPayload", "insertBase", "selectBases");

export const KnownPayloadRow = z.object({
  sha256: z.instanceof(Buffer),
  sizeBytes: z.number().int(),
  captureId: CaptureId,
  record: z.string(),
  uri: z.string(),
  recordDate: z.string(),
  storeKey: z.string(),
  packageSha256: z.instanceof(Buffer),
});
export type KnownPayloadRow = z.infer<typeof KnownPayloadRow>;

/** Null also where the package was destroyed or stands in quarantine: nothing new refers to it. */
export function selectKnownPayload(db: Db, targetId: TargetId, sha256: Buffer): Promise<KnownPayloadRow | null> {
  return selectOptionalRow(db, sql.selectKnownPayload, [targetId, sha256], KnownPayloadRow);
}

export interface KeptPayload {
  captureId: CaptureId;
  targetId: TargetId;
  payloadSha256: string;
  sizeBytes: number;
  record: string;
  uri: string;
  date: string;
}

/** The first package that holds the bytes stays the one that is referred to, until it is destroyed or quarantined. */
export async function insertPayload(db: Db, p: KeptPayload): Promise<void> {
  const sha256 = Buffer.from(p.payloadSha256, "hex");
  await execute(db, sql.insertPayload, [sha256, p.sizeBytes, p.captureId, p.targetId, p.record, p.uri, p.date]);
}

export async function insertBase(
  db: Db,
  b: { captureId: CaptureId; baseCaptureId: CaptureId; payloads: number; sizeBytes: number },
): Promise<void> {
  await execute(db, sql.insertBase, [b.captureId, b.baseCaptureId, b.payloads, b.sizeBytes]);
}

const Base = z.object({ baseCaptureId: CaptureId, storeKey: z.string() });

/** The packages that hold payloads of this one; they travel along on every export. */
export function selectBases(db: Db, captureId: CaptureId): Promise<z.infer<typeof Base>[]> {
  return selectRows(db, sql.selectBases, [captureId], Base);
}
