// Promises the half-year's reports on their screen: every number as long as the list behind it and as the rows that this file counts by SQL of its own.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Day } from "./day.ts";

export interface HalfYear {
  from: string;
  to: string;
}

/** Rows of a table whose instant lies in the period, by days of Vietnam. */
const within = (column: string) => `(${column} at time zone 'Asia/Ho_Chi_Minh')::date between $1::date and $2::date`;
const lastWord = (verdict: string) =>
  `select 1 from (select distinct on (finding_id) verdict, at from decision order by finding_id, at desc, id desc) d where verdict = '${verdict}' and ${within("at")}`;
const stepTo = (state: string) =>
  `select distinct case_id from case_step where to_state = '${state}' and ${within("at")}`;
const fined = (kind: string) =>
  `select 1 from case_outcome where kind = 'fine' and subject_kind = any ('{${kind}}') and decided_on between $1::date and $2::date`;

/** What each line of a report counts, said once more without looking at the program's own statements. */
const counts: Record<string, string> = {
  "Dấu hiệu do phần mềm phát hiện": `select 1 from finding where ${within("created_at")}`,
  "Dấu hiệu được cán bộ xác nhận": lastWord("confirm"),
  "Dấu hiệu được cán bộ loại bỏ": lastWord("dismiss"),
  "Phản ánh, kiến nghị tiếp nhận": "select 1 from tip where received_on between $1::date and $2::date",
  "Phản ánh, kiến nghị đã trả lời": `select distinct tip_id from tip_step where to_state in ('answered', 'not-within-scope', 'duplicate') and ${within("at")}`,
  "Công văn đề nghị rà soát tiếp nhận": "select 1 from letter where arrived_on between $1::date and $2::date",
  "Trang, tài khoản nêu trong công văn":
    "select 1 from letter_item i join letter l on l.id = i.letter_id where l.arrived_on between $1::date and $2::date",
  "Trang, tài khoản đã có kết quả trả lời":
    "select distinct a.item_id from letter_answer a join letter_item i on i.id = a.item_id join letter l on l.id = i.letter_id where l.arrived_on between $1::date and $2::date",
  "Hồ sơ vụ việc": `select 1 from case_file where ${within("detected_at")}`,
  "Hồ sơ vụ việc đã xử lý": `select distinct f.id from case_file f join case_step s on s.case_id = f.id where ${within("f.detected_at")} and s.to_state in ('removed', 'sanctioned', 'reminded', 'police', 'transferred', 'closed', 'rejected', 'out-of-area')`,
  "Xử phạt cảnh cáo": "select 1 from case_outcome where kind = 'warning' and decided_on between $1::date and $2::date",
  "Xử phạt tiền": fined("person,organisation"),
  "Xử phạt tiền đối với cá nhân": fined("person"),
  "Xử phạt tiền đối với tổ chức": fined("organisation"),
  "Biện pháp khắc phục hậu quả, hình thức phạt bổ sung":
    "select 1 from case_outcome where kind in ('remedy', 'additional-penalty') and decided_on between $1::date and $2::date",
  "Hồ sơ chuyển cơ quan công an": stepTo("police"),
  "Vụ việc đã khởi tố": stepTo("prosecuted"),
  "Vụ việc cơ quan công an đang xác minh": stepTo("police-verifying"),
  "Hồ sơ chuyển cơ quan khác": stepTo("transferred"),
  "Tài khoản đã bị gỡ bỏ, vô hiệu hóa": `select 1 from takedown where kind = 'account' and state = 'removed' and ${within("settled_at")}`,
  "Trang, nội dung đã gỡ bỏ": `select 1 from takedown where kind = 'content' and state = 'removed' and ${within("settled_at")}`,
  "Yêu cầu gỡ bỏ, ngăn chặn đã gửi": `select 1 from takedown where ${within("requested_at")}`,
  "Yêu cầu gỡ bỏ chưa có kết quả":
    "select 1 from takedown where $1::date is not null and (requested_at at time zone 'Asia/Ho_Chi_Minh')::date <= $2::date and settled_at is null",
  "Tên miền đã thu hồi, tạm ngừng": `select 1 from takedown where kind like 'domain-%' and state = 'removed' and ${within("settled_at")}`,
  "Tên miền đang đề nghị thu hồi, tạm ngừng": `select 1 from takedown where kind like 'domain-%' and settled_at is null and ${within("requested_at")}`,
  "Thời hạn bị quá": `select 1 from case_deadline where ${within("due_at")} and (met_at > due_at or met_at is null and due_at < $3)`,
  "Văn bản chuyển, phối hợp đã gửi": "select 1 from case_referral where sent_on between $1::date and $2::date",
  "Văn bản phối hợp đã được trả lời": "select 1 from case_referral where replied_on between $1::date and $2::date",
  "Văn bản phối hợp quá hạn trả lời":
    "select 1 from case_referral where due_on between $1::date and $2::date and (replied_on is null or replied_on > due_on)",
  "Vụ việc có thiệt hại được ghi nhận":
    "select 1 from case_referral where damage_vnd is not null and coalesce(replied_on, sent_on) between $1::date and $2::date",
};

async function countRows(day: Day, sql: string, { from, to }: HalfYear): Promise<number> {
  const values = [from, to, new Date()].slice(0, sql.includes("$3") ? 3 : 2);
  return (await day.at.desk.database.pool.query(sql, values)).rows.length;
}

interface Line {
  label: string;
  shown: number;
}

/** Opens the list behind a number; gives how many rows stand in it. */
async function countList(page: Page, line: Line): Promise<number> {
  await page
    .getByRole("button", { name: `${line.label}: ${line.shown}`, exact: true })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(`${line.shown} dòng`).waitFor();
  const rows = await dialog.locator("tbody tr").count();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  return rows;
}

const readLines = (page: Page, table: string): Promise<Line[]> =>
  page.locator(table).evaluateAll((buttons) =>
    buttons.map((one) => ({
      label: (one.getAttribute("aria-label") ?? "").replace(/: \d+$/, ""),
      shown: Number((one.textContent ?? "").replaceAll(".", "")),
    })),
  );

export async function makeReport(day: Day, page: Page, kind: string, period: HalfYear): Promise<void> {
  await page.goto(`${day.at.origins.desk}/reports`);
  await page.getByText("Đang tải").waitFor({ state: "detached" });
  if (kind === "coordination") await day.keep(page, "lich-bao-cao");
  await page.getByRole("button", { name: "Lập báo cáo", exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Loại báo cáo").selectOption(kind);
  await dialog.getByLabel("Tên báo cáo").fill("Báo cáo 6 tháng");
  await dialog.getByLabel("Từ ngày").fill(period.from);
  await dialog.getByLabel("Đến ngày").fill(period.to);
  await dialog.getByRole("button", { name: "Lập báo cáo" }).click();
  await page.getByRole("heading", { name: "Báo cáo 6 tháng" }).waitFor();
  const { host } = new URL(day.at.origins.desk);
  expect(new URL(page.url()).host).toBe(host);
  await day.keep(page, `bao-cao-${kind}`);
}

/** Every number of the report on the screen against its list and against the rows; gives the numbers by their labels. */
export async function expectFigures(day: Day, page: Page, period: HalfYear): Promise<Record<string, number>> {
  const lines = await readLines(page, "section tbody tr button");
  const plain = lines.filter((line) => line.label in counts);
  for (const line of plain) {
    const behind = await countList(page, line);
    const counted = await countRows(day, counts[line.label]!, period);
    expect([line.label, line.shown, behind], line.label).toEqual([line.label, counted, counted]);
  }
  return Object.fromEntries(lines.map((line) => [line.label, line.shown]));
}

/** The rows by category sum to the total; each is as long as its list and as the cases of its categories. */
export async function expectCategories(day: Day, page: Page): Promise<void> {
  const table = page.locator("table", { has: page.getByRole("rowheader", { name: "Tổng cộng" }) });
  await table.scrollIntoViewIfNeeded();
  await day.keep(page, "bao-cao-theo-linh-vuc");
  const lines = await readLines(page, "table:has(th:text-is('Tổng cộng')) tbody button");
  const total = lines.pop()!;
  expect(total.label).toBe("Tổng cộng");
  expect(lines).toHaveLength(6);
  expect(lines.reduce((sum, line) => sum + line.shown, 0)).toBe(total.shown);
  for (const line of [...lines, total])
    expect([line.label, await countList(page, line)]).toEqual([line.label, line.shown]);
  const { rows } = await day.at.desk.database.pool.query<{ label: string; shown: number }>(
    `select c.label, (select count(*)::int from case_file f where f.category = any (c.categories)) as shown from report_category c order by c.position`,
  );
  const named = lines.filter((line) => rows.some((row) => row.label === line.label));
  expect(named).toEqual(rows);
}
