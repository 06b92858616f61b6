// Promises a request to take a page down, its re-check a day later by the crew itself, and the pictures before and after side by side.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { CaseOfDay } from "./case-file.ts";
import type { Day } from "./day.ts";

const dayMs = 86_400_000;
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const done = (page: Page) => page.locator("dialog[open]").waitFor({ state: "detached" });

export async function requestTakedown(day: Day, page: Page, of: CaseOfDay, host: string): Promise<void> {
  const { rows } = await day.at.desk.database.pool.query<{ position: number }>(
    "select e.position from case_exhibit e join capture c on c.id = e.capture_id where e.case_id = $1 and c.url like $2",
    [of.id, `http://${host}/%`],
  );
  await page.goto(`${day.at.origins.desk}/cases/${of.id}?tab=takedowns`);
  await button(page, "Thêm yêu cầu").click();
  await page.getByLabel("Địa chỉ, tài khoản").fill(`http://${host}/`);
  await page.getByLabel("Gửi đến").fill("Chủ trang (chưa xác định)");
  await page.getByLabel("Nhà đăng ký tên miền").fill("Nhà đăng ký thử");
  // The list begins with a line for "none".
  await page.getByLabel("Ảnh trước khi yêu cầu").selectOption({ index: rows[0]!.position });
  await day.keep(page, "them-yeu-cau-go-bo");
  await button(page, "Lưu").click();
  await done(page);
  await page.getByText("Đã yêu cầu", { exact: true }).waitFor();
  await day.keep(page, "yeu-cau-go-bo");
}

/** The owner obeys, a day passes, and the crew looks again by itself. */
export async function passADay(day: Day, host: string): Promise<void> {
  day.web.takeDown(host);
  day.pass(dayMs);
  const settled = async () => {
    const { rows } = await day.at.desk.database.pool.query(
      `select k.day, k.result, c.state from takedown_check k left join capture c on c.id = k.capture_id where k.done_at is not null`,
    );
    return rows;
  };
  await expect.poll(settled, { timeout: 60_000, interval: 300 }).toEqual([{ day: 1, result: "gone", state: "sealed" }]);
}

/** What the person sees the next day, and enters: the page is gone, by two sealed pictures. */
export async function seeItGone(day: Day, page: Page, of: CaseOfDay, host: string): Promise<void> {
  await page.goto(`${day.at.origins.desk}/cases/${of.id}?tab=takedowns`);
  await page.getByRole("list", { name: "Kiểm tra lại" }).getByText("Không còn").waitFor();
  await button(page, `Đối chiếu trước, sau: http://${host}/`).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("option", { name: /^Sau 1 ngày · Không còn/ }).waitFor({ state: "attached" });
  for (const side of [/^Trước ·/, /^Sau ·/]) await dialog.getByText(side).waitFor();
  const widths = () =>
    dialog
      .locator("img")
      .evaluateAll((images) =>
        images.map((image) => (image as unknown as { naturalWidth: number }).naturalWidth > 500),
      );
  await expect.poll(widths, { timeout: 20_000 }).toEqual([true, true]);
  await day.keep(page, "truoc-va-sau");
  await page.keyboard.press("Escape");
  await button(page, `Ghi kết quả: http://${host}/`).click();
  await page.getByRole("dialog").getByLabel("Ghi kết quả").selectOption({ label: "Đã gỡ" });
  await button(page, "Lưu").click();
  await done(page);
  await page.getByText("Đã gỡ", { exact: true }).first().waitFor();
  await day.keep(page, "da-go");
}

/** How the case ended: a fine, entered with its decision. */
export async function enterFine(day: Day, page: Page, of: CaseOfDay, on: string): Promise<void> {
  await page.goto(`${day.at.origins.desk}/cases/${of.id}?tab=outcomes`);
  await button(page, "Ghi kết quả").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Mức phạt áp dụng cho").selectOption({ label: "Tổ chức" });
  await dialog.getByLabel("Số tiền phạt (đồng)").fill("25.000.000");
  await dialog.getByLabel("Số quyết định").fill("17/QĐ-XPHC");
  await dialog.getByLabel("Ngày quyết định").fill(on);
  await button(page, "Lưu").click();
  await done(page);
  await page.getByText("25.000.000").first().waitFor();
  await day.keep(page, "ket-qua-xu-ly");
}
