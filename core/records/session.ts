// Promises sessions that end: by themselves when idle or old, at once when revoked; the token itself is never stored.
import { z } from "zod";
import { type Db, execute, loadSql, selectOptionalRow } from "../db/sql.ts";
import { PersonId } from "../id.ts";
import { PersonRole } from "./person.ts";

const sql = loadSql(
  import.meta.url,
  "insertSession",
  "touchSession",
  "selectLiveSession",
  "deleteSession",
  "deleteSessionsOfPerson",
  "deleteDeadSessions",
);

export interface NewSession {
  tokenSha256: Buffer;
  personId: PersonId;
  csrfToken: string;
  at: Date;
  expiresAt: Date;
  userAgent: string;
}

export const LiveSession = z.object({
  tokenSha256: z.instanceof(Buffer),
  csrfToken: z.string(),
  expiresAt: z.date(),
  personId: PersonId,
  login: z.string(),
  name: z.string(),
  role: PersonRole,
  mustChangePassword: z.boolean(),
});
export type LiveSession = z.infer<typeof LiveSession>;

export async function insertSession(db: Db, s: NewSession): Promise<void> {
  await execute(db, sql.insertSession, [s.tokenSha256, s.personId, s.csrfToken, s.at, s.expiresAt, s.userAgent]);
}

/** The session with its person, its idle clock set back; null where it is unknown, idle since before `idleSince`, expired or of a disabled person. */
export async function touchSession(
  db: Db,
  tokenSha256: Buffer,
  at: Date,
  idleSince: Date,
): Promise<LiveSession | null> {
  await execute(db, sql.touchSession, [tokenSha256, at, idleSince]);
  return selectLiveSession(db, tokenSha256, at, idleSince);
}

/** The same without setting the clock back: for requests that the page makes by itself. */
export function selectLiveSession(db: Db, tokenSha256: Buffer, at: Date, idleSince: Date): Promise<LiveSession | null> {
  return selectOptionalRow(db, sql.selectLiveSession, [tokenSha256, at, idleSince], LiveSession);
}

export async function deleteSession(db: Db, tokenSha256: Buffer): Promise<void> {
  await execute(db, sql.deleteSession, [tokenSha256]);
}

export async function deleteSessionsOfPerson(db: Db, personId: PersonId): Promise<void> {
  await execute(db, sql.deleteSessionsOfPerson, [personId]);
}

export async function deleteDeadSessions(db: Db, at: Date, idleSince: Date): Promise<void> {
  await execute(db, sql.deleteDeadSessions, [at, idleSince]);
}
