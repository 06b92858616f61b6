// Promises the case built on its screens: an unknown subject, an identifier, captions, a charge of the conduct's day, documents, the proposal.
import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Day } from "./day.ts";
import { filed } from "./triage.ts";

export interface CaseOfDay {
  id: string;
  number: string;
}

const button = (page: Page | Locator, name: string | RegExp) => page.getByRole("button", { name });
const tab = (page: Page, name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
/** Waits until a dialog has done its work and is gone. */
const done = (page: Page) => page.locator("dialog[open]").waitFor({ state: "detached" });

export async function openCase(day: Day, page: Page, title: string): Promise<CaseOfDay> {
  await page.locator("nav a[href='/cases']").first().click();
  await page.getByRole("link", { name: new RegExp(title) }).waitFor();
  await day.keep(page, "danh-sach-ho-so");
  await page.getByRole("link", { name: new RegExp(title) }).click();
  await page.getByRole("heading", { name: title }).waitFor();
  await day.keep(page, "ho-so-tong-quan");
  const { rows } = await day.at.desk.database.pool.query<CaseOfDay>(
    "select id, number from case_file where title = $1",
    [title],
  );
  expect(new URL(page.url()).pathname).toBe(`/cases/${rows[0]!.id}`);
  return rows[0]!;
}

async function dateConduct(page: Page, on: string): Promise<void> {
  await tab(page, "Tổng quan");
  await button(page, "Sửa thông tin").click();
  await page.getByLabel("Ngày xảy ra hành vi").fill(on);
  await page
    .getByLabel("Tóm tắt")
    .fill("Ba trang cùng tên gọi mời nạp tiền, đặt cược; chưa xác định được người quản trị.");
  await button(page, "Lưu").click();
  await done(page);
}

/** Ids of the articles that the dialog offers. */
async function offered(page: Page, q: string): Promise<string[]> {
  await tab(page, "Căn cứ");
  await button(page, "Thêm căn cứ").click();
  const answer = page.waitForResponse((response) => {
    const { pathname, searchParams } = new URL(response.url());
    return pathname.endsWith("/law/tables/articles") && searchParams.get("q") === q;
  });
  await page.getByLabel("Tìm trong danh mục căn cứ").fill(q);
  const { items } = (await (await answer).json()) as { items: { id: string }[] };
  await expect.poll(() => page.getByRole("dialog").getByRole("radio").count()).toBe(items.length);
  return items.map((row) => row.id);
}

/** What was in force on the first of two days is not offered on the other, and what is offered was in force. */
export async function charge(day: Day, page: Page, today: string): Promise<void> {
  const { pool } = day.at.desk.database;
  const lists: string[][] = [];
  for (const on of ["2021-03-01", today]) {
    await dateConduct(page, on);
    const ids = await offered(page, "đánh bạc");
    lists.push(ids);
    const { rows } = await pool.query(
      "select id from law_article where id = any ($1) and not ((effective_from is null or effective_from <= $2) and (effective_to is null or effective_to >= $2))",
      [ids, on],
    );
    expect(rows).toEqual([]);
    if (on !== today) await button(page.getByRole("dialog"), "Đóng").click();
  }
  expect(lists[0]).not.toEqual(lists[1]);
  // An instrument by its number, never by the program's own code for it.
  await page.getByRole("dialog").getByText("282/2025/NĐ-CP").first().waitFor();
  await day.keep(page, "chon-can-cu");
  await page.getByRole("dialog").getByRole("radio").first().check();
  await button(page.getByRole("dialog"), "Thêm").click();
  await done(page);
  await day.keep(page, "can-cu");
  const { rows } = await pool.query<{ article_id: string }>(
    "select article_id from case_charge where removed_at is null",
  );
  expect(rows.map((row) => row.article_id)).toEqual([lists[1]![0]]);
}

export async function fillCase(day: Day, page: Page): Promise<void> {
  await tab(page, "Chủ thể");
  await page.getByText("Chưa xác định chủ thể").waitFor();
  await button(page, "Thêm thông tin").click();
  await page.getByLabel("Loại thông tin").selectOption({ label: "Tài khoản mạng xã hội" });
  await page.getByLabel("Giá trị").fill("@vuicuoc_hotro");
  await page.getByLabel("Theo chứng cứ").selectOption({ index: 1 });
  await page.getByLabel("Đọc từ đâu").fill("Mục hỗ trợ trên trang");
  await button(page, "Lưu").click();
  await done(page);
  await page.getByRole("cell", { name: "@vuicuoc_hotro", exact: true }).waitFor();
  await day.keep(page, "chu-the-chua-xac-dinh");
  await tab(page, "Chứng cứ");
  for (const [i] of filed.gambling.entries()) {
    await button(page, new RegExp(`^Chú thích: Chứng cứ ${i + 1}$`)).click();
    await page.getByLabel("Chú thích", { exact: true }).fill(`Trang chủ thứ ${i + 1} mời nạp tiền, đặt cược`);
    await button(page, "Lưu").click();
    await done(page);
    await page.getByRole("heading", { name: `Trang chủ thứ ${i + 1} mời nạp tiền` }).waitFor();
  }
  await day.keep(page, "chung-cu");
}

/** A document of the case as the PDF that a person downloads, in the words that a stock tool reads from it. */
async function makeDocument(
  day: Day,
  page: Page,
  of: CaseOfDay,
  kind: { value: string; name: string },
): Promise<string> {
  await page.goto(`${day.at.origins.desk}/cases/${of.id}?tab=documents`);
  await button(page, "Soạn văn bản").click();
  await page.getByLabel("Loại văn bản").selectOption(kind.value);
  await button(page, /^Soạn$/).click();
  await page.getByRole("heading", { name: kind.name, exact: true }).waitFor();
  const drawn = "document.querySelector('img[class*=sheet]')?.naturalWidth ?? 0";
  await expect.poll(() => page.evaluate(drawn), { timeout: 30_000 }).toBeGreaterThan(500);
  await day.keep(page, `van-ban-${kind.value}`);
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Tải PDF" }).click();
  const file = path.join(day.folder, `${kind.value}.pdf`);
  await (await coming).saveAs(file);
  const text = execFileSync("pdftotext", [file, "-"], { encoding: "utf8" });
  expect(text.normalize("NFC")).toBe(text);
  return text.replaceAll(/\s+/g, " ");
}

export async function makeDocuments(day: Day, page: Page, of: CaseOfDay): Promise<void> {
  const { rows } = await day.at.desk.database.pool.query<{ sha: string }>(
    "select encode(s.sha256, 'hex') as sha from case_exhibit e join seal s on s.capture_id = e.capture_id where e.case_id = $1 order by e.position",
    [of.id],
  );
  expect(rows).toHaveLength(filed.gambling.length);
  const record = await makeDocument(day, page, of, { value: "record", name: "Biên bản ghi nhận" });
  expect(record).toContain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
  expect(record).toMatch(/BIÊN BẢN/);
  expect(record).toContain(of.number);
  const annex = await makeDocument(day, page, of, { value: "annex", name: "Phụ lục chứng cứ" });
  expect(annex).toContain(of.number);
  // The hash may be broken over lines or set in groups.
  for (const { sha } of rows) expect(annex.replaceAll(" ", "").toLowerCase()).toContain(sha);
  for (const text of [record, annex]) expect(text).not.toMatch(/(?<!dấu hiệu )vi phạm/i);
}

export async function propose(day: Day, page: Page, of: CaseOfDay): Promise<void> {
  await page.goto(`${day.at.origins.desk}/cases/${of.id}`);
  await button(page, "Đề xuất phê duyệt").click();
  await page.getByLabel("Lý do, căn cứ của bước này").fill("Ba trang mời nạp tiền, đặt cược; chứng cứ đã niêm phong.");
  await button(page.getByRole("dialog"), "Đề xuất phê duyệt").click();
  await page.getByText("nội dung giữ nguyên cho đến khi").waitFor();
  await day.keep(page, "cho-duyet");
}
