// Promises a custody log that is signed as it grows, offered to its witnesses, and walked through from time to time.
import { toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import { selectLastCheckpoint } from "#core/records/checkpoint.ts";
import { openMemory } from "#evidence/ledger/memory.ts";
import { type LedgerHouse, makeCheckpoint, raiseOwnAlarm } from "./checkpoint.ts";
import { auditLedger } from "./ledger-audit.ts";
import { readLedgerSize } from "./ledger-tree.ts";
import { pushCheckpoint } from "./witness-push.ts";

const lookEveryMs = 30_000;
/** The log is signed at most this often while it grows; an export signs it at once. */
const signEveryMs = 120_000;
const auditEveryMs = 6 * 3_600_000;

/** Walks the log; what does not fit raises the alarm, and nothing is signed from then on. Returns what was found. */
export async function auditCustody(house: LedgerHouse) {
  const { epoch } = await openMemory(house.config.dataDir);
  const audit = await auditLedger(house.database.pool, epoch.knownBroken);
  const first = audit.breaks[0];
  if (first) {
    const where = first.seq > 0 ? `entry ${first.seq}: ` : "";
    await raiseOwnAlarm(house, "rewritten", `${where}${first.why}`);
  }
  return audit;
}

/** A checkpoint where one is due, and every witness asked. */
export async function careForLedger(house: LedgerHouse, isFirst = false): Promise<void> {
  const { pool } = house.database;
  const [size, last] = [await readLedgerSize(pool), await selectLastCheckpoint(pool)];
  const isDue = !last || (size !== last.size && Date.now() - last.at.getTime() >= signEveryMs);
  // The first look compares what was signed with what stands there, whether or not anything came since.
  if (size > 0 && (isDue || isFirst)) await makeCheckpoint(house);
  else if (size === 0 && isFirst && ((await openMemory(house.config.dataDir)).last !== null || last))
    await raiseOwnAlarm(house, "rollback", "a checkpoint was signed, the database has no entry");
  await pushCheckpoint(house);
}

/** Runs until the returned function is called; what was not yet signed then is signed. */
export function startLedgerCare(house: LedgerHouse): () => Promise<void> {
  let auditedAtMs = -Infinity;
  const warn = (error: unknown) => log.warn({ err: toAppError(error) }, "ledger.care-failed");
  const look = async (isFirst: boolean) => {
    await careForLedger(house, isFirst);
    if (performance.now() - auditedAtMs < auditEveryMs) return;
    auditedAtMs = performance.now();
    await auditCustody(house);
  };
  let looking = look(true).catch(warn);
  const timer = setInterval(() => {
    looking = looking.then(() => look(false)).catch(warn);
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    await looking;
    if ((await readLedgerSize(house.database.pool)) > 0) await makeCheckpoint(house).catch(warn);
  };
}
