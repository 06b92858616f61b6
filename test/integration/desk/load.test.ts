// Promises that the load's own code runs with few rows: the desk gives the very rows of the bare statements, whatever the filter.
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPerson, openTestDesk, signIn, type TestDesk } from "../../support/desk.ts";
import { fillDesk } from "../../support/fill-desk.ts";
import { measureDesk, measureNext } from "../../support/measure-desk.ts";

let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "do", "lead");
});
afterAll(() => desk.close());

test("queue, filters, search and cases give the rows of a bare statement, page by page", async () => {
  const { pool } = desk.database;
  await fillDesk(pool, { findings: 3000, cases: 300 });
  const who = await signIn(desk, "do");
  const measured = await measureDesk(pool, who, { rounds: 2, seed: 5 });
  expect(measured.map((m) => [m.what, m.rows > 0])).toEqual(
    measured.map((m) => [m.what, !["search, nothing there"].includes(m.what)]),
  );
  expect(await measureNext(who, 3)).toBeGreaterThan(0);
  // The order that the desk asks for is the index' own: no sort over all that waits.
  const plan = await pool.query<{ "QUERY PLAN": string }>(
    `explain select f.id from finding f where f.status = 'new'
     order by f.status, case f.verdict when 'flag' then 0 else 1 end, -f.score, f.id limit 50`,
  );
  const lines = plan.rows.map((row) => row["QUERY PLAN"]).join("\n");
  expect(lines).toMatch(/finding_grave/);
  expect(lines).not.toMatch(/Sort/);
});
