// Promises the trail at the desk: auditors search, export and check it, and see nothing else; nobody else reads it.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { TrailCheck, TrailPage } from "#admin/api/audit.ts";
import { recordEvent } from "#core/records/event.ts";
import { linkTrail } from "#workers/trail.ts";
import { addPerson, openTestDesk, type Signed, signIn, type TestDesk } from "../../support/desk.ts";

let desk: TestDesk;
let auditor: Signed;
beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "kiemtra", "auditor", "Kiểm Tra");
  await addPerson(desk, "giamsat", "monitor");
  auditor = await signIn(desk, "kiemtra");
  for (let i = 0; i < 12; i++)
    await recordEvent(desk.database.pool, "giamsat", "original.viewed", `capture-${i}`, { n: i });
  await recordEvent(desk.database.pool, "giamsat", "finding.decided", "=cmd()", { reason: "false-alarm" });
});
afterAll(() => desk.close());

test("the trail is paged, the newest first, and filtered by kind of act, person and object", async () => {
  const first = (await auditor.call("GET", "/api/audit?act=original&limit=10")).json<TrailPage>();
  expect(first.items.map((row) => row.object)).toEqual(Array.from({ length: 10 }, (_, i) => `capture-${11 - i}`));
  const second = (
    await auditor.call("GET", `/api/audit?act=original&limit=10&before=${first.nextBefore}`)
  ).json<TrailPage>();
  expect(second.items.map((row) => row.object)).toEqual(["capture-1", "capture-0"]);
  expect(second.nextBefore).toBeNull();
  const mine = (await auditor.call("GET", "/api/audit?actor=kiemtra&act=session.opened")).json<TrailPage>();
  expect(mine.items[0]).toMatchObject({ name: "Kiểm Tra", act: "session.opened" });
  expect((await auditor.call("GET", "/api/audit?object=capture-3")).json<TrailPage>().items).toHaveLength(1);
});

test("a day means a day of Vietnam, the last one included", async () => {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date());
  const today = (await auditor.call("GET", `/api/audit?from=${day}&to=${day}&act=original`)).json<TrailPage>();
  expect(today.items.length).toBe(12);
  expect((await auditor.call("GET", "/api/audit?to=2020-01-01")).json<TrailPage>().items).toEqual([]);
});

test("the export is inert in a spreadsheet and is itself an entry of the trail", async () => {
  const csv = await auditor.call("GET", "/api/audit.csv?actor=giamsat");
  expect(csv.headers["content-disposition"]).toContain("attachment");
  expect(csv.body).toContain("'=cmd()");
  expect(csv.body).not.toMatch(/(^|,)=cmd/m);
  const kept = (await auditor.call("GET", "/api/audit?act=audit.exported")).json<TrailPage>();
  expect(kept.items[0]).toMatchObject({ actor: "kiemtra", detail: [{ key: "rows", value: "13" }] });
});

test("the check says how many lines are sound, and names the range in which one was changed", async () => {
  await linkTrail(desk.database.pool);
  const sound = (await auditor.call("POST", "/api/audit/check")).json<TrailCheck>();
  expect(sound).toMatchObject({ ok: true, broken: null });
  await desk.database.pool.query("alter table event disable trigger all");
  await desk.database.pool.query("update event set actor = 'ai-do' where object = 'capture-5'");
  const broken = (await auditor.call("POST", "/api/audit/check")).json<TrailCheck>();
  expect(broken.ok).toBe(false);
  expect(broken.broken!.fromId).toBeLessThanOrEqual(broken.broken!.toId);
});

test("an auditor sees logs only, and a monitor sees no log", async () => {
  for (const url of ["/api/findings", "/api/targets", "/api/people", "/api/cases", "/api/dashboard"])
    expect([url, [403, 404].includes((await auditor.call("GET", url)).statusCode)]).toEqual([url, true]);
  const monitor = await signIn(desk, "giamsat");
  expect((await monitor.call("GET", "/api/audit")).statusCode).toBe(403);
  expect((await monitor.call("POST", "/api/audit/check")).statusCode).toBe(403);
});
