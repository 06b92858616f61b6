// Promises that a worker's health check tells a living worker from a silent one.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasHeartbeat } from "#workers/heartbeat.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(1);
});
afterAll(() => database.close());

test("a connection that spoke a moment ago is a heartbeat; the same one after a silence is none", async () => {
  await database.pool.query("select 1");
  expect(await hasHeartbeat(database.url, 10)).toBe(true);
  await sleep(1500);
  expect(await hasHeartbeat(database.url, 1)).toBe(false);
  await database.pool.query("select 1");
  expect(await hasHeartbeat(database.url, 1)).toBe(true);
});

test("the question itself is no heartbeat", async () => {
  await sleep(1500);
  await hasHeartbeat(database.url, 1);
  expect(await hasHeartbeat(database.url, 1)).toBe(false);
});

test("a database that cannot be reached is no heartbeat but an error", async () => {
  await expect(hasHeartbeat("postgres://nobody:x@127.0.0.1:1/none")).rejects.toThrow();
});
