// Promises that one act stops the watching and the viewing at once and takes the bytes out of every reader's reach (house law 2).
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { log } from "#core/log.ts";
import type { Db } from "#core/db/sql.ts";
import { lockKeeping } from "#core/records/hold.ts";
import { selectBases } from "#core/records/sealed-payload.ts";
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
import { dropCopies } from "./other-copies.ts";
import { refuseIfDestroyed } from "./refuse-destroyed.ts";

/**
 * Quarantines a sealed capture and the earlier ones that hold bytes of it (a recapture keeps unchanged ones only there);
 * done before is fine. From the commit on every reader that asks the database is refused; then the bytes move. A kill or a
 * store that fails between leaves the move to `finishQuarantines`.
 */
export async function quarantineCapture(keeper: Keeper, asked: Asked): Promise<void> {
  checkAsked(asked);
  await selectSealed(keeper.pool, asked.captureId);
  const standing = await inTransaction(keeper.pool, async (tx) => {
    const bases = (await selectBases(tx, asked.captureId)).map(({ baseCaptureId }) => baseCaptureId);
    const all = [asked.captureId, ...bases].toSorted();
    for (const captureId of all) await lockKeeping(tx, captureId);
    await refuseIfDestroyed(tx, asked.captureId);
    const rows: QuarantineRow[] = [];
    for (const captureId of all) rows.push(await setApart(tx, { ...asked, captureId }, asked.captureId));
    await pauseTargetOf(tx, asked.captureId);
    return rows;
  });
  for (const row of standing) await moveAway(keeper, row);
}

/** `forThe`: the capture that was asked about; another one is set apart with it because it holds bytes of it. */
export async function setApart(tx: Db, asked: Asked, forThe: string): Promise<QuarantineRow> {
  const before = await selectStandingQuarantine(tx, asked.captureId);
  if (before) return before;
  const id = newId();
  const seal = await selectSealed(tx, asked.captureId);
  const holds = asked.captureId === forThe ? {} : { holdsBytesOf: forThe };
  const ledgerSeq = await enterAct(tx, "capture.quarantined", asked, seal, { quarantine: id, ...holds });
  await insertQuarantine(tx, { ...asked, id, at: now(), ledgerSeq });
  return (await selectStandingQuarantine(tx, asked.captureId))!;
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

/** Moves the bytes out of readers' reach; taken up again it ends the same. */
export async function moveAway(keeper: Keeper, { id, captureId, storeKey, setAt }: QuarantineRow): Promise<void> {
  const { store } = keeper;
  const away = quarantineKey(storeKey);
  if (!(await store.has(storeKey))) return;
  await putTombstone(store, storeKey, "quarantined", { reference: id, at: setAt.toISOString() });
  // A kill between copy and deletion in an object store leaves both: the copy was checked, so the original goes.
  if (await store.has(away)) await store.remove(storeKey);
  else await store.move(storeKey, away);
  await dropCopies(keeper, captureId);
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
