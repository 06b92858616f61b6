// Promises a daily stamp over the custody log, and tokens renewed before their authority's certificate ends.
import { toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import type { House } from "./house.ts";
import { askDailyBatchStamp, askRenewals } from "./time-stamps.ts";

const lookEveryMs = 600_000;

/** One look: what is due is asked for, each once however many look. An empty or contradicted log gets no stamp. */
export async function askDueStamps(house: House): Promise<void> {
  if (!house.stamping) return;
  await askRenewals(house);
  await askDailyBatchStamp(house).catch((error: unknown) => {
    if (toAppError(error).code !== "not-found") throw error;
  });
}

/** Looks now and every ten minutes; the returned function waits for the look under way. */
export function startStampSchedule(house: House): () => Promise<void> {
  const look = () =>
    askDueStamps(house).catch((error: unknown) => log.warn({ err: toAppError(error) }, "stamp-schedule.failed"));
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
