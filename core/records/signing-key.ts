// Promises the register of signing keys: which key signed from when to when, so that old packages go on being trusted.
import { z } from "zod";
import { type Db, execute, loadSql, selectRows } from "../db/sql.ts";

const sql = loadSql(import.meta.url, "lockKeys", "insertKey", "insertRetired", "selectKeys");

export const SigningKeyRow = z.object({
  fingerprint: z.string(),
  publicPem: z.string(),
  createdAt: z.date(),
  createdBy: z.string(),
  retiredAt: z.date().nullable(),
  retiredBy: z.string().nullable(),
  reason: z.string().nullable(),
});
export type SigningKeyRow = z.infer<typeof SigningKeyRow>;

/** All keys, oldest first. */
export function selectSigningKeys(db: Db): Promise<SigningKeyRow[]> {
  return selectRows(db, sql.selectKeys, [], SigningKeyRow);
}

/** Held until the transaction ends: two starts enter one key once. */
export async function lockSigningKeys(tx: Db): Promise<void> {
  await execute(tx, sql.lockKeys, []);
}

export async function insertSigningKey(
  tx: Db,
  k: { fingerprint: string; publicPem: string; at: Date; actor: string; ledgerSeq: number },
): Promise<void> {
  await execute(tx, sql.insertKey, [k.fingerprint, k.publicPem, k.at, k.actor, k.ledgerSeq]);
}

export async function insertKeyRetired(
  tx: Db,
  k: { fingerprint: string; at: Date; actor: string; reason: string; ledgerSeq: number },
): Promise<void> {
  await execute(tx, sql.insertRetired, [k.fingerprint, k.at, k.actor, k.reason, k.ledgerSeq]);
}
