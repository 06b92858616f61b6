// Promises that an office with nothing in common with ours is set up from one file alone, and that only its own names come back.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#core/db/pool.ts";
import { CaseId, newId } from "#core/id.ts";
import { onTakedownRequested } from "#core/law/run-deadlines.ts";
import { readOfficeFile, setUpOffice } from "#core/law/set-up-office.ts";
import { loadShippedLaw, readShippedLaw } from "#core/law/ship-law.ts";
import { vietnamDay } from "#core/law/working-days.ts";
import type { CaseState } from "#core/nouns/case.ts";
import { DocumentKind } from "#core/nouns/document.ts";
import { LawTable } from "#core/nouns/law.ts";
import { OfficeFile } from "#core/nouns/office-file.ts";
import { shipSchedules } from "#core/report/ship-schedules.ts";
import { stateWords } from "#evidence/dossier/case-words.ts";
import type { DocumentView } from "#admin/api/documents.ts";
import type { LawOn, LawPage } from "#admin/api/law.ts";
import type { ReportView } from "#admin/api/reports.ts";
import {
  addPerson,
  evidenceHost,
  openTestDesk,
  seedFinding,
  type Signed,
  signIn,
  type TestDesk,
} from "../../support/desk.ts";

const fixture = new URL("../../fixtures/office/hon-khoi.json", import.meta.url);
const file = OfficeFile.parse(JSON.parse(readFileSync(fixture, "utf8")));
let desk: TestDesk;
let lead: Signed;
const dir = mkdtempSync(path.join(os.tmpdir(), "vonggac-office-"));

const shippedReports = ["kinds", "schedules"].flatMap(
  (name) =>
    JSON.parse(readFileSync(new URL(`../../../core/report/${name}.json`, import.meta.url), "utf8")) as {
      label: string;
    }[],
);
/** What came with the program and names somebody, somewhere, some law or some habit; nothing of it may be printed for this office. */
function foreignWords(): string[] {
  const shipped = readShippedLaw();
  return [
    ...shipped.instruments.flatMap((i) => [i.number, i.title]),
    ...shipped.competences.map((c) => c.position),
    ...shipped.agencies.flatMap((a) => [a.name, ...a.aliases]),
    ...shippedReports.map((row) => row.label),
    "Đánh bạc, cá cược", // counting rows of migration 0024
    "Hàng giả mạo nhãn hiệu",
    ...Object.keys(file.office.stateNames).map((state) => stateWords[state as CaseState]),
    "TÊN CƠ QUAN",
    "CƠ QUAN CHỦ QUẢN",
    "Ủy ban nhân dân",
    "UBND",
    "STTTT",
    "Sở Văn hóa",
    "Sở Thông tin",
    "Công an tỉnh",
  ].filter((words) => words.length > 1);
}
const found = (text: string) => foreignWords().filter((words) => text.includes(words));
/** What a template or a program leaves behind where a value is missing. */
const leftovers = (text: string) => text.match(/\{\{|\}\}|!bảng|undefined|\[object|NaN|\bnull\b/gu) ?? [];
beforeAll(async () => {
  desk = await openTestDesk();
  await shipSchedules(desk.database.pool);
  await setUpOffice(desk.database.pool, file, "quan.tri", "lập cơ quan");
  await loadShippedLaw(desk.database.pool); // the next start
  await shipSchedules(desk.database.pool);
  await addPerson(desk, "truong.ban", "lead");
  lead = await signIn(desk, "truong.ban");
}, 60_000);
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await desk.close();
});

test("screens read the office's own names", async () => {
  expect((await lead.call("GET", "/api/office")).json()).toEqual(file.office);
});

test("the law's tables hold the office's rows and no name, number or position that came with the program", async () => {
  const shipped = readShippedLaw();
  const foreign = [
    ...shipped.instruments.map((i) => i.number),
    ...shipped.instruments.map((i) => i.title),
    ...shipped.competences.map((c) => c.position),
    ...shipped.agencies.map((a) => a.name),
    ...shipped.holidays.map((h) => h.day),
  ].filter((words) => words !== "");
  let all = "";
  for (const table of LawTable.options) {
    const page = (await lead.call("GET", `/api/law/tables/${table}`)).json<LawPage>();
    expect([table, page.total]).toEqual([table, file.law[table].length]);
    all += JSON.stringify(page);
  }
  for (const category of ["source_duties", "gambling", "impersonation"])
    all += (await lead.call("GET", `/api/law/on?conductOn=2026-09-15&category=${category}`)).body;
  expect(foreign.filter((words) => all.includes(words))).toEqual([]);
  expect(all).toContain("07/QL-HK");
});

const take = async (url: string): Promise<Buffer> => {
  const answer = await desk.app.inject({ method: "GET", url: new URL(url).pathname, headers: { host: evidenceHost } });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.rawPayload;
};
const keep = (name: string, bytes: Buffer): string => {
  writeFileSync(path.join(dir, name), bytes);
  return path.join(dir, name);
};
const oneLine = (text: string) => text.normalize("NFC").replace(/\s+/g, " ");
const pdfText = (bytes: Buffer) =>
  oneLine(execFileSync("pdftotext", ["-layout", keep("one.pdf", bytes), "-"], { encoding: "utf8" }));
/** Head, foot and body; a paragraph's runs stand together. */
const docxText = (bytes: Buffer) =>
  oneLine(
    execFileSync("unzip", ["-p", keep("one.docx", bytes), "word/*.xml"], { encoding: "utf8", maxBuffer: 50_000_000 })
      .replace(/<\/w:p>/g, " ")
      .replace(/<[^>]*>/g, ""),
  );

async function openWholeCase(): Promise<string> {
  const { findingId } = await seedFinding(desk, { url: "https://trang-muoi.example/", category: "source_duties" });
  const words = { title: "Tin không ghi gốc", findingIds: [findingId], conductOn: "2026-09-15", summary: "Tóm tắt." };
  const opened = await lead.call("POST", "/api/cases", words);
  expect(opened.statusCode, opened.body).toBe(200);
  const { id } = opened.json<{ id: string }>();
  const write = async (what: string, body: object) => {
    const answer = await lead.call("POST", `/api/cases/${id}/${what}`, body);
    expect([what, answer.statusCode, answer.body.slice(0, 200)]).toEqual([what, 200, expect.any(String)]);
  };
  await write("charges", { articleId: "ql-07-m5" });
  const asked = { kind: "content", addressee: "Chủ trang", channel: "letter", requestedAt: "2026-11-20T02:00:00Z" };
  await write("takedowns", { ...asked, url: "https://trang-muoi.example/" });
  await write("outcomes", { kind: "fine", subjectKind: "person", amountVnd: 800_000, decidedOn: "2026-11-21" });
  return id;
}

async function expectOwn(kind: string, id: string, also: readonly string[] = []): Promise<void> {
  const { links } = (await lead.call("GET", `/api/documents/${id}`)).json<DocumentView>();
  for (const [format, text] of [
    ["pdf", pdfText(await take(links.pdf))],
    ["docx", docxText(await take(links.docx))],
  ] as const) {
    expect([kind, format, found(text), leftovers(text)]).toEqual([kind, format, [], []]);
    for (const own of [file.office.name, ...also])
      expect([kind, format, text.includes(own)], text.slice(0, 600)).toEqual([kind, format, true]);
  }
}

test("every kind of document prints the office's names, its own templates and its own law, as PDF and as DOCX", async () => {
  const caseId = await openWholeCase();
  const own: Partial<Record<DocumentKind, string[]>> = {
    takedown: ["Nha chờ hồi âm", "Lưu: Thư lại"],
    closing: ["PHIẾU KHÉP", "HK-2026-", "Đang kiểm"],
    proposal: ["07/QL-HK"],
  };
  for (const kind of DocumentKind.options) {
    const made = await lead.call("POST", `/api/cases/${caseId}/documents`, { kind });
    expect([kind, made.statusCode, made.body.slice(0, 200)]).toEqual([kind, 200, expect.any(String)]);
    if (kind !== "report") await expectOwn(kind, made.json<{ id: string }>().id, own[kind]);
  }
}, 120_000);

test("a report is of the office's kinds, counts by its rows, is due by its calendar, and prints nobody else's words", async () => {
  const words = { kind: "hai-vu", title: "Tường trình vụ muối 2026", fromDay: "2026-03-01", toDay: "2026-12-31" };
  const made = await lead.call("POST", "/api/reports", words);
  expect(made.statusCode, made.body).toBe(200);
  const { id } = made.json<ReportView>();
  const drafted = await lead.call("POST", `/api/reports/${id}/document`);
  const printed = ["TƯỜNG TRÌNH", "Phần 1: Việc đã xem trong vụ", "Tin không rõ gốc", "Trò may rủi"];
  await expectOwn("report", drafted.json<{ id: string }>().id, printed);
  expect((await lead.call("POST", "/api/reports", { ...words, kind: "periodic" })).statusCode).toBe(400);
  for (const screen of ["report-kinds", "report-calendar", "report-categories", `reports/${id}`, "reports"]) {
    const { statusCode, body } = await lead.call("GET", `/api/${screen}`);
    expect([screen, statusCode, found(body)]).toEqual([screen, 200, []]);
  }
  const calendar = await lead.call("GET", "/api/report-calendar");
  expect(calendar.body).toContain("Tường trình vụ muối");
});

test("what every other screen asks for names nobody else either", async () => {
  const [item] = (await lead.call("GET", "/api/cases")).json<{ items: { id: string; number: string }[] }>().items;
  expect(item!.number).toMatch(/^HK-/);
  const screens = [
    "office",
    "cases",
    `cases/${item!.id}`,
    `cases/${item!.id}/journal`,
    "documents",
    "document-templates",
  ];
  const lists = ["findings", "overview", "deadlines", "targets", "tips", "letters", "session"];
  for (const screen of [...screens, ...lists]) {
    const { statusCode, body } = await lead.call("GET", `/api/${screen}`);
    expect([screen, statusCode]).toEqual([screen, 200]);
    expect([screen, found(body)]).toEqual([screen, []]);
  }
});

test("amounts, competences and deadlines are reckoned by the office's law and its days off", async () => {
  const answer = (await lead.call("GET", "/api/law/on?conductOn=2026-09-15&category=source_duties")).json<LawOn>();
  const [item] = answer.items;
  expect(item!.amounts?.organisation).toEqual({ from: 2_100_000, to: 2_700_000 });
  expect(item!.signers.map((s) => [s.competence.position, s.individual, s.organisation])).toEqual([
    ["Trưởng nha", true, false],
  ]);
  const id = CaseId.parse(newId());
  const { pool } = desk.database;
  await pool.query(
    `insert into case_file (id, number, title, category, source, detected_at, state_at, created_at, created_by, updated_at)
     select $1, 'HK-2026-0900', 'Vụ việc thử', 'source_duties', 'scan', now(), now(), now(), p.id, now() from person p`,
    [id],
  );
  const requestedAt = new Date("2026-11-20T02:00:00Z"); // a Friday; the Monday after is the office's day off
  const due = await inTransaction(pool, (tx) => onTakedownRequested(tx, id, { kind: "content", requestedAt }));
  expect(vietnamDay(due!)).toBe("2026-11-25");
});

test("what was exported sets up the same office again; a row of an unknown instrument sets up nothing", async () => {
  const { pool } = desk.database;
  const again = await readOfficeFile(pool);
  expect(again).toEqual(file);
  expect(await setUpOffice(pool, again, "quan.tri", "nhập lại")).toMatchObject({
    added: 0,
    replaced: 0,
    setAside: 0,
    templates: 0,
  });
  const broken = structuredClone(file);
  broken.office.name = "KHÁC";
  broken.law.articles.push({ ...file.law.articles[0]!, id: "la", series: "la", instrument: "khong-co" });
  await expect(setUpOffice(pool, broken, "quan.tri", "thử")).rejects.toMatchObject({ code: "input.invalid" });
  expect((await readOfficeFile(pool)).office.name).toBe(file.office.name);
  const strange = structuredClone(file);
  strange.reports.schedules![0]!.kind = "khong-co";
  await expect(setUpOffice(pool, strange, "quan.tri", "thử")).rejects.toMatchObject({ code: "input.invalid" });
  const twice = structuredClone(file);
  twice.reports.categories![1]!.categories.push("source_duties");
  expect(OfficeFile.safeParse(twice).error?.issues[0]?.path).toEqual(["reports", "categories"]);
});
