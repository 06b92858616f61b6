// Promises the law and the office in a real browser: looked up by the day of the conduct, a version added, names changed; no serious barrier.
import { mkdirSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#core/db/pool.ts";
import { CaseId, newId } from "#core/id.ts";
import { onCaseWords } from "#core/law/run-deadlines.ts";
import { addTakedown } from "#core/records/takedown.ts";
import { markReturned } from "#core/records/takedown-check.ts";
import { addPerson, password } from "../../support/desk.ts";
import { type BrowserDesk, openBrowserDesk } from "../../support/desk-browser.ts";

let at: BrowserDesk;
const pictures = process.env.VONGGAC_TEST_PICTURES;

beforeAll(async () => {
  at = await openBrowserDesk(8796);
  await addPerson(at.desk, "truong.ca", "lead", "Trần Văn Trưởng");
  await addPerson(at.desk, "quan.tri", "admin", "Quản trị");
  await seedLateCase();
});
afterAll(() => at.close());

/** A case whose record is overdue, and something that came back after it was removed. */
async function seedLateCase(): Promise<void> {
  const { pool } = at.desk.database;
  const id = CaseId.parse(newId());
  await pool.query(
    `insert into case_file (id, number, title, category, source, detected_at, state_at, created_at, created_by, updated_at)
     select $1, 'HS-2026-0001', 'Trang thử nghiệm', 'gambling', 'scan', '2026-01-05', now(), now(), p.id, now() from person p where p.login = 'truong.ca'`,
    [id],
  );
  await inTransaction(pool, async (tx) => {
    await onCaseWords(tx, id, "truong.ca");
    const asked = {
      url: "https://quay-lai.example/",
      kind: "content",
      channel: "letter",
      addressee: "Chủ trang",
    } as const;
    const when = { requestedAt: new Date("2026-01-06"), dueAt: null, documentId: null, beforeCaptureId: null };
    await markReturned(tx, await addTakedown(tx, id, { ...asked, ...when, registrar: "" }, "truong.ca"));
  });
}

async function open(login: string, path: string, colorScheme: "light" | "dark" = "light") {
  const context = await at.browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(`${at.origins.desk}${path}`);
  await page.getByLabel("Tên đăng nhập").fill(login);
  await page.getByLabel("Mật khẩu").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1 }).waitFor();
  return { page, faults };
}

async function keep(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.filter((v) => v.impact === "serious" || v.impact === "critical").map((v) => v.id);
}

test("the day of the conduct chooses the decree; both amounts, signers and limitation stand beside it", async () => {
  const { page, faults } = await open("truong.ca", "/law");
  await page.getByLabel("Ngày xảy ra hành vi").fill("2026-08-01");
  await page.getByLabel("Nhóm dấu hiệu").selectOption("impersonation");
  await page.getByRole("button", { name: "Tra", exact: true }).click();
  const old = page.getByRole("article", { name: /Điều 96 khoản 3 điểm n/ });
  await old.getByText("5.000.000 – 10.000.000 đồng").waitFor();
  await old.getByText("khung mới nặng hơn: giữ văn bản khi xảy ra hành vi").waitFor();
  expect(await page.getByRole("article", { name: /Điều 14 khoản 3 điểm a/ }).count()).toBe(0);
  await keep(page, "law-on-before");
  await page.getByLabel("Ngày xảy ra hành vi").fill("2026-09-01");
  await page.keyboard.press("Enter");
  const now = page.getByRole("article", { name: /Điều 14 khoản 3 điểm a/ });
  await now.getByText("40.000.000 – 60.000.000 đồng").waitFor();
  await now.getByText("đến hết ngày 01/09/2027").waitFor();
  expect(new URL(page.url()).search).toContain("conductOn");
  await keep(page, "law-on");
  expect(await barriers(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test("a lead finds a row without diacritics, adds a version with its source, and the old one stays to be seen", async () => {
  const { page, faults } = await open("truong.ca", "/law?tab=terms");
  await page.getByLabel("Tìm trong bảng (có dấu hoặc không dấu)").fill("gui quyet dinh");
  await page.getByText("1 dòng").waitFor();
  await page.getByRole("button", { name: "Thêm phiên bản của gui-quyet-dinh-3-ngay" }).click();
  await page.getByLabel("Số lượng").fill("2");
  await page.getByLabel("Nguồn").fill("Bản gốc, trang 12");
  await page.getByLabel("Lý do").fill("đối chiếu bản gốc");
  await keep(page, "law-version");
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("button", { name: "Lưu phiên bản" }).click();
  await page.getByText("Đã thay: gui-quyet-dinh-3-ngay.v2").waitFor();
  await page.getByText("2 ngày làm việc").waitFor();
  await page.getByLabel("Cả dòng đã thay, đã bỏ").check();
  await page.getByText("2 dòng").waitFor();
  await keep(page, "law-terms");
  expect(faults).toEqual([]);
  await page.context().close();
});

test("every table and the list of deadlines can be read in the dark theme without a barrier", async () => {
  const { page, faults } = await open("truong.ca", "/law?tab=articles", "dark");
  for (const name of ["Điều khoản", "Văn bản", "Thẩm quyền", "Ngày nghỉ", "Cơ quan phối hợp", "Hạn đang chạy"]) {
    await page.getByRole("button", { name, exact: true }).click();
    await page.waitForLoadState("networkidle");
    await keep(page, `law-${name}`);
    expect([name, await barriers(page)]).toEqual([name, []]);
  }
  expect(faults).toEqual([]);
  await page.context().close();
});

test("the bell tells what is over and what is back; seen once, it is told no more", async () => {
  const { page, faults } = await open("truong.ca", "/queue");
  await page.getByRole("link", { name: "Nhắc việc: 2 hạn cần chú ý" }).click();
  await page.getByText("1 quá hạn").waitFor();
  await page.getByRole("cell", { name: "Lập biên bản vi phạm hành chính" }).waitFor();
  await keep(page, "deadlines");
  expect(await barriers(page)).toEqual([]);
  await page.getByRole("button", { name: "Đã xem https://quay-lai.example/" }).click();
  await page.getByRole("link", { name: "Nhắc việc: 1 hạn cần chú ý" }).waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
});

test("the administrator names the office, its signers and its roles; what is typed stays when the server refuses", async () => {
  const { page, faults } = await open("quan.tri", "/office");
  await page.getByLabel("Cơ quan ban hành văn bản").fill("Sở Thử Nghiệm");
  await page.getByRole("button", { name: "Thêm người ký" }).click();
  await page.getByLabel("Chức vụ").fill("GIÁM ĐỐC");
  await page.getByLabel("Tiền tố số hồ sơ").fill("có dấu");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByRole("alert").filter({ hasText: "casePrefix" }).waitFor();
  expect(await page.getByLabel("Cơ quan ban hành văn bản").inputValue()).toBe("Sở Thử Nghiệm");
  await page.getByLabel("Tiền tố số hồ sơ").fill("VV");
  await page.getByLabel("Trưởng ca").fill("Tổ trưởng");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByText("Đã lưu cài đặt của cơ quan.").waitFor();
  await keep(page, "office");
  expect(await barriers(page)).toEqual([]);
  expect(faults).toEqual([]);
  await page.context().close();
});
