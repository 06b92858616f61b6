// Promises that the queue behaves the same on Postgres and on Redis: the contract that handlers rely on.
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import { newId } from "#core/id.ts";
import { type JobHandling, openQueue, type QueueDoor, type RunningJob } from "#workers/queue.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { hasRedis, startRedis } from "../../support/redis.ts";

interface Backend {
  name: string;
  open(): Promise<{
    door: () => Promise<QueueDoor>;
    /** Writes how often a worker died over the job, as the backend counts it. */
    setDeaths: (key: string, deaths: number) => Promise<void>;
    close: () => Promise<void>;
  }>;
}

const onPostgres: Backend = {
  name: "Postgres",
  open: async () => {
    const database: TestDatabase = await createTestDatabase(3);
    return {
      door: () => openQueue(readConfig({}), database.url),
      setDeaths: async (key, deaths) =>
        void (await database.pool.query("update bullmq.job set stalled_count = $2 where id = $1", [key, deaths])),
      close: () => database.close(),
    };
  },
};
const onRedis: Backend = {
  name: "Redis",
  open: async () => {
    const redis = await startRedis();
    return {
      door: () => openQueue(readConfig({ REDIS_URL: redis.url }), "unused"),
      setDeaths: async (key, deaths) => {
        const client = new Redis(redis.url);
        await client.hset(`{vonggac}:scan:${key}`, "stc", deaths);
        client.disconnect();
      },
      close: () => redis.stop(),
    };
  },
};

const quick = { scan: 4, capture: 2, stamp: 1 };
const pageJob = (delayMs = 0) => {
  const pageId = newId();
  return { name: "page" as const, data: { pageId }, key: `page-${pageId}`, delayMs };
};

async function until(isTrue: () => boolean, words: string, ms = 15_000): Promise<void> {
  for (let waited = 0; waited < ms; waited += 25) {
    if (isTrue()) return;
    await sleep(25);
  }
  throw new Error(`never came: ${words}`);
}

if (!hasRedis) process.stdout.write("skipped: no redis-server\n");

describe.each([onPostgres, ...(hasRedis ? [onRedis] : [])])("the queue on $name", (backend) => {
  let opened: Awaited<ReturnType<Backend["open"]>>;
  let door: QueueDoor;
  beforeAll(async () => {
    opened = await backend.open();
    door = await opened.door();
  });
  afterAll(async () => {
    await door.close();
    await opened.close();
  });

  const record = (handle?: (job: RunningJob) => Promise<void>) => {
    const ran: RunningJob[] = [];
    const buried: { job: RunningJob; error: AppError }[] = [];
    const handling: JobHandling = {
      handle: async (job) => {
        ran.push(job);
        await handle?.(job);
      },
      bury: async (job, error) => void buried.push({ job, error }),
    };
    return { ran, buried, handling };
  };

  test("names its backend", () => {
    expect(door.backend).toBe(backend.name);
  });

  test("runs every job once with the data it was given", async () => {
    const { ran, handling } = record();
    const stop = await door.work(["scan"], quick, handling);
    const batch = Array.from({ length: 20 }, () => pageJob());
    await door.add(batch);
    await until(() => ran.length >= 20, "20 jobs");
    await sleep(300);
    await stop();
    expect(ran.map((j) => j.data.pageId).toSorted()).toEqual(batch.map((j) => j.data.pageId).toSorted());
    expect(ran.every((j) => j.name === "page" && j.attempt === 1)).toBe(true);
  });

  test("makes one job of two that have the same key", async () => {
    const { ran, handling } = record();
    const job = pageJob();
    await door.add([job, job]);
    await door.add([job]);
    const stop = await door.work(["scan"], quick, handling);
    await until(() => ran.length >= 1, "the job");
    await sleep(400);
    await stop();
    expect(ran.length).toBe(1);
  });

  test("takes a finished job's key again, since rows and not the queue say what is done", async () => {
    const { ran, handling } = record();
    const job = pageJob();
    const stop = await door.work(["scan"], quick, handling);
    await door.add([job]);
    await until(() => ran.length === 1, "the first run");
    await sleep(200);
    await door.add([job]);
    await until(() => ran.length === 2, "the second run");
    await stop();
  });

  test("runs a delayed job later, not sooner", async () => {
    const { ran, handling } = record();
    const stop = await door.work(["scan"], quick, handling);
    const askedAt = performance.now();
    await door.add([pageJob(700)]);
    await until(() => ran.length === 1, "the delayed job");
    await stop();
    expect(performance.now() - askedAt).toBeGreaterThan(690);
  });

  test("tries again after an error that may pass, and buries the job when the tries are used up", async () => {
    const { ran, buried, handling } = record(async () => {
      throw new AppError("fetch.unreachable", { detail: "nobody answers" });
    });
    const stop = await door.work(["scan"], quick, handling);
    await door.add([pageJob()]);
    await until(() => buried.length === 1, "the burial", 30_000);
    await stop();
    expect(ran.map((j) => j.attempt)).toEqual([1, 2, 3]);
    expect(ran.at(-1)!.isLastAttempt).toBe(true);
    expect(buried[0]!.error.code).toBe("fetch.unreachable");
  });

  test("does not try again what cannot get better", async () => {
    const { ran, buried, handling } = record(async () => {
      throw new AppError("guard.refused", { detail: "a private address" });
    });
    const stop = await door.work(["scan"], quick, handling);
    await door.add([pageJob()]);
    await until(() => buried.length === 1, "the burial");
    await sleep(500);
    await stop();
    expect(ran.length).toBe(1);
  });

  test("puts a job off until the host's turn without using up a try", async () => {
    const times: number[] = [];
    const { ran, buried, handling } = record(async () => {
      times.push(performance.now());
      if (times.length < 5)
        throw new AppError("politeness.not-now", { facts: { host: "h", retryAtMs: Date.now() + 300 } });
    });
    const stop = await door.work(["scan"], quick, handling);
    await door.add([pageJob()]);
    await until(() => times.length === 5, "five turns");
    await sleep(300);
    await stop();
    expect(buried).toEqual([]);
    expect(ran.every((j) => !j.isLastAttempt)).toBe(true);
    for (let i = 1; i < times.length; i++) expect(times[i]! - times[i - 1]!).toBeGreaterThan(290);
  });

  test("puts a job that does not end off when the program stops, and does it again at the next start", async () => {
    const first = record(
      (job) => new Promise((_, reject) => job.signal.addEventListener("abort", () => reject(job.signal.reason))),
    );
    const stop = await door.work(["scan"], quick, first.handling);
    await door.add([pageJob()]);
    await until(() => first.ran.length === 1, "the first run");
    const askedAt = performance.now();
    await stop();
    expect(performance.now() - askedAt).toBeLessThan(8000);
    const second = record();
    const stopSecond = await door.work(["scan"], quick, second.handling);
    await until(() => second.ran.length === 1, "the second run");
    await stopSecond();
    expect(first.buried).toEqual([]);
    expect(second.ran[0]!.attempt).toBe(1);
  });

  test("buries a job over which worker after worker died", async () => {
    const job = pageJob();
    await door.add([job]);
    await opened.setDeaths(job.key, 21);
    const { ran, buried, handling } = record();
    const stop = await door.work(["scan"], quick, handling);
    await until(() => buried.length === 1, "the burial");
    await stop();
    expect(ran).toEqual([]);
    expect(buried[0]!.error.message).toContain("workers died");
  });

  test("keeps the queues apart: a capture worker takes no page", async () => {
    const { ran, handling } = record();
    const stop = await door.work(["capture"], quick, handling);
    await door.add([pageJob()]);
    await sleep(600);
    expect(ran).toEqual([]);
    await stop();
    const other = record();
    const stopOther = await door.work(["scan"], quick, other.handling);
    await until(() => other.ran.length === 1, "the page");
    await stopOther();
  });

  test("shares jobs between two workers, each job on one of them", async () => {
    const second = await opened.door();
    const [a, b] = [record(() => sleep(15)), record(() => sleep(15))];
    const stops = [await door.work(["scan"], quick, a.handling), await second.work(["scan"], quick, b.handling)];
    const batch = Array.from({ length: 60 }, () => pageJob());
    await door.add(batch);
    await until(() => a.ran.length + b.ran.length >= 60, "60 jobs");
    await sleep(300);
    await Promise.all(stops.map((stop) => stop()));
    await second.close();
    const all = [...a.ran, ...b.ran].map((j) => j.key);
    expect(new Set(all).size).toBe(60);
    expect(all.length).toBe(60);
    expect(Math.min(a.ran.length, b.ran.length)).toBeGreaterThan(0);
  });
});

test("a queue that cannot be reached says so with the cure", async () => {
  const config = readConfig({ REDIS_URL: "redis://127.0.0.1:1" });
  await expect(openQueue(config, "unused")).rejects.toMatchObject({
    code: "queue.unavailable",
    cure: expect.stringContaining("REDIS_URL"),
  });
});
