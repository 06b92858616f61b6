// Promises the only way on after a fork or a rollback: a person says why, and a new log begins under its own name.
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { insertAlarm, selectLastCheckpoint, selectWitnessState } from "#core/records/checkpoint.ts";
import { openMemory } from "#evidence/ledger/memory.ts";
import { isOtherKeys, type LedgerHouse, openLog, ownMemory } from "./checkpoint.ts";
import { appendCustody } from "./custody.ts";
import { auditLedger } from "./ledger-audit.ts";

/**
 * Settles every alarm, and the loss of the log's key: enters the decision in the custody log, begins the next epoch (own origin, so that no name ever signs two
 * histories) and gives its verifier key, which the witnesses need. Throws AppError `conflict` where nothing is to be settled.
 */
export async function settleLedger(house: LedgerHouse, by: string, reason: string): Promise<string> {
  const { pool } = house.database;
  const alarmed = (await selectWitnessState(pool)).filter((w) => w.alarm !== null);
  const last = await selectLastCheckpoint(pool);
  const lostKey = last !== null && isOtherKeys(last, await openLog(house));
  if (alarmed.length === 0 && !lostKey)
    throw new AppError("conflict", { detail: "the custody log has no alarm to settle" });
  const { breaks } = await auditLedger(pool);
  const memory = await openMemory(house.config.dataDir);
  const at = now();
  const knownBroken = breaks.map((b) => b.seq).filter((seq) => seq > 0);
  await memory.begin({ settledAt: at.toISOString(), by, reason, knownBroken });
  const { key } = await openLog(house);
  await inTransaction(pool, async (tx) => {
    const detail = {
      reason,
      origin: key.verifier.name,
      ...(lostKey ? { lostLogKey: last.logKey } : {}),
      alarms: alarmed.map((w) => ({
        witness: w.witness || "own memory",
        kind: w.alarm!.kind,
        detail: w.alarm!.detail,
      })),
    };
    const subject = key.verifier.name;
    await appendCustody(tx, { at: at.toISOString(), actor: by, act: "backup.restored", subject, sha256: null, detail });
    for (const { witness } of [{ witness: ownMemory }, ...alarmed.filter((w) => w.witness !== ownMemory)])
      await insertAlarm(tx, { witnessKey: witness, kind: "settled", detail: `${by}: ${reason}`, at });
  });
  return key.verifier.text;
}
