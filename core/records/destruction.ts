// Promises destruction by two people as rows: asked, then confirmed by another or refused; the seal's row never changes.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { CaptureId, PageId } from "../id.ts";
import type { Act } from "./hold.ts";

const sql = loadSql(
  import.meta.url,
  "insertRequest",
  "insertRefusal",
  "insertDestruction",
  "insertDone",
  "selectRequest",
  "selectOpenRequest",
  "selectRequests",
  "selectUnfinished",
  "countDestructions",
  "selectDependents",
  "blankFindings",
  "blankPage",
  "forgetSketches",
  "forgetTraces",
  "forgetPictures",
  "forgetLoosePictures",
  "forgetSealedWords",
  "selectVisits",
  "selectOtherVisits",
  "forgetVisit",
  "selectPackagesWith",
);

export const destructionGrounds = ["term-over", "may-not-be-held"] as const;
export const Ground = z.enum(destructionGrounds);
export type Ground = z.infer<typeof Ground>;

export const DestructionRequest = z.object({
  id: z.uuid(),
  captureId: CaptureId,
  ground: Ground,
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.date(),
  state: z.enum(["asked", "refused", "confirmed", "done"]),
  number: z.string().nullable(),
  minutes: z.string().nullable(),
});
export type DestructionRequest = z.infer<typeof DestructionRequest>;

export async function insertDestructionRequest(tx: Db, a: Act & { ground: Ground }): Promise<void> {
  await execute(tx, sql.insertRequest, [a.id, a.captureId, a.ground, a.reason, a.actor, a.at, a.ledgerSeq]);
}

export async function insertDestructionRefusal(tx: Db, a: Omit<Act, "captureId">): Promise<void> {
  await execute(tx, sql.insertRefusal, [a.id, a.reason, a.actor, a.at, a.ledgerSeq]);
}

export interface Tombstone {
  requestId: string;
  captureId: CaptureId;
  askedBy: string;
  confirmedBy: string;
  confirmedAt: Date;
  number: string;
  minutes: string;
  minutesSha256: Buffer;
  ledgerSeq: number;
}

/** Throws `evidence.held` where a hold stands or other captures keep bodies in it; the database itself refuses one person alone. */
export async function insertDestruction(tx: Db, t: Tombstone): Promise<void> {
  const { requestId, captureId, askedBy, confirmedBy, confirmedAt, number, minutes, minutesSha256, ledgerSeq } = t;
  const values = [requestId, captureId, askedBy, confirmedBy, confirmedAt, number, minutes, minutesSha256, ledgerSeq];
  await execute(tx, sql.insertDestruction, values);
}

export async function markDestructionDone(db: Db, requestId: string, at: Date): Promise<void> {
  await execute(db, sql.insertDone, [requestId, at]);
}

export function selectDestructionRequest(db: Db, id: string): Promise<DestructionRequest> {
  return selectRow(db, sql.selectRequest, [id], DestructionRequest);
}

/** The request about this capture that nobody decided yet, or null. */
export function selectOpenRequest(db: Db, captureId: CaptureId): Promise<DestructionRequest | null> {
  return selectOptionalRow(db, sql.selectOpenRequest, [captureId], DestructionRequest);
}

/** Newest first. */
export function selectDestructionRequests(db: Db, limit: number): Promise<DestructionRequest[]> {
  return selectRows(db, sql.selectRequests, [limit], DestructionRequest);
}

const Unfinished = z.object({
  requestId: z.uuid(),
  captureId: CaptureId,
  storeKey: z.string(),
  number: z.string(),
  confirmedAt: z.date(),
  minutes: z.string(),
});
export type Unfinished = z.infer<typeof Unfinished>;

/** Confirmed, bytes not yet known to be gone. */
export function selectUnfinishedDestructions(db: Db): Promise<Unfinished[]> {
  return selectRows(db, sql.selectUnfinished, [], Unfinished);
}

/** How many there were in a year (GMT+7): minutes are numbered. */
export async function countDestructions(tx: Db, year: number): Promise<number> {
  return (await selectRow(tx, sql.countDestructions, [year], z.object({ count: z.number() }))).count;
}

/** Captures that keep bodies in this one and still exist. */
export async function selectDependents(db: Db, captureId: CaptureId): Promise<CaptureId[]> {
  const rows = await selectRows(db, sql.selectDependents, [captureId], z.object({ captureId: CaptureId }));
  return rows.map((row) => row.captureId);
}

/**
 * Takes the page's words out of findings, the scanned page and its other faces, the texts and pictures kept for comparison and the
 * seal's copies of them; inside the transaction that enters the destruction. Gives how many findings were blanked.
 */
export async function blankWords(tx: Db, captureId: CaptureId): Promise<number> {
  const findings = await execute(tx, sql.blankFindings, [captureId]);
  await execute(tx, sql.forgetSketches, [captureId]);
  await execute(tx, sql.forgetTraces, [captureId]);
  await execute(tx, sql.blankPage, [captureId]);
  await execute(tx, sql.forgetPictures, [captureId]);
  await forgetLoosePictures(tx, now());
  await execute(tx, sql.forgetSealedWords, [captureId]);
  return findings;
}

/**
 * Pictures that a scan had read and no capture holds: whose page they were is not known, and they can be read again. Gives how
 * many went.
 */
export function forgetLoosePictures(db: Db, readBefore: Date): Promise<number> {
  return execute(db, sql.forgetLoosePictures, [readBefore]);
}

const Visit = z.object({ pageId: PageId, blob: z.string() });
export type Visit = z.infer<typeof Visit>;

/** The scan's kept visits of the page that was captured, and of its other faces that no capture shows. */
export function selectVisits(db: Db, captureId: CaptureId): Promise<Visit[]> {
  return selectRows(db, sql.selectVisits, [captureId], Visit);
}

/** Kept visits of all other pages, in the order of their ids. */
export function selectOtherVisits(
  db: Db,
  pageIds: readonly PageId[],
  after: PageId | null,
  limit: number,
): Promise<Visit[]> {
  return selectRows(db, sql.selectOtherVisits, [pageIds, after, limit], Visit);
}

export async function forgetVisit(db: Db, pageId: PageId): Promise<void> {
  await execute(db, sql.forgetVisit, [pageId]);
}

/** Sealed packages with this capture inside that left the house. */
export function selectPackagesWith(db: Db, captureId: CaptureId): Promise<{ id: string; createdAt: Date }[]> {
  return selectRows(db, sql.selectPackagesWith, [captureId], z.object({ id: z.uuid(), createdAt: z.date() }));
}
