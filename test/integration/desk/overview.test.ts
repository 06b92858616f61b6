// Promises the overview's numbers: waiting by age, decisions by day and person, freshness of checks, open deadlines.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Overview } from "#admin/api/overview.ts";
import { nowMs } from "#core/clock.ts";
import { newId } from "#core/id.ts";
import { decideFinding } from "#core/records/finding.ts";
import { insertTarget } from "#core/records/target.ts";
import { addPerson, openTestDesk, seedFinding, type Signed, signIn, type TestDesk } from "../../support/desk.ts";

let desk: TestDesk;
let lead: Signed;
const hoursAgo = (hours: number) => new Date(nowMs() - hours * 3_600_000);

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "truongca", "lead", "Trưởng Ca");
  lead = await signIn(desk, "truongca");
  const { pool } = desk.database;
  for (const [i, hours] of [1, 5, 30, 31].entries()) {
    const { findingId } = await seedFinding(desk, { url: `https://keo${i}.example/`, category: "gambling" });
    await pool.query("update finding set created_at = $2 where id = $1", [findingId, hoursAgo(hours)]);
    if (i === 3)
      await decideFinding(pool, { findingId, actor: "truongca", verdict: "confirm", reason: "evident", note: "" });
  }
  const { target } = await insertTarget(pool, { url: "https://moi.example/", kind: "site", label: "" }, "test");
  await pool.query(
    `insert into scan (id, target_id, state, asked_by, reason, max_pages, queued_at, finished_at, outcome)
     values ($1, $2, 'done', 'x', 'x', 1, $3, $3, 'scanned')`,
    [newId(), target.id, hoursAgo(3)],
  );
});
afterAll(() => desk.close());

const read = async () => (await lead.call("GET", "/api/overview")).json<Overview>();

test("what waits is counted by the office's age limits, and what is decided waits no more", async () => {
  const { waiting, ageHours } = await read();
  expect(ageHours).toEqual([4, 24]);
  expect(waiting).toMatchObject([{ category: "gambling", fresh: 1, aging: 1, old: 1 }]);
});

test("a decision counts for its day and its person, with the time that the finding had waited", async () => {
  const { days, people } = await read();
  expect(days).toHaveLength(1);
  expect(days[0]).toMatchObject({ confirmed: 1, dismissed: 0 });
  expect(days[0]!.medianHours).toBeCloseTo(31, 0);
  expect(people).toEqual([{ actor: "truongca", name: "Trưởng Ca", confirmed: 1, dismissed: 0, steps: 0 }]);
});

test("an entry that was never seen is told apart from one seen today; a paused one is not counted", async () => {
  const before = (await read()).scans;
  expect(before).toMatchObject({ targets: 5, never: 4, withinDay: 1, older: 0 });
  await desk.database.pool.query("update target set paused = true where url like '%keo0%'");
  expect((await read()).scans).toMatchObject({ targets: 4, never: 3 });
});

test("an administrator sees no overview of evidence", async () => {
  await addPerson(desk, "quantri", "admin");
  expect((await (await signIn(desk, "quantri")).call("GET", "/api/overview")).statusCode).toBe(403);
});
