// Promises the law and the office at the desk: read by a day, changed by whom the matrix lets, an own data file in and out, deadlines that run.
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#core/db/pool.ts";
import { onCaseStep, onCaseWords, onTakedownRequested } from "#core/law/run-deadlines.ts";
import { CaseId, newId } from "#core/id.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import type { LawOn, LawPage } from "#admin/api/law.ts";
import { addPerson, openTestDesk, type Signed, signIn, type TestDesk } from "../../support/desk.ts";

let desk: TestDesk;
let [lead, monitor, admin]: Signed[] = [];
beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "truong.ca", "lead");
  await addPerson(desk, "giam.sat", "monitor");
  await addPerson(desk, "quan.tri", "admin");
  [lead, monitor, admin] = [
    await signIn(desk, "truong.ca"),
    await signIn(desk, "giam.sat"),
    await signIn(desk, "quan.tri"),
  ];
});
afterAll(() => desk.close());

const table = async (name: string, query = "") =>
  (await monitor!.call("GET", `/api/law/tables/${name}?${query}`)).json<LawPage>();
const seedCase = async (detectedAt: Date): Promise<CaseId> => {
  const id = CaseId.parse(newId());
  await desk.database.pool.query(
    `insert into case_file (id, number, title, category, source, detected_at, conduct_on, state_at, created_at, created_by, updated_at)
     select $1, $2, 'Vụ việc thử', 'gambling', 'scan', $3, '2026-09-01', now(), now(), p.id, now() from person p where p.login = 'giam.sat'`,
    [id, `HS-2026-${id.slice(-6)}`, detectedAt],
  );
  return id;
};

test("the calculator answers by the day of the conduct, with both amounts, signers and limitation", async () => {
  const answer = await monitor!.call("GET", "/api/law/on?conductOn=2026-09-01&category=impersonation&today=2026-11-22");
  const { items } = answer.json<LawOn>();
  const site = items.find((i) => i.article.id === "nd330-d14.3a")!;
  expect(site.amounts?.organisation).toEqual({ from: 40_000_000, to: 60_000_000 });
  expect(site.limitation?.endsOn).toBe("2027-09-01");
  expect(site.signers.filter((s) => s.individual).length).toBeGreaterThan(2);
  expect((await monitor!.call("GET", "/api/law/on?conductOn=31-12-2026")).statusCode).toBe(400);
});

test("tables are searched without diacritics and by the day in force, a page at a time", async () => {
  expect((await table("articles", "q=danh bac to chuc")).items.map((i) => i.id)).toEqual(["blhs-322"]);
  const before = await table("articles", "on=2026-06-01&q=hien thi khong day du");
  expect(before.items.map((i) => i.id)).toEqual(["nd15-d99.1"]);
  const first = await table("articles", "limit=5");
  expect([first.items.length, first.nextAfter]).toEqual([5, 5]);
  expect((await table("articles", `limit=500&after=${first.total - 1}`)).nextAfter).toBeNull();
});

test("a lead adds a version and says why; a monitor may not; the trail names the row", async () => {
  const [row] = (await table("terms", "q=bao-lo-lot")).items;
  const body = { table: "terms", row: { ...row, mark: "P", source: "Bản gốc" }, reason: "đã đọc bản gốc" };
  expect((await monitor!.call("POST", "/api/law/rows", body)).statusCode).toBe(403);
  const answer = await lead!.call("POST", "/api/law/rows", body);
  expect(answer.json()).toEqual({ id: "bao-lo-lot-72h.v2", result: "replaced" });
  const wrong = await lead!.call("POST", "/api/law/rows", { ...body, row: { ...row, mark: "X" } });
  expect([wrong.statusCode, wrong.json<{ message: string }>().message.includes("mark")]).toEqual([400, true]);
  const { rows } = await desk.database.pool.query("select object from event where act = 'law.changed'");
  expect(rows).toEqual([{ object: "bao-lo-lot-72h.v2" }]);
});

test("a table goes out as CSV and comes back the same; a dry run changes nothing; a wrong cell is named", async () => {
  const csv = (await monitor!.call("GET", "/api/law/file?format=csv&table=articles")).body;
  const send = (text: string, dryRun: boolean) =>
    lead!.call("POST", "/api/law/import", { format: "csv", table: "articles", text, dryRun, reason: "nhập thử" });
  const same = (await send(csv, false)).json<{ added: number; replaced: number; same: number }>();
  expect([same.added, same.replaced, same.same]).toEqual([0, 0, (await table("articles")).total]);
  const changed = csv.replace("Điều 95 khoản 1 điểm a", "Điều 95 khoản 1 điểm a (mới)");
  expect((await send(changed, true)).json()).toMatchObject({ dryRun: true, replaced: 1 });
  expect((await table("articles", "q=(moi)")).total).toBe(0);
  const broken = await send(csv.replace(",individual,", ",both,"), true);
  expect(broken.statusCode).toBe(400);
  expect(broken.json<{ message: string }>().message).toMatch(/CSV dòng \d+, cột amountIs/);
});

test("the administrator alone changes the office's names, and everybody reads them", async () => {
  const office = { ...emptyOffice, name: "Sở Thử Nghiệm", roleNames: { lead: "Tổ trưởng" } };
  expect((await lead!.call("PUT", "/api/office", office)).statusCode).toBe(403);
  expect((await admin!.call("PUT", "/api/office", office)).statusCode).toBe(200);
  expect((await monitor!.call("GET", "/api/office")).json()).toEqual(office);
  const refused = await admin!.call("PUT", "/api/office", { ...office, casePrefix: "có dấu cách" });
  expect([refused.statusCode, refused.json<{ message: string }>().message.includes("casePrefix")]).toEqual([400, true]);
});

test("what happens in a case starts and meets its deadlines, each once, and the list tells what is over", async () => {
  const { pool } = desk.database;
  const detectedAt = new Date("2026-11-02T02:00:00Z");
  const id = await seedCase(detectedAt);
  await inTransaction(pool, async (tx) => {
    await onCaseWords(tx, id, "giam.sat");
    await onCaseWords(tx, id, "giam.sat");
    const due = await onTakedownRequested(tx, id, { kind: "content", requestedAt: detectedAt });
    expect(due?.toISOString()).toBe("2026-11-03T02:00:00.000Z");
    expect(await onTakedownRequested(tx, id, { kind: "domain-revocation", requestedAt: detectedAt })).toBeNull();
  });
  const read = async (query: string) =>
    (await monitor!.call("GET", `/api/deadlines?${query}`)).json<{
      items: { termId: string; isOverdue: boolean; dueAt: string }[];
      nextCursor: string | null;
    }>();
  const open = await read("days=3660");
  expect(open.items.map((d) => [d.termId, d.dueAt])).toEqual([
    ["go-bo-24h", "2026-11-03T02:00:00.000Z"],
    ["bien-ban-2-ngay", "2026-11-04T16:59:59.000Z"],
    ["thoi-hieu-330", "2027-09-01T16:59:59.000Z"],
  ]);
  const first = await read("days=3660&limit=1");
  expect((await read(`days=3660&limit=1&cursor=${first.nextCursor}`)).items.map((d) => d.termId)).toEqual([
    "bien-ban-2-ngay",
  ]);
  const met = { at: new Date(), login: "giam.sat" };
  await inTransaction(pool, async (tx) => {
    await tx.query({ text: "update case_file set conduct_on = '2026-10-01' where id = $1", values: [id] });
    await onCaseWords(tx, id, "giam.sat");
    await onCaseStep(tx, id, { from: "takedown", to: "removed", ...met });
  });
  expect((await read("days=3660")).items.map((d) => [d.termId, d.dueAt.slice(0, 10)])).toEqual([
    ["bien-ban-2-ngay", "2026-11-04"],
    ["thoi-hieu-330", "2027-10-01"],
  ]);
  await inTransaction(pool, (tx) => onCaseStep(tx, id, { from: "following", to: "closed", ...met }));
  expect((await read("days=3660")).items).toEqual([]);
});
