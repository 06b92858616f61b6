// Promises that what is under a hold is not destroyed: in the database at once, in the object store where it knows holds.
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { selectOpenRequest } from "#core/records/destruction.ts";
import { insertHold, insertHoldLift, lockKeeping, selectHold, selectStandingHolds } from "#core/records/hold.ts";
import { refuseIfDestroyed } from "./refuse-destroyed.ts";
import { type Asked, checkAsked, enterAct, type Keeper, selectSealed } from "./keeper.ts";

/** Sets a hold; gives its id. Throws `not-found`, `evidence.destroyed`, `input.invalid`. */
export async function setHold(keeper: Keeper, asked: Asked): Promise<string> {
  checkAsked(asked);
  const id = newId();
  const seal = await selectSealed(keeper.pool, asked.captureId);
  await inTransaction(keeper.pool, async (tx) => {
    await lockKeeping(tx, asked.captureId);
    await refuseIfDestroyed(tx, asked.captureId);
    const open = await selectOpenRequest(tx, asked.captureId);
    const ledgerSeq = await enterAct(tx, "hold.set", asked, seal, { hold: id, ...(open ? { request: open.id } : {}) });
    await insertHold(tx, { ...asked, id, at: now(), ledgerSeq });
    // Inside the transaction: a store that does not answer leaves no hold that only the database knows.
    await keeper.store.setLegalHold(seal.storeKey, true);
  });
  return id;
}

/** Ends one hold; others on the same capture stand on. Throws `not-found`, `conflict` when it was lifted before. */
export async function liftHold(
  keeper: Keeper,
  { holdId, actor, reason }: { holdId: string; actor: string; reason: string },
): Promise<void> {
  checkAsked({ actor, reason });
  const hold = await selectHold(keeper.pool, holdId);
  const asked = { captureId: hold.captureId, actor, reason };
  const seal = await selectSealed(keeper.pool, hold.captureId);
  await inTransaction(keeper.pool, async (tx) => {
    await lockKeeping(tx, hold.captureId);
    if ((await selectHold(tx, holdId)).liftedAt)
      throw new AppError("conflict", { detail: "this hold was lifted before" });
    const ledgerSeq = await enterAct(tx, "hold.lifted", asked, seal, { hold: holdId });
    await insertHoldLift(tx, { id: holdId, actor, reason, at: now(), ledgerSeq });
    if ((await selectStandingHolds(tx, hold.captureId)).length === 0)
      await keeper.store.setLegalHold(seal.storeKey, false);
  });
}
