// Promises politeness across workers: two visits to one host never overlap and are never closer than the delay.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#core/id.ts";
import { takeHostTurn } from "#core/records/host-turn.ts";
import { setStopped } from "#core/records/setting.ts";
import { createHostTurn, createRequestLog, createRobotsCache } from "#workers/host-turn.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";
import { seededRandom } from "../../support/seeded-random.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(10);
});
afterAll(() => database.close());

test("random arrivals of two workers at three hosts keep their distance", async () => {
  const seed = Date.now() % 100_000;
  process.stdout.write(`seed ${seed}\n`);
  const random = seededRandom(seed);
  const workers = [createHostTurn(database.pool), createHostTurn(database.pool)];
  const delayMs = 60;
  const visits: { host: string; from: number; to: number }[] = [];
  const visit = async (i: number) => {
    await sleep(random() * 200);
    const host = `host-${i % 3}.example`;
    const turn = await workers[i % 2]!.take(host, { delayMs, leaseMs: 5000, waitMs: 20_000 });
    const from = performance.now();
    await sleep(random() * 40);
    visits.push({ host, from, to: performance.now() });
    await turn.release();
  };
  await Promise.all(Array.from({ length: 36 }, (_, i) => visit(i)));
  expect(visits.length).toBe(36);
  for (const list of Map.groupBy(visits, (v) => v.host).values()) {
    const sorted = list.toSorted((a, b) => a.from - b.from);
    for (let i = 1; i < sorted.length; i++)
      expect(sorted[i]!.from - sorted[i - 1]!.to).toBeGreaterThanOrEqual(delayMs - 1);
  }
});

test("a turn that would come too late says when to come back", async () => {
  const turns = createHostTurn(database.pool);
  const turn = await turns.take("slow.example", { delayMs: 3000, leaseMs: 5000, waitMs: 0 });
  await turn.release();
  const error = await turns
    .take("slow.example", { delayMs: 3000, leaseMs: 5000, waitMs: 100 })
    .catch((e: unknown) => e);
  expect(error).toMatchObject({ code: "politeness.not-now" });
  const retryInMs = Number((error as { facts: { retryAtMs: number } }).facts.retryAtMs) - Date.now();
  expect(retryInMs).toBeGreaterThan(2000);
  expect(retryInMs).toBeLessThanOrEqual(3100);
});

test("the distance holds also where the visitor was killed in the middle of his visit", async () => {
  const killed = newId();
  expect(await takeHostTurn(database.pool, "crawl-delay.example", killed, { leaseMs: 300, delayMs: 1500 })).toBe(true);
  const startedAt = performance.now();
  const next = await createHostTurn(database.pool).take("crawl-delay.example", {
    delayMs: 0,
    leaseMs: 5000,
    waitMs: 10_000,
  });
  expect(performance.now() - startedAt).toBeGreaterThan(1750);
  await next.release();
});

test("a site that asks for quiet is left alone for as long as it asked", async () => {
  const turns = createHostTurn(database.pool);
  const turn = await turns.take("busy.example", { delayMs: 10, leaseMs: 5000, waitMs: 0 });
  await turn.release({ backOffMs: 60_000 });
  await expect(turns.take("busy.example", { delayMs: 10, leaseMs: 5000, waitMs: 200 })).rejects.toMatchObject({
    code: "politeness.not-now",
  });
});

test("the red switch stops every worker's next visit, and lets them go on when it is off", async () => {
  const turns = createHostTurn(database.pool);
  await setStopped(database.pool, true, "test");
  await expect(turns.take("any.example", { delayMs: 0, leaseMs: 1000, waitMs: 0 })).rejects.toMatchObject({
    code: "stopped",
  });
  expect(await turns.isStopped()).toBe(true);
  await setStopped(database.pool, false, "test");
  await (await turns.take("any.example", { delayMs: 0, leaseMs: 1000, waitMs: 0 })).release();
});

test("requests and robots answers are kept where every worker sees them, hostile bytes included", async () => {
  const log = createRequestLog(database.pool);
  log.write({
    at: new Date(),
    host: "a.example",
    method: "GET",
    url: "http://a.example/\0'; drop table page",
    via: "http",
    purpose: "page",
    status: 200,
    ip: null,
    outcome: "ok",
    reason: "",
    sizeBytes: 10.4,
    tookMs: 1.5,
  });
  await log.close();
  const rows = (await database.pool.query("select url, size_bytes from request_log where host = 'a.example'")).rows;
  expect(rows).toEqual([{ url: "http://a.example/\uFFFD'; drop table page", size_bytes: 10 }]);
  const cache = createRobotsCache(database.pool);
  await cache.put("http://a.example", { status: 200, body: "User-agent: *\0\nDisallow: /" });
  expect((await createRobotsCache(database.pool).get("http://a.example"))?.body).toBe("User-agent: *\nDisallow: /");
});
