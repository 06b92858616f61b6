// Promises the desk in a real browser: keys alone decide, nothing hostile runs, and no serious barrier stands in either theme.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureWebBundle } from "#admin/server/web-bundle.ts";
import { selectDecisions } from "#core/records/finding.ts";
import { addPerson, password, seedFinding, signal } from "../../support/desk.ts";
import {
  type BrowserDesk,
  enter,
  gamblingSeed,
  openBrowserDesk,
  photograph,
  seedWorkday,
} from "../../support/desk-browser.ts";

let at: BrowserDesk;

beforeAll(async () => {
  at = await openBrowserDesk(8793);
  await addPerson(at.desk, "thanh.ha", "lead", "Nguyễn Thị Thanh Hà");
  await addPerson(at.desk, "quan.tri", "admin", "Quản trị");
  await seedWorkday(at.desk, at.browser);
});
afterAll(() => at.close());

async function openDesk(colorScheme: "light" | "dark" = "light"): Promise<{ page: Page; faults: string[] }> {
  const context = await at.browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // The browser itself writes a line for the 401 that asks for the sign-in.
    if (message.type() === "error" && !message.text().includes("401")) faults.push(message.text());
  });
  await enter(page, at.origins, "thanh.ha", password);
  return { page, faults };
}

const sealed = (page: Page) => page.getByText("Nguyên vẹn, đã niêm phong").waitFor();

test("a person decides, undoes and decides again with the keyboard alone, and each is a row", async () => {
  const { page, faults } = await openDesk();
  const { findingId } = await seedFinding(at.desk, {
    ...gamblingSeed,
    url: "https://phim-tat.example/",
    host: "phim-tat.example",
    score: 9,
  });
  await page.reload();
  await page.getByRole("link", { name: "phim-tat.example" }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("o");
  await page.getByRole("heading", { name: "phim-tat.example" }).waitFor();
  await sealed(page);
  await page.waitForTimeout(1100);
  await page.keyboard.press("n");
  await page.keyboard.press("2");
  await page.keyboard.press("Enter");
  await page.getByText("Đã bỏ qua: phim-tat.example").waitFor();
  await page.getByRole("heading", { name: "songvang88.example" }).waitFor();
  await page.keyboard.press("u");
  await page.getByRole("heading", { name: "phim-tat.example" }).waitFor();
  await page.getByText("Đã hoàn tác").waitFor();
  await page.waitForTimeout(1100);
  await page.keyboard.press("y");
  await page.keyboard.press("1");
  await page.keyboard.press("Enter");
  await page.getByText("Đã xác nhận dấu hiệu: phim-tat.example").waitFor();
  const rows = await selectDecisions(at.desk.database.pool, findingId);
  expect(rows.map((row) => [row.actor, row.verdict, row.reason])).toEqual([
    ["thanh.ha", "dismiss", "press-or-warning"],
    ["thanh.ha", "reopen", "undone"],
    ["thanh.ha", "confirm", "evident"],
  ]);
  expect(faults).toEqual([]);
  await page.context().close();
});

test("the bundle is React's production build, although tests build it", async () => {
  const assets = path.join(await ensureWebBundle(), "assets");
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
  expect(scripts.length).toBeGreaterThan(0);
  for (const name of scripts)
    expect(readFileSync(path.join(assets, name), "utf8")).not.toContain("react_stack_bottom_frame");
});

test("letters typed into a search or a note decide nothing", async () => {
  const { page } = await openDesk();
  await page.keyboard.press("/");
  await page.keyboard.type("yno");
  await page.waitForTimeout(500);
  expect(new URL(page.url()).searchParams.get("q")).toBe("yno");
  expect(new URL(page.url()).pathname).toBe("/queue");
  await page.context().close();
});

test("g and a letter lead from anywhere to the queue, the watchlist and the progress; the legend names them", async () => {
  const { page } = await openDesk();
  for (const [key, path] of [
    ["w", "/watchlist"],
    ["t", "/progress"],
    ["q", "/queue"],
  ] as const) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await page.waitForURL((url) => url.pathname === path);
  }
  await page.keyboard.press("?");
  await page.getByText("Tới danh sách giám sát").waitFor();
  await page.context().close();
});

test("a title that turns the direction of writing turns nothing beside it", async () => {
  const { page } = await openDesk();
  const { findingId } = await seedFinding(at.desk, {
    ...gamblingSeed,
    url: "https://dao-chieu.example/",
    host: "dao-chieu.example",
    title: "Tiêu đề \u202e đảo",
  });
  await page.goto(`${at.origins.desk}/findings/${findingId}`);
  await page.getByText("Góc nhìn").waitFor();
  expect(await page.locator("header bdi").textContent()).toBe("Tiêu đề U+202E đảo");
  await page.context().close();
});

for (const scheme of ["light", "dark"] as const) {
  test(`queue, finding, watchlist and progress have no serious barrier (axe, ${scheme})`, async () => {
    const { page, faults } = await openDesk(scheme);
    const serious = async (where: string) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const bad = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
      expect(
        bad.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`),
        where,
      ).toEqual([]);
    };
    await page.getByRole("link", { name: "songvang88.example" }).waitFor();
    await serious("queue");
    await page.getByRole("link", { name: "songvang88.example" }).click();
    await sealed(page);
    await serious("finding");
    await page.getByRole("tab", { name: "Văn bản" }).click();
    await page.keyboard.press("y");
    await page.getByText("Chọn lý do").waitFor();
    await serious("finding, text and reasons");
    await page.keyboard.press("Escape");
    for (const tab of ["Yêu cầu mạng", "Nguồn gốc"]) {
      await page.getByRole("tab", { name: tab }).click();
      await serious(tab);
    }
    for (const path of ["/watchlist", "/progress"]) {
      await page.goto(at.origins.desk + path);
      await page.waitForTimeout(600);
      await serious(path);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });
}

test("the captured picture is on the screen with a box for each signal, and marks in the text can be walked", async () => {
  const { page } = await openDesk();
  await page.getByRole("link", { name: "songvang88.example" }).click();
  const tile = page.getByRole("img", { name: /^Hình trang đã chụp/ }).first();
  await tile.waitFor();
  await expect.poll(() => tile.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(1280);
  await page.getByText("Khung dấu hiệu (3)").waitFor();
  await page.getByRole("button", { name: "Xem trong văn bản" }).nth(2).click();
  await page.getByText("3 / 3 chỗ khớp").waitFor();
  await page.keyboard.press("m");
  await page.getByText("1 / 3 chỗ khớp").waitFor();
  await page.context().close();
});

test("a hostile page is text and picture: no script of it runs, no address of it can be clicked", async () => {
  const hostile = `<script>window.hacked=1</script><img src=x onerror="window.hacked=1"><svg onload="window.hacked=1"></svg>`;
  const shown = await photograph(at.browser, `<p>Trang thường</p>`);
  await seedFinding(at.desk, {
    url: "https://xn--vietcombnk-gebg.example/%22%3E%3Cscript%3E",
    host: "xn--vietcombnk-gebg.example",
    title: hostile,
    score: 20,
    shown: { ...shown, text: `Nạp tiền ${hostile}`, dom: hostile },
    signals: [
      signal({
        say: hostile,
        clearedBy: hostile,
        anchors: [{ kind: "text", field: "html", start: 0, end: 8, raw: hostile.slice(0, 8) }],
      }),
    ],
  });
  const { page } = await openDesk();
  await page.getByRole("link", { name: "xn--vietcombnk-gebg.example" }).click();
  await sealed(page);
  await page.getByText(hostile).first().waitFor();
  for (const tab of ["Văn bản", "Yêu cầu mạng", "Nguồn gốc"]) await page.getByRole("tab", { name: tab }).click();
  expect(await page.evaluate("window.hacked")).toBeUndefined();
  const outside = await page.evaluate(
    (mine) => [...document.links].map((a) => a.origin).filter((origin) => !mine.includes(origin)),
    [at.origins.desk, at.origins.evidence],
  );
  expect(outside).toEqual([]);
  await page.context().close();
});

test("a click on a row half out of sight opens it", async () => {
  const { page } = await openDesk();
  await page.setViewportSize({ width: 1440, height: 330 });
  const last = page.getByRole("link", { name: "tinnhanhmiengio.example" });
  await last.waitFor();
  await last.evaluate((link) => window.scrollBy(0, link.getBoundingClientRect().bottom - window.innerHeight + 2));
  const box = (await last.boundingBox())!;
  await page.mouse.click(box.x + 20, box.y + box.height / 2, { delay: 120 });
  await page.getByRole("heading", { name: "tinnhanhmiengio.example" }).waitFor();
  await page.context().close();
});

test("an administrator sees people and progress, and no finding", async () => {
  const page = await at.browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${at.origins.desk}/`);
  await page.getByLabel("Tên đăng nhập").fill("quan.tri");
  await page.getByLabel("Mật khẩu").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Người dùng" }).waitFor();
  await page.getByRole("cell", { name: "Nguyễn Thị Thanh Hà" }).waitFor();
  await page.goto(`${at.origins.desk}/queue`);
  await page.getByText("Bạn không có quyền xem mục này.").waitFor();
  await page.close();
});
