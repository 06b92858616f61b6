// Promises what a case stands on: findings and sealed captures that come and go with a reason, exhibits in the order of the file.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { type CaseId, CaptureId, FindingId, newId } from "../id.ts";
import { Category } from "../nouns/category.ts";
import { FindingStatus } from "./finding.ts";

const sql = loadSql(
  import.meta.url,
  "insertCaseFinding",
  "detachCaseFinding",
  "selectCaseFindings",
  "selectFindingFacts",
  "insertExhibit",
  "selectExhibits",
  "changeExhibit",
  "detachExhibit",
  "lockExhibits",
  "setPosition",
  "selectUnopened",
);

const Detached = {
  detachedBy: z.string().nullable(),
  detachedAt: z.date().nullable(),
  detachReason: z.string().nullable(),
};

export const CaseFindingRow = z.object({
  id: z.uuid(),
  findingId: FindingId,
  host: z.string(),
  url: z.string(),
  title: z.string(),
  category: Category,
  verdict: z.enum(["flag", "review"]),
  score: z.number(),
  status: FindingStatus,
  captureId: CaptureId,
  addedBy: z.string(),
  addedAt: z.date(),
  ...Detached,
});
export type CaseFindingRow = z.infer<typeof CaseFindingRow>;

export const CaseExhibitRow = z.object({
  id: z.uuid(),
  captureId: CaptureId,
  findingId: FindingId.nullable(),
  /** Of the finding that it was added with; null for a capture that stands alone. */
  category: Category.nullable(),
  /** 1, 2, 3 … among those that stand. */
  position: z.number().int(),
  caption: z.string(),
  note: z.string(),
  url: z.string(),
  title: z.string(),
  sha256: z.instanceof(Buffer),
  manifestSha256: z.instanceof(Buffer),
  sizeBytes: z.number().int(),
  keyFingerprint: z.string(),
  ledgerSeq: z.number().int(),
  capturedAt: z.date(),
  sealedAt: z.date(),
  /** Moment of its first time stamp by an authority; null where there is none yet. */
  stampedAt: z.date().nullable(),
  /** Bytes that were destroyed or are held back: nothing of them is shown. */
  isAbsent: z.boolean(),
  /** It went out in a sealed package of this case: it can no longer be detached. */
  isSealed: z.boolean(),
  addedBy: z.string(),
  addedAt: z.date(),
  ...Detached,
});
export type CaseExhibitRow = z.infer<typeof CaseExhibitRow>;

const FindingFacts = z.object({
  id: FindingId,
  host: z.string(),
  title: z.string(),
  category: Category,
  status: FindingStatus,
  captureId: CaptureId,
  createdAt: z.date(),
});
export type FindingFacts = z.infer<typeof FindingFacts>;

/** Findings by their ids, in no particular order; unknown ones are left out. */
export function selectFindingFacts(db: Db, ids: readonly FindingId[]): Promise<FindingFacts[]> {
  return selectRows(db, sql.selectFindingFacts, [ids], FindingFacts);
}

/** Adds the finding; false where it stands in the case already. Run it inside a transaction. */
export async function addCaseFinding(tx: Db, caseId: CaseId, findingId: FindingId, login: string): Promise<boolean> {
  return (await execute(tx, sql.insertCaseFinding, [newId(), caseId, findingId, login, now()])) === 1;
}

export async function detachCaseFinding(
  tx: Db,
  caseId: CaseId,
  id: string,
  words: { reason: string; login: string },
): Promise<FindingId> {
  const row = z.object({ findingId: FindingId });
  const values = [caseId, id, words.login, now(), words.reason];
  const gone = await selectOptionalRow(tx, sql.detachCaseFinding, values, row);
  if (!gone) throw new AppError("not-found", { detail: "no such finding stands in this case" });
  return gone.findingId;
}

/** All that ever stood in the case, in the order in which they came. */
export function selectCaseFindings(db: Db, caseId: CaseId): Promise<CaseFindingRow[]> {
  return selectRows(db, sql.selectCaseFindings, [caseId], CaseFindingRow);
}

export interface NewExhibit {
  captureId: CaptureId;
  findingId: FindingId | null;
  caption: string;
}

/** The new last exhibit's id; null where the capture stands in the case already. The capture must be sealed (house law 1). */
export async function addExhibit(tx: Db, caseId: CaseId, e: NewExhibit, login: string): Promise<string | null> {
  const values = [newId(), caseId, e.captureId, e.findingId, e.caption, login, now()];
  return (await selectOptionalRow(tx, sql.insertExhibit, values, z.object({ id: z.string() })))?.id ?? null;
}

/** Standing exhibits in the file's order, then the detached ones. */
export function selectExhibits(db: Db, caseId: CaseId): Promise<CaseExhibitRow[]> {
  return selectRows(db, sql.selectExhibits, [caseId, null], CaseExhibitRow);
}

/** A standing exhibit of this case. Throws `not-found`, also for an exhibit of another case. */
export async function selectExhibit(db: Db, caseId: CaseId, id: string): Promise<CaseExhibitRow> {
  const row = await selectRow(db, sql.selectExhibits, [caseId, id], CaseExhibitRow);
  if (row.detachedAt) throw new AppError("not-found", { detail: "the exhibit was detached" });
  return row;
}

/** Throws `not-found` for an exhibit that does not stand in this case. */
export async function changeExhibit(
  tx: Db,
  caseId: CaseId,
  id: string,
  words: { caption?: string | undefined; note?: string | undefined },
): Promise<void> {
  const count = await execute(tx, sql.changeExhibit, [caseId, id, words.caption ?? null, words.note ?? null]);
  if (count === 0) throw new AppError("not-found", { detail: "no such exhibit stands in this case" });
}

/** Throws `not-found`; `conflict` where the exhibit went out in a sealed package. */
export async function detachExhibit(
  tx: Db,
  caseId: CaseId,
  id: string,
  words: { reason: string; login: string },
): Promise<void> {
  const count = await execute(tx, sql.detachExhibit, [caseId, id, words.login, now(), words.reason]);
  if (count === 0) throw new AppError("not-found", { detail: "no such exhibit stands in this case" });
  await reorderExhibits(tx, caseId, null);
}

/** Puts the exhibit at `position` (1 is the first) and numbers the others around it; null only closes gaps. */
export async function reorderExhibits(
  tx: Db,
  caseId: CaseId,
  move: { id: string; position: number } | null,
): Promise<void> {
  const rows = await selectRows(tx, sql.lockExhibits, [caseId], z.object({ id: z.string(), position: z.number() }));
  const order = rows.map((row) => row.id);
  if (move) {
    const from = order.indexOf(move.id);
    if (from === -1) throw new AppError("not-found", { detail: "no such exhibit stands in this case" });
    order.splice(from, 1);
    order.splice(Math.min(move.position, rows.length) - 1, 0, move.id);
  }
  const before = new Map(rows.map((row) => [row.id, row.position]));
  for (const [i, id] of order.entries()) if (before.get(id) !== i + 1) await execute(tx, sql.setPosition, [id, i + 1]);
}

const Unopened = z.object({ id: z.string(), position: z.number().int(), url: z.string(), caption: z.string() });
export type Unopened = z.infer<typeof Unopened>;

/** Standing exhibits that this person has not opened since they were added (views are events `original.viewed`). */
export function selectUnopened(db: Db, caseId: CaseId, login: string): Promise<Unopened[]> {
  return selectRows(db, sql.selectUnopened, [caseId, login], Unopened);
}
