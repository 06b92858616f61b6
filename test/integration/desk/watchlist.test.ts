// Promises the watchlist's imports, terms, limits and exports at the desk, and letters answered site by site.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LetterSheet, RegisterReply } from "#admin/api/letters.ts";
import type { Progress } from "#admin/api/scans.ts";
import type { ImportReply, TargetsPage } from "#admin/api/targets.ts";
import { selectEvents } from "#core/records/event.ts";
import { readBatchAnswer } from "#core/records/letter.ts";
import { insertTarget, selectDueTargets } from "#core/records/target.ts";
import { vietnamDay } from "#core/vietnam-time.ts";
import { addPerson, openTestDesk, seedFinding, type Signed, signIn, type TestDesk } from "../../support/desk.ts";

let desk: TestDesk;
let monitor: Signed;
let clerk: Signed;
let auditor: Signed;

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "monitor", "Trần Thị An");
  await addPerson(desk, "thu", "clerk", "Lê Thu");
  await addPerson(desk, "kiem", "auditor");
  [monitor, clerk, auditor] = [await signIn(desk, "an"), await signIn(desk, "thu"), await signIn(desk, "kiem")];
});
afterAll(() => desk.close());

const day = (fromToday: number) => vietnamDay(new Date(Date.now() + fromToday * 86_400_000));
const countTargets = async () => Number((await desk.database.pool.query("select count(*) as n from target")).rows[0].n);
const list = async (search = "") => (await monitor.call("GET", `/api/targets?${search}`)).json<TargetsPage>();
const importCsv = async (csv: string, dryRun: boolean, more: object = {}) =>
  (await monitor.call("POST", "/api/targets/import", { csv, dryRun, ...more })).json<ImportReply>();

test("a dry run tells every row its fate under Vietnamese heads, and saves nothing", async () => {
  await insertTarget(desk.database.pool, { url: "http://da-co.example/", kind: "site" }, "test");
  const before = await countTargets();
  const csv = [
    "Địa chỉ;Mục đích;Căn cứ pháp lý;Phụ trách;Hết hạn;Nhóm",
    `moi.example;Rà soát;Kế hoạch số 5;an;${day(30)};cờ bạc, game`,
    "moi.example;Rà soát;Kế hoạch số 5;;;",
    "da-co.example;Rà soát;Kế hoạch số 5;;;",
    "http://127.0.0.1/;Rà soát;Kế hoạch số 5;;;",
    "khong-can-cu.example;Rà soát;;;;",
    "sai-ngay.example;Rà soát;Kế hoạch số 5;;31/02/2027;",
    "la.example;Rà soát;Kế hoạch số 5;nguoi-la;;",
  ].join("\n");
  const { rows, columns } = await importCsv(csv, true);
  expect(columns).toEqual(["url", "purpose", "legal_basis", "owner", "expires_on", "tags"]);
  expect(rows.map((row) => row.result)).toEqual([
    "added",
    "duplicate",
    "watched",
    "private",
    "no-basis",
    "refused",
    "refused",
  ]);
  expect(rows[5]!.reason).toContain("31/02/2027");
  expect(await countTargets()).toBe(before);

  const saved = await importCsv(csv, false);
  expect(saved.rows.map((row) => row.result)).toEqual(rows.map((row) => row.result));
  expect(await countTargets()).toBe(before + 1);
  const [entry] = (await list("q=moi.example")).items;
  expect(entry).toMatchObject({
    purpose: "Rà soát",
    legalBasis: "Kế hoạch số 5",
    ownerName: "Trần Thị An",
    expiresOn: day(30),
    tags: ["cờ bạc", "game"],
    expiry: "running",
  });
});

test("a pasted list without a head is taken, with the purpose and basis that the dialog gives", async () => {
  const given = { purpose: "Đợt rà soát", legalBasis: "Kế hoạch số 9" };
  const { rows } = await importCsv("dan-1.example\ndan-2.example", false, given);
  expect(rows.map((row) => [row.row, row.result])).toEqual([
    [1, "added"],
    [2, "added"],
  ]);
  expect((await list("q=dan-2")).items[0]).toMatchObject(given);
});

test("an entry past its last day is not due, not scanned when asked, and told by a filter; the last day itself counts", async () => {
  const { pool } = desk.database;
  const add = async (url: string, expiresOn: string) =>
    (await insertTarget(pool, { url, kind: "site", cadenceMinutes: 60, expiresOn }, "test")).target.id;
  const over = await add("http://het-han.example/", day(-1));
  const last = await add("http://ngay-cuoi.example/", day(0));
  const due = (await selectDueTargets(pool, new Date(Date.now() + 1000), 500)).map((target) => target.id);
  expect(due).toContain(last);
  expect(due).not.toContain(over);
  const asked = await monitor.call("POST", "/api/targets/scan", { ids: [over, last] });
  expect(asked.json()).toEqual({ asked: 1, skipped: 1 });
  expect((await list("state=expired")).items.map((item) => item.id)).toEqual([over]);
  expect((await list("state=expiring")).items.map((item) => item.id)).toContain(last);
});

test("terms are changed whole, many entries get an owner at once, and each is an event", async () => {
  const { items } = await list("q=dan-");
  const ids = items.map((item) => item.id);
  const owner = (await monitor.call("GET", "/api/targets/facets")).json<{ owners: { id: string; name: string }[] }>()
    .owners[0]!;
  const many = await monitor.call("POST", "/api/targets/many", { ids, change: { ownerId: owner.id } });
  expect(many.json()).toEqual({ changed: 2 });
  const changed = await monitor.call("PATCH", `/api/targets/${ids[0]}`, {
    label: "Trang một",
    note: "",
    cadenceMinutes: 1440,
    purpose: "Theo dõi",
    legalBasis: "Kế hoạch số 9",
    ownerId: null,
    expiresOn: null,
    area: "Xã Thử",
    tags: ["a"],
  });
  expect(changed.statusCode).toBe(200);
  expect((await list("state=no-owner&q=dan-")).items.map((item) => item.label)).toEqual(["Trang một"]);
  const events = await selectEvents(desk.database.pool, { object: ids[0]! });
  expect(events.filter((event) => event.act === "target.changed")).toHaveLength(2);
});

test("the exported list calculates nothing, whatever a label holds", async () => {
  await insertTarget(
    desk.database.pool,
    { url: "http://cong-thuc.example/", kind: "site", label: '=HYPERLINK("http://x")', purpose: "+1+1" },
    "test",
  );
  const csv = (await monitor.call("GET", "/api/targets.csv?q=cong-thuc")).body;
  expect(csv).toContain("'=HYPERLINK");
  expect(csv).toContain("'+1+1");
  expect(csv).not.toMatch(/(^|,)"?[=+]/m);
});

const letter = {
  number: "77/TT-XL",
  datedOn: day(-5),
  sender: "Cơ quan cấp trên",
  abstract: "rà soát các trang có dấu hiệu",
  incomingNumber: "301",
  arrivedOn: day(-3),
  dueOn: day(10),
};
const csv = "Trang;Ghi chú\nmot.example;trang tin\nda-co.example;=1+1\nhttp://10.0.0.1/;\nmot.example;";

test("a letter's list becomes one batch: new sites watched for it, known ones joined, refused ones told, scans asked", async () => {
  const dry = (await clerk.call("POST", "/api/letters", { ...letter, csv, dryRun: true })).json<RegisterReply>();
  expect([dry.id, dry.asked, dry.rows.map((row) => row.result)]).toEqual([
    null,
    0,
    ["added", "watched", "private", "duplicate"],
  ]);
  expect((await list("q=mot.example")).total).toBe(0);
  const made = (await clerk.call("POST", "/api/letters", { ...letter, csv, dryRun: false })).json<RegisterReply>();
  expect(made.asked).toBe(2);
  const [entry] = (await list("q=mot.example")).items;
  expect(entry!.purpose).toContain("Công văn số 77/TT-XL");
  const again = await clerk.call("POST", "/api/letters", { ...letter, csv, dryRun: false });
  expect(again.statusCode).toBe(409);
});

test("sites are answered one by one; a second answer takes the first one's place and both rows stay", async () => {
  const { pool } = desk.database;
  const [head] = (await clerk.call("GET", "/api/letters")).json<{ items: { id: string; answered: number }[] }>().items;
  const sheet = (await clerk.call("GET", `/api/letters/${head!.id}`)).json<LetterSheet>();
  expect(sheet.items.map((item) => [item.given, item.answer])).toEqual([
    ["mot.example", null],
    ["da-co.example", null],
  ]);
  const answer = (item: string, body: object) => monitor.call("POST", `/api/letters/items/${item}/answer`, body);
  const [first, second] = sheet.items;
  expect((await answer(first!.id, { result: "signs-found", caseNumber: "HS-0000-0000" })).statusCode).toBe(400);
  await answer(first!.id, { result: "being-handled" });
  expect((await readBatchAnswer(pool, head!.id)).isComplete).toBe(false);
  await answer(first!.id, { result: "handled", owner: "Công ty Thử", action: "=2+2", documentNumber: "12/CV" });
  await answer(second!.id, { result: "no-signs" });
  const batch = await readBatchAnswer(pool, head!.id);
  expect(batch.isComplete).toBe(true);
  expect(batch.items.map((item) => item.result)).toEqual(["handled", "no-signs"]);
  expect((await pool.query("select 1 from letter_answer")).rowCount).toBe(3);
  const table = (await clerk.call("GET", `/api/letters/${head!.id}/answer.csv`)).body;
  expect(table).toContain('Đã xử lý,Công ty Thử,"\'=2+2",12/CV');
  expect(table).toContain("Chưa phát hiện dấu hiệu,Chưa xác định");
  await expect(pool.query("delete from letter_answer")).rejects.toThrow("append-only");
});

test("a site of a letter shows what people said of its findings", async () => {
  const { findingId } = await seedFinding(desk, { url: "http://co-dau-hieu.example/", host: "co-dau-hieu.example" });
  await desk.database.pool.query("update finding set status = 'confirmed' where id = $1", [findingId]);
  const body = { ...letter, number: "78/TT-XL", csv: "co-dau-hieu.example", scan: false, dryRun: false };
  const made = (await clerk.call("POST", "/api/letters", body)).json<RegisterReply>();
  const { items } = (await clerk.call("GET", `/api/letters/${made.id}`)).json<LetterSheet>();
  expect(items[0]).toMatchObject({ confirmed: 1, waiting: 0, categories: ["gambling"], answer: null });
});

test("the auditor sees neither watchlist nor letters, and a clerk changes no entry", async () => {
  for (const url of ["/api/targets", "/api/targets.csv", "/api/letters", "/api/knowledge", "/api/tips"])
    expect([url, (await auditor.call("GET", url)).statusCode]).toEqual([url, 403]);
  expect((await clerk.call("POST", "/api/targets", { url: "http://x.example/" })).statusCode).toBe(403);
});

test("registers are imported after a dry run that says what would be taken, and listed with their age", async () => {
  await addPerson(desk, "lan", "lead");
  const lead = await signIn(desk, "lan");
  const body = {
    name: "Sổ thử",
    csv: "number,domains,owner\n12/GP-TTĐT,so-thu.example,Đơn vị Thử\n,,\nkhông,,",
    dryRun: true,
  };
  const dry = await lead.call("POST", "/api/knowledge/registers", body);
  expect(dry.json()).toMatchObject({ dryRun: true, taken: 2 });
  expect((await lead.call("GET", "/api/knowledge")).json()).toMatchObject({ registers: [] });
  await lead.call("POST", "/api/knowledge/registers", { ...body, dryRun: false });
  const shelf = (await lead.call("GET", "/api/knowledge")).json<{ registers: { id: string; isNewest: boolean }[] }>();
  expect(shelf.registers).toHaveLength(1);
  const rows = await monitor.call("GET", `/api/knowledge/registers/${shelf.registers[0]!.id}?q=so-thu`);
  expect(rows.json()).toMatchObject({ items: [{ number: "12/GP-TTĐT", owner: "Đơn vị Thử" }], nextAfter: null });
  expect((await monitor.call("POST", "/api/knowledge/registers", body)).statusCode).toBe(403);
  const rules = (await monitor.call("GET", "/api/knowledge/rules")).json<{ items: { low: number; high: number }[] }>();
  expect(rules.items.length).toBeGreaterThan(10);
});

test("the progress tells each host's pace, what was blocked, and which entry a running scan belongs to", async () => {
  const { pool } = desk.database;
  await pool.query(
    "insert into host_turn (host, next_at, back_offs) values ('cham.example', clock_timestamp() + interval '9 seconds', 2), ('cu.example', 'epoch', 0)",
  );
  await pool.query(
    "insert into request_log (at, host, method, url, via, purpose, outcome, size_bytes, took_ms) select clock_timestamp(), 'cham.example', 'GET', 'http://cham.example/', 'http', 'scan', o, 0, 1 from unnest(array['ok','ok','failed']) o",
  );
  await pool.query(
    "update scan set state = 'done', outcome = 'challenge', finished_at = now() where id = (select id from scan where state = 'running' order by queued_at limit 1)",
  );
  const progress = (await monitor.call("GET", "/api/progress")).json<Progress>();
  expect(progress.pace).toEqual([
    { host: "cham.example", backOffs: 2, isHeld: false, waitMs: 9000, requests: 3, failed: 1 },
  ]);
  expect(progress.blocked).toEqual([{ outcome: "challenge", scans: 1 }]);
  const [scan] = progress.running;
  await monitor.call("POST", "/api/targets/many", { ids: [scan!.target!.id], change: { paused: true } });
  const after = (await monitor.call("GET", "/api/progress")).json<Progress>();
  expect(after.running.find((one) => one.id === scan!.id)!.target!.paused).toBe(true);
});
