// Promises a report as an official document: its figures, tables and texts on paper, issued once by another person, its bytes kept.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DocumentView } from "#admin/api/documents.ts";
import type { ReportDocuments, ReportView } from "#admin/api/reports.ts";
import { addPerson, evidenceHost, openTestDesk, type Signed, signIn, type TestDesk } from "../../support/desk.ts";

let desk: TestDesk;
const people: Record<string, Signed> = {};
const dir = mkdtempSync(path.join(os.tmpdir(), "vonggac-report-"));

beforeAll(async () => {
  desk = await openTestDesk();
  for (const [login, role] of [
    ["totruong", "lead"],
    ["vanthu", "clerk"],
    ["xuly", "inspector"],
  ] as const) {
    await addPerson(desk, login, role);
    people[login] = await signIn(desk, login);
  }
  const opened = await people.xuly!.call("POST", "/api/cases", {
    title: "Vụ việc thử",
    category: "gambling",
    source: "manual",
  });
  const { id } = opened.json<{ id: string }>();
  const fine = {
    kind: "fine",
    subjectKind: "person",
    amountVnd: 169_750_000,
    decisionNumber: "3/QĐ",
    decidedOn: "2026-11-10",
  };
  expect((await people.xuly!.call("POST", `/api/cases/${id}/outcomes`, fine)).statusCode).toBe(200);
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await desk.close();
});

const textOf = (pdf: Buffer): string => {
  const file = path.join(dir, "one.pdf");
  writeFileSync(file, pdf);
  return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).normalize("NFC").replace(/\s+/g, " ");
};
const take = (url: string) =>
  desk.app.inject({ method: "GET", url: new URL(url).pathname, headers: { host: evidenceHost } });
const viewOf = async (id: string) => (await people.vanthu!.call("GET", `/api/documents/${id}`)).json<DocumentView>();
const issue = (id: string, who: string) =>
  people[who]!.call("POST", `/api/documents/${id}/issue`, { number: "5", datedOn: "2026-12-01" });

test("a report prints its figures, waits for them to be settled, leaves by another hand, and stays what it was", async () => {
  const lead = people.totruong!;
  const words = { title: "Báo cáo kết quả tháng 11", fromDay: "2026-11-01", toDay: "2026-11-30", kind: "periodic" };
  const report = (await lead.call("POST", "/api/reports", words)).json<ReportView>();
  const { title, fromDay, toDay, dueOn, compare } = report;
  const texts = { difficulties: "Chưa xác định được chủ thể.\nMáy chủ ở nước ngoài." };
  await lead.call("PUT", `/api/reports/${report.id}`, { title, fromDay, toDay, dueOn, compare, texts });
  const id = (await lead.call("POST", `/api/reports/${report.id}/document`)).json<{ id: string }>().id;
  expect((await viewOf(id)).missing).toEqual(["báo cáo chưa chốt số liệu"]);
  expect((await issue(id, "vanthu")).statusCode).toBe(409);
  await expect(
    desk.database.pool.query("update document set report_id = null where id = $1", [id]),
  ).rejects.toMatchObject({ code: "VG002" });
  expect((await lead.call("POST", `/api/reports/${report.id}/issue`)).statusCode).toBe(200);
  expect((await issue(id, "totruong")).statusCode).toBe(403);
  const done = await issue(id, "vanthu");
  expect(done.statusCode, done.body).toBe(200);
  const issued = await viewOf(id);
  const [pdf, again, docx] = [
    await take(issued.links.pdf),
    await take(issued.links.pdf),
    await take(issued.links.docx),
  ];
  expect(pdf.rawPayload.equals(again.rawPayload)).toBe(true);
  const text = textOf(pdf.rawPayload);
  for (const said of [
    "BÁO CÁO",
    "Kết quả tháng 11",
    "từ ngày 01/11/2026 đến ngày 30/11/2026",
    "II. Hồ sơ vụ việc theo lĩnh vực",
    "Đánh bạc, cá cược",
    "Tổng số",
    "169.750.000 đồng",
    "Máy chủ ở nước ngoài.",
  ])
    expect(text).toContain(said);
  expect(text.replace(/ /g, "")).toContain("Mộttrămsáumươichíntriệubảytrămnămmươinghìnđồng");
  expect(docx.rawPayload.subarray(0, 2).toString()).toBe("PK");
  const second = (await lead.call("POST", `/api/reports/${report.id}/document`)).json<{ id: string }>().id;
  expect((await viewOf(second)).missing).toEqual(["báo cáo này đã có văn bản phát hành"]);
  expect((await issue(second, "vanthu")).statusCode).toBe(409);
  const found = (await lead.call("GET", `/api/reports/${report.id}/documents`)).json<ReportDocuments>();
  expect(found.items.map((row) => [row.id, row.state])).toEqual([
    [second, "draft"],
    [id, "issued"],
  ]);
  // What happens afterwards does not reach the paper.
  const kept = await desk.database.pool.query("select facts from document where id = $1", [id]);
  expect(kept.rows[0].facts.muc).toHaveLength(5);
});
