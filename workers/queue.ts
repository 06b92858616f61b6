// Promises one door to BullMQ: the same jobs and handlers on Postgres (default) or Redis (REDIS_URL).
import {
  createPostgresBackend,
  DelayedError,
  Queue,
  runMigrations,
  UnrecoverableError,
  withBackend,
  Worker,
} from "bullmq";
import { Redis } from "ioredis";
import type { Config } from "#core/config.ts";
import { SteadyClient } from "#core/db/pool.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import { type JobName, jobNames, jobs, type QueueName, queueNames } from "./jobs.ts";

export interface QueuedJob {
  name: JobName;
  data: Record<string, unknown>;
  key: string;
  delayMs: number;
}

export interface RunningJob {
  name: JobName;
  data: Record<string, unknown>;
  key: string;
  /** 1 on the first try. */
  attempt: number;
  isLastAttempt: boolean;
  signal: AbortSignal;
}

export interface JobHandling {
  handle(job: RunningJob): Promise<void>;
  /** Called once when a job will not be tried again. */
  bury(job: RunningJob, error: AppError): Promise<void>;
}

export interface QueueDoor {
  /** "Postgres" or "Redis". */
  backend: string;
  add(batch: QueuedJob[]): Promise<void>;
  /** Starts working on some queues; the returned function lets running jobs end for a moment, then puts them off. */
  work(
    names: readonly QueueName[],
    concurrency: Record<QueueName, number>,
    handling: JobHandling,
  ): Promise<() => Promise<void>>;
  count(name: QueueName): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** A worker that dies is noticed after at most lock + check; short, since a page takes seconds. */
const stall = { lockDuration: 20_000, stalledInterval: 5_000, maxStalledCount: 10_000 };
const keep = { removeOnComplete: true, removeOnFail: true } as const;

interface Connections {
  backend: string;
  queue(name: QueueName): Queue;
  worker(
    name: QueueName,
    run: (job: Parameters<Processor>[0], token?: string) => Promise<void>,
    concurrency: number,
  ): Worker;
  close(): Promise<void>;
}
type Processor = (job: import("bullmq").Job, token?: string) => Promise<void>;

/** Opens the queue. Throws AppError `queue.unavailable` with the cure. */
export async function openQueue(config: Config, databaseUrl: string): Promise<QueueDoor> {
  const connections = await (
    config.REDIS_URL ? connectRedis(config, config.REDIS_URL) : connectPostgres(databaseUrl)
  ).catch((error: unknown) => {
    const cure = config.REDIS_URL
      ? "Check that Redis runs and that REDIS_URL is right, or unset REDIS_URL to keep the queue in Postgres."
      : "Check that Postgres runs.";
    throw new AppError("queue.unavailable", { cause: error, detail: toAppError(error).message, cure });
  });
  const queues = Object.fromEntries(queueNames.map((name) => [name, connections.queue(name)])) as Record<
    QueueName,
    Queue
  >;
  for (const queue of Object.values(queues))
    queue.on("error", (error) => log.warn({ err: error }, "queue.connection-lost"));
  return {
    backend: connections.backend,
    add: (batch) => addJobs(queues, batch),
    work: async (names, concurrency, handling) => {
      const closing = new AbortController();
      const workers = names.map((name) =>
        startWorker(connections, name, concurrency[name], { handling, closing: closing.signal }),
      );
      await Promise.all(workers.map((w) => w.waitUntilReady()));
      return async () => {
        const late = setTimeout(() => closing.abort(closingError()), closeGraceMs);
        await Promise.all(workers.map((w) => w.close()));
        clearTimeout(late);
      };
    },
    count: (name) => queues[name].getJobCounts("waiting", "active", "delayed", "prioritized"),
    close: async () => {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
      await connections.close();
    },
  };
}

async function connectPostgres(url: string): Promise<Connections> {
  const client = new SteadyClient({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
  const bound = withBackend(createPostgresBackend);
  const connection = { connectionString: url, max: 3, connectionTimeoutMillis: 10_000, Client: SteadyClient };
  return {
    backend: "Postgres",
    // The classes differ only in their backend's type parameter; the house uses what both share.
    queue: (name) => new bound.Queue(name, { connection }) as unknown as Queue,
    worker: (name, run, concurrency) =>
      new bound.Worker(name, run as never, { connection, concurrency, ...stall }) as unknown as Worker,
    close: async () => undefined,
  };
}

async function connectRedis(config: Config, url: string): Promise<Connections> {
  const prefix = config.VONGGAC_QUEUE_PREFIX;
  // Producers fail fast, so that a dead queue is a message and not a hang; workers wait for it to come back.
  const producer = new Redis(url, { maxRetriesPerRequest: 1, connectTimeout: 5000, lazyConnect: true });
  producer.on("error", (error: unknown) => log.warn({ err: error }, "queue.connection-lost"));
  await producer.connect();
  const blocking = new Redis(url, { maxRetriesPerRequest: null });
  blocking.on("error", (error: unknown) => log.warn({ err: error }, "queue.connection-lost"));
  return {
    backend: "Redis",
    queue: (name) => new Queue(name, { connection: producer, prefix }),
    worker: (name, run, concurrency) => new Worker(name, run, { connection: blocking, prefix, concurrency, ...stall }),
    close: async () => {
      producer.disconnect();
      blocking.disconnect();
    },
  };
}

async function addJobs(queues: Record<QueueName, Queue>, batch: QueuedJob[]): Promise<void> {
  try {
    for (const name of queueNames) {
      const mine = batch.filter((j) => jobs[j.name].queue === name);
      if (mine.length === 0) continue;
      await queues[name].addBulk(
        mine.map((j) => ({
          name: j.name,
          data: j.data,
          opts: {
            jobId: j.key,
            delay: j.delayMs,
            attempts: jobs[j.name].attempts,
            backoff: { type: "exponential", delay: jobs[j.name].backOffMs },
            ...keep,
          },
        })),
      );
    }
  } catch (error) {
    throw new AppError("queue.unavailable", {
      cause: error,
      detail: toAppError(error).message,
      cure: "The job waits in the outbox until the queue is back.",
    });
  }
}

/** Running jobs may end by themselves within this time of a stop; a capture that takes longer is done again at the next start. */
const closeGraceMs = 5000;
/** So many workers died with a job in their hands: it is the job that kills them (a page that fills the memory, say). */
const mostDeaths = 20;

const closingError = () => new AppError("stopped", { detail: "the program is closing" });

const putOffCodes = new Set<string>(["politeness.not-now", "stopped", "time.unavailable", "time.refused"]);

interface Running {
  handling: JobHandling;
  closing: AbortSignal;
}

function startWorker(connections: Connections, name: QueueName, concurrency: number, running: Running): Worker {
  const worker = connections.worker(name, (job, token) => runJob(job, token, running), concurrency);
  worker.on("error", (error) => log.warn({ err: error, queue: name }, "queue.worker-error"));
  return worker;
}

async function runJob(
  job: import("bullmq").Job,
  token: string | undefined,
  { handling, closing }: Running,
): Promise<void> {
  const name = job.name as JobName;
  if (!jobNames.includes(name)) throw new UnrecoverableError(`unknown job ${job.name}`);
  const attempt = job.attemptsMade + 1;
  const running: RunningJob = {
    name,
    data: job.data as Record<string, unknown>,
    key: String(job.id),
    attempt,
    isLastAttempt: attempt >= jobs[name].attempts,
    signal: AbortSignal.any([AbortSignal.timeout(jobs[name].timeoutMs), closing]),
  };
  if (job.stalledCounter > mostDeaths) {
    const error = new AppError("internal", { detail: `${job.stalledCounter} workers died over this job` });
    await handling.bury(running, error);
    throw new UnrecoverableError(error.message);
  }
  try {
    await handling.handle(running);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (putOffCodes.has(error.code) || error.facts.retryAtMs !== undefined) {
      // Not a failure: the host's turn comes later, the red switch is on, no authority answers soundly, the disk is full. No attempt is used up.
      await job.moveToDelayed(retryAt(error), token);
      throw new DelayedError();
    }
    log.info({ err: error, job: name, key: running.key, attempt }, "job.failed");
    const isOver = !error.meaning.retry || running.isLastAttempt;
    if (isOver) await handling.bury(running, error);
    throw isOver ? new UnrecoverableError(error.message) : error;
  }
}

function retryAt(error: AppError): number {
  const at = Number(error.facts.retryAtMs ?? 0);
  return Math.max(at, Date.now() + (error.code === "stopped" ? 2000 : 100));
}
