// Promises requests to take something down, each with re-checks at set days and a picture before and after.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRows } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import { type CaseId, CaptureId, newId, TargetId } from "../id.ts";
import { recheckDays, RecheckResult, TakedownKind, TakedownState } from "../nouns/case.ts";

const sql = loadSql(
  import.meta.url,
  "insertTakedown",
  "insertCheck",
  "settleTakedown",
  "selectTakedowns",
  "selectChecks",
  "selectTakedownsByRegistrar",
);

const dayMs = 86_400_000;

export const TakedownCheckRow = z.object({
  id: z.uuid(),
  takedownId: z.uuid(),
  day: z.number().int(),
  dueAt: z.date(),
  doneAt: z.date().nullable(),
  result: RecheckResult.nullable(),
  captureId: CaptureId.nullable(),
  /** Whether that capture is sealed: only then there is a picture to show. */
  isSealed: z.boolean(),
  note: z.string(),
});
export type TakedownCheckRow = z.infer<typeof TakedownCheckRow>;

export const TakedownRow = z.object({
  id: z.uuid(),
  url: z.string(),
  targetId: TargetId.nullable(),
  kind: TakedownKind,
  addressee: z.string(),
  registrar: z.string(),
  channel: z.enum(["letter", "phone", "platform-form", "e-mail", "other"]),
  documentId: z.uuid().nullable(),
  requestedAt: z.date(),
  dueAt: z.date().nullable(),
  beforeCaptureId: CaptureId.nullable(),
  state: TakedownState,
  settledAt: z.date().nullable(),
  requestedBy: z.string(),
});
export type TakedownRow = z.infer<typeof TakedownRow>;
export type TakedownWithChecks = TakedownRow & { checks: TakedownCheckRow[] };

export type NewTakedown = Omit<TakedownRow, "id" | "state" | "settledAt" | "requestedBy" | "targetId">;

/**
 * The request and its re-checks, one for each of `recheckDays`; the target is the watched address of the same URL, where there is one.
 * Run it inside a transaction. Throws `not-found` where the capture before is no exhibit of this case.
 */
export async function addTakedown(tx: Db, caseId: CaseId, t: NewTakedown, login: string): Promise<string> {
  const facts = [t.url, t.kind, t.addressee, t.registrar, t.channel, t.documentId, t.requestedAt, t.dueAt];
  const values = [newId(), caseId, ...facts, t.beforeCaptureId, login];
  const row = await selectOptionalRow(tx, sql.insertTakedown, values, z.object({ id: z.string() }));
  if (!row)
    throw new AppError("not-found", {
      detail: "the capture before is no exhibit of this case, or the document none of its own",
    });
  for (const day of recheckDays)
    await execute(tx, sql.insertCheck, [newId(), row.id, day, new Date(t.requestedAt.getTime() + day * dayMs)]);
  return row.id;
}

/** How the request ended, said by a person. Throws `not-found`. */
export async function settleTakedown(tx: Db, caseId: CaseId, id: string, state: TakedownState): Promise<void> {
  const count = await execute(tx, sql.settleTakedown, [caseId, id, state, state === "requested" ? null : now()]);
  if (count === 0) throw new AppError("not-found", { detail: "no such request in this case" });
}

/** The requests of a case with their re-checks, in order. */
export async function selectTakedowns(db: Db, caseId: CaseId): Promise<TakedownWithChecks[]> {
  const [rows, checks] = [
    await selectRows(db, sql.selectTakedowns, [caseId], TakedownRow),
    await selectRows(db, sql.selectChecks, [caseId], TakedownCheckRow),
  ];
  return rows.map((row) => ({ ...row, checks: checks.filter((check) => check.takedownId === row.id) }));
}

const AtRegistrar = TakedownRow.pick({
  id: true,
  url: true,
  kind: true,
  registrar: true,
  requestedAt: true,
  dueAt: true,
  state: true,
  settledAt: true,
}).extend({ caseId: z.uuid(), number: z.string(), lastResult: RecheckResult.nullable() });
export type TakedownAtRegistrar = z.infer<typeof AtRegistrar>;

/** Suspensions and revocations of domains, by registrar, open ones first; 500 at most. */
export function selectTakedownsByRegistrar(db: Db): Promise<TakedownAtRegistrar[]> {
  return selectRows(db, sql.selectTakedownsByRegistrar, [], AtRegistrar);
}
