// Promises sessions that end: by themselves when idle or old, at once when revoked; the token itself is never stored.
import { z } from "zod";
import { type Db, execute, loadSql, planOnce, selectOptionalRow, selectRows } from "../db/sql.ts";
import { PersonId } from "../id.ts";
import { PersonRole } from "./person.ts";

const sql = loadSql(
  import.meta.url,
  "insertSession",
  "touchSession",
  "selectLiveSession",
  "selectSessionsOfPerson",
  "deleteSession",
  "deleteSessionOfPerson",
  "deleteOtherSessions",
  "deleteSessionsOfPerson",
  "deleteDeadSessions",
  "setSecondFactorAt",
  "setChallenge",
  "takeChallenge",
);
/** Every request asks one of them. */
const [touchOnce, lookOnce] = [planOnce(sql.touchSession), planOnce(sql.selectLiveSession)];

export interface NewSession {
  tokenSha256: Buffer;
  personId: PersonId;
  csrfToken: string;
  at: Date;
  expiresAt: Date;
  userAgent: string;
  address: string;
  idleMs: number;
  /** When the second factor was given; null where none was. */
  secondFactorAt: Date | null;
}

export const LiveSession = z.object({
  id: z.uuid(),
  tokenSha256: z.instanceof(Buffer),
  csrfToken: z.string(),
  expiresAt: z.date(),
  lastSeenAt: z.date(),
  idleMs: z.number().int(),
  secondFactorAt: z.date().nullable(),
  /** The person has confirmed a TOTP secret. */
  hasSecondFactor: z.boolean(),
  personId: PersonId,
  login: z.string(),
  name: z.string(),
  role: PersonRole,
  mustChangePassword: z.boolean(),
});
export type LiveSession = z.infer<typeof LiveSession>;

export const SessionRow = z.object({
  id: z.uuid(),
  createdAt: z.date(),
  lastSeenAt: z.date(),
  expiresAt: z.date(),
  userAgent: z.string(),
  address: z.string(),
});
export type SessionRow = z.infer<typeof SessionRow>;

export async function insertSession(db: Db, s: NewSession): Promise<void> {
  const { tokenSha256, personId, csrfToken, at, expiresAt, userAgent, address, idleMs, secondFactorAt } = s;
  const row = [tokenSha256, personId, csrfToken, at, expiresAt, userAgent, address, idleMs, secondFactorAt];
  await execute(db, sql.insertSession, row);
}

/** The session with its person, its idle clock set back; null where it is unknown, idle, expired or of a disabled person. */
export function touchSession(db: Db, tokenSha256: Buffer, at: Date): Promise<LiveSession | null> {
  return selectOptionalRow(db, touchOnce, [tokenSha256, at], LiveSession);
}

/** The same without setting the clock back: for requests that the page makes by itself. */
export function selectLiveSession(db: Db, tokenSha256: Buffer, at: Date): Promise<LiveSession | null> {
  return selectOptionalRow(db, lookOnce, [tokenSha256, at], LiveSession);
}

/** Where this person is signed in, last seen first. */
export function selectSessionsOfPerson(db: Db, personId: PersonId, at: Date): Promise<SessionRow[]> {
  return selectRows(db, sql.selectSessionsOfPerson, [personId, at], SessionRow);
}

export async function deleteSession(db: Db, tokenSha256: Buffer): Promise<void> {
  await execute(db, sql.deleteSession, [tokenSha256]);
}

/** Ends one session of this person; false where it is another's or none. */
export async function deleteSessionOfPerson(db: Db, personId: PersonId, id: string): Promise<boolean> {
  const row = await selectOptionalRow(db, sql.deleteSessionOfPerson, [personId, id], z.object({ id: z.uuid() }));
  return row !== null;
}

export async function deleteOtherSessions(db: Db, personId: PersonId, keptId: string): Promise<void> {
  await execute(db, sql.deleteOtherSessions, [personId, keptId]);
}

export async function deleteSessionsOfPerson(db: Db, personId: PersonId): Promise<void> {
  await execute(db, sql.deleteSessionsOfPerson, [personId]);
}

export async function deleteDeadSessions(db: Db, at: Date): Promise<void> {
  await execute(db, sql.deleteDeadSessions, [at]);
}

export async function setSecondFactorAt(db: Db, id: string, at: Date): Promise<void> {
  await execute(db, sql.setSecondFactorAt, [id, at]);
}

/** Keeps the one WebAuthn challenge that this session may answer until then. */
export async function setChallenge(db: Db, id: string, challenge: string, until: Date): Promise<void> {
  await execute(db, sql.setChallenge, [id, challenge, until]);
}

/** The open challenge, taken: it serves once. Null where there is none or it is too old. */
export async function takeChallenge(db: Db, id: string, at: Date): Promise<string | null> {
  const row = await selectOptionalRow(db, sql.takeChallenge, [id, at], z.object({ challenge: z.string() }));
  return row?.challenge ?? null;
}
