// Promises the morning: a watchlist tried, saved and scanned from the screen, until every finding stands on its sealed capture.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Day } from "./day.ts";

const refused = ["http://192.168.1.20/", "không phải địa chỉ"];

export async function importWatchlist(day: Day, page: Page): Promise<void> {
  const rows = day.web.sites.map((site) => `${site.url},${site.host},Rà soát trong tháng,Kế hoạch số 12 của đơn vị`);
  const csv = ["địa chỉ,nhãn,mục đích,căn cứ", ...rows, ...refused].join("\n");
  await page.locator("nav a[href='/watchlist']").first().click();
  await page.getByRole("button", { name: "Nhập CSV" }).click();
  await page.getByLabel("Nội dung CSV").fill(csv);
  await page.getByRole("button", { name: "Thử trước" }).click();
  await page.getByText(`${rows.length} trên ${rows.length + refused.length} dòng hợp lệ`).waitFor();
  const { rows: before } = await day.at.desk.database.pool.query("select 1 from target");
  expect(before).toHaveLength(0);
  await day.keep(page, "nhap-danh-sach-thu-truoc");
  await page.getByRole("button", { name: `Lưu ${rows.length} dòng hợp lệ` }).click();
  await page.getByText(`Đã thêm ${rows.length} đối tượng`).waitFor();
  await page.keyboard.press("Escape");
  await page.getByText(`${rows.length} mục`, { exact: true }).waitFor();
  await day.keep(page, "danh-sach-giam-sat");
}

/** Asks for the scan of the whole list and follows it on the screen of progress. */
export async function scanAll(day: Day, page: Page): Promise<void> {
  const { pool } = day.at.desk.database;
  const wanted = day.web.sites.length;
  await page.getByRole("button", { name: "Quét tất cả" }).click();
  await page.getByText(`Đã đưa ${wanted} đối tượng vào hàng quét.`).waitFor();
  await page.locator("nav a[href='/progress']").first().click();
  await page.getByText("Lượt quét đang chạy").first().waitFor();
  await page.waitForTimeout(2500);
  await day.keep(page, "tien-do-quet");
  const running = async () => {
    const { rows } = await pool.query<{ scans: number; findings: number }>(
      "select (select count(*)::int from scan where state = 'running') as scans, (select count(*)::int from finding) as findings",
    );
    return rows[0];
  };
  await expect.poll(running, { timeout: 180_000, interval: 300 }).toEqual({ scans: 0, findings: wanted });
}

/** Every finding points at a sealed capture of its own host with its entry in the custody log. */
export async function expectSealedFindings(day: Day): Promise<void> {
  const { rows } = await day.at.desk.database.pool.query<{ host: string; category: string }>(
    `select f.host, f.category from finding f join seal s on s.capture_id = f.capture_id
     join ledger l on l.seq = s.ledger_seq and l.act = 'capture.sealed' order by f.host`,
  );
  const told = day.web.sites.map(({ host, category }) => ({ host, category }));
  expect(rows).toEqual(told.toSorted((a, b) => a.host.localeCompare(b.host)));
}
