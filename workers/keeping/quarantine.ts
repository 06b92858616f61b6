// Promises that one act stops the watching and the viewing at once and takes the bytes out of every reader's reach (house law 2).
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { log } from "#core/log.ts";
import { lockKeeping } from "#core/records/hold.ts";
import {
  insertQuarantine,
  insertQuarantineLift,
  pauseTargetOf,
  type QuarantineRow,
  selectStandingQuarantine,
  selectStandingQuarantines,
} from "#core/records/quarantine.ts";
import { putTombstone, quarantineKey } from "#evidence/store/tombstone.ts";
import { type Asked, checkAsked, enterAct, type Keeper, selectSealed } from "./keeper.ts";
import { refuseIfDestroyed } from "./refuse-destroyed.ts";

/**
 * Quarantines a sealed capture; done before is fine. From the commit on every reader that asks the database is refused;
 * then the bytes move. A kill or a store that fails between leaves the move to `finishQuarantines`.
 */
export async function quarantineCapture(keeper: Keeper, asked: Asked): Promise<void> {
  checkAsked(asked);
  const seal = await selectSealed(keeper.pool, asked.captureId);
  const standing = await inTransaction(keeper.pool, async (tx) => {
    await lockKeeping(tx, asked.captureId);
    await refuseIfDestroyed(tx, asked.captureId);
    if (!(await selectStandingQuarantine(tx, asked.captureId))) {
      const id = newId();
      const ledgerSeq = await enterAct(tx, "capture.quarantined", asked, seal, { quarantine: id });
      await insertQuarantine(tx, { ...asked, id, at: now(), ledgerSeq });
    }
    await pauseTargetOf(tx, asked.captureId);
    return selectStandingQuarantine(tx, asked.captureId);
  });
  await moveAway(keeper, standing!);
}

/** Ends a quarantine and puts the bytes back where the seal says. The target stays paused: a person starts it again. */
export async function liftQuarantine(keeper: Keeper, asked: Asked): Promise<void> {
  checkAsked(asked);
  const seal = await selectSealed(keeper.pool, asked.captureId);
  await inTransaction(keeper.pool, async (tx) => {
    await lockKeeping(tx, asked.captureId);
    await refuseIfDestroyed(tx, asked.captureId);
    const standing = await selectStandingQuarantine(tx, asked.captureId);
    if (!standing) throw new AppError("conflict", { detail: `${asked.captureId}: not quarantined` });
    const ledgerSeq = await enterAct(tx, "quarantine.lifted", asked, seal, { quarantine: standing.id });
    await insertQuarantineLift(tx, { id: standing.id, actor: asked.actor, reason: asked.reason, at: now(), ledgerSeq });
    const away = quarantineKey(seal.storeKey);
    if (await keeper.store.has(away)) await keeper.store.move(away, seal.storeKey);
  });
}

async function moveAway({ store }: Keeper, { id, storeKey, setAt }: QuarantineRow): Promise<void> {
  const away = quarantineKey(storeKey);
  if (!(await store.has(storeKey))) return;
  await putTombstone(store, storeKey, "quarantined", { reference: id, at: setAt.toISOString() });
  // A kill between copy and deletion in an object store leaves both: the copy was checked, so the original goes.
  if (await store.has(away)) await store.remove(storeKey);
  else await store.move(storeKey, away);
}

/** Takes up what a kill or a store that was away left; gives how many captures still lie in readers' reach. */
export async function finishQuarantines(keeper: Keeper): Promise<number> {
  let open = 0;
  for (const row of await selectStandingQuarantines(keeper.pool)) {
    try {
      await moveAway(keeper, row);
    } catch (error) {
      open++;
      log.error({ err: toAppError(error), captureId: row.captureId }, "quarantine.not-finished");
    }
  }
  return open;
}
