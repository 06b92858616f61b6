// Promises the contents of cases: opened from findings, each part its own case's, order and reasons kept, sealed exhibits never detached, found again.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaseJournal, CaseListPage, FindingsAdded } from "#admin/api/cases.ts";
import { CaseId } from "#core/id.ts";
import { inTransaction } from "#core/db/pool.ts";
import { insertCasePackage } from "#core/records/case-package.ts";
import { selectEvents } from "#core/records/event.ts";
import {
  addPerson,
  openTestDesk,
  seedFinding,
  type Signed,
  signIn,
  someId,
  type TestDesk,
} from "../../support/desk.ts";
import { openCaseAs, readCaseAs, seedConfirmed } from "../../support/desk-cases.ts";

let desk: TestDesk;
let [an, clerk, approver]: Signed[] = [];
let [first, second]: Awaited<ReturnType<typeof seedFinding>>[] = [];

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "monitor", "Trần Thúy An");
  await addPerson(desk, "van.thu", "clerk");
  await addPerson(desk, "lanh.dao", "approver");
  [an, clerk, approver] = [await signIn(desk, "an"), await signIn(desk, "van.thu"), await signIn(desk, "lanh.dao")];
  [first, second] = [await seedConfirmed(desk, "song-vang.example"), await seedConfirmed(desk, "bet-la.example")];
});
afterAll(() => desk.close());

const list = async (query: string) => (await an!.call("GET", `/api/cases?${query}`)).json<CaseListPage>();

test("a case opens from findings with their captures as exhibits, a subject not established, and the hosts as identifiers", async () => {
  const opened = await openCaseAs(an!, "Dấu hiệu cá cược tại Sông Vàng", [first!.findingId, second!.findingId]);
  expect(opened.number).toMatch(/^HS-\d{4}-0001$/);
  expect(opened.added.map((row) => [row.host, row.status])).toEqual([
    ["song-vang.example", "confirmed"],
    ["bet-la.example", "confirmed"],
  ]);
  const view = await readCaseAs(an!, opened.id);
  expect(view.exhibits.map((e) => [e.position, e.captureId])).toEqual([
    [1, first!.captureId],
    [2, second!.captureId],
  ]);
  expect(view.exhibits[0]!.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(view.subjects.map((s) => [s.kind, s.name, s.confidence])).toEqual([["unknown", "", "unknown"]]);
  expect(view.identifiers.map((i) => i.value).toSorted()).toEqual(["bet-la.example", "song-vang.example"]);
  expect(view.file.state).toBe("verifying");
  expect(view.deadlines.length).toBeGreaterThan(0);
  const again = await an!.call("POST", `/api/cases/${opened.id}/findings`, { findingIds: [first!.findingId] });
  expect(again.json<FindingsAdded>()).toMatchObject({ added: [], stoodBefore: [first!.findingId] });
});

test("a refused opening leaves no gap in the numbers, and a dismissed finding enters no case", async () => {
  const gone = await seedFinding(desk, { url: "https://bo-qua.example/" });
  await desk.database.pool.query("update finding set status = 'dismissed' where id = $1", [gone.findingId]);
  const refused = await an!.call("POST", "/api/cases", { title: "Không mở được", findingIds: [gone.findingId] });
  expect([refused.statusCode, refused.json<{ cure: string }>().cure]).toEqual([
    409,
    expect.stringContaining("Mở lại phát hiện"),
  ]);
  expect((await an!.call("POST", "/api/cases", { title: "Thiếu nhóm" })).statusCode).toBe(400);
  expect((await an!.call("POST", "/api/cases", { title: " ", category: "gambling" })).statusCode).toBe(400);
  expect((await openCaseAs(an!, "Mở sau", [])).number).toMatch(/-0002$/);
});

test("numbers stay without gaps and without doubles when many open at once", async () => {
  const numbers = await Promise.all(
    Array.from({ length: 8 }, async (_, i) => (await openCaseAs(an!, `Cùng lúc ${i}`, [])).number),
  );
  const places = numbers.map((number) => Number(number.slice(-4))).toSorted((a, b) => a - b);
  expect(places).toEqual(Array.from({ length: 8 }, (_, i) => places[0]! + i));
});

test("exhibits take captions, notes and places; one of another case is not found, one detached stands with its reason", async () => {
  const mine = await openCaseAs(an!, "Hồ sơ một", [first!.findingId, second!.findingId]);
  const other = await openCaseAs(an!, "Hồ sơ hai", [first!.findingId]);
  expect(other.elsewhere.some((row) => row.number === mine.number)).toBe(true);
  const [one, two] = (await readCaseAs(an!, mine.id)).exhibits;
  const foreign = (await readCaseAs(an!, other.id)).exhibits[0]!;
  const at = `/api/cases/${mine.id}/exhibits`;
  expect((await an!.call("PATCH", `${at}/${two!.id}`, { position: 1, caption: "Trang nạp tiền" })).statusCode).toBe(
    200,
  );
  const moved = (await readCaseAs(an!, mine.id)).exhibits;
  expect(moved.map((e) => [e.id, e.position, e.caption])).toEqual([
    [two!.id, 1, "Trang nạp tiền"],
    [one!.id, 2, one!.caption],
  ]);
  expect((await an!.call("PATCH", `${at}/${foreign.id}`, { caption: "x" })).statusCode).toBe(404);
  expect((await an!.call("POST", `${at}/${foreign.id}/detach`, { reason: "nhầm" })).statusCode).toBe(404);
  expect((await an!.call("POST", `${at}/${one!.id}/detach`, { reason: " " })).statusCode).toBe(400);
  expect((await an!.call("POST", `${at}/${one!.id}/detach`, { reason: "trùng nội dung" })).statusCode).toBe(200);
  const view = await readCaseAs(an!, mine.id);
  expect(view.exhibits.map((e) => e.position)).toEqual([1]);
  expect(view.detachedExhibits[0]).toMatchObject({ id: one!.id, detachedBy: "an", detachReason: "trùng nội dung" });
  expect((await an!.call("GET", `/api/cases/${mine.id}/captures/${someId()}`)).statusCode).toBe(404);
});

test("an exhibit that went out in a sealed package stays, by the desk and by the database", async () => {
  const { id } = await openCaseAs(an!, "Đã niêm phong", [first!.findingId]);
  await inTransaction(desk.database.pool, (tx) =>
    insertCasePackage(
      tx,
      CaseId.parse(id),
      { packageId: someId(), purpose: "bàn giao", captureIds: [first!.captureId] },
      "an",
    ),
  );
  const [exhibit] = (await readCaseAs(an!, id)).exhibits;
  expect(exhibit!.isSealed).toBe(true);
  const refused = await an!.call("POST", `/api/cases/${id}/exhibits/${exhibit!.id}/detach`, { reason: "thử" });
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([409, "conflict"]);
  await expect(
    desk.database.pool.query("update case_exhibit set capture_id = $2 where id = $1", [exhibit!.id, second!.captureId]),
  ).rejects.toThrow("never exchanged");
  await expect(desk.database.pool.query("delete from case_exhibit where id = $1", [exhibit!.id])).rejects.toThrow(
    "never deleted",
  );
});

test("a known subject takes the place of the unknown one, and the last one that goes leaves it", async () => {
  const { id } = await openCaseAs(an!, "Chủ thể", []);
  const subject = { kind: "organisation", name: "Công ty Gió Bấc", confidence: "medium" };
  expect((await an!.call("POST", `/api/cases/${id}/subjects`, { ...subject, name: "" })).statusCode).toBe(400);
  const { id: made } = (await an!.call("POST", `/api/cases/${id}/subjects`, subject)).json<{ id: string }>();
  expect((await readCaseAs(an!, id)).subjects.map((s) => s.name)).toEqual(["Công ty Gió Bấc"]);
  const phone = { kind: "phone", value: "0912 345 678", confidence: "low", subjectId: made };
  expect((await an!.call("POST", `/api/cases/${id}/identifiers`, phone)).statusCode).toBe(200);
  expect((await an!.call("POST", `/api/cases/${id}/identifiers`, { ...phone, subjectId: someId() })).statusCode).toBe(
    404,
  );
  expect((await an!.call("DELETE", `/api/cases/${id}/subjects/${made}`)).statusCode).toBe(200);
  expect((await readCaseAs(an!, id)).subjects.map((s) => s.kind)).toEqual(["unknown"]);
});

test("the list is filtered and found with and without marks, by host, subject and phone in any writing, a page at a time", async () => {
  const { id, number } = await openCaseAs(an!, "Lừa đảo đặt cọc vé xe Tết", [second!.findingId]);
  const subject = { kind: "person", name: "Nguyễn Hữu Ước", confidence: "low" };
  await an!.call("POST", `/api/cases/${id}/subjects`, subject);
  await an!.call("POST", `/api/cases/${id}/identifiers`, { kind: "phone", value: "0987.654.321", confidence: "low" });
  for (const q of [
    "dat coc ve xe",
    "đặt cọc",
    "nguyen huu uoc",
    "BET-LA.example",
    "0987654321",
    "0987 654 321",
    number,
  ])
    expect(
      (await list(`q=${encodeURIComponent(q)}`)).items.map((row) => row.id),
      q,
    ).toContain(id);
  expect((await list("q=khong-co-gi")).items).toEqual([]);
  expect((await list(`q=${encodeURIComponent("' | *:")}`)).total).toBeGreaterThan(0);
  expect((await list("state=approved")).items).toEqual([]);
  expect((await list("overdue=1")).items.map((row) => row.id)).not.toContain(id);
  await an!.call("POST", `/api/cases/${id}/tasks`, { title: "Gọi nhà mạng", dueOn: "2026-01-02" });
  expect((await list("overdue=1")).items.map((row) => row.id)).toContain(id);
  const page = await list("limit=3");
  const next = await list(`limit=3&cursor=${page.nextCursor}`);
  expect(new Set([...page.items, ...next.items].map((row) => row.id)).size).toBe(6);
  expect((await an!.call("GET", "/api/cases?cursor=xyz")).statusCode).toBe(400);
});

test("requests get their re-checks, receipts and replies come back through the clerk, a fine is entered once and paid once", async () => {
  const { id } = await openCaseAs(an!, "Việc quanh hồ sơ", [first!.findingId]);
  const at = `/api/cases/${id}`;
  const request = {
    url: "https://song-vang.example/",
    kind: "domain-revocation",
    addressee: "Nhà đăng ký A",
    registrar: "Nhà đăng ký A",
    channel: "letter",
    requestedAt: "2026-11-01T02:00:00.000Z",
    beforeCaptureId: first!.captureId,
  };
  expect((await an!.call("POST", `${at}/takedowns`, { ...request, beforeCaptureId: someId() })).statusCode).toBe(404);
  expect((await an!.call("POST", `${at}/takedowns`, request)).statusCode).toBe(200);
  const referral = (await an!.call("POST", `${at}/referrals`, { kind: "police", agency: "Phòng nghiệp vụ" })).json<{
    id: string;
  }>();
  const receipt = { receiptNumber: "12/BN", receivedOn: "2026-11-03" };
  expect((await clerk!.call("PUT", `${at}/referrals/${referral.id}/receipt`, receipt)).statusCode).toBe(200);
  expect((await approver!.call("PUT", `${at}/referrals/${referral.id}/receipt`, receipt)).statusCode).toBe(403);
  const fine = { kind: "fine", amountVnd: 25_000_000, decidedOn: "2026-11-05" };
  expect((await an!.call("POST", `${at}/outcomes`, fine)).statusCode).toBe(400);
  const made = await an!.call("POST", `${at}/outcomes`, { ...fine, subjectKind: "organisation" });
  const payment = `${at}/outcomes/${made.json<{ id: string }>().id}/payment`;
  expect((await clerk!.call("PUT", payment, { paidOn: "2026-11-09" })).statusCode).toBe(200);
  expect((await clerk!.call("PUT", payment, { paidOn: "2026-11-10" })).statusCode).toBe(409);
  const view = await readCaseAs(an!, id);
  expect(view.takedowns[0]!.checks.map((check) => [check.day, check.dueAt.slice(0, 10)])).toEqual([
    [1, "2026-11-02"],
    [3, "2026-11-04"],
    [7, "2026-11-08"],
    [30, "2026-12-01"],
    [90, "2027-01-30"],
  ]);
  expect(view.outcomes[0]).toMatchObject({ amountVnd: 25_000_000, subjectKind: "organisation", paidOn: "2026-11-09" });
  const journal = (await an!.call("GET", `${at}/journal`)).json<CaseJournal>();
  expect(journal.entries.map((entry) => entry.kind).toSorted()).toEqual(
    ["exhibit", "finding", "opened", "outcome", "payment", "receipt", "referral", "takedown"].toSorted(),
  );
  const trail = await selectEvents(desk.database.pool, { object: id });
  expect(JSON.stringify(trail.map((event) => event.detail))).not.toMatch(/Phòng nghiệp vụ|12\/BN/);
});
