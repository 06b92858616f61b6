// Promises every screen of the router in a real browser: no serious barrier in either theme and language, reflow, keys alone, pictures kept.
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addPerson, password } from "../../support/desk.ts";
import { type BrowserDesk, openBrowserDesk } from "../../support/desk-browser.ts";
import { type Filled, fillScreens, receiver } from "../../support/fill-screens.ts";
import { type Visit, visits } from "../../support/screens.ts";
import { walkByTab } from "../../support/walk-by-tab.ts";

/** Pictures of every screen stay here after the run; the folder is not part of the repository. */
const pictures = path.resolve("test-artefacts/screens");
const full = { width: 1440, height: 900 };

let at: BrowserDesk;
let filled: Filled;
const pages = {} as Record<Visit["as"], Page>;
const faults: string[] = [];

async function signInAs(login: string): Promise<Page> {
  const context = await at.browser.newContext({ viewport: full, reducedMotion: "reduce" });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // The browser itself writes a line for the 401 that asks for the sign-in.
    if (message.type() === "error" && !message.text().includes("401")) faults.push(message.text());
  });
  const own = Object.values(at.origins).filter((origin) => typeof origin === "string");
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && !own.includes(origin)) faults.push(`asked ${request.url()}`);
  });
  await page.goto(`${at.origins.desk}/account`);
  await page.getByLabel("Tên đăng nhập").fill(login);
  await page.getByLabel("Mật khẩu").fill(password);
  await page.keyboard.press("Enter");
  await settled(page);
  return page;
}

/** The screen has its heading, its rows and its fonts. */
async function settled(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForFunction(() => !/^(Đang tải|Loading)/m.test(document.querySelector("main")?.innerText ?? ""));
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  at = await openBrowserDesk(8837, { VONGGAC_WEBHOOK_HOSTS: new URL(receiver).host });
  await addPerson(at.desk, "thanh.ha", "lead", "Nguyễn Thị Thanh Hà");
  await addPerson(at.desk, "quan.tri", "admin", "Quản trị");
  await addPerson(at.desk, "lanh.dao", "approver", "Lê Văn Bách");
  await addPerson(at.desk, "khach", "guest", "Trần Khách");
  pages.lead = await signInAs("thanh.ha");
  pages.admin = await signInAs("quan.tri");
  pages.approver = await signInAs("lanh.dao");
  filled = await fillScreens(at, pages.lead, pages.admin);
  pages.guest = await signInAs("khach");
});
afterAll(async () => {
  await at.close();
  process.stdout.write(`Pictures of every screen: ${pictures}\n`);
});

async function seriousBarriers(page: Page, rules: string[] = []): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules.length > 0 ? axe.withRules(rules) : axe).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map((v) => `${v.id}: ${v.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

const keep = (page: Page, name: string) => page.screenshot({ path: path.join(pictures, `${name}.png`) });
const nameOf = (view: string) =>
  view
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "one")
    .replace(/\?(tab|id)=/, "-")
    .replaceAll("/", "-")
    .slice(1);

async function show(page: Page, view: string, lang: "vi" | "en"): Promise<void> {
  await page.setViewportSize(full);
  await page.evaluate((chosen) => localStorage.setItem("vonggac.lang", chosen), lang);
  await page.goto(at.origins.desk + view);
  await settled(page);
  expect(await page.title()).toMatch(/^(\S.* · )?Vọng Gác$/);
  expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
}

/** All rules once a language, each in another theme; a theme changes colours alone, so that those are asked of the other as well. */
async function lookInBothThemes(page: Page, name: string, lang: "vi" | "en"): Promise<void> {
  const first = lang === "vi" ? "light" : "dark";
  await page.emulateMedia({ colorScheme: first });
  expect([name, lang, first, await seriousBarriers(page)]).toEqual([name, lang, first, []]);
  if (lang === "en") return;
  await keep(page, `${name}.light`);
  await page.emulateMedia({ colorScheme: "dark" });
  expect([name, lang, "dark", await seriousBarriers(page, ["color-contrast"])]).toEqual([name, lang, "dark", []]);
  await page.setViewportSize({ width: 1366, height: 768 });
  await keep(page, `${name}.dark`);
  await page.setViewportSize(full);
}

/** 200 % of a 1440 px window is 720 px; 320 px is 400 % of 1280 px. The page itself never scrolls sideways. */
async function reflow(page: Page, name: string, visit: Visit): Promise<void> {
  for (const width of visit.panes ? [720] : [720, 320]) {
    await page.setViewportSize({ width, height: 640 });
    const [wide, there] = await page.evaluate(() => [document.scrollingElement!.scrollWidth, window.innerWidth]);
    if (width === 320 || visit.panes) await keep(page, `${name}.${width}`);
    expect([name, width, wide! <= there! + 1 ? "fits" : `${wide} px wide`]).toEqual([name, width, "fits"]);
    expect(await page.getByRole("heading", { level: 1 }).isVisible()).toBe(true);
  }
  await page.setViewportSize(full);
}

/** Opened by the keyboard, looked at, closed by Escape; the focus is back on what opened it. */
async function openDialogs(page: Page, name: string, openers: Visit["opens"] = []): Promise<void> {
  for (const [i, opener] of openers.entries()) {
    const button = page.getByRole("button", { name: opener });
    await button.first().focus();
    await page.keyboard.press("Enter");
    const dialog = page.locator("dialog[open]");
    await dialog.waitFor();
    const where = `${name}.dialog-${i + 1}`;
    for (const theme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme: theme });
      const rules = theme === "dark" ? ["color-contrast"] : [];
      expect([where, theme, await seriousBarriers(page, rules)]).toEqual([where, theme, []]);
    }
    await keep(page, where);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect([where, await button.first().evaluate((it) => it === document.activeElement)]).toEqual([where, true]);
  }
}

test("every address of the router is visited here, and no other", () => {
  const router = readFileSync("admin/web/app/router.tsx", "utf8");
  const routes = [...router.matchAll(/\bpath: "([^"]+)"/g)].map(([, route]) => route!).filter((route) => route !== "/");
  expect(visits.map(({ route }) => route).toSorted()).toEqual(routes.toSorted());
});

for (const visit of visits)
  test(`${visit.route}: no serious barrier in both themes and languages, reflow, dialogs, every control by Tab`, async () => {
    const page = pages[visit.as];
    faults.length = 0;
    for (const [i, view] of visit.views(filled).entries()) {
      const name = nameOf(view);
      await show(page, view, "vi");
      await lookInBothThemes(page, name, "vi");
      await page.emulateMedia({ colorScheme: "light" });
      await walkByTab(page, name);
      await openDialogs(page, name, i === 0 ? visit.opens : visit.opensAt?.[/tab=(\w+)/.exec(view)?.[1] ?? ""]);
      await reflow(page, name, visit);
      for (const tab of visit.tabs ?? []) {
        await page.getByRole("tab", { name: tab }).click();
        await lookInBothThemes(page, `${name}-${tab}`, "vi");
      }
      await show(page, view, "en");
      await lookInBothThemes(page, name, "en");
    }
    expect(faults).toEqual([]);
  });

test("the bar stands on one line, and its menu opens, leads on and closes by keys, with the focus back on its button", async () => {
  const page = pages.lead;
  await show(page, "/cases", "vi");
  await page.setViewportSize({ width: 1366, height: 768 });
  const bar = (await page.getByRole("banner").first().boundingBox())!;
  expect(bar.height).toBeLessThan(52);
  const more = page.getByRole("button", { name: "Thêm", exact: true });
  await more.focus();
  await page.keyboard.press("Enter");
  const law = page.getByRole("link", { name: "Căn cứ", exact: true });
  await law.waitFor();
  expect(await seriousBarriers(page)).toEqual([]);
  await keep(page, "bar-menu");
  await page.keyboard.press("Escape");
  await law.waitFor({ state: "detached" });
  expect(await more.evaluate((it) => it === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await law.evaluate((it) => it === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Căn cứ pháp lý" }).waitFor();
  await page.getByRole("button", { name: "Căn cứ", exact: true }).waitFor();
  expect(await law.count()).toBe(0);
});
