// Promises the steps of a case: taken one by one, each with person, reason and time, checked by the database and told beforehand.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { type CaseId, newId, PersonId } from "../id.ts";
import { CaseState } from "../nouns/case.ts";
import { PersonRole } from "../nouns/person.ts";
import type { Author } from "./case-file.ts";

const sql = loadSql(
  import.meta.url,
  "lockState",
  "insertStep",
  "selectSteps",
  "selectTransitions",
  "selectStepFacts",
  "hasReadProposal",
  "selectLastLook",
);

export const CaseStepRow = z.object({
  id: z.uuid(),
  seq: z.number().int(),
  fromState: CaseState,
  toState: CaseState,
  personId: PersonId,
  actor: z.string(),
  actorName: z.string(),
  reason: z.string(),
  at: z.date(),
});
export type CaseStepRow = z.infer<typeof CaseStepRow>;

/**
 * Takes a step from where the case stands; run it inside a transaction. The database checks table, role, needs and four eyes: throws
 * `conflict` (no such step, or something that must stand before it is missing), `auth.denied` (role, four eyes), `not-found`.
 */
export async function takeStep(
  tx: Db,
  caseId: CaseId,
  step: { to: CaseState; reason: string },
  by: Author,
): Promise<CaseStepRow> {
  const { state } = await selectRow(tx, sql.lockState, [caseId], z.object({ state: CaseState }));
  const values = [newId(), caseId, state, step.to, by.personId, by.login, step.reason, now()];
  return selectRow(tx, sql.insertStep, values, CaseStepRow);
}

/** All steps, the first one first. */
export function selectSteps(db: Db, caseId: CaseId): Promise<CaseStepRow[]> {
  return selectRows(db, sql.selectSteps, [caseId], CaseStepRow);
}

export const StepNeed = z.enum(["exhibit", "other-person", "package"]);
export type StepNeed = z.infer<typeof StepNeed>;

const Transition = z.object({ toState: CaseState, roles: z.array(PersonRole), needs: z.array(StepNeed) });
export type Transition = z.infer<typeof Transition>;

/** What the table lets follow a state, in the order of the states. */
export function selectTransitions(db: Db, from: CaseState): Promise<Transition[]> {
  return selectRows(db, sql.selectTransitions, [from], Transition);
}

const StepFacts = z.object({ hasExhibit: z.boolean(), hasPackage: z.boolean(), hasHand: z.boolean() });

/** What the needs of steps look at; `hasHand`: this person opened, wrote in or proposed the case. */
export function selectStepFacts(db: Db, caseId: CaseId, personId: PersonId): Promise<z.infer<typeof StepFacts>> {
  return selectRow(db, sql.selectStepFacts, [caseId, personId], StepFacts);
}

/** Whether this person has opened the case since it was proposed this time. */
export async function hasReadProposal(db: Db, caseId: CaseId, login: string): Promise<boolean> {
  return (await selectRow(db, sql.hasReadProposal, [caseId, login], z.object({ read: z.boolean() }))).read;
}

/** When this person last looked at the case before it was proposed this time; null where he never did, or where it is not proposed. */
export async function selectLastLook(db: Db, caseId: CaseId, login: string): Promise<Date | null> {
  const row = await selectOptionalRow(db, sql.selectLastLook, [caseId, login], z.object({ at: z.date().nullable() }));
  return row?.at ?? null;
}
