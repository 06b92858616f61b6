// Promises reports whose figures are the rows: counted by the office's own categories, compared, issued once, exported inert.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Calendar, FigureReply, ReportFigures, ReportView } from "#admin/api/reports.ts";
import { setClock } from "#core/clock.ts";
import { newId } from "#core/id.ts";
import { shipSchedules } from "#core/report/ship-schedules.ts";
import { addPerson, openTestDesk, type Signed, signIn, type TestDesk } from "../../support/desk.ts";

let desk: TestDesk;
let lead: Signed;

/** A case as it would stand after its steps; the state machine has tests of its own. */
async function plantCase(number: number, category: string, detectedAt: string): Promise<string> {
  const id = newId();
  const { rows } = await desk.database.pool.query("select id from person where login = 'truongca'");
  await desk.database.pool.query(
    `insert into case_file (id, number, title, category, source, detected_at, state_at, created_at, created_by, updated_at)
     values ($1, $2, $3, $4, 'scan', $5, $5, $5, $6, $5)`,
    [id, `HS-${number}`, `=HYPERLINK("http://x") vụ ${number}`, category, detectedAt, rows[0].id],
  );
  return id;
}

async function plantFine(caseId: string, amount: number, who: "person" | "organisation", day: string): Promise<void> {
  await desk.database.pool.query(
    `insert into case_outcome (id, case_id, kind, subject_kind, amount_vnd, decided_on, added_by, added_at)
     values ($1, $2, 'fine', $3, $4, $5, 'truongca', now())`,
    [newId(), caseId, who, amount, day],
  );
}

const planted: [string, string][] = [
  ["gambling", "2026-02-03T02:00:00Z"],
  ["hidden_gambling_links", "2026-03-01T02:00:00Z"],
  ["impersonation", "2026-04-01T02:00:00Z"],
  ["unlicensed_news", "2026-05-01T02:00:00Z"],
  ["personal_data", "2026-06-14T16:59:59Z"],
  // 00:00 of 15 June in Vietnam: outside the period of the tests.
  ["gambling", "2026-06-14T17:00:00Z"],
  ["gambling", "2025-03-03T02:00:00Z"],
];

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "truongca", "lead");
  await addPerson(desk, "xuly", "inspector");
  lead = await signIn(desk, "truongca");
  const ids: string[] = [];
  for (const [i, [category, at]] of planted.entries()) ids.push(await plantCase(i + 1, category, at));
  await plantFine(ids[0]!, 12_500_000, "person", "2026-03-10");
  await plantFine(ids[1]!, 40_000_000, "organisation", "2026-06-14");
  await plantFine(ids[1]!, 1_000_000, "person", "2026-06-15");
});
afterAll(() => desk.close());

async function makeReport(words: object = {}): Promise<ReportView> {
  const body = { kind: "coordination", title: "Báo cáo 6 tháng", fromDay: "2026-01-01", toDay: "2026-06-14", ...words };
  const answer = await lead.call("POST", "/api/reports", body);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<ReportView>();
}

const list = async (name: string, categories?: readonly string[], period = "fromDay=2026-01-01&toDay=2026-06-14") => {
  const by = categories === undefined ? "" : `&categories=${categories.join(",")}`;
  return (await lead.call("GET", `/api/figures/${name}?${period}${by}`)).json<FigureReply>();
};

const figuresOf = (figures: ReportFigures) => figures.sections.flatMap((section) => section.figures);

test("categories sum to the total, a category of no row counts as other, and days are days of Vietnam", async () => {
  const { figures } = await makeReport();
  const table = figures.sections.find((s) => s.byCategory)!.byCategory!;
  expect(Object.fromEntries(table.rows.map((row) => [row.code, row.count]))).toEqual({
    gambling: 2,
    "conditional-goods": 0,
    counterfeit: 0,
    "personal-data": 1,
    "false-information": 1,
    other: 1,
  });
  expect(table.total.count).toBe(5);
  expect(table.rows.reduce((sum, row) => sum + row.count, 0)).toBe(table.total.count);
});

test("every figure is as long as the list behind it, and its amount the list's sum", async () => {
  const { figures } = await makeReport();
  for (const figure of figuresOf(figures)) {
    const behind = await list(figure.name);
    expect([figure.name, behind.items.length]).toEqual([figure.name, figure.count]);
    expect([figure.name, behind.items.reduce((sum, row) => sum + (row.amount ?? 0), 0)]).toEqual([
      figure.name,
      figure.amount,
    ]);
  }
  const fines = figuresOf(figures).find((f) => f.name === "fines")!;
  expect([fines.count, fines.amount]).toEqual([2, 52_500_000]);
  for (const row of figures.sections.find((s) => s.byCategory)!.byCategory!.rows)
    expect([row.code, (await list("cases", row.categories)).items.length]).toEqual([row.code, row.count]);
});

test("a figure stands beside the same days of the year before, or the days directly before", async () => {
  const lastYear = figuresOf((await makeReport()).figures).find((f) => f.name === "cases")!;
  expect(lastYear.before).toEqual({ count: 1, amount: 0 });
  const before = await makeReport({ compare: "before", fromDay: "2026-04-01", toDay: "2026-04-30" });
  expect(before.figures.compared).toEqual({ from: "2026-03-02", to: "2026-03-31" });
  expect(figuresOf((await makeReport({ compare: "none" })).figures)[0]!.before).toBeNull();
});

test("an issued report keeps its figures and its texts whatever comes later; a draft follows the rows", async () => {
  const draft = await makeReport();
  const texts = { difficulties: "Thiếu cán bộ chuyên trách." };
  const { title, fromDay, toDay, dueOn, compare } = draft;
  const change = { title, fromDay, toDay, dueOn, compare, texts };
  expect((await lead.call("PUT", `/api/reports/${draft.id}`, change)).statusCode).toBe(200);
  const issued = (await lead.call("POST", `/api/reports/${draft.id}/issue`)).json<ReportView>();
  expect(issued.issuedBy).toBe("truongca");
  await plantCase(50, "gambling", "2026-02-10T02:00:00Z");
  const later = (await lead.call("GET", `/api/reports/${draft.id}`)).json<ReportView>();
  expect(later.figures).toEqual(issued.figures);
  expect(later.texts).toEqual(texts);
  expect(figuresOf((await makeReport()).figures).find((f) => f.name === "cases")!.count).toBe(6);
  expect((await lead.call("PUT", `/api/reports/${draft.id}`, change)).statusCode).toBe(409);
  expect((await lead.call("POST", `/api/reports/${draft.id}/issue`)).statusCode).toBe(409);
  await expect(desk.database.pool.query("delete from report where id = $1", [draft.id])).rejects.toThrow(/issued/);
});

test("a category in two rows is refused, because its cases would be counted twice", async () => {
  const items = [
    { code: "a-row", label: "Một", categories: ["gambling"] },
    { code: "b-row", label: "Hai", categories: ["gambling"] },
  ];
  const answer = await lead.call("PUT", "/api/report-categories", { items });
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain("gambling");
});

test("an office counts by its own categories, and the sum still holds", async () => {
  const before = (await lead.call("GET", "/api/report-categories")).json<{ items: object[] }>();
  const items = [{ code: "news", label: "Trang tin tổng hợp", categories: ["unlicensed_news"] }];
  expect((await lead.call("PUT", "/api/report-categories", { items })).statusCode).toBe(200);
  const table = (await makeReport()).figures.sections.find((s) => s.byCategory)!.byCategory!;
  expect(table.rows.map((row) => [row.code, row.count])).toEqual([
    ["news", 1],
    ["other", 5],
  ]);
  expect((await lead.call("PUT", "/api/report-categories", before)).statusCode).toBe(200);
});

test("a period and a due day are independent of each other, and a period must not end before it starts", async () => {
  const campaign = await makeReport({
    kind: "campaign",
    fromDay: "2026-10-01",
    toDay: "2026-12-31",
    dueOn: "2026-10-27",
  });
  expect([campaign.toDay, campaign.dueOn]).toEqual(["2026-12-31", "2026-10-27"]);
  const body = { kind: "campaign", title: "Đợt ngược", fromDay: "2026-12-31", toDay: "2026-10-01" };
  expect((await lead.call("POST", "/api/reports", body)).statusCode).toBe(400);
});

test("the calendar says what is due, over which period, and whether a report of it stands", async () => {
  await shipSchedules(desk.database.pool);
  const restore = setClock(() => Date.parse("2026-06-10T02:00:00Z"));
  try {
    const calendar = async () => (await lead.call("GET", "/api/report-calendar")).json<Calendar>().items;
    const half = (await calendar()).find((entry) => entry.schedule.id === "half-year")!;
    expect(half).toMatchObject({ dueOn: "2026-06-21", daysLeft: 11, period: { from: "2026-01-01" }, reportId: null });
    const made = await makeReport({
      kind: "periodic",
      fromDay: half.period.from,
      toDay: half.period.to,
      scheduleId: "half-year",
    });
    expect((await calendar()).find((entry) => entry.schedule.id === "half-year")!.reportId).toBe(made.id);
    const year = (await calendar()).find((entry) => entry.schedule.id === "coordination-year")!;
    expect(year.period).toEqual({ from: "2025-12-15", to: "2026-12-14" });
  } finally {
    restore();
  }
});

test("counters are entered for their own period; a correction takes the place of the number before", async () => {
  const items = [{ name: "Kết nối tới máy chủ điều khiển", fromDay: "2026-01-01", toDay: "2026-03-31", value: 42_000 }];
  expect((await lead.call("POST", "/api/counters", { items })).statusCode).toBe(200);
  expect((await lead.call("POST", "/api/counters", { items: [{ ...items[0], value: 41_000 }] })).statusCode).toBe(200);
  const { counters } = (await makeReport()).figures.sections.find((s) => s.counters)!;
  expect(counters!.now.map((c) => [c.name, c.value])).toEqual([["Kết nối tới máy chủ điều khiển", 41_000]]);
});

test("a book is a sheet in which a title that looks like a formula is text", async () => {
  const answer = await lead.call("GET", "/api/books/cases?fromDay=2026-01-01&toDay=2026-06-14");
  expect(answer.statusCode).toBe(200);
  const dir = mkdtempSync(path.join(os.tmpdir(), "vonggac-book-"));
  try {
    writeFileSync(path.join(dir, "book.xlsx"), answer.rawPayload);
    const read = (file: string) =>
      execFileSync("unzip", ["-p", path.join(dir, "book.xlsx"), file], { encoding: "utf8" });
    const sheet = read("xl/worksheets/sheet1.xml");
    expect(sheet).not.toContain("<f>");
    expect(sheet).toContain("12500000");
    expect(`${sheet}${read("xl/sharedStrings.xml")}`).toContain("=HYPERLINK(");
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test("an inspector reads reports and makes none", async () => {
  const inspector = await signIn(desk, "xuly");
  expect((await inspector.call("GET", "/api/reports")).statusCode).toBe(200);
  const body = { kind: "team", title: "Ngày", fromDay: "2026-01-01", toDay: "2026-01-01" };
  expect((await inspector.call("POST", "/api/reports", body)).statusCode).toBe(403);
});
