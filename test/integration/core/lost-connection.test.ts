// Promises that a database which goes away in the middle of work is an error of that work, never the end of the process.
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#core/db/pool.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(2);
});
afterAll(() => database.close());

test("a connection that is cut between two statements of a transaction rejects the transaction alone", async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown) => void uncaught.push(error);
  process.on("uncaughtException", note);
  const other = new pg.Client(database.url);
  await other.connect();
  try {
    const work = inTransaction(database.pool, async (tx) => {
      const { rows } = await tx.query({ text: "select pg_backend_pid() as pid" });
      await other.query("select pg_terminate_backend($1)", [rows[0].pid]);
      await new Promise((resolve) => setTimeout(resolve, 300)); // the cut arrives while no statement runs
      await tx.query({ text: "select 1" });
    });
    await expect(work).rejects.toMatchObject({ code: expect.stringMatching(/^database\./) });
    expect(uncaught).toEqual([]);
    const after = await inTransaction(database.pool, (tx) => tx.query({ text: "select 1 as one" }));
    expect(after.rows).toEqual([{ one: 1 }]);
  } finally {
    process.off("uncaughtException", note);
    await other.end();
  }
});
