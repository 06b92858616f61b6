// Promises a working crew: relay, recovery, schedule and workers, started together and stopped cleanly.
import { createHandling } from "./handlers/index.ts";
import type { House } from "./house.ts";
import { startLedgerCare } from "./ledger-care.ts";
import { type QueueName, queueNames } from "./jobs.ts";
import { recoverOpenWork, startRecovery, sweepWorkFolder } from "./recover.ts";
import { startRelay } from "./relay.ts";
import { startSchedule } from "./schedule.ts";

export interface CrewOptions {
  queues?: readonly QueueName[];
  /** Opens due scans by cadence; off for a one-time `scan`. */
  withSchedule?: boolean;
}

/** Starts working; the returned function stops after the running jobs ended. */
export async function startCrew(house: House, options: CrewOptions = {}): Promise<() => Promise<void>> {
  const { config, queue, database } = house;
  await sweepWorkFolder(house);
  await recoverOpenWork(house);
  const stopRelay = startRelay(database.pool, database.url, queue);
  const concurrency = { scan: config.VONGGAC_SCAN_CONCURRENCY, capture: config.VONGGAC_CAPTURE_CONCURRENCY };
  const stopWorkers = await queue.work(options.queues ?? queueNames, concurrency, createHandling(house));
  const stopRecovery = startRecovery(house);
  const stopLedgerCare = startLedgerCare(house);
  const stopSchedule = options.withSchedule ? startSchedule(house) : () => undefined;
  return async () => {
    stopSchedule();
    await stopRecovery();
    await stopWorkers();
    await stopRelay();
    await stopLedgerCare();
  };
}
