// Promises every job's contract: ids only, one dedupe key, how often it is tried, how long it may take.
import { z } from "zod";
import { CaptureId, PageId, ScanId, TimeStampId } from "#core/id.ts";

export const queueNames = ["scan", "capture", "stamp"] as const;
export type QueueName = (typeof queueNames)[number];

interface JobContract<S extends z.ZodType> {
  queue: QueueName;
  data: S;
  /** Two jobs of one key are one job. No ":" (the queue forbids it). */
  key: (data: z.infer<S>) => string;
  attempts: number;
  backOffMs: number;
  timeoutMs: number;
}

const job = <S extends z.ZodType>(contract: JobContract<S>) => contract;

export const jobs = {
  /** Visits one page of a scan and judges it; the first one chooses the others, the last one asks for captures. */
  page: job({
    queue: "scan",
    data: z.object({ pageId: PageId }),
    key: (d) => `page-${d.pageId}`,
    attempts: 3,
    backOffMs: 3000,
    timeoutMs: 180_000,
  }),
  /** Judges the faces of a watched address beside one another, then asks for captures; asked only where they differ. */
  faces: job({
    queue: "scan",
    data: z.object({ scanId: ScanId }),
    key: (d) => `faces-${d.scanId}`,
    attempts: 3,
    backOffMs: 3000,
    timeoutMs: 180_000,
  }),
  /** One evidence visit of a browser. */
  capture: job({
    queue: "capture",
    data: z.object({ captureId: CaptureId }),
    key: (d) => `capture-${d.captureId}`,
    attempts: 3,
    backOffMs: 5000,
    timeoutMs: 240_000,
  }),
  /** Seals a capture, enters it in the custody log and raises its findings. Given up after a minute and a half: a scan must end. */
  seal: job({
    queue: "capture",
    data: z.object({ captureId: CaptureId }),
    key: (d) => `seal-${d.captureId}`,
    attempts: 6,
    backOffMs: 3000,
    timeoutMs: 240_000,
  }),
  /** Shows a sealed archive again without network and compares; given up, it says so. */
  replay: job({
    queue: "capture",
    data: z.object({ captureId: CaptureId }),
    key: (d) => `replay-${d.captureId}`,
    attempts: 2,
    backOffMs: 5000,
    timeoutMs: 120_000,
  }),
  /** Asks time-stamp authorities, in a queue of its own: a slow one holds up no capture. Put off, without an end, until one answers soundly. */
  stamp: job({
    queue: "stamp",
    data: z.object({ timeStampId: TimeStampId }),
    key: (d) => `stamp-${d.timeStampId}`,
    attempts: 10,
    backOffMs: 5000,
    timeoutMs: 600_000,
  }),
} as const;

export type JobName = keyof typeof jobs;
export type JobData<N extends JobName> = z.infer<(typeof jobs)[N]["data"]>;
export const jobNames = Object.keys(jobs) as JobName[];
