// Promises terms of keeping as data: classes with dates, a capture's class, and what is over and free to be destroyed.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRow, selectRows } from "../db/sql.ts";
import { CaptureId } from "../id.ts";

const sql = loadSql(
  import.meta.url,
  "insertClass",
  "endClass",
  "selectClasses",
  "countClass",
  "setCaptureClass",
  "selectTerm",
  "selectOver",
);

export const RetentionClass = z.object({
  code: z.string(),
  label: z.string(),
  /** null: until a term is set. */
  keepDays: z.number().int().nullable(),
  basis: z.string(),
  effectiveFrom: z.string(),
  effectiveTo: z.string().nullable(),
});
export type RetentionClass = z.infer<typeof RetentionClass>;

/** A new version of a class from a day on (YYYY-MM-DD); the version before ends there. */
export async function putRetentionClass(tx: Db, c: Omit<RetentionClass, "effectiveTo">, actor: string): Promise<void> {
  await execute(tx, sql.endClass, [c.code, c.effectiveFrom]);
  await execute(tx, sql.insertClass, [c.code, c.label, c.keepDays, c.basis, c.effectiveFrom, actor, now()]);
}

/** All versions; an office has tens of them. */
export function selectRetentionClasses(db: Db): Promise<RetentionClass[]> {
  return selectRows(db, sql.selectClasses, [], RetentionClass);
}

export async function hasRetentionClass(db: Db, code: string): Promise<boolean> {
  return (await selectRow(db, sql.countClass, [code], z.object({ count: z.number() }))).count > 0;
}

export async function setCaptureClass(
  db: Db,
  captureId: CaptureId,
  code: string,
  reason: string,
  actor: string,
): Promise<void> {
  await execute(db, sql.setCaptureClass, [captureId, code, reason, actor, now()]);
}

const Term = z.object({
  captureId: CaptureId,
  classCode: z.string(),
  keepDays: z.number().int().nullable(),
  basis: z.string(),
  keepUntil: z.date().nullable(),
});
export type Term = z.infer<typeof Term>;

/** Until when a sealed capture is kept, by the class version of the day of its seal; `keepUntil` null for no term. */
export function selectTerm(db: Db, captureId: CaptureId): Promise<Term> {
  return selectRow(db, sql.selectTerm, [captureId], Term);
}

/** Captures whose term is over, without holds, not destroyed. */
export function selectTermsOver(db: Db, at: Date, limit: number): Promise<Term[]> {
  return selectRows(db, sql.selectOver, [at, limit], Term);
}
