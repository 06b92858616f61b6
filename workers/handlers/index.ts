// Promises every job exactly one handler, and exactly one way to be given up.
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { insertDeadJob } from "#core/records/outbox.ts";
import type { House } from "../house.ts";
import { type JobData, type JobName, jobs } from "../jobs.ts";
import { waitIfFull } from "../keeping/disk-reserve.ts";
import type { JobHandling } from "../queue.ts";
import type { Attempt } from "../vantage.ts";
import { buryCapture, capturePage } from "./capture.ts";
import { buryFaces, judgeFaces } from "./faces.ts";
import { buryPage, visitPage } from "./page.ts";
import { buryReplay, checkReplay } from "./replay.ts";
import { sealCapture } from "./seal.ts";
import { buryStamp, stampOnce } from "./stamp.ts";

interface Handler<N extends JobName> {
  handle(house: House, data: JobData<N>, attempt: Attempt): Promise<void>;
  bury(house: House, data: JobData<N>, error: AppError): Promise<void>;
}

export const handlers: { [N in JobName]: Handler<N> } = {
  page: { handle: visitPage, bury: buryPage },
  faces: { handle: judgeFaces, bury: buryFaces },
  capture: { handle: capturePage, bury: buryCapture },
  seal: { handle: sealCapture, bury: buryCapture },
  replay: { handle: checkReplay, bury: buryReplay },
  stamp: { handle: stampOnce, bury: buryStamp },
};

/** Payloads are checked before a handler sees them. */
export function createHandling(house: House): JobHandling {
  const read = <N extends JobName>(name: N, data: unknown): JobData<N> => {
    const parsed = jobs[name].data.safeParse(data);
    if (!parsed.success) throw new AppError("input.invalid", { detail: `job ${name}: ${parsed.error.message}` });
    return parsed.data as JobData<N>;
  };
  return {
    handle: async (job) => {
      const handler = handlers[job.name] as Handler<JobName>;
      const data = read(job.name, job.data);
      try {
        await handler.handle(house, data, job);
      } catch (error) {
        throw await waitIfFull(house, "captureId" in data ? data.captureId : null, error);
      }
    },
    bury: async (job, error) => {
      const handler = handlers[job.name] as Handler<JobName>;
      const { name, key, data, attempt } = job;
      await inTransaction(house.database.pool, (tx) =>
        insertDeadJob(tx, { job: name, key, data, error: error.message, attempts: attempt }),
      );
      await handler.bury(house, read(name, data), error);
    },
  };
}
