// Promises that steps of a case are the table's, by whom the table says, and that nobody approves what he prepared: not by the desk, not by SQL.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaseJournal, CaseView } from "#admin/api/cases.ts";
import { appRole, separateAppRole } from "#core/db/rights.ts";
import { CaseState } from "#core/nouns/case.ts";
import type { PersonRole } from "#core/nouns/person.ts";
import { selectEvents } from "#core/records/event.ts";
import { addPerson, openTestDesk, type Signed, signIn, someId, type TestDesk } from "../../support/desk.ts";
import { authorOf, openCaseAs, openExhibits, readCaseAs, seedConfirmed } from "../../support/desk-cases.ts";
import { seededRandom } from "../../support/seeded-random.ts";

const roles = ["monitor", "lead", "approver", "inspector", "assessor", "clerk"] as const satisfies PersonRole[];
let desk: TestDesk;
const people = new Map<PersonRole, Signed>();
const as = (role: PersonRole) => people.get(role)!;
let finding: Awaited<ReturnType<typeof seedConfirmed>>;

beforeAll(async () => {
  desk = await openTestDesk();
  for (const role of roles) {
    await addPerson(desk, role, role);
    people.set(role, await signIn(desk, role));
  }
  finding = await seedConfirmed(desk, "buoc-di.example");
});
afterAll(() => desk.close());

const step = (who: Signed, id: string, to: string, reason = "theo quy trình") =>
  who.call("POST", `/api/cases/${id}/steps`, { to, reason });
const approve = (who: Signed, id: string) =>
  who.call("POST", `/api/cases/${id}/approve`, { reason: "Đồng ý đề xuất." });
const codeOf = (answer: { statusCode: number; json: <T>() => T }) => answer.json<{ code: string; cure: string }>();

async function propose(title: string): Promise<string> {
  const { id } = await openCaseAs(as("monitor"), title, [finding.findingId]);
  expect((await step(as("lead"), id, "proposed")).statusCode).toBe(200);
  return id;
}

/** A statement as the program's own role, which owns no table. */
async function asApp(text: string, values: unknown[]): Promise<unknown> {
  const client = await desk.database.pool.connect();
  try {
    await client.query(`set role ${appRole}`);
    return await client.query(text, values);
  } finally {
    await client.query("reset role").finally(() => client.release());
  }
}

test("the steps are told with what stands against each, and taken only as the table says", async () => {
  const { id } = await openCaseAs(as("monitor"), "Chưa có chứng cứ", []);
  const view = await readCaseAs(as("monitor"), id);
  const blocksOf = (to: string) => view.nextSteps.find((one) => one.to === to)?.blocks;
  expect(blocksOf("proposed")).toEqual(["exhibit"]);
  expect(blocksOf("rejected")).toEqual(["role"]);
  expect(blocksOf("waiting")).toEqual([]);
  expect(blocksOf("approved")).toBeUndefined();
  expect((await step(as("monitor"), id, "proposed")).statusCode).toBe(409);
  expect((await step(as("clerk"), id, "waiting")).statusCode).toBe(403);
  expect((await step(as("monitor"), id, "sanctioned")).statusCode).toBe(409);
  expect((await step(as("monitor"), id, "finished")).statusCode).toBe(400);
  expect((await step(as("monitor"), id, "waiting", "  ")).statusCode).toBe(400);
  expect((await step(as("monitor"), someId(), "waiting")).statusCode).toBe(404);
  expect((await step(as("monitor"), id, "waiting")).json<CaseView>().file.state).toBe("waiting");
});

test("an undecided finding holds the proposal back until a person decides it or detaches it", async () => {
  const { findingId } = await seedConfirmed(desk, "chua-quyet.example");
  await desk.database.pool.query("update finding set status = 'new' where id = $1", [findingId]);
  const { id, added } = await openCaseAs(as("monitor"), "Còn chờ quyết định", [findingId]);
  expect(added[0]!.status).toBe("new");
  const refused = await step(as("monitor"), id, "proposed");
  expect([refused.statusCode, codeOf(refused).cure]).toEqual([409, expect.stringContaining("chưa được xác nhận")]);
  await desk.database.pool.query("update finding set status = 'confirmed' where id = $1", [findingId]);
  expect((await step(as("monitor"), id, "proposed")).statusCode).toBe(200);
});

test("an approver opens every exhibit first, sees what changed since he looked, and his approval is a step with his name", async () => {
  const { id } = await openCaseAs(as("monitor"), "Để phê duyệt", [finding.findingId]);
  await readCaseAs(as("approver"), id);
  const second = await seedConfirmed(desk, "them-sau.example");
  await as("monitor").call("POST", `/api/cases/${id}/findings`, { findingIds: [second.findingId] });
  await step(as("lead"), id, "proposed", "Đủ căn cứ");
  const refused = await approve(as("approver"), id);
  expect([refused.statusCode, codeOf(refused).cure]).toEqual([409, expect.stringContaining("chứng cứ 1, chứng cứ 2")]);
  const { entries, lastLookAt } = (await as("approver").call("GET", `/api/cases/${id}/journal`)).json<CaseJournal>();
  expect(entries.filter((e) => e.at > lastLookAt!).map((e) => e.kind)).toEqual(["finding", "exhibit", "step"]);
  await openExhibits(as("approver"), id);
  expect((await readCaseAs(as("approver"), id)).unopened).toEqual([]);
  expect((await approve(as("lead"), id)).statusCode).toBe(403);
  expect((await step(as("approver"), id, "approved")).statusCode).toBe(400);
  const approved = (await approve(as("approver"), id)).json<CaseView>();
  expect(approved.file.state).toBe("approved");
  expect(approved.steps.at(-1)).toMatchObject({ toState: "approved", actor: "approver", reason: "Đồng ý đề xuất." });
  expect((await approve(as("approver"), id)).statusCode).toBe(409);
});

test("while approval waits the contents stand still, by the desk and by the database; returned, they move again", async () => {
  const id = await propose("Đứng yên");
  const [exhibit] = (await readCaseAs(as("monitor"), id)).exhibits;
  const caption = { caption: "Sửa lén" };
  const refused = await as("monitor").call("PATCH", `/api/cases/${id}/exhibits/${exhibit!.id}`, caption);
  expect([refused.statusCode, codeOf(refused).cure]).toEqual([409, expect.stringContaining("chờ phê duyệt")]);
  for (const [text, values] of [
    ["update case_exhibit set caption = 'x' where id = $1", [exhibit!.id]],
    ["update case_file set title = 'x' where id = $1", [id]],
    [
      `insert into case_subject (id, case_id, kind, confidence, added_by, added_at) values ($2, $1, 'unknown', 'unknown', 'x', now())`,
      [id, someId()],
    ],
  ] as const)
    await expect(desk.database.pool.query(text, [...values]), text).rejects.toThrow("stand still");
  expect((await step(as("approver"), id, "verifying", "Bổ sung chủ thể")).statusCode).toBe(200);
  expect((await as("monitor").call("PATCH", `/api/cases/${id}/exhibits/${exhibit!.id}`, caption)).statusCode).toBe(200);
});

test("whoever opened, wrote in or proposed a case cannot approve it, whatever his role has become since", async () => {
  const { pool } = desk.database;
  const { id } = await openCaseAs(as("monitor"), "Bốn mắt", [finding.findingId]);
  const note = { text: "Đã gọi xác minh." };
  expect((await as("inspector").call("POST", `/api/cases/${id}/notes`, note)).statusCode).toBe(200);
  await step(as("lead"), id, "proposed");
  await pool.query("update person set role = 'approver' where login in ('monitor', 'inspector', 'lead')");
  try {
    for (const login of ["monitor", "inspector", "lead"] as const) {
      await openExhibits(as(login), id);
      const refused = await approve(as(login), id);
      expect([login, refused.statusCode, codeOf(refused).code]).toEqual([login, 403, "auth.denied"]);
      expect(codeOf(refused).cure).toContain("không được phê duyệt hồ sơ đó");
    }
  } finally {
    for (const login of ["monitor", "inspector", "lead"])
      await pool.query("update person set role = $1 where login = $1", [login]);
  }
  const trail = await selectEvents(pool, { object: id });
  expect(trail.filter((e) => e.act === "case.step-refused").map((e) => e.detail.block)).toEqual(
    Array(3).fill("four-eyes"),
  );
});

test("the database refuses the same to raw SQL of the program's own role", async () => {
  const { pool } = desk.database;
  await separateAppRole(pool, "00", false);
  const id = await propose("Bằng SQL");
  const insert = `insert into case_step (id, case_id, from_state, to_state, person_id, actor, reason, at) values ($1, $2, $3, $4, $5, $6, 'x', now())`;
  const take = async (login: string, from: string, to: string, actor = login) =>
    asApp(insert, [someId(), id, from, to, (await authorOf(desk, login)).personId, actor]);
  await pool.query("update person set role = 'approver' where login = 'monitor'");
  await expect(take("monitor", "proposed", "approved")).rejects.toMatchObject({ code: "VG005" });
  await pool.query("update person set role = 'monitor' where login = 'monitor'");
  await expect(take("monitor", "proposed", "approved")).rejects.toMatchObject({ code: "VG003" });
  await expect(take("monitor", "proposed", "approved", "approver")).rejects.toMatchObject({ code: "VG003" });
  await expect(take("approver", "verifying", "proposed")).rejects.toMatchObject({ code: "VG002" });
  await expect(take("approver", "proposed", "closed")).rejects.toMatchObject({ code: "VG002" });
  await expect(asApp("update case_file set state = 'approved' where id = $1", [id])).rejects.toMatchObject({
    code: "VG002",
  });
  const other = (await authorOf(desk, "approver")).personId;
  await expect(asApp("update case_file set created_by = $2 where id = $1", [id, other])).rejects.toThrow(
    "does not change",
  );
  for (const table of ["case_author", "case_step"]) {
    await expect(asApp(`delete from ${table} where case_id = $1`, [id])).rejects.toThrow("permission denied");
    await expect(asApp(`update ${table} set person_id = $2 where case_id = $1`, [id, other])).rejects.toThrow(
      "permission denied",
    );
  }
  await expect(asApp("delete from case_file where id = $1", [id])).rejects.toThrow("never deleted");
  expect((await readCaseAs(as("lead"), id)).file.state).toBe("proposed");
});

/** Where a random step went: what the desk answered must be what the table says. */
async function walk(seed: number, steps: number): Promise<number> {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const { id } = await openCaseAs(as("monitor"), `Đi ngẫu nhiên ${seed}`, [finding.findingId]);
  let taken = 0;
  for (let i = 0; i < steps; i++) {
    const role = pick(roles);
    const before = await readCaseAs(as(role), id);
    if (role === "approver" && random() < 0.7) await openExhibits(as(role), id);
    const open = (await readCaseAs(as(role), id)).nextSteps.filter((one) => one.blocks.length === 0);
    // Half of the tries follow what was told, the other half anything at all.
    const to = open.length > 0 && random() < 0.6 ? pick(open).to : pick(CaseState.options);
    const answer = to === "approved" ? await approve(as(role), id) : await step(as(role), id, to);
    const after = (await readCaseAs(as("lead"), id)).file.state;
    const isOpen = open.some((one) => one.to === to);
    expect([seed, i, role, to, answer.statusCode === 200, after]).toEqual([
      seed,
      i,
      role,
      to,
      isOpen,
      isOpen ? to : before.file.state,
    ]);
    if (isOpen) taken++;
  }
  const illegal = await desk.database.pool.query(
    `select 1 from case_step s left join case_transition t using (from_state, to_state)
     join person p on p.id = s.person_id where s.case_id = $1 and (t.to_state is null or not p.role = any (t.roles))`,
    [id],
  );
  expect(illegal.rowCount).toBe(0);
  return taken;
}

test("random steps by random people never leave the table", async () => {
  const seed = Number(process.env.CASE_WALK_SEED ?? Date.now() % 1_000_000);
  const taken = [await walk(seed, 12), await walk(seed + 1, 12)];
  expect(taken[0]! + taken[1]!, `CASE_WALK_SEED=${seed}`).toBeGreaterThan(0);
}, 60_000);
