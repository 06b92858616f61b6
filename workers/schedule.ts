// Promises that targets are scanned at their cadence: due ones are asked for, each once.
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import { isStopped } from "#core/records/setting.ts";
import { selectDueTargets, setNextScan } from "#core/records/target.ts";
import { startScan } from "./flow.ts";
import type { House } from "./house.ts";

const lookEveryMs = 15_000;

/** Opens a scan for every due target; returns how many. Two schedulers at once open one scan: the row is unique. */
export async function askDueScans(house: House): Promise<number> {
  const { pool } = house.database;
  if (await isStopped(pool)) return 0;
  const due = await selectDueTargets(pool, now(), 200);
  for (const target of due) {
    await inTransaction(pool, async (tx) => {
      await startScan(tx, {
        targetId: target.id,
        askedBy: "lịch quét",
        reason: "đến kỳ",
        maxPages: house.config.VONGGAC_MAX_PAGES,
      });
      await setNextScan(tx, target.id, now());
    });
  }
  return due.length;
}

export function startSchedule(house: House): () => void {
  const timer = setInterval(() => {
    askDueScans(house).catch((error: unknown) => log.warn({ err: toAppError(error) }, "schedule.failed"));
  }, lookEveryMs);
  return () => clearInterval(timer);
}
