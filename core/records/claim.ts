// Promises that two people never hold one finding: a claim is a row with an end, taken in one statement.
import { z } from "zod";
import { type Db, execute, loadSql, selectOptionalRow } from "../db/sql.ts";
import { type FindingId, PersonId } from "../id.ts";

const sql = loadSql(import.meta.url, "takeClaim", "moveClaim", "selectClaim", "releaseClaim", "clearClaim");

export const ClaimRow = z.object({ personId: PersonId, name: z.string(), until: z.date() });
export type ClaimRow = z.infer<typeof ClaimRow>;

/** Takes or extends the claim. True when this person holds it now; false while another's claim lives. */
export async function takeClaim(
  db: Db,
  findingId: FindingId,
  personId: PersonId,
  at: Date,
  until: Date,
): Promise<boolean> {
  return (await execute(db, sql.takeClaim, [findingId, personId, until, at])) === 1;
}

/** Gives the claim to a person, whoever has it: a hand-over by its holder, or a lead's taking over. */
export async function moveClaim(tx: Db, findingId: FindingId, to: PersonId, until: Date): Promise<void> {
  await execute(tx, sql.moveClaim, [findingId, to, until]);
}

/** The claim that lives at `at`, with its holder's name. */
export function selectClaim(db: Db, findingId: FindingId, at: Date): Promise<ClaimRow | null> {
  return selectOptionalRow(db, sql.selectClaim, [findingId, at], ClaimRow);
}

export async function releaseClaim(db: Db, findingId: FindingId, personId: PersonId): Promise<boolean> {
  return (await execute(db, sql.releaseClaim, [findingId, personId])) === 1;
}

/** Ends whoever's claim: after a decision. */
export async function clearClaim(db: Db, findingId: FindingId): Promise<void> {
  await execute(db, sql.clearClaim, [findingId]);
}
