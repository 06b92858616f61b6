// Promises the work of a case in a real browser: opened from triage, subject and exhibit added, proposed, approved by a second person, sealed.
import { mkdirSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPerson, password, seedFinding } from "../../support/desk.ts";
import { type BrowserDesk, enter, gamblingSeed, openBrowserDesk, photograph } from "../../support/desk-browser.ts";

/** VONGGAC_SHOTS=<folder> keeps pictures of the screens. */
const shots = process.env.VONGGAC_SHOTS;
let at: BrowserDesk;
const faults: string[] = [];

beforeAll(async () => {
  at = await openBrowserDesk(8823);
  await addPerson(at.desk, "giam.sat", "monitor", "Trần Thúy An");
  await addPerson(at.desk, "lanh.dao", "approver", "Lê Văn Bách");
  const page = "<h1>Cổng game Sông Vàng 88</h1><p>Nạp tiền lần đầu thưởng ngay 150%, đặt cược bóng đá.</p>";
  const shown = await photograph(at.browser, page);
  await seedFinding(at.desk, { ...gamblingSeed, host: "songvang88.example", shown });
  await at.desk.database.pool.query("update finding set status = 'confirmed'");
});
afterAll(() => at.close());

async function openDesk(login: string, colorScheme: "light" | "dark" = "light"): Promise<Page> {
  const context = await at.browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("401")) faults.push(message.text());
  });
  await enter(page, at.origins, login, password);
  return page;
}

async function look(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  expect(grave.map((v) => `${name}: ${v.id} ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: path.join(shots, `${name}.png`) });
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const tab = (page: Page, name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });

/** Waits until a dialog has done its work and is gone. */
const done = (page: Page) => page.locator("dialog[open]").waitFor({ state: "detached" });

async function fillFile(page: Page): Promise<void> {
  await tab(page, "Chủ thể").click();
  await page.getByText("Chưa xác định chủ thể").waitFor();
  await look(page, "chu-the-chua-xac-dinh");
  await button(page, "Thêm chủ thể").click();
  await page.getByLabel("Tên", { exact: true }).fill("Công ty TNHH Gió Bấc");
  await page.getByLabel("Mức tin cậy").selectOption("medium");
  await button(page, "Lưu").click();
  await done(page);
  await page.getByRole("cell", { name: "Công ty TNHH Gió Bấc" }).first().waitFor();
  await look(page, "chu-the");
  await tab(page, "Chứng cứ").click();
  await button(page, /^Chú thích: Chứng cứ 1/).click();
  await page.getByLabel("Chú thích", { exact: true }).fill("Trang chủ mời nạp tiền, đặt cược");
  await button(page, "Lưu").click();
  await done(page);
  await page.getByRole("heading", { name: "Trang chủ mời nạp tiền" }).waitFor();
  await look(page, "chung-cu");
}

test("a case goes from triage to a sealed package through two people's hands", async () => {
  const page = await openDesk("giam.sat");
  await page.goto(`${at.origins.desk}/queue?status=confirmed`);
  await page.getByRole("link", { name: "songvang88.example" }).first().waitFor();
  await page.getByRole("link", { name: "songvang88.example" }).first().click();
  await page.getByRole("heading", { name: "songvang88.example" }).waitFor();
  await page.getByText("Nguyên vẹn, đã niêm phong").first().waitFor();
  await page.keyboard.press("d");
  await page.getByRole("heading", { name: "Thêm vào hồ sơ" }).waitFor();
  await page.getByLabel("Tên vụ việc").fill("Dấu hiệu cá cược trực tuyến tại songvang88.example");
  await look(page, "them-vao-ho-so");
  await button(page, "Mở hồ sơ và thêm").click();
  await page.getByText("Đã thêm 1 phát hiện").waitFor();
  await page.getByRole("link", { name: "Mở hồ sơ này" }).click();
  await page.getByRole("heading", { name: /Dấu hiệu cá cược/ }).waitFor();
  await look(page, "tong-quan");
  await fillFile(page);
  await button(page, "Đề xuất phê duyệt").click();
  await page.getByLabel("Lý do, căn cứ của bước này").fill("Trang mời nạp tiền, đặt cược; đủ chứng cứ đã niêm phong.");
  await page.getByRole("dialog").getByRole("button", { name: "Đề xuất phê duyệt" }).click();
  await page.getByText("nội dung giữ nguyên cho đến khi").waitFor();
  await look(page, "cho-duyet");
  await tab(page, "Nhật ký").click();
  await page.getByRole("cell", { name: "Chuyển bước" }).waitFor();
  await look(page, "nhat-ky");
  await page.goto(`${at.origins.desk}/cases`);
  await page.getByRole("link", { name: /Dấu hiệu cá cược/ }).waitFor();
  await look(page, "danh-sach");
  await page.context().close();

  const approver = await openDesk("lanh.dao", "dark");
  await approver.goto(`${at.origins.desk}/approvals`);
  await approver.getByText("Anh/chị chưa xem hồ sơ này lần nào").waitFor();
  expect(await button(approver, "Phê duyệt").isDisabled()).toBe(true);
  await look(approver, "phe-duyet-chua-xem");
  await button(approver, "Mở xem: Chứng cứ 1").click();
  await approver.getByRole("img", { name: /Ảnh chụp của chứng cứ 1/ }).waitFor();
  await look(approver, "xem-chung-cu");
  await button(approver, "Đóng").click();
  await approver.getByText("Đã mở xem 1 / 1 chứng cứ").waitFor();
  await button(approver, "Phê duyệt").click();
  await approver.getByLabel("Lý do, căn cứ của bước này").fill("Đồng ý.");
  await approver.getByRole("dialog").getByRole("button", { name: "Phê duyệt" }).click();
  await approver.getByText("Không có hồ sơ nào chờ phê duyệt").waitFor();
  await approver.goto(`${at.origins.desk}/cases`);
  await approver.getByRole("link", { name: /Dấu hiệu cá cược/ }).click();
  await approver.getByText("Đã phê duyệt", { exact: true }).first().waitFor();
  await button(approver, "Niêm phong gói hồ sơ").click();
  await approver.getByLabel("Mục đích").fill("Chuyển cơ quan công an xác minh");
  await button(approver, "Niêm phong").last().click();
  await approver
    .getByText("✓", { exact: false })
    .filter({ hasText: "Đã niêm phong" })
    .or(approver.getByRole("link", { name: /Tải/ }))
    .first()
    .waitFor({ timeout: 60_000 });
  await look(approver, "niem-phong");
  const { rows } = await at.desk.database.pool.query<{ sealed_by: string; captures: number }>(
    "select sealed_by, cardinality(capture_ids) as captures from case_package",
  );
  expect(rows).toEqual([{ sealed_by: "lanh.dao", captures: 1 }]);
  expect(faults).toEqual([]);
  await approver.context().close();
}, 180_000);
