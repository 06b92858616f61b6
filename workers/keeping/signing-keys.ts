// Promises the register of signing keys: every key that signs here is entered, a rotated one is retired, both in the custody log.
import type pg from "pg";
import { now } from "#core/clock.ts";
import type { Db } from "#core/db/sql.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import {
  insertKeyRetired,
  insertSigningKey,
  lockSigningKeys,
  selectSigningKeys,
  type SigningKeyRow,
} from "#core/records/signing-key.ts";
import { fingerprintOf, type Keyring, rotateKeyring } from "#evidence/seal/keyring.ts";
import type { CustodyAct } from "#evidence/ledger/entry.ts";
import { appendCustody } from "../custody.ts";

interface Why {
  actor: string;
  reason: string;
}

/**
 * Enters the key that signs now and those that signed before it, and retires those before. Run at every start, so that a
 * rotation that was killed half way is entered then. Keys of other machines that share the database are left alone.
 */
export async function registerKeys(
  pool: pg.Pool,
  keyring: Keyring,
  why: Why = { actor: "system", reason: "khóa cũ được thay" },
): Promise<SigningKeyRow[]> {
  return inTransaction(pool, async (tx) => {
    await lockSigningKeys(tx);
    const known = new Map((await selectSigningKeys(tx)).map((key) => [key.fingerprint, key]));
    for (const pem of [...keyring.earlierPems, keyring.publicPem]) {
      const fingerprint = fingerprintOf(pem);
      if (!known.has(fingerprint)) {
        const ledgerSeq = await enterKey(tx, "key.created", fingerprint, why.actor, {});
        await insertSigningKey(tx, { fingerprint, publicPem: pem, at: now(), actor: why.actor, ledgerSeq });
      }
      if (pem === keyring.publicPem || known.get(fingerprint)?.retiredAt) continue;
      const ledgerSeq = await enterKey(tx, "key.retired", fingerprint, why.actor, { reason: why.reason });
      await insertKeyRetired(tx, { fingerprint, at: now(), ...why, ledgerSeq });
    }
    return selectSigningKeys(tx);
  });
}

function enterKey(
  tx: Db,
  act: CustodyAct,
  subject: string,
  actor: string,
  detail: Record<string, unknown>,
): Promise<number> {
  return appendCustody(tx, { at: now().toISOString(), actor, act, subject, sha256: null, detail });
}

/** Makes a new signing key. Throws `input.invalid` without a reason. */
export async function rotateSigningKey(
  pool: pg.Pool,
  dataDir: string,
  why: Why,
): Promise<{ before: Keyring; after: Keyring; keys: SigningKeyRow[] }> {
  if (why.reason.trim() === "") throw new AppError("input.invalid", { detail: "--reason: no reason" });
  const { before, after } = await rotateKeyring(dataDir);
  return { before, after, keys: await registerKeys(pool, after, why) };
}
