// Promises that the gates of cases and documents stand against SQL of the program's own role, and against pages that stood open meanwhile.
import { afterAll, beforeAll, expect, test } from "vitest";
import { appRole, separateAppRole } from "#core/db/rights.ts";
import {
  addPerson,
  openTestDesk,
  password,
  seedFinding,
  type Signed,
  signIn,
  someId,
  type TestDesk,
} from "../../support/desk.ts";
import { authorOf, openCaseAs, openExhibits, readCaseAs, seedConfirmed } from "../../support/desk-cases.ts";

let desk: TestDesk;
const people: Record<string, Signed> = {};
const as = (login: string) => people[login]!;
const logins = {
  monitor: "monitor",
  lead: "lead",
  inspector: "inspector",
  approver: "approver",
  clerk: "clerk",
  admin: "admin",
  assessor: "assessor",
} as const;

beforeAll(async () => {
  desk = await openTestDesk();
  for (const [login, role] of Object.entries(logins)) {
    await addPerson(desk, login, role);
    people[login] = await signIn(desk, login);
  }
  await separateAppRole(desk.database.pool, "00", false);
});
afterAll(() => desk.close());

/** Statements of one connection as the program's own role, which owns no table; all or none. */
async function asApp(...statements: (readonly [string, (readonly unknown[])?])[]): Promise<void> {
  const client = await desk.database.pool.connect();
  try {
    await client.query("begin");
    await client.query(`set local role ${appRole}`);
    for (const [text, values] of statements) await client.query(text, [...(values ?? [])]);
    await client.query("commit");
  } finally {
    await client.query("rollback").finally(() => client.release());
  }
}

async function propose(title: string): Promise<string> {
  const { findingId } = await seedConfirmed(desk, `${title}.example`);
  const { id } = await openCaseAs(as("monitor"), title, [findingId]);
  const answer = await as("lead").call("POST", `/api/cases/${id}/steps`, { to: "proposed", reason: "Đủ căn cứ." });
  expect(answer.statusCode, answer.body).toBe(200);
  return id;
}
const stateOf = async (id: string) =>
  (await desk.database.pool.query<{ state: string }>("select state from case_file where id = $1", [id])).rows[0]!.state;

test("tables of the same names in front of the real ones open no gate", async () => {
  const id = await propose("dung-truoc");
  const monitor = (await authorOf(desk, "monitor")).personId;
  const step = [
    `insert into public.case_step (id, case_id, from_state, to_state, person_id, actor, reason, at)
     values ($1, $2, 'proposed', 'approved', $3, 'monitor', 'x', now())`,
    [someId(), id, monitor],
  ] as const;
  const fakes = [
    [
      "create temp table case_transition as select from_state, to_state, '{monitor}'::text[] as roles, '{}'::text[] as needs from public.case_transition",
    ],
    ["create temp table case_author (case_id uuid, person_id uuid, at timestamptz)"],
    ["create temp table person as select * from public.person"],
  ] as const;
  await expect(asApp(...fakes, step)).rejects.toMatchObject({ code: "VG003" });
  const schema = `vorn_${id.slice(0, 8)}`;
  const own = [
    [`create schema ${schema}`],
    [
      `create table ${schema}.case_transition as select from_state, to_state, '{monitor}'::text[] as roles, '{}'::text[] as needs from public.case_transition`,
    ],
    [`set local search_path = ${schema}, public`],
  ] as const;
  await expect(asApp(...own, step)).rejects.toMatchObject({ code: "VG003" });
  expect(await stateOf(id)).toBe("proposed");
  // Also of migrations to come: `alter function … set search_path = public, pg_temp`.
  const { rows } = await desk.database.pool.query(
    `select proname from pg_proc where pronamespace = 'public'::regnamespace and prorettype = 'trigger'::regtype
     and prolang = (select oid from pg_language where lanname = 'plpgsql') and proconfig is null`,
  );
  expect(rows).toEqual([]);
});

test("what may follow what is part of the schema: the program's role changes no row of it, nor does its owner by chance", async () => {
  const tables = {
    case_transition: "update case_transition set roles = '{monitor}'",
    case_state: "update case_state set is_final = true",
    document_rule: "update document_rule set needs = '{}', outgoing = false",
  };
  for (const [table, update] of Object.entries(tables)) {
    await expect(asApp([update]), update).rejects.toThrow("permission denied");
    await expect(asApp([`delete from ${table}`]), table).rejects.toThrow("permission denied");
    await expect(asApp([`alter table ${table} disable trigger all`]), table).rejects.toThrow("must be owner");
    await expect(desk.database.pool.query(update), table).rejects.toThrow("append-only");
  }
  await expect(
    asApp(["insert into case_transition (from_state, to_state, roles) values ('verifying', 'approved', '{monitor}')"]),
  ).rejects.toThrow("append-only");
});

test("a role that is given and taken again by bare SQL leaves both lines, which nobody takes away", async () => {
  await asApp(["update person set role = 'approver' where login = 'monitor'"]);
  await asApp(["update person set role = 'monitor' where login = 'monitor'"]);
  const { rows } = await desk.database.pool.query(
    "select what, before, after from person_change where person_id = (select id from person where login = 'monitor') order by id",
  );
  expect(rows.slice(-2)).toEqual([
    { what: "role", before: "monitor", after: "approver" },
    { what: "role", before: "approver", after: "monitor" },
  ]);
  await expect(asApp(["delete from person_change"])).rejects.toThrow("permission denied");
  await expect(asApp(["update person set login = 'khac' where login = 'monitor'"])).rejects.toThrow("keeps its login");
  await expect(asApp(["delete from person where login = 'monitor'"])).rejects.toThrow("never deleted");
});

test("a case that was taken back, changed and proposed again behind an open page is not approved unread", async () => {
  const id = await propose("mo-san");
  await openExhibits(as("approver"), id);
  const step = (who: string, to: string) =>
    as(who).call("POST", `/api/cases/${id}/steps`, { to, reason: "Sửa lại hồ sơ." });
  expect((await step("lead", "verifying")).statusCode).toBe(200);
  const words = { title: "Nội dung khác hẳn" };
  expect((await as("inspector").call("PATCH", `/api/cases/${id}`, words)).statusCode).toBe(200);
  expect((await step("lead", "proposed")).statusCode).toBe(200);
  const approve = () => as("approver").call("POST", `/api/cases/${id}/approve`, { reason: "Đồng ý." });
  const stale = await approve();
  expect([stale.statusCode, stale.json<{ cure: string }>().cure]).toEqual([409, expect.stringContaining("trình lại")]);
  expect(await stateOf(id)).toBe("proposed");
  await readCaseAs(as("approver"), id);
  // Both at once: one step is taken, not two.
  const both = (await Promise.all([approve(), approve()])).map((answer) => answer.statusCode);
  expect(both.toSorted((a, b) => a - b)).toEqual([200, 409]);
});

test("an exhibit stands under a finding of its own only, so that no page bears the signs of another", async () => {
  const id = (await openCaseAs(as("monitor"), "Hai trang", [])).id;
  const [one, two] = [await seedConfirmed(desk, "mot-trang.example"), await seedConfirmed(desk, "hai-trang.example")];
  const add = (captureId: string, findingId: string) =>
    as("monitor").call("POST", `/api/cases/${id}/exhibits`, { captureId, findingId, caption: "" });
  expect((await add(one.captureId, two.findingId)).statusCode).toBe(404);
  expect((await add(one.captureId, one.findingId)).statusCode).toBe(200);
});

test("whoever wrote any word of an outgoing document does not issue it, by the desk and by SQL", async () => {
  const { id } = (await as("monitor").call("POST", "/api/documents", { kind: "letter-reply" })).json<{ id: string }>();
  const typed = { "van_ban.noi_nhan": "Đơn vị nhận" };
  for (const login of ["clerk", "monitor"])
    expect((await as(login).call("PUT", `/api/documents/${id}`, { typed })).statusCode).toBe(200);
  const number = { number: "5", datedOn: "2026-01-05" };
  const refused = await as("clerk").call("POST", `/api/documents/${id}/issue`, number);
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([403, "auth.denied"]);
  const force = `update document set state = 'issued', issued_by = (select id from person where login = 'clerk'), issued_by_login = 'clerk',
    issued_at = now(), dated_on = '2026-01-05', facts = '{}', pdf_sha256 = sha256('a'), docx_sha256 = sha256('b'), hands = hands where id = $1`;
  await expect(asApp([force, [id]])).rejects.toMatchObject({ code: "VG005" });
  await expect(asApp(["update document set hands = '{}' where id = $1", [id]])).rejects.toMatchObject({
    code: "VG002",
  });
  const trail = await desk.database.pool.query(
    "select actor from event where act = 'document.changed' and object = $1",
    [id],
  );
  expect(trail.rows.map((row) => row.actor)).toEqual(["monitor", "clerk", "monitor"]);
});

test("who may look at evidence but not take it along gets the pictures, not the package", async () => {
  const { findingId, captureId } = await seedFinding(desk, { url: "https://chi-xem.example/" });
  const view = await as("assessor").call("GET", `/api/captures/${captureId}?finding=${findingId}`);
  const { packageUrl } = view.json<{ packageUrl: string }>();
  const take = await desk.app.inject({
    url: new URL(packageUrl).pathname,
    headers: { host: new URL(packageUrl).host },
  });
  expect(take.statusCode).toBe(403);
});

test("a one-time password dies unused after a week and tells only who has it", async () => {
  const made = (
    await as("admin").call("POST", "/api/people", { login: "moi.den", name: "Mới đến", role: "clerk" })
  ).json<{ oneTimePassword: string }>();
  const { rows } = await desk.database.pool.query<{ days: number }>(
    "select round(extract(epoch from password_until - created_at) / 86400)::int as days from person where login = 'moi.den'",
  );
  expect(rows[0]!.days).toBe(7);
  await desk.database.pool.query(
    "update person set password_until = now() - interval '1 minute' where login = 'moi.den'",
  );
  await expect(signIn(desk, "moi.den", made.oneTimePassword)).rejects.toThrow(/403.*hết hạn/s);
  await expect(signIn(desk, "moi.den", password)).rejects.toThrow("401");
});
