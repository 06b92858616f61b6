// Promises documents in a real browser: a clerk drafts, fills, looks, another issues; templates are edited; no barrier in either theme.
import { mkdirSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#core/db/pool.ts";
import type { CaseId } from "#core/id.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import { openCase } from "#core/records/case-gather.ts";
import { writeOffice } from "#core/records/office.ts";
import { selectPersonByLogin } from "#core/records/person.ts";
import { addPerson, password, seedFinding } from "../../support/desk.ts";
import { type BrowserDesk, enter, gamblingSeed, openBrowserDesk } from "../../support/desk-browser.ts";

let at: BrowserDesk;
let caseId: CaseId;

beforeAll(async () => {
  at = await openBrowserDesk(8821);
  const { pool } = at.desk.database;
  await addPerson(at.desk, "lan", "monitor", "Nguyễn Thị Lan");
  await addPerson(at.desk, "minh", "lead", "Trần Văn Minh");
  const signers = [{ prefix: "KT. GIÁM ĐỐC", post: "PHÓ GIÁM ĐỐC", name: "Lê Thu Hằng" }];
  await writeOffice(
    pool,
    {
      ...emptyOffice,
      secondReviewShare: 0,
      name: "Sở Thông tin Ven Biển",
      symbol: "STTVB",
      unitSymbol: "TGS",
      place: "Ven Biển",
      signers,
    },
    "test",
  );
  const { findingId } = await seedFinding(at.desk, gamblingSeed);
  const person = await selectPersonByLogin(pool, "lan");
  const words = {
    title: "Trang có dấu hiệu tổ chức đánh bạc",
    source: "scan",
    area: "",
    summary: "Trang mời nạp tiền.",
    conductOn: null,
  } as const;
  const opened = await inTransaction(pool, (tx) =>
    openCase(tx, { ...words, category: null, findingIds: [findingId] }, "HS", { personId: person!.id, login: "lan" }),
  );
  caseId = opened.id;
}, 120_000);
afterAll(() => at.close());

async function openAs(
  login: string,
  colorScheme: "light" | "dark" = "light",
): Promise<{ page: Page; faults: string[] }> {
  const context = await at.browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("401")) faults.push(message.text());
  });
  await enter(page, at.origins, login, password);
  return { page, faults };
}

/** Kept where VONGGAC_SCREENSHOTS names a folder. */
async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env.VONGGAC_SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/documents-${name}.png`, fullPage: true });
}

async function seriousBarriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .map((v) => `${v.id}: ${v.nodes[0]?.html}`);
}

/** The picture of the document comes from the evidence origin and is a picture. */
const sheetShown = (page: Page) =>
  expect
    .poll(() => page.evaluate("document.querySelector('img[class*=sheet]')?.naturalWidth ?? 0"), { timeout: 20_000 })
    .toBeGreaterThan(500);

test("a draft is made from the case, filled in, looked at, and issued by somebody else", async () => {
  const { page, faults } = await openAs("lan");
  await page.goto(`${at.origins.desk}/cases/${caseId}?tab=documents`);
  await page.getByRole("button", { name: "Soạn văn bản" }).click();
  await page.getByLabel("Loại văn bản").selectOption("transfer");
  await page.getByText("hồ sơ chưa được người thứ hai duyệt").waitFor();
  await page.getByLabel("Loại văn bản").selectOption("record");
  await keep(page, "make");
  await page.getByRole("button", { name: "Soạn", exact: true }).click();
  await page.getByRole("heading", { name: "Biên bản ghi nhận" }).waitFor();
  await page.getByLabel("Địa điểm lập").fill("phòng trực <b>số 2</b>");
  await page.getByRole("button", { name: "Lưu dự thảo" }).click();
  await page.getByText("Đã lưu.").waitFor();
  await sheetShown(page);
  expect(await page.getByText("Địa điểm lập").count()).toBe(1);
  await keep(page, "draft");
  expect(await seriousBarriers(page)).toEqual([]);
  expect(await page.getByRole("button", { name: "Phát hành" }).count()).toBe(0);
  const url = page.url();

  const clerk = await openAs("minh", "dark");
  await clerk.page.goto(url);
  await clerk.page.getByRole("button", { name: "Phát hành" }).click();
  await clerk.page.getByLabel("Số", { exact: true }).fill("8");
  await clerk.page.getByRole("dialog").getByRole("button", { name: "Phát hành" }).click();
  await clerk.page.getByText("Đã phát hành số 08/BB-STTVB").waitFor({ timeout: 20_000 });
  await keep(clerk.page, "issued");
  const file = clerk.page.waitForEvent("download");
  await clerk.page.getByRole("link", { name: "Tải PDF" }).click();
  expect((await file).suggestedFilename()).toMatch(/\.pdf$/);
  await clerk.page.keyboard.press("g");
  await clerk.page.keyboard.press("v");
  await clerk.page.getByRole("heading", { name: "Sổ văn bản" }).waitFor();
  await clerk.page.getByText("08/BB-STTVB").waitFor();
  await keep(clerk.page, "register");
  expect(await seriousBarriers(clerk.page)).toEqual([]);
  expect([...faults, ...clerk.faults]).toEqual([]);
});

test("a lead edits a template, sees the wrong line named, looks at the right one and saves it", async () => {
  const { page, faults } = await openAs("minh");
  await page.goto(`${at.origins.desk}/documents/templates`);
  await page.getByRole("link", { name: "Công văn yêu cầu gỡ bỏ" }).click();
  const text = page.getByLabel("Nội dung mẫu");
  const shipped = await text.inputValue();
  await text.fill(`${shipped}{{khong.co}}`);
  await page.getByRole("button", { name: "Kiểm tra và xem trước" }).click();
  await page.getByRole("alert").getByText("khong.co").waitFor();
  await text.fill(shipped.replace("Dữ liệu làm căn cứ", "Toàn bộ dữ liệu làm căn cứ"));
  await page.getByRole("button", { name: "Kiểm tra và xem trước" }).click();
  await page.getByText("Mẫu đúng.").waitFor();
  await sheetShown(page);
  await page.getByLabel("Ghi lý do sửa").fill("nói rõ toàn bộ dữ liệu");
  await keep(page, "template");
  expect(await seriousBarriers(page)).toEqual([]);
  await page.getByRole("button", { name: "Lưu phiên bản mới" }).click();
  await page.getByText("mẫu lần 1").waitFor();
  await page.getByRole("link", { name: "Về danh sách mẫu" }).click();
  await page.getByText("nói rõ toàn bộ dữ liệu").waitFor();
  await keep(page, "templates");
  expect(faults).toEqual([]);
});
