// Promises thirty findings triaged by keys alone, and confirmed ones put into cases by `d`: no pointer touches the page.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Day } from "./day.ts";

/** The case that goes the whole way, and one that is only opened. */
export const filed = {
  gambling: ["vuicuoc-01.example", "vuicuoc-05.example", "vuicuoc-09.example"],
  personal_data: ["khodulieu-01.example", "khodulieu-04.example"],
};
const confirmed = new Set<string>([...filed.gambling, ...filed.personal_data, "gopvon-01.example"]);
const undone = "vuicuoc-02.example";
const held = "gopvon-06.example";
const escalated = "gopvon-05.example";

const headline = (page: Page) => page.locator("h1").innerText();

/** Counts what a pointer does from now on; keys make clicks too, with no pointer before them. */
async function watchPointer(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(
    "window.pointed = 0; for (const kind of ['pointerdown', 'mousedown', 'wheel', 'touchstart']) addEventListener(kind, () => window.pointed++, true)",
  );
  return async () => Number(await page.evaluate("window.pointed"));
}

/** As long as a decision asks for, from the moment when the picture is there. */
async function look(page: Page): Promise<void> {
  await page.locator("#evidence-view img").first().waitFor();
  await page.waitForTimeout(1050);
}

async function dismiss(page: Page, reason: number): Promise<void> {
  await page.keyboard.press("n");
  await page.keyboard.press(String(reason));
}

async function handOff(page: Page, key: "h" | "e", why: string): Promise<void> {
  await page.getByText("Bạn đang xem, giữ đến").waitFor();
  await page.keyboard.press(key);
  await page.getByLabel("Lý do").waitFor();
  await page.keyboard.type(why);
  await page.keyboard.press("Enter");
}

async function takeBack(page: Page): Promise<void> {
  await page.keyboard.press("u");
  await page.getByRole("heading", { name: undone, exact: true }).waitFor();
  await page.getByText("Đã hoàn tác").waitFor();
  await look(page);
}

const moved = (page: Page, host: string) =>
  page.waitForFunction((before) => document.querySelector("h1")?.textContent !== before, host);

async function decide(page: Page, host: string, i: number): Promise<void> {
  if (host === held) return handOff(page, "h", "Chờ nhà đăng ký tên miền trả lời văn bản");
  if (host === escalated) return handOff(page, "e", "Người góp vốn ở nhiều tỉnh");
  if (!confirmed.has(host)) return dismiss(page, (i % 6) + 1);
  await page.keyboard.press("y");
  await page.keyboard.press("1");
  await page.keyboard.press("Enter");
}

export async function triage(day: Day, page: Page): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.press("q");
  await page.getByRole("heading", { name: "Hàng đợi phát hiện" }).waitFor();
  await page
    .getByRole("link", { name: /\.example$/ })
    .first()
    .waitFor();
  const countPointed = await watchPointer(page);
  await day.keep(page, "hang-doi");
  await page.keyboard.press("Enter");
  await page.locator("#evidence-view img").first().waitFor();
  const seen: string[] = [];
  for (let i = 0; i < 30; i++) {
    const host = await headline(page);
    seen.push(host);
    await look(page);
    if (i === 0) await day.keep(page, "mot-phat-hien");
    await decide(page, host, i);
    await moved(page, host);
    if (host !== undone) continue;
    await takeBack(page);
    await dismiss(page, 2);
    await moved(page, host);
  }
  expect(new Set(seen).size).toBe(30);
  await page.getByRole("heading", { name: "Hàng đợi phát hiện" }).waitFor();
  await day.keep(page, "hang-doi-da-het");
  expect(await countPointed()).toBe(0);
}

/** Every finding has the last word that was meant for it, by this person and with a reason. */
export async function expectDecisions(day: Day, login: string): Promise<void> {
  const { rows } = await day.at.desk.database.pool.query<{ host: string; words: string[]; actors: string[] }>(
    `select f.host, array_agg(d.verdict order by d.at) as words, array_agg(distinct d.actor) as actors
     from decision d join finding f on f.id = d.finding_id where d.reason <> '' group by f.host`,
  );
  const words = Object.fromEntries(rows.map((row) => [row.host, row.words]));
  const meant = day.web.sites
    .map(({ host }) => host)
    .filter((host) => host !== held && host !== escalated)
    .map((host): [string, string[]] => {
      if (host === undone) return [host, ["dismiss", "reopen", "dismiss"]];
      return [host, [confirmed.has(host) ? "confirm" : "dismiss"]];
    });
  expect(words).toEqual(Object.fromEntries(meant));
  expect(new Set(rows.flatMap((row) => row.actors))).toEqual(new Set([login]));
  const acts = await day.at.desk.database.pool.query<{ kind: string; host: string }>(
    "select a.kind, f.host from triage_act a join finding f on f.id = a.finding_id where a.kind in ('held', 'escalated') order by a.kind",
  );
  expect(acts.rows).toEqual([
    { kind: "escalated", host: escalated },
    { kind: "held", host: held },
  ]);
}

/** In the dialog of `d`: a new case under this name, or the one that was used last. */
async function file(page: Page, day: Day, title: string | null, shot: string | null): Promise<void> {
  await page.keyboard.press("d");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("heading", { name: "Thêm vào hồ sơ" }).waitFor();
  if (title !== null) {
    const fresh = dialog.getByRole("radio", { name: "Hồ sơ mới" });
    // Settled when the cases have come: the last one stands chosen, or there is none and a new one is named.
    const settled = dialog.getByRole("radio", { name: /HS-/ }).or(dialog.getByLabel("Tên vụ việc"));
    await settled.first().waitFor();
    if (!(await fresh.isChecked())) {
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("ArrowDown");
    }
    const name = dialog.getByLabel("Tên vụ việc");
    await name.waitFor();
    for (let i = 0; i < 4 && !(await name.evaluate((field) => field === document.activeElement)); i++)
      await page.keyboard.press("Tab");
    await page.keyboard.press("Control+A");
    await page.keyboard.type(title);
  } else await dialog.getByRole("radio", { name: /HS-/ }).first().waitFor();
  if (shot) await day.keep(page, shot);
  await page.keyboard.press("Enter");
  await dialog.getByText("Đã thêm 1 phát hiện").waitFor();
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
}

export async function fileConfirmed(day: Day, page: Page, category: keyof typeof filed, title: string): Promise<void> {
  await page.goto(`${day.at.origins.desk}/queue?status=confirmed&category=${category}`);
  await page
    .getByRole("link", { name: /\.example$/ })
    .first()
    .waitFor();
  const countPointed = await watchPointer(page);
  await page.keyboard.press("Enter");
  for (const [i, _host] of filed[category].entries()) {
    await page.locator("#evidence-view img").first().waitFor();
    const host = await headline(page);
    expect(filed[category]).toContain(host);
    await file(page, day, i === 0 ? title : null, i === 0 ? `them-vao-ho-so-${category}` : null);
    if (i === filed[category].length - 1) break;
    await page.keyboard.press("j");
    await moved(page, host);
  }
  expect(await countPointed()).toBe(0);
}
