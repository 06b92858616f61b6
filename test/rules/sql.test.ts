// Promises that every SQL block of the house prepares against the migrated schema.
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allQueries } from "#core/db/sql.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const folder = new URL("../../core/records/", import.meta.url);
for (const file of readdirSync(folder).filter((f) => f.endsWith(".ts"))) await import(new URL(file, folder).href);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(2);
});
afterAll(() => database.close());

test("every record file has its .sql file and every .sql file its record file", () => {
  const names = readdirSync(folder);
  const sql = names.filter((n) => n.endsWith(".sql")).map((n) => n.slice(0, -4));
  expect(sql.filter((n) => !names.includes(`${n}.ts`))).toEqual([]);
  expect(sql.length).toBeGreaterThan(5);
});

test("every SQL block prepares against the migrated schema", async () => {
  const broken: string[] = [];
  for (const [i, query] of allQueries().entries()) {
    try {
      await database.pool.query(`prepare q${i} as ${query.text}`);
    } catch (error) {
      broken.push(`${query.file} ${query.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  expect(broken).toEqual([]);
  expect(allQueries().length).toBeGreaterThan(30);
});
