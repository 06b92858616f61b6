// Promises that keeping goes on by itself: confirmed destructions and quarantines are finished, and the store is read again, a little at a time.
import { toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import { selectOpenRound } from "#core/records/scrub.ts";
import type { House } from "../house.ts";
import { finishDestructions } from "./destroy.ts";
import { setPassedOverAside } from "./keep-package.ts";
import type { Keeper } from "./keeper.ts";
import { finishQuarantines } from "./quarantine.ts";
import { askDueScrub, scrubOn } from "./scrub.ts";

export function keeperOf({ config, database, store }: Pick<House, "config" | "database" | "store">): Keeper {
  return { config, pool: database.pool, store };
}

/** One look: what waits is finished, the daily round is opened when due, and an open round goes on for a slice. */
export async function keepOnce(keeper: Keeper, signal?: AbortSignal): Promise<void> {
  await finishQuarantines(keeper);
  await finishDestructions(keeper);
  await setPassedOverAside(keeper, null);
  await askDueScrub(keeper);
  const round = await selectOpenRound(keeper.pool);
  if (round) await scrubOn(keeper, round.id, signal ? { signal } : {});
}

/** Looks again and again while the program runs; the returned function stops after the look in hand. */
export function startKeeping(house: House, lookEveryMs = 30_000): () => Promise<void> {
  const keeper = keeperOf(house);
  const stop = new AbortController();
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking
      .then(() => keepOnce(keeper, stop.signal))
      .catch((error: unknown) => log.warn({ err: toAppError(error) }, "keeping.failed"));
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    stop.abort();
    await looking;
  };
}
