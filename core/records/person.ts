// Promises the accounts: one row a person, failures counted in the database so that no process forgets them.
import { z } from "zod";
import { now, nowMs } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { newId, PersonId } from "../id.ts";
import { PersonRole } from "../nouns/person.ts";

const sql = loadSql(
  import.meta.url,
  "insertPerson",
  "selectPerson",
  "selectPersonByLogin",
  "selectPeople",
  "countPeople",
  "lockPeople",
  "countFailure",
  "clearFailures",
  "setPassword",
  "setDisabled",
  "setRole",
  "lockPerson",
  "setProfile",
  "setAgency",
  "setSignedIn",
  "disableIdlePeople",
);

export { PersonRole } from "../nouns/person.ts";

export const PersonRow = z.object({
  id: PersonId,
  login: z.string(),
  name: z.string(),
  role: PersonRole,
  /** Post and unit as documents print them. */
  title: z.string(),
  unit: z.string(),
  /** A guest's receiving agency, as referrals name it; "" for everybody else. */
  agency: z.string(),
  passwordHash: z.string(),
  mustChangePassword: z.boolean(),
  /** Until when a one-time password opens; null for a password of the person's own. */
  passwordUntil: z.date().nullable(),
  failedAttempts: z.number().int(),
  lockedUntil: z.date().nullable(),
  disabledAt: z.date().nullable(),
  lastSignInAt: z.date().nullable(),
  createdAt: z.date(),
});
export type PersonRow = z.infer<typeof PersonRow>;

export interface NewPerson {
  login: string;
  name: string;
  role: PersonRole;
  passwordHash: string;
  title?: string;
  unit?: string;
  /** Of a guest alone. */
  agency?: string;
  /** The first administrator's one-time password does not die: nobody could give him another. */
  isFirstAdmin?: boolean;
}

/** How long a one-time password waits for its first use. */
const oneTimeMs = 7 * 86_400_000;
const oneTimeUntil = () => new Date(nowMs() + oneTimeMs);

/** The new account, or null where the login is taken. It must change its password at the first sign-in. */
export function insertPerson(db: Db, p: NewPerson): Promise<PersonRow | null> {
  const { login, name, role, passwordHash, title = "", unit = "", agency = "", isFirstAdmin = false } = p;
  const until = isFirstAdmin ? null : oneTimeUntil();
  return selectOptionalRow(
    db,
    sql.insertPerson,
    [newId(), login, name, role, passwordHash, now(), title, unit, until, agency],
    PersonRow,
  );
}

export function selectPerson(db: Db, id: PersonId): Promise<PersonRow> {
  return selectRow(db, sql.selectPerson, [id], PersonRow);
}

export function selectPersonByLogin(db: Db, login: string): Promise<PersonRow | null> {
  return selectOptionalRow(db, sql.selectPersonByLogin, [login], PersonRow);
}

/** All accounts; an office has tens of them. */
export function selectPeople(db: Db): Promise<PersonRow[]> {
  return selectRows(db, sql.selectPeople, [], PersonRow);
}

/** How many accounts there are, held until the transaction ends: two first starts make one set of accounts. */
export async function lockAndCountPeople(tx: Db): Promise<number> {
  await execute(tx, sql.lockPeople, []);
  return (await selectRow(tx, sql.countPeople, [], z.object({ count: z.number() }))).count;
}

/** One more failed sign-in; at `limit` the account is locked until `lockUntil` and the count starts again. */
export function countFailure(db: Db, id: PersonId, limit: number, lockUntil: Date): Promise<PersonRow> {
  return selectRow(db, sql.countFailure, [id, limit, lockUntil], PersonRow);
}

export async function clearFailures(db: Db, id: PersonId): Promise<void> {
  await execute(db, sql.clearFailures, [id]);
}

export async function setPassword(db: Db, id: PersonId, passwordHash: string, mustChange: boolean): Promise<void> {
  await execute(db, sql.setPassword, [id, passwordHash, mustChange, mustChange ? oneTimeUntil() : null]);
}

/** An account that is opened again counts as used from now on, else its idleness would close it at once. */
export async function setDisabled(db: Db, id: PersonId, disabled: boolean): Promise<void> {
  await execute(db, sql.setDisabled, [id, disabled ? now() : null, now()]);
}

export async function setRole(db: Db, id: PersonId, role: PersonRole): Promise<void> {
  await execute(db, sql.setRole, [id, role]);
}

/** The person, held until the transaction ends: attempts at a second factor are counted one after another. */
export function lockPerson(tx: Db, id: PersonId): Promise<PersonRow> {
  return selectRow(tx, sql.lockPerson, [id], PersonRow);
}

export async function setProfile(db: Db, id: PersonId, p: Pick<PersonRow, "name" | "title" | "unit">): Promise<void> {
  await execute(db, sql.setProfile, [id, p.name, p.title, p.unit]);
}

/** To which agency a guest belongs; the database refuses one for anybody else. */
export async function setAgency(db: Db, id: PersonId, agency: string): Promise<void> {
  await execute(db, sql.setAgency, [id, agency]);
}

/** A sign-in that went through: failures are forgotten, the account counts as used. */
export async function setSignedIn(db: Db, id: PersonId): Promise<void> {
  await execute(db, sql.setSignedIn, [id, now()]);
}

/** Switches off whoever has not signed in since `idleSince` and gives them; never the administrators while none of them has. */
export function disableIdlePeople(db: Db, idleSince: Date): Promise<PersonRow[]> {
  return selectRows(db, sql.disableIdlePeople, [now(), idleSince], PersonRow);
}
