// Promises a person's second factors: TOTP secret (encrypted by the caller), recovery codes as hashes, passkeys; each serves as the law of its kind says.
import { z } from "zod";
import { now } from "../clock.ts";
import { type Db, execute, loadSql, selectOptionalRow, selectRow, selectRows } from "../db/sql.ts";
import { newId, PersonId } from "../id.ts";

const sql = loadSql(
  import.meta.url,
  "selectTotp",
  "selectTotpHolders",
  "savePendingTotp",
  "confirmTotp",
  "useStep",
  "deleteTotp",
  "deleteRecoveryCodes",
  "insertRecoveryCodes",
  "useRecoveryCode",
  "countRecoveryCodes",
  "selectPasskeys",
  "insertPasskey",
  "usePasskey",
  "deletePasskey",
  "deletePasskeysOfPerson",
);

const TotpRow = z.object({
  secret: z.instanceof(Buffer).nullable(),
  pendingSecret: z.instanceof(Buffer).nullable(),
  confirmedAt: z.date().nullable(),
  lastStep: z.coerce.number().int(),
});
export type TotpRow = z.infer<typeof TotpRow>;

const Count = z.object({ count: z.number().int() });
const OwnRow = z.object({ personId: PersonId });

export function selectTotp(db: Db, personId: PersonId): Promise<TotpRow | null> {
  return selectOptionalRow(db, sql.selectTotp, [personId], TotpRow);
}

/** Who has set the app up. */
export async function selectTotpHolders(db: Db): Promise<PersonId[]> {
  return (await selectRows(db, sql.selectTotpHolders, [], OwnRow)).map((row) => row.personId);
}

/** A new secret that waits for its first code; the confirmed one goes on serving until then. */
export async function savePendingTotp(db: Db, personId: PersonId, encrypted: Buffer): Promise<void> {
  await execute(db, sql.savePendingTotp, [personId, encrypted]);
}

export async function confirmTotp(db: Db, personId: PersonId, step: number): Promise<void> {
  await execute(db, sql.confirmTotp, [personId, now(), step]);
}

/** Marks the time step as used; false where it, or a later one, was used before (RFC 6238 section 5.2). */
export async function useTotpStep(db: Db, personId: PersonId, step: number): Promise<boolean> {
  return (await selectOptionalRow(db, sql.useStep, [personId, step], OwnRow)) !== null;
}

/** The codes before lose their force. */
export async function replaceRecoveryCodes(tx: Db, personId: PersonId, hashes: readonly Buffer[]): Promise<void> {
  await execute(tx, sql.deleteRecoveryCodes, [personId]);
  await execute(tx, sql.insertRecoveryCodes, [personId, hashes]);
}

/** True once a code; false for an unknown or a used one. */
export async function useRecoveryCode(db: Db, personId: PersonId, sha256: Buffer): Promise<boolean> {
  return (await selectOptionalRow(db, sql.useRecoveryCode, [personId, sha256, now()], OwnRow)) !== null;
}

export async function countRecoveryCodes(db: Db, personId: PersonId): Promise<number> {
  return (await selectRow(db, sql.countRecoveryCodes, [personId], Count)).count;
}

/** Everything but the password: the person must set a second factor up anew. */
export async function deleteSecondFactors(tx: Db, personId: PersonId): Promise<void> {
  await execute(tx, sql.deletePasskeysOfPerson, [personId]);
  await execute(tx, sql.deleteRecoveryCodes, [personId]);
  await execute(tx, sql.deleteTotp, [personId]);
}

export const PasskeyRow = z.object({
  id: z.uuid(),
  personId: PersonId,
  name: z.string(),
  /** base64url, as WebAuthn gives it. */
  credentialId: z.string(),
  publicKey: z.instanceof(Buffer),
  signCount: z.coerce.number().int(),
  transports: z.array(z.string()),
  createdAt: z.date(),
  lastUsedAt: z.date().nullable(),
});
export type PasskeyRow = z.infer<typeof PasskeyRow>;
export type NewPasskey = Pick<PasskeyRow, "personId" | "name" | "credentialId" | "transports" | "signCount"> & {
  publicKey: Uint8Array;
};

export function selectPasskeys(db: Db, personId: PersonId): Promise<PasskeyRow[]> {
  return selectRows(db, sql.selectPasskeys, [personId], PasskeyRow);
}

/** False where this credential is known already, to whomever it belongs. */
export async function insertPasskey(db: Db, p: NewPasskey): Promise<boolean> {
  const key = Buffer.from(p.publicKey);
  const row = [newId(), p.personId, p.name, p.credentialId, key, p.signCount, p.transports, now()];
  return (await selectOptionalRow(db, sql.insertPasskey, row, z.object({ id: z.uuid() }))) !== null;
}

export async function markPasskeyUsed(db: Db, id: string, signCount: number): Promise<void> {
  await execute(db, sql.usePasskey, [id, signCount, now()]);
}

/** False where this person has no such passkey. */
export async function deletePasskey(db: Db, personId: PersonId, id: string): Promise<boolean> {
  return (await selectOptionalRow(db, sql.deletePasskey, [personId, id], z.object({ id: z.uuid() }))) !== null;
}
