// Promises that migrations run once whoever starts first, and refuse an edited or unknown past.
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate } from "#core/db/migrate.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test("five processes that start together migrate once", async () => {
  await database.pool.query("drop schema public cascade; create schema public");
  const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(database.pool)));
  expect(applied.filter((names) => names.length > 0).length).toBe(1);
  expect((await database.pool.query("select count(*)::int as n from migration")).rows[0].n).toBe(applied.flat().length);
});

test("a migration that was edited after it ran is refused by name", async () => {
  await database.pool.query("update migration set sha256 = 'other' where name like '0001%'");
  await expect(migrate(database.pool)).rejects.toThrow(/0001_house\.sql was edited/);
  await database.pool.query(
    "delete from migration where name like '0001%'; insert into migration (name, sha256) values ('9999_future.sql', 'x')",
  );
  await expect(migrate(database.pool)).rejects.toThrow(/9999_future\.sql/);
});
