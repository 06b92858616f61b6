// Promises who has which finding: assigned, put aside, moved up, each change a row beside the state; and the office's numbers for it.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectRow, selectRows } from "../db/sql.ts";
import { CaptureId, FindingId, newId, PersonId } from "../id.ts";
import { Category } from "../nouns/category.ts";
import { PersonRole } from "../nouns/person.ts";
import { defaultTriageSettings, TriageActKind, TriageSettings } from "../nouns/triage.ts";
import { FindingStatus } from "./finding.ts";
import { selectSetting, upsertSetting } from "./setting.ts";

const sql = loadSql(
  import.meta.url,
  "selectState",
  "assign",
  "endAssignment",
  "hold",
  "endHold",
  "escalate",
  "endEscalation",
  "clearState",
  "insertAct",
  "selectActs",
  "selectTriagePeople",
  "lockForTriage",
  "selectForTriage",
);

const settingName = "triage";

export async function readTriageSettings(db: Db): Promise<TriageSettings> {
  const value = await selectSetting(db, settingName);
  return value === null ? defaultTriageSettings : TriageSettings.parse(value);
}

export function writeTriageSettings(db: Db, settings: TriageSettings, actor: string): Promise<void> {
  return upsertSetting(db, settingName, settings, actor);
}

/** Nulls where nobody has it in that way; a hold whose time has come counts as none. */
export const TriageState = z.object({
  assignedTo: PersonId.nullable(),
  assignedName: z.string().nullable(),
  assignedAt: z.date().nullable(),
  assignNote: z.string().nullable(),
  heldBy: PersonId.nullable(),
  heldName: z.string().nullable(),
  heldUntil: z.date().nullable(),
  holdReason: z.string().nullable(),
  escalatedBy: PersonId.nullable(),
  escalatedName: z.string().nullable(),
  escalatedAt: z.date().nullable(),
  escalateReason: z.string().nullable(),
});
export type TriageState = z.infer<typeof TriageState>;

export function selectTriageState(db: Db, id: FindingId, at: Date): Promise<TriageState> {
  return selectRow(db, sql.selectState, [id, at], TriageState);
}

/** Who acts: the person's id for states, the login for rows that outlive the account. */
export interface Actor {
  personId: PersonId;
  login: string;
}

export interface TriageAct {
  findingId: FindingId;
  kind: TriageActKind;
  actor: string;
  personId?: PersonId | null;
  note?: string;
  until?: Date | null;
}

export async function insertTriageAct(tx: Db, act: TriageAct): Promise<void> {
  const { findingId, kind, actor, personId = null, note = "", until = null } = act;
  await execute(tx, sql.insertAct, [newId(), findingId, kind, actor, personId, note, until, now()]);
}

/** Gives the finding to a person, or takes it from whoever has it; both with their row. */
export async function assignFinding(
  tx: Db,
  id: FindingId,
  to: PersonId | null,
  note: string,
  by: Actor,
): Promise<void> {
  if (to === null) {
    if ((await execute(tx, sql.endAssignment, [id])) === 0) return;
    return insertTriageAct(tx, { findingId: id, kind: "assignment-ended", actor: by.login, note });
  }
  await execute(tx, sql.assign, [id, to, now(), note]);
  await insertTriageAct(tx, { findingId: id, kind: "assigned", actor: by.login, personId: to, note });
}

export async function holdFinding(tx: Db, id: FindingId, until: Date, reason: string, by: Actor): Promise<void> {
  await execute(tx, sql.hold, [id, by.personId, until, reason]);
  await insertTriageAct(tx, { findingId: id, kind: "held", actor: by.login, note: reason, until });
}

/** True where something was put aside. */
export async function endHold(tx: Db, id: FindingId, by: Actor): Promise<boolean> {
  if ((await execute(tx, sql.endHold, [id])) === 0) return false;
  await insertTriageAct(tx, { findingId: id, kind: "hold-ended", actor: by.login });
  return true;
}

export async function escalateFinding(tx: Db, id: FindingId, reason: string, by: Actor): Promise<void> {
  await execute(tx, sql.escalate, [id, by.personId, now(), reason]);
  await insertTriageAct(tx, { findingId: id, kind: "escalated", actor: by.login, note: reason });
}

export async function endEscalation(tx: Db, id: FindingId, note: string, by: Actor): Promise<boolean> {
  if ((await execute(tx, sql.endEscalation, [id])) === 0) return false;
  await insertTriageAct(tx, { findingId: id, kind: "escalation-ended", actor: by.login, note });
  return true;
}

/** After a decision nobody has it any more; the acts stay. */
export async function clearTriageState(tx: Db, id: FindingId): Promise<void> {
  await execute(tx, sql.clearState, [id]);
}

const ActRow = z.object({
  id: z.uuid(),
  kind: TriageActKind,
  actor: z.string(),
  person: z.string().nullable(),
  note: z.string(),
  until: z.date().nullable(),
  at: z.date(),
});

/** Newest first. */
export function selectTriageActs(db: Db, id: FindingId, limit: number): Promise<z.infer<typeof ActRow>[]> {
  return selectRows(db, sql.selectActs, [id, limit], ActRow);
}

const TriagePerson = z.object({ id: PersonId, name: z.string(), role: PersonRole, claims: z.number() });

export function selectTriagePeople(db: Db, roles: readonly PersonRole[]): Promise<z.infer<typeof TriagePerson>[]> {
  return selectRows(db, sql.selectTriagePeople, [now(), roles], TriagePerson);
}

export const TriagedFinding = z.object({
  id: FindingId,
  host: z.string(),
  status: FindingStatus,
  captureId: CaptureId,
  category: Category,
  verdict: z.enum(["flag", "review"]),
  /** Ids of all rules among its signals, sorted. */
  rules: z.array(z.string()),
  isAbsent: z.boolean(),
  /** Whose claim lives. */
  claimPersonId: PersonId.nullable(),
});
export type TriagedFinding = z.infer<typeof TriagedFinding>;

/** Locks these findings in one order, so that two acts on many never wait for each other in a ring. */
export function lockForTriage(tx: Db, ids: readonly FindingId[], at: Date): Promise<TriagedFinding[]> {
  return selectRows(tx, sql.lockForTriage, [ids, at], TriagedFinding);
}

/** The same without a lock, for showing. */
export function selectForTriage(db: Db, ids: readonly FindingId[], at: Date): Promise<TriagedFinding[]> {
  return selectRows(db, sql.selectForTriage, [ids, at], TriagedFinding);
}
