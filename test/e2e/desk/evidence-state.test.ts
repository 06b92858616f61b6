// Promises that the desk says what stands behind evidence and what does not, in a real browser: stamps, claims, clock, holds, exports.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { insertClockOffset } from "#core/records/time-stamp.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { makeCheckpoint } from "#workers/checkpoint.ts";
import { confirmDestruction, askDestruction } from "#workers/keeping/destroy.ts";
import { quarantineCapture } from "#workers/keeping/quarantine.ts";
import { addPerson, password, seedFinding } from "../../support/desk.ts";
import { type BrowserDesk, enter, gamblingSeed, openBrowserDesk, photograph } from "../../support/desk-browser.ts";

let at: BrowserDesk;
let finding: Awaited<ReturnType<typeof seedFinding>>;

beforeAll(async () => {
  at = await openBrowserDesk(8871);
  await addPerson(at.desk, "thanh.ha", "lead", "Nguyễn Thị Thanh Hà");
  await addPerson(at.desk, "minh.tu", "monitor", "Trần Minh Tú");
  const shown = await photograph(at.browser, "<h1>Cổng game Sông Vàng 88</h1><p>Nạp tiền lần đầu thưởng ngay 150%</p>");
  finding = await seedFinding(at.desk, { ...gamblingSeed, shown });
});
afterAll(() => at.close());

async function openFinding(login: string, id = finding.findingId, colorScheme: "light" | "dark" = "light") {
  const context = await at.browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
  const page = await context.newPage();
  await enter(page, at.origins, login, password);
  await page.goto(`${at.origins.desk}/findings/${id}`);
  await page.getByText("Góc nhìn").waitFor();
  return page;
}

/** A picture for whoever looks at the screens: `VONGGAC_SHOTS` names a folder. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.VONGGAC_SHOTS;
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

async function expectNoBarrier(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const bad = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  expect(
    bad.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`),
    where,
  ).toEqual([]);
}

const house = () => ({ config: at.desk.config, database: { ...at.desk.database, how: "test" } });
const keeper = () => ({ config: at.desk.config, pool: at.desk.database.pool, store: at.desk.store });

test("a capture without a time stamp is marked in the queue, in the finding's head, in its proof and in the progress", async () => {
  const page = await openFinding("minh.tu");
  await page.getByText("Chưa có dấu thời gian", { exact: true }).waitFor();
  expect(await page.getByText("◷ Chưa có dấu thời gian").count()).toBe(1);
  await page.goto(`${at.origins.desk}/queue`);
  const mark = page.getByRole("row", { name: /songvang88/ }).getByTitle("Chưa có dấu thời gian");
  await mark.waitFor();
  await shoot(page, "queue");
  await page.goto(`${at.origins.desk}/progress`);
  await page.getByText("Chưa cấu hình cơ quan cấp dấu thời gian (VONGGAC_TSA_URLS).").waitFor();
  await page.getByText("1 bản chụp niêm phong trong 24 giờ qua chưa được hỏi dấu thời gian").waitFor();
  await shoot(page, "progress");
  await page.context().close();
});

for (const scheme of ["light", "dark"] as const)
  test(`claims say in Vietnamese what is proved and what is not yet; every tab is without serious barrier (${scheme})`, async () => {
    await makeCheckpoint(house());
    const page = await openFinding("thanh.ha", finding.findingId, scheme);
    await page.getByText("Nguyên vẹn, đã niêm phong").waitFor();
    const claims = page.getByLabel("Điều chứng minh được");
    const words = await claims.innerText();
    expect(words).toContain("Ký bằng khóa đã đăng ký của đơn vị này.");
    expect(words).toContain("Mọi việc đã làm với chứng cứ này nằm trong sổ không thể sửa ngược.");
    expect(words).toContain("Chưa có dấu thời gian của cơ quan được tin cậy.");
    await page.getByLabel("Điều chứng minh được").scrollIntoViewIfNeeded();
    await shoot(page, `finding-${scheme}`);
    await expectNoBarrier(page, "finding");
    for (const [tab, name] of [
      ["Yêu cầu mạng", "requests"],
      ["Nguồn gốc", "provenance"],
    ] as const) {
      await page.getByRole("tab", { name: tab }).click();
      if (name === "provenance") await page.getByText("Các bước chụp").scrollIntoViewIfNeeded();
      await shoot(page, `${name}-${scheme}`);
      await expectNoBarrier(page, tab);
    }
    await page.context().close();
  });

test("a clock that is off by more than a second stands above every screen with its cure, and goes when it is right", async () => {
  const measure = (offsetMs: number) =>
    insertClockOffset(at.desk.database.pool, { at: new Date(), source: "ntp.example", offsetMs, uncertaintyMs: 40 });
  await measure(4200);
  const page = await openFinding("minh.tu");
  const band = page.getByText("Đồng hồ của máy này chạy nhanh 4,2 giây");
  await band.waitFor();
  await page.getByText("Hãy bật đồng bộ giờ (NTP)").waitFor();
  await shoot(page, "clock");
  await expectNoBarrier(page, "clock band");
  await measure(900);
  await page.goto(`${at.origins.desk}/watchlist`);
  await page.getByRole("heading", { name: "Danh sách giám sát" }).waitFor();
  await page.waitForTimeout(500);
  expect(await band.count()).toBe(0);
  await page.context().close();
});

test("a lead holds evidence and lifts the hold with reasons; a monitor sees it and has no button for it", async () => {
  const lead = await openFinding("thanh.ha");
  await lead.getByRole("button", { name: "Giữ chứng cứ" }).click();
  await lead.getByLabel("Lý do").fill("Công an tỉnh đề nghị giữ");
  await lead.getByText("vonggac destroy").waitFor();
  await shoot(lead, "hold-dialog");
  await expectNoBarrier(lead, "hold dialog");
  await lead.getByRole("dialog").getByRole("button", { name: "Giữ chứng cứ" }).click();
  await lead.getByText("Đang giữ, không được hủy").waitFor();
  const monitor = await openFinding("minh.tu");
  await monitor.getByText("Công an tỉnh đề nghị giữ").waitFor();
  expect(await monitor.getByRole("button", { name: /Giữ chứng cứ|Gỡ lệnh giữ/ }).count()).toBe(0);
  await monitor.context().close();
  await lead.getByRole("button", { name: "Gỡ lệnh giữ" }).scrollIntoViewIfNeeded();
  await shoot(lead, "held");
  await lead.getByRole("button", { name: "Gỡ lệnh giữ" }).click();
  await lead.getByLabel("Lý do").fill("Đã bàn giao");
  await lead.getByRole("dialog").getByRole("button", { name: "Gỡ lệnh giữ" }).click();
  await expect.poll(() => lead.getByText("Đang giữ, không được hủy").count()).toBe(0);
  const acts = await at.desk.database.pool.query("select act, actor from ledger where act like 'hold.%' order by seq");
  expect(acts.rows).toEqual([
    { act: "hold.set", actor: "thanh.ha" },
    { act: "hold.lifted", actor: "thanh.ha" },
  ]);
  await lead.context().close();
});

test("a sealed package is made beside other work, downloads whole, verifies, and shows its hashes in groups of four", async () => {
  const page = await openFinding("minh.tu");
  await page.getByRole("button", { name: "Xuất gói chứng cứ" }).click();
  await shoot(page, "package-ask");
  await page.getByLabel("Mục đích (in trong tài liệu)").fill("Bàn giao cho Công an tỉnh");
  await page.getByRole("button", { name: "Lập gói", exact: true }).click();
  await page.getByText("Có thể đóng hộp này").waitFor();
  await shoot(page, "package-making");
  await page.getByText("✓ Đã lập xong gói").waitFor({ timeout: 60_000 });
  await shoot(page, "package-ready");
  await expectNoBarrier(page, "package dialog");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Tải gói (.zip)" }).click(),
  ]);
  const file = (await download.path())!;
  const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
  await page.getByText(sha256.match(/.{4}/g)!.join(" ")).waitFor();
  const trustPem = readFileSync(path.join(at.desk.config.dataDir, "keys", "seal-key.pub.pem"), "utf8");
  expect(await verifyPackage(file, { trustPem })).toMatchObject({ ok: true, level: "sealed", trust: "trusted" });
  await page.context().close();
}, 120_000);

test("quarantined and destroyed evidence says why nothing is shown, and shows nothing", async () => {
  const hidden = await seedFinding(at.desk, {
    ...gamblingSeed,
    url: "https://cach-ly.example/",
    host: "cach-ly.example",
  });
  const gone = await seedFinding(at.desk, { ...gamblingSeed, url: "https://da-huy.example/", host: "da-huy.example" });
  const open = await openFinding("minh.tu", hidden.findingId);
  await open
    .getByRole("img", { name: /^Hình trang đã chụp/ })
    .first()
    .waitFor();
  await quarantineCapture(keeper(), { captureId: hidden.captureId, actor: "thanh.ha", reason: "kiểm thử" });
  const asked = { captureId: gone.captureId, actor: "thanh.ha", reason: "không được giữ" };
  const request = await askDestruction(keeper(), { ...asked, ground: "may-not-be-held" });
  await confirmDestruction(keeper(), { requestId: request, actor: "an", reason: "đồng ý" });
  for (const [id, words] of [
    [hidden.findingId, /^Chứng cứ đang cách ly từ \d/],
    [gone.findingId, /^Chứng cứ đã hủy theo biên bản BBH-\d{4}-0001, ngày \d/],
  ] as const) {
    await open.goto(`${at.origins.desk}/findings/${id}`);
    await open.getByText(words).waitFor();
    expect(await open.getByRole("img", { name: /^Hình trang/ }).count()).toBe(0);
    expect(await open.getByRole("button", { name: "Xuất gói chứng cứ" }).isDisabled()).toBe(true);
    await open.getByRole("tab", { name: "Văn bản" }).click();
    expect(await open.getByText(words).isVisible()).toBe(true);
    await shoot(open, id === gone.findingId ? "destroyed" : "quarantined");
  }
  await expectNoBarrier(open, "absent evidence");
  await open.context().close();
});
