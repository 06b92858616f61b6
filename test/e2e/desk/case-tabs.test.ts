// Promises every tab of a case, the registrars and a guest's packages in a real browser: a takedown from its request to before and after.
import { mkdirSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyOffice } from "#core/nouns/office.ts";
import { writeOffice } from "#core/records/office.ts";
import { addPerson, password, seedFinding } from "../../support/desk.ts";
import { type BrowserDesk, enter, gamblingSeed, openBrowserDesk, photograph } from "../../support/desk-browser.ts";

/** VONGGAC_SHOTS=<folder> keeps pictures of the screens. */
const shots = process.env.VONGGAC_SHOTS;
let at: BrowserDesk;
let after: string;
const faults: string[] = [];
const agency = "Phòng An ninh mạng Ven Biển";

beforeAll(async () => {
  at = await openBrowserDesk(8827);
  const { pool } = at.desk.database;
  await addPerson(at.desk, "giam.sat", "monitor", "Trần Thúy An");
  await addPerson(at.desk, "khach", "guest", "Đỗ Hải Yến");
  await pool.query("update person set agency = $1 where login = 'khach'", [agency]);
  await writeOffice(pool, { ...emptyOffice, secondReviewShare: 0, name: "Sở Ven Biển", guestsAllowed: true }, "test");
  const before = await photograph(at.browser, "<h1>Cổng game Sông Vàng 88</h1><p>Nạp tiền lần đầu thưởng ngay.</p>");
  const gone = await photograph(at.browser, "<h1>Trang không còn</h1><p>Nội dung đã được gỡ.</p>");
  const url = "https://songvang88.example/";
  await seedFinding(at.desk, { ...gamblingSeed, host: "songvang88.example", url, shown: before });
  await pool.query("update finding set status = 'confirmed'");
  ({ captureId: after } = await seedFinding(at.desk, { url: `${url}kiem-tra`, host: "b.example", shown: gone }));
});
afterAll(() => at.close());

async function openDesk(colorScheme: "light" | "dark"): Promise<Page> {
  const context = await at.browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/40[14]/.test(message.text())) faults.push(message.text());
  });
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
const tab = (page: Page, name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
const done = (page: Page) => page.locator("dialog[open]").waitFor({ state: "detached" });

async function openCase(page: Page): Promise<void> {
  await page.goto(`${at.origins.desk}/queue?status=confirmed`);
  await page.getByRole("link", { name: "songvang88.example" }).first().click();
  await page.getByText("Nguyên vẹn, đã niêm phong").first().waitFor();
  await page.keyboard.press("d");
  await page.getByLabel("Tên vụ việc").fill("Dấu hiệu cá cược tại songvang88.example");
  await look(page, "them-vao-ho-so");
  await button(page, "Mở hồ sơ và thêm").click();
  await page.getByRole("link", { name: "Mở hồ sơ này" }).click();
  await page.getByRole("heading", { name: /Dấu hiệu cá cược/ }).waitFor();
}

async function askTakedown(page: Page): Promise<void> {
  await tab(page, "Gỡ bỏ");
  await button(page, "Thêm yêu cầu").click();
  await page.getByLabel("Địa chỉ, tài khoản").fill("songvang88.example");
  await page.getByLabel("Yêu cầu", { exact: true }).selectOption("domain-suspension");
  await page.getByLabel("Gửi đến").fill("Công ty tên miền Hải Âu");
  await page.getByLabel("Nhà đăng ký tên miền").fill("Hải Âu");
  await look(page, "them-yeu-cau");
  await button(page, "Lưu").click();
  await done(page);
  await page.getByText("Công ty tên miền Hải Âu").first().waitFor();
}

/** What the server answers this person who asks for before and after with this capture (an id, or a query that gives one). */
async function compareStatus(page: Page, capture: string): Promise<number> {
  const id = capture.startsWith("(") ? capture : `'${capture}'`;
  const { rows } = await at.desk.database.pool.query<{ url: string }>(
    `select format('/api/cases/%s/takedowns/%s/compare?after=%s', case_id, id, ${id}) as url from takedown`,
  );
  return page.evaluate(async (url) => (await fetch(url)).status, rows[0]!.url);
}

test("a takedown is requested, checked again, and shown before and after; its registrar and the journal know of it", async () => {
  const page = await openDesk("light");
  await enter(page, at.origins, "giam.sat", password);
  await openCase(page);
  await askTakedown(page);
  // As the worker does when a re-check has its capture.
  await at.desk.database.pool.query(
    "update takedown_check set done_at = now(), result = 'gone', capture_id = $1 where day = 1",
    [after],
  );
  await page.reload();
  await button(page, /^Đối chiếu trước, sau/).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByText(/Vùng hình khác/)
    .first()
    .waitFor();
  await expect.poll(() => dialog.locator("img").count()).toBeGreaterThanOrEqual(2);
  await look(page, "doi-chieu-canh-nhau");
  await dialog.getByRole("button", { name: "Chữ" }).click();
  await dialog.getByText("Trang không còn").first().waitFor();
  await dialog.getByText("Cổng game Sông Vàng 88").first().waitFor();
  await look(page, "doi-chieu-chu");
  await button(page, "Đóng").click();
  expect(await compareStatus(page, after)).toBe(200);
  // The capture of an exhibit is none of this request's re-checks.
  expect(await compareStatus(page, "(select capture_id from case_exhibit limit 1)")).toBe(404);
  for (const [name, shot] of [
    ["Gỡ bỏ", "go-bo"],
    ["Căn cứ", "can-cu"],
    ["Công việc", "viec"],
    ["Kết quả", "ket-qua"],
    ["Nhật ký", "nhat-ky"],
  ] as const) {
    await tab(page, name);
    for (const colorScheme of shots ? (["light", "dark"] as const) : (["light"] as const)) {
      await page.emulateMedia({ colorScheme });
      await look(page, `${shot}-${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: "light" });
  }
  await page
    .getByRole("cell", { name: /Yêu cầu/ })
    .first()
    .waitFor();
  await page.emulateMedia({ media: "print" });
  expect(await button(page, "In nhật ký").isVisible()).toBe(false);
  expect(await page.getByRole("navigation").first().isVisible()).toBe(false);
  if (shots) await page.screenshot({ path: path.join(shots, "nhat-ky-in.png"), fullPage: true });
  await page.emulateMedia({ media: "screen" });
  await page.goto(`${at.origins.desk}/cases`);
  await page.getByRole("link", { name: "Nhà đăng ký tên miền" }).click();
  await page.getByRole("heading", { name: "Hải Âu" }).waitFor();
  await page.getByText("Đang chờ 1 (quá hạn 0)").waitFor();
  await look(page, "nha-dang-ky");
  expect(faults).toEqual([]);
  await page.context().close();
}, 120_000);

test("a guest's work begins at the packages of his agency, and he finds no other screen", async () => {
  const { pool } = at.desk.database;
  const page = await openDesk("dark");
  const { rows } = await pool.query<{ id: string; capture: string }>(
    "select f.id, e.capture_id as capture from case_file f join case_exhibit e on e.case_id = f.id limit 1",
  );
  const { id, capture } = rows[0]!;
  const packageId = "019ab000-2222-7222-8333-444455556666";
  await pool.query(
    `with made as (insert into package (id, sha256, size_bytes, package_json_sha256, key_fingerprint, office, purpose, made_by, created_at, ledger_seq)
       select $1, decode(repeat('ab', 32), 'hex'), 10, decode(repeat('ab', 32), 'hex'), 'x', 'Sở', 'Bàn giao', 'test', now(), max(seq) from ledger)
     insert into case_package (package_id, case_id, purpose, sealed_by, sealed_at, capture_ids) values ($1, $2, 'Bàn giao', 'test', now(), array[$3::uuid])`,
    [packageId, id, capture],
  );
  await pool.query(
    `insert into case_referral (id, case_id, kind, agency, subject_line, sent_on, package_id, added_by, added_at)
     values ($1, $2, 'police', $3, 'Chuyển hồ sơ xác minh', current_date - 1, $1, 'giam.sat', now())`,
    [packageId, id, agency],
  );
  await page.goto(`${at.origins.desk}/`);
  await page.getByLabel("Tên đăng nhập").fill("khach");
  await page.getByLabel("Mật khẩu").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Gói hồ sơ được chuyển đến" }).waitFor();
  expect(await page.getByRole("navigation").first().getByRole("link").allTextContents()).toEqual(["Gói được chuyển"]);
  await page.getByText("Tệp không còn ở đây").waitFor();
  await look(page, "goi-duoc-chuyen");
  await button(page, /^Xác nhận đã nhận/).click();
  await page.getByLabel("Số biên nhận, số đến").fill("15/BN");
  await look(page, "xac-nhan");
  await page.getByRole("dialog").getByRole("button", { name: "Xác nhận đã nhận" }).click();
  await done(page);
  await page.getByText(/^15\/BN, /).waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
}, 60_000);
