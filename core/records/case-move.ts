// Promises that a step of a case is one act: taken, its twin named, the law's deadlines met and started, the trail told.
import type { Db } from "../db/sql.ts";
import { AppError } from "../errors.ts";
import type { CaseId } from "../id.ts";
import { onCaseStep } from "../law/run-deadlines.ts";
import type { CaseState } from "../nouns/case.ts";
import { type Author, selectCaseIdByNumber, setDuplicateOf } from "./case-file.ts";
import { type CaseStepRow, takeStep } from "./case-step.ts";
import { recordEvent } from "./event.ts";

export interface Move {
  to: CaseState;
  reason: string;
  /** Number of the case that this one repeats; with `to: duplicate` only. */
  duplicateOf?: string | undefined;
}

/** Throws `input.invalid` where no other case has this number. */
async function findTwin(tx: Db, id: CaseId, number: string): Promise<CaseId> {
  const twin = await selectCaseIdByNumber(tx, number);
  if (twin && twin !== id) return twin;
  throw new AppError("input.invalid", {
    detail: `duplicateOf: no other case has the number ${number}`,
    cure: "Ghi đúng số của hồ sơ kia.",
  });
}

/** Run it inside a transaction. Throws what `takeStep` throws, `input.invalid` for an unknown twin. */
export async function moveCase(
  tx: Db,
  id: CaseId,
  { to, reason, duplicateOf }: Move,
  by: Author,
): Promise<CaseStepRow> {
  const step = await takeStep(tx, id, { to, reason }, by);
  const from = step.fromState;
  if (to === "duplicate" && duplicateOf) await setDuplicateOf(tx, id, await findTwin(tx, id, duplicateOf));
  if (from === "duplicate") await setDuplicateOf(tx, id, null);
  await onCaseStep(tx, id, { from, to, at: step.at, login: by.login });
  await recordEvent(tx, by.login, "case.stepped", id, { from, to });
  return step;
}
