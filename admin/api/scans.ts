// Promises how the crawler is doing now: counts, the last pages, the red switch and the jobs that gave up.
import { z } from "zod";
import { Instant } from "./problem.ts";

export const Progress = z.object({
  at: Instant,
  stopped: z.boolean(),
  counts: z.object({
    scansRunning: z.number().int(),
    pagesWaiting: z.number().int(),
    pagesDone24h: z.number().int(),
    pagesFailed24h: z.number().int(),
    capturesWaiting: z.number().int(),
    capturesSealed24h: z.number().int(),
    capturesFailed24h: z.number().int(),
    deadJobs: z.number().int(),
  }),
  /** Sealed captures that have no time stamp yet. */
  stamps: z.object({
    waiting: z.number().int(),
    refused: z.number().int(),
    /** What the authorities' last failure was; "" where there is none. */
    reason: z.string(),
    /** Sealed in the last 24 hours without anybody being asked. */
    unasked24h: z.number().int(),
    /** Configured authorities. */
    authorities: z.number().int(),
  }),
  lastPages: z.array(
    z.object({
      id: z.uuid(),
      url: z.string(),
      vantage: z.string(),
      state: z.string(),
      via: z.string().nullable(),
      status: z.number().int().nullable(),
      condition: z.string().nullable(),
      error: z.string(),
      at: Instant,
    }),
  ),
  running: z.array(
    z.object({
      id: z.uuid(),
      url: z.string(),
      queuedAt: Instant,
      pagesDone: z.number().int(),
      pagesWaiting: z.number().int(),
      /** Null where the scan ended meanwhile. */
      target: z.object({ id: z.uuid(), paused: z.boolean() }).nullable(),
    }),
  ),
  /** Hosts visited in the last ten minutes, the busiest first. */
  pace: z.array(
    z.object({
      host: z.string(),
      backOffs: z.number().int(),
      isHeld: z.boolean(),
      waitMs: z.number().int(),
      requests: z.number().int(),
      failed: z.number().int(),
    }),
  ),
  /** Scans of the last 24 hours that met a door that stays shut, by outcome. */
  blocked: z.array(z.object({ outcome: z.string(), scans: z.number().int() })),
});
export type Progress = z.infer<typeof Progress>;

export const RedSwitch = z.object({ stopped: z.boolean(), reason: z.string().trim().min(3).max(500) });
export type RedSwitch = z.infer<typeof RedSwitch>;

export const DeadJobs = z.object({
  items: z.array(
    z.object({
      id: z.number(),
      job: z.string(),
      key: z.string(),
      error: z.string(),
      attempts: z.number().int(),
      at: Instant,
    }),
  ),
});
export type DeadJobs = z.infer<typeof DeadJobs>;
