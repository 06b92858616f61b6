// Promises a desk with something on every screen: findings, a case with all its parts, a letter, tips, documents, reports, tokens.
import type { Page } from "playwright-core";
import { TipForm } from "#core/nouns/tip-form.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import { readLawBook } from "#core/records/law.ts";
import { writeOffice } from "#core/records/office.ts";
import { writeTipForm } from "#core/records/tip-form.ts";
import { shipSchedules } from "#core/report/ship-schedules.ts";
import { seedFinding, signal, type TestDesk } from "./desk.ts";
import { type BrowserDesk, gamblingSeed, photograph, seedWorkday } from "./desk-browser.ts";

/** Where webhooks would go; the operator of this desk allows it. */
export const receiver = "http://127.0.0.1:9";

/** Addresses of what was filled in, by the name that a visit asks for. */
export interface Filled {
  finding: string;
  case: string;
  proposedCase: string;
  document: string;
  letter: string;
  tip: string;
  report: string;
}

/** An act of the person who is signed in on this page, sent as the web app sends it. */
export async function act<T>(page: Page, method: string, path: string, body: object = {}): Promise<T> {
  const answer = await page.evaluate(
    async ([how, where, words]) => {
      const { csrfToken } = (await (await fetch("/api/session")).json()) as { csrfToken: string };
      const headers = { "content-type": "application/json", "x-csrf-token": csrfToken };
      const reply = await fetch(where!, { method: how!, headers, body: words! });
      return { status: reply.status, text: await reply.text() };
    },
    [method, `/api${path}`, JSON.stringify(body)],
  );
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return JSON.parse(answer.text) as T;
}

type Named = { id: string };
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function seedFindings(at: BrowserDesk): Promise<{ findingId: string; captureId: string }> {
  await seedWorkday(at.desk, at.browser);
  const shown = await photograph(
    at.browser,
    "<h1>Cổng game Lá Phong</h1><p>Nạp tiền lần đầu thưởng ngay 150%, đặt cược bóng đá.</p>",
  );
  for (const [host, category] of [
    ["laphong-uydn.example", "illegal_fundraising"],
    ["danhba-ocdao.example", "personal_data"],
    ["thongtin-chuoithan.example", "false_information"],
    ["congtrinh-xaduong.example", "hidden_gambling_links"],
    ["benhvien-hoacuc.example", "source_duties"],
  ] as const)
    await seedFinding(at.desk, {
      url: `https://${host}/`,
      host,
      title: `Trang ${host}`,
      category,
      verdict: "review",
      signals: [signal({ category })],
    });
  return seedFinding(at.desk, { ...gamblingSeed, url: "https://laphong.example/", host: "laphong.example", shown });
}

async function fillSettings({ database: { pool } }: TestDesk): Promise<void> {
  const office = {
    ...emptyOffice,
    secondReviewShare: 0,
    parentName: "Ủy ban nhân dân tỉnh Ven Biển",
    name: "Sở Thông tin Ven Biển",
    unitName: "Tổ giám sát",
    symbol: "STTVB",
    unitSymbol: "TGS",
    place: "Ven Biển",
    guestsAllowed: true,
    signers: [{ prefix: "KT. GIÁM ĐỐC", post: "PHÓ GIÁM ĐỐC", name: "Lê Thu Hằng" }],
  };
  await writeOffice(pool, office, "test");
  await writeTipForm(pool, TipForm.parse({ open: true, purposeNote: "Thông tin dùng để kiểm tra phản ánh." }), "test");
  await shipSchedules(pool);
}

/** A case with something in every tab. */
async function fillCase(page: Page, seeded: { findingId: string; captureId: string }, articleId: string) {
  const { id } = await act<Named>(page, "POST", "/cases", {
    title: "Dấu hiệu tổ chức cá cược trực tuyến tại cuocbong.example",
    findingIds: [seeded.findingId],
    category: "gambling",
    area: "Phường Hòa Bình",
    summary: "Trang mời nạp tiền, đặt cược bóng đá; tuyển đại lý.",
    conductOn: dayFromNow(-3),
  });
  const at = `/cases/${id}`;
  const subject = {
    kind: "organisation",
    name: "Công ty TNHH Gió Bấc",
    address: "12 đường Bờ Kè",
    confidence: "medium",
  };
  const { id: subjectId } = await act<Named>(page, "POST", `${at}/subjects`, subject);
  const phone = { kind: "phone", value: "0900 000 001", confidence: "low", subjectId, origin: "chân trang" };
  await act(page, "POST", `${at}/identifiers`, phone);
  await act(page, "POST", `${at}/charges`, { articleId, subjectId });
  await act(page, "POST", `${at}/tasks`, { title: "Đề nghị nhà đăng ký cho biết chủ thể", dueOn: dayFromNow(2) });
  await act(page, "POST", `${at}/notes`, { text: "Đã gọi số điện thoại ở chân trang, không liên lạc được." });
  await act(page, "POST", `${at}/referrals`, { kind: "police", agency: "Phòng nghiệp vụ", dueOn: dayFromNow(9) });
  await act(page, "POST", `${at}/takedowns`, {
    url: "https://cuocbong.example/",
    kind: "domain-revocation",
    addressee: "Nhà đăng ký Sao Mai",
    registrar: "Nhà đăng ký Sao Mai",
    channel: "letter",
    requestedAt: new Date(Date.now() - 5 * 86_400_000).toISOString(),
    beforeCaptureId: seeded.captureId,
  });
  const fine = { kind: "fine", amountVnd: 25_000_000, subjectKind: "organisation", subjectId };
  await act(page, "POST", `${at}/outcomes`, { ...fine, decidedOn: dayFromNow(-1), decisionNumber: "15/QĐ-XPHC" });
  return id;
}

/** What the lead makes at the desk; `page` is signed in as the lead, `admin` as the administrator. */
export async function fillScreens(at: BrowserDesk, page: Page, admin: Page): Promise<Filled> {
  const seeded = await seedFindings(at);
  await fillSettings(at.desk);
  const [article] = (await readLawBook(at.desk.database.pool)).articles;
  const confirmed = async (host: string) => {
    const made = await seedFinding(at.desk, { ...gamblingSeed, url: `https://${host}/`, host });
    await at.desk.database.pool.query("update finding set status = 'confirmed' where id = $1", [made.findingId]);
    return made;
  };
  const caseId = await fillCase(page, await confirmed("cuocbong.example"), article!.id);
  const other = await confirmed("choduyet.example");
  const proposed = await act<Named>(page, "POST", "/cases", {
    title: "Dấu hiệu cá cược tại choduyet.example",
    findingIds: [other.findingId],
    category: "gambling",
  });
  await act(page, "POST", `/cases/${proposed.id}/steps`, { to: "proposed", reason: "Đủ chứng cứ đã niêm phong." });
  const document = await act<Named>(page, "POST", `/cases/${caseId}/documents`, { kind: "record" });
  const letter = await act<Named>(page, "POST", "/letters", {
    number: "45/TTr-XL",
    datedOn: dayFromNow(-6),
    sender: "Cơ quan cấp trên",
    abstract: "Rà soát các trang có dấu hiệu",
    incomingNumber: "301",
    arrivedOn: dayFromNow(-4),
    dueOn: dayFromNow(5),
    csv: "Trang\tGhi chú\nhai.example\ttrang tin\nba.example\t",
    dryRun: false,
  });
  const tip = await act<Named>(page, "POST", "/tips", {
    channel: "paper",
    incomingNumber: "77",
    receivedOn: dayFromNow(-1),
    address: "http://bon.example/",
    what: "Trang này mời đặt cược bóng đá.",
    identity: { name: "Người Gửi" },
  });
  const report = await act<Named>(page, "POST", "/reports", {
    kind: "coordination",
    title: "Báo cáo sáu tháng đầu năm",
    fromDay: dayFromNow(-90),
    toDay: dayFromNow(0),
  });
  const register = "number,domains,owner\n12/GP-TTĐT,so-thu.example,Đơn vị Thử";
  await act(page, "POST", "/knowledge/registers", { name: "Sổ thử", csv: register, dryRun: false });
  await act(admin, "POST", "/webhooks", { url: `${receiver}/tin`, kinds: ["case.opened"] });
  await act(admin, "POST", "/tokens", { name: "Trung tâm điều hành", scopes: ["findings.read"], days: 30 });
  return {
    finding: seeded.findingId,
    case: caseId,
    proposedCase: proposed.id,
    document: document.id,
    letter: letter.id,
    tip: tip.id,
    report: report.id,
  };
}
