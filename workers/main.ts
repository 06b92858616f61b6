// Promises a working crew: relay, recovery, schedule and workers, started together and stopped cleanly.
import { startTrailCare } from "./trail.ts";
import { createHandling } from "./handlers/index.ts";
import type { House } from "./house.ts";
import { startLedgerCare } from "./ledger-care.ts";
import { type QueueName, queueNames } from "./jobs.ts";
import { startKeeping } from "./keeping/keep-on.ts";
import { recoverOpenWork, startRecovery, sweepWorkFolder } from "./recover.ts";
import { startDemotion } from "./rules/demote.ts";
import { startRelay } from "./relay.ts";
import { startStampSchedule } from "./stamp-schedule.ts";
import { startSchedule } from "./schedule.ts";
import { startRechecks } from "./takedowns/recheck.ts";
import { startWebhooks } from "./webhooks.ts";

export interface CrewOptions {
  queues?: readonly QueueName[];
  /** Opens due scans by cadence; off for a one-time `scan`. */
  withSchedule?: boolean;
}

/** Questions to time-stamp authorities under way at once. */
const stampsAtOnce = 4;

/** Starts working; the returned function stops after the running jobs ended. */
export async function startCrew(house: House, options: CrewOptions = {}): Promise<() => Promise<void>> {
  const { config, queue, database } = house;
  await sweepWorkFolder(house);
  await recoverOpenWork(house);
  const stopRelay = startRelay(database.pool, database.url, queue);
  const [scan, capture] = [config.VONGGAC_SCAN_CONCURRENCY, config.VONGGAC_CAPTURE_CONCURRENCY];
  const concurrency = { scan, capture, stamp: stampsAtOnce };
  const stopWorkers = await queue.work(options.queues ?? queueNames, concurrency, createHandling(house));
  const stopRecovery = startRecovery(house);
  const stopTrailCare = startTrailCare(database.pool);
  const stopLedgerCare = startLedgerCare(house);
  const stopSchedule = options.withSchedule ? startSchedule(house) : () => undefined;
  const stopStampSchedule = options.withSchedule ? startStampSchedule(house) : async () => undefined;
  const stopDemotion = options.withSchedule
    ? startDemotion({ pool: database.pool, knowledge: () => house.knowledge() })
    : async () => undefined;
  const stopWebhooks = options.withSchedule ? startWebhooks(house) : async () => undefined;
  const stopKeeping = options.withSchedule ? startKeeping(house) : async () => undefined;
  const stopRechecks = options.withSchedule ? startRechecks(house) : async () => undefined;
  return async () => {
    stopSchedule();
    await stopRechecks();
    await stopStampSchedule();
    await stopKeeping();
    await stopWebhooks();
    await stopDemotion();
    await stopRecovery();
    await stopWorkers();
    await stopRelay();
    await stopTrailCare();
    await stopLedgerCare();
  };
}
