// Promises that the trail of acts cannot be rewritten unseen: changed, dropped and added events are found, and a late writer is waited for.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { recordEvent } from "#core/records/event.ts";
import { selectAuditLinks } from "#core/records/audit.ts";
import { linkTrail, verifyTrail } from "#workers/trail.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const act = (object: string) =>
  recordEvent(database.pool, "giamsat", "finding.viewed", object, { n: 1, z: "ă", a: null });

beforeEach(async () => {
  for (let i = 0; i < 5; i++) await act(`finding-${i}`);
  await linkTrail(database.pool);
});

test("what was linked verifies, and what came since is counted as not linked yet", async () => {
  await act("later");
  const verdict = await verifyTrail(database.pool);
  expect(verdict).toMatchObject({ ok: true, unlinked: 1, broken: null });
  expect(verdict.events).toBeGreaterThanOrEqual(5);
  expect(await linkTrail(database.pool)).toBe(1);
  expect(await verifyTrail(database.pool)).toMatchObject({ ok: true, unlinked: 0 });
});

test("each link's hash stands in the custody log under its own act", async () => {
  const links = await selectAuditLinks(database.pool, 0, 100);
  expect(links.length).toBeGreaterThan(0);
  for (const link of links) expect(link.ledgerSha256).toEqual(link.sha256);
  const { rows } = await database.pool.query("select act from ledger where seq = $1", [links[0]!.ledgerSeq]);
  expect(rows).toEqual([{ act: "audit.linked" }]);
});

test("an event whose writer has not committed yet is waited for, not left out", async () => {
  const late = await database.pool.connect();
  await late.query("begin");
  await late.query("insert into event (at, actor, act, object) values (now(), 'cham', 'finding.viewed', 'late')");
  await act("after-it");
  const linking = linkTrail(database.pool);
  await late.query("commit");
  late.release();
  expect(await linking).toBe(1);
  const { rows } = await database.pool.query("select to_id from audit_link order by id desc limit 1");
  const top = await database.pool.query("select max(id) as id from event");
  expect(rows[0].to_id).toBe(top.rows[0].id);
  expect(await verifyTrail(database.pool)).toMatchObject({ ok: true, unlinked: 0 });
});

test("several processes link the same events once", async () => {
  for (let i = 0; i < 20; i++) await act(`many-${i}`);
  const made = await Promise.all([linkTrail(database.pool), linkTrail(database.pool), linkTrail(database.pool)]);
  expect(made.reduce((sum, n) => sum + n, 0)).toBe(1);
  expect(await verifyTrail(database.pool)).toMatchObject({ ok: true, unlinked: 0 });
});

test.each([
  ["changed", "update event set actor = 'nguoikhac' where id = 2", "an event is not what it was"],
  ["dropped", "delete from event where id = 2", "3 events were linked, 2 stand there"],
  ["put in later", "insert into event (at, actor, act, object) values (now(), 'x', 'finding.viewed', 'y')", null],
])("an event that was %s is found, or is not linked yet", async (_how, statement, why) => {
  const own = await createTestDatabase();
  try {
    for (let i = 0; i < 3; i++) await recordEvent(own.pool, "giamsat", "finding.viewed", `finding-${i}`);
    await linkTrail(own.pool);
    // As somebody would who owns the table and switches the triggers off.
    await own.pool.query("alter table event disable trigger all");
    await own.pool.query(statement);
    const verdict = await verifyTrail(own.pool);
    expect([verdict.ok, verdict.broken?.why ?? null]).toEqual([why === null, why]);
    if (why === null) expect(verdict.unlinked).toBe(1);
  } finally {
    await own.close();
  }
});
