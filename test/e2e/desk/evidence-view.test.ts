// Promises the evidence of a finding in a real browser: tall pages, boxes, comparison, timeline, replay without network, and the stop key.
import { mkdirSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPerson, password, seedFinding } from "../../support/desk.ts";
import { type BrowserDesk, enter, gamblingSeed, openBrowserDesk, photograph } from "../../support/desk-browser.ts";

let at: BrowserDesk;
let leading: Awaited<ReturnType<typeof seedFinding>>;
const shots = path.join(import.meta.dirname, "../../../data/screens/evidence-view");

const pageOf = (views: string, offer: string) =>
  `<!doctype html><meta charset="utf-8"><style>body{margin:0;font:20px/1.6 Arimo,sans-serif}h1{background:#9b1c31;color:#fff;margin:0;padding:30px}p{padding:0 30px}.b{height:700px;background:linear-gradient(#fff,#dde)}</style>
<h1>Cổng game Sông Vàng 88</h1><p>Cập nhật lúc 20:15 ngày 21/11/2026, ${views} lượt xem</p><p>${offer}</p><div class="b"></div><p>Tỷ lệ kèo nhà cái hôm nay cập nhật liên tục.</p><p>Đại lý cấp 1 hoa hồng 45%</p>`;

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  at = await openBrowserDesk(8797);
  await addPerson(at.desk, "thanh.ha", "lead", "Nguyễn Thị Thanh Hà");
  await addPerson(at.desk, "an", "monitor", "Lê An");
  const old = await seedFinding(at.desk, {
    ...gamblingSeed,
    shown: await photograph(at.browser, pageOf("1.024", "Nạp tiền lần đầu thưởng ngay 120%, rút tiền 5 phút")),
    at: new Date(Date.now() - 9 * 86_400_000),
  });
  leading = await seedFinding(at.desk, {
    ...gamblingSeed,
    shown: await photograph(at.browser, pageOf("2.048", "Nạp tiền lần đầu thưởng ngay 150%, rút tiền 5 phút")),
  });
  const nineDaysAgo = new Date(Date.now() - 9 * 86_400_000);
  await at.desk.database.pool.query("update capture set captured_at = $2, queued_at = $2 where id = $1", [
    old.captureId,
    nineDaysAgo,
  ]);
});
afterAll(() => at.close());

async function open(login: string, findingId: string, address = "findings"): Promise<Page> {
  const context = await at.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await enter(page, at.origins, login, password);
  await page.goto(`${at.origins.desk}/${address}/${findingId}`);
  return page;
}

/** Keeps the screen as an artefact in both themes. */
async function shoot(page: Page, name: string, isChecked = false): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(shots, `${name}-${colorScheme}.png`) });
    if (isChecked) await expectNoBarrier(page, `${name}, ${colorScheme}`);
  }
}

async function expectNoBarrier(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include("dialog, #evidence-view").analyze();
  const grave = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  const said = grave.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
  expect(said, where).toEqual([]);
}

test("boxes are numbered and hatched each its own way, `m` walks them, and a drag moves the picture", async () => {
  const page = await open("thanh.ha", leading.findingId);
  const frame = page.getByRole("region", { name: "Hình ảnh" });
  await frame.waitFor();
  await expect.poll(() => page.locator("[data-box]").count()).toBe(3);
  const looks = await page
    .locator("[data-box]")
    .evaluateAll((boxes) =>
      boxes.map((box) => `${getComputedStyle(box).borderTopStyle} ${getComputedStyle(box).borderTopColor}`),
    );
  expect(new Set(looks).size).toBe(3);
  await page.getByRole("button", { name: "Cỡ thật" }).click();
  await page.keyboard.press("m");
  await page.getByText("1 / 3").waitFor();
  await page.keyboard.press("m");
  await page.getByText("2 / 3").waitFor();
  const top = () => frame.evaluate((box) => box.scrollTop);
  const before = await top();
  expect(before).toBeGreaterThan(0);
  const box = (await frame.boundingBox())!;
  await page.mouse.move(box.x + 300, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y + 220, { steps: 4 });
  await page.mouse.up();
  expect(await top()).toBeLessThan(before);
  await page.getByRole("button", { name: "Xem trên hình" }).first().click();
  await page.getByText("1 / 3").waitFor();
  await shoot(page, "picture");
  await page.context().close();
});

test("two captures stand side by side, over each other and word by word, what only counts on told apart", async () => {
  const page = await open("thanh.ha", leading.findingId);
  await page.getByRole("region", { name: "Hình ảnh" }).waitFor();
  await page.keyboard.press("v");
  await page.getByText(/Vùng hình khác \(\d+\)/).waitFor();
  await expect.poll(() => page.locator("dialog img").count()).toBeGreaterThan(1);
  await page.waitForTimeout(400);
  await shoot(page, "compare-side");
  await page.getByRole("button", { name: "Chồng lên nhau" }).click();
  await page.getByRole("slider").fill("30");
  await shoot(page, "compare-overlay");
  await page.getByRole("button", { name: "Kéo rèm" }).click();
  await page.getByRole("slider").press("ArrowRight");
  await shoot(page, "compare-swipe");
  await page.getByRole("button", { name: "Chữ", exact: true }).click();
  const words = page.locator("dialog [role=region]");
  expect(await words.locator("del").allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringContaining("1.024"), expect.stringContaining("120%")]),
  );
  const noise = await words.locator("ins").evaluateAll((list) => list.map((x) => [x.textContent, x.className]));
  const classOf = (part: string) => noise.find(([text]) => text?.includes(part))?.[1];
  expect(classOf("2.048")).not.toBe(classOf("150%"));
  await shoot(page, "compare-words", true);
  await page.context().close();
});

test("the timeline tells looks and gaps, and one more look waits in it", async () => {
  const page = await open("an", leading.findingId);
  await page.getByRole("tab", { name: "Dòng thời gian" }).click();
  await page.getByText("Khoảng trống").waitFor();
  await page.keyboard.press("r");
  await page.getByLabel("Mục đích").fill("Kiểm tra nội dung còn hay đã gỡ");
  await page.keyboard.press("Enter");
  await page.getByText("Đang chờ đến lượt chụp").waitFor();
  await page.getByRole("cell", { name: /Đang làm/ }).waitFor();
  await shoot(page, "timeline", true);
  await at.desk.database.pool.query(
    "update capture set state = 'not-captured', status = 'unreachable' where state = 'queued'",
  );
  await page.getByText("không nói lên rằng nội dung đã gỡ").waitFor();
  await page.getByText("Không truy cập được không có nghĩa là đã gỡ.").waitFor();
  await page.context().close();
});

test("a page of 40,000 px asks for the tiles in sight only, and its end can be reached", async () => {
  const png = await sharp({ create: { width: 1280, height: 4000, channels: 3, background: "#eef" } })
    .png()
    .toBuffer();
  const { findingId } = await seedFinding(at.desk, {
    url: "https://trang-dai.example/",
    shown: { text: "Trang dài", picture: { png, width: 1280, height: 4000 }, times: 10 },
  });
  const page = await open("thanh.ha", findingId);
  const tiles: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/tile/")) tiles.push(request.url());
  });
  const frame = page.getByRole("region", { name: "Hình ảnh" });
  await frame.waitFor();
  await page.reload();
  await expect.poll(() => page.locator("img").count()).toBeGreaterThan(0);
  expect(await page.locator("img").count()).toBeLessThan(5);
  await frame.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await page.getByRole("img", { name: "Hình trang đã chụp, phần 10 trên 10" }).waitFor();
  expect(new Set(tiles.map((url) => url.split("/").at(-1))).size).toBeLessThan(10);
  await page.context().close();
});

test("one person presses the stop key: the other's picture is gone within seconds, and both read whom to call", async () => {
  const { findingId } = await seedFinding(at.desk, {
    ...gamblingSeed,
    url: "https://dung-lai.example/",
    host: "dung-lai.example",
    shown: await photograph(at.browser, pageOf("7", "Trang thử phím dừng")),
  });
  const [one, other] = [await open("an", findingId), await open("thanh.ha", findingId)];
  for (const page of [one, other]) await page.getByRole("img", { name: /phần 1 trên/ }).waitFor();
  await one.getByRole("button", { name: "Xâm hại trẻ em: dừng xem" }).click();
  expect(await one.getByRole("img", { name: /phần 1 trên/ }).count()).toBe(0);
  expect(await one.getByRole("button", { name: "Dừng xem", exact: true }).isDisabled()).toBe(true);
  await one.getByLabel("Tôi xác nhận").check();
  await shoot(one, "stop-ask", true);
  await one.getByRole("button", { name: "Dừng xem", exact: true }).click();
  await one.getByText("Gọi ngay người phụ trách").waitFor();
  await one.locator("dialog").getByText("Nguyễn Thị Thanh Hà").waitFor();
  await shoot(one, "stop-done");
  await other.getByText(/Đã dừng xem từ/).waitFor({ timeout: 8000 });
  expect(await other.getByRole("img", { name: /phần 1 trên/ }).count()).toBe(0);
  expect(await other.getByText("Trang thử phím dừng").count()).toBe(0);
  await shoot(other, "stop-other");
  await one.context().close();
  await other.context().close();
});
