// Promises the acts of the stop key "xâm hại trẻ em" upon the records: target, scans, findings and claims end in one transaction.
import { z } from "zod";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { CaptureId, FindingId, TargetId } from "../id.ts";

const sql = loadSql(
  import.meta.url,
  "giveUpOpenCaptures",
  "giveUpOpenPages",
  "endScans",
  "selectAlike",
  "pauseTarget",
  "stopFindings",
  "dropClaims",
  "insertStop",
  "selectStopOfCapture",
  "isTargetStopped",
  "selectLeads",
);

export const ViewingStop = z.object({
  id: z.uuid(),
  captureId: CaptureId,
  targetId: TargetId,
  url: z.string(),
  capturedAt: z.date(),
  note: z.string(),
  stoppedBy: z.string(),
  stoppedAt: z.date(),
});
export type ViewingStop = z.infer<typeof ViewingStop>;

const Id = z.object({ id: CaptureId });

/** Ends scans and evidence visits of the target that are under way; gives the captures that were open. */
export async function endWorkOn(tx: Db, targetId: TargetId, at: Date): Promise<CaptureId[]> {
  const open = await selectRows(tx, sql.giveUpOpenCaptures, [targetId], Id);
  await execute(tx, sql.giveUpOpenPages, [targetId, at]);
  await execute(tx, sql.endScans, [targetId, at]);
  return open.map(({ id }) => id);
}

/** Sealed captures that show what this one shows: of the same address, or behind the same findings; itself among them. */
export async function selectAlike(db: Db, captureId: CaptureId, targetId: TargetId): Promise<CaptureId[]> {
  return (await selectRows(db, sql.selectAlike, [captureId, targetId], Id)).map(({ id }) => id);
}

/** Pauses the target, closes its open findings as `stopped`, drops whoever's claims on them; gives the findings. */
export async function stopTarget(tx: Db, targetId: TargetId, at: Date): Promise<FindingId[]> {
  await execute(tx, sql.pauseTarget, [targetId]);
  await execute(tx, sql.dropClaims, [targetId]);
  return (await selectRows(tx, sql.stopFindings, [targetId, at], z.object({ id: FindingId }))).map(({ id }) => id);
}

export async function insertViewingStop(tx: Db, s: ViewingStop): Promise<void> {
  const values = [s.id, s.captureId, s.targetId, s.url, s.capturedAt, s.note, s.stoppedBy, s.stoppedAt];
  await execute(tx, sql.insertStop, values);
}

/** The newest stop that keeps this capture out of sight, or null. */
export function selectStopOfCapture(db: Db, captureId: CaptureId): Promise<ViewingStop | null> {
  return selectOptionalRow(db, sql.selectStopOfCapture, [captureId], ViewingStop);
}

/** True from a stop until a person sets the target going again. */
export async function isTargetStopped(db: Db, targetId: TargetId): Promise<boolean> {
  return (await selectRow(db, sql.isTargetStopped, [targetId], z.object({ stopped: z.boolean() }))).stopped;
}

/** Names of the leads: whom to tell. */
export async function selectLeads(db: Db): Promise<string[]> {
  return (await selectRows(db, sql.selectLeads, [], z.object({ name: z.string() }))).map(({ name }) => name);
}
