// Promises an office for one whole day: desk, crew and sites under one settable clock, people with authenticator apps, a picture of every screen.
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { codeOf, stepAt } from "#admin/server/totp.ts";
import { nowMs, setClock } from "#core/clock.ts";
import { readConfig } from "#core/config.ts";
import { type House, openHouse } from "#workers/house.ts";
import { startCrew } from "#workers/main.ts";
import { startRechecks } from "#workers/takedowns/recheck.ts";
import { password } from "../desk.ts";
import { type BrowserDesk, openBrowserDesk } from "../desk-browser.ts";
import { fromBase32 } from "../second-factor.ts";
import { type DaySites, startDaySites } from "./day-sites.ts";

export interface Day {
  at: BrowserDesk;
  house: House;
  web: DaySites;
  /** Pictures and downloaded files; kept after the test. */
  folder: string;
  /** Errors of any page of the desk. */
  faults: string[];
  pass(ms: number): void;
  /** Signs in by the forms; the first time the person sets an authenticator app up with the secret on the screen. */
  enter(login: string): Promise<Page>;
  /** Types the code of the moment where the desk asks for one; never the same twice. */
  typeCode(page: Page, login: string): Promise<void>;
  /** Keeps a picture of the screen under the next number. */
  keep(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

const artefacts = fileURLToPath(new URL("../../../test-artefacts/whole-day/", import.meta.url));

/** One look, one page: the day needs the way of the work, not the depth of each capture. */
const quick = {
  VONGGAC_SECOND_LOOK: "off",
  VONGGAC_REPLAY_CHECK: "off",
  VONGGAC_FACES: "off",
  VONGGAC_OCR: "off",
  VONGGAC_DELAY_MS: "0",
  VONGGAC_MAX_PAGES: "1",
};

export async function openDay(port: number): Promise<Day> {
  let [offsetMs, shots] = [0, 0];
  const putBack = setClock(() => Date.now() + offsetMs);
  const web = await startDaySites();
  const env = { ...quick, VONGGAC_PROXY: web.proxyUrl };
  const at = await openBrowserDesk(port, { ...env, VONGGAC_TOTP: "required" });
  const { config, database } = at.desk;
  const house = await openHouse(readConfig({ ...env, VONGGAC_DATA: config.dataDir, DATABASE_URL: database.url }));
  const stopCrew = await startCrew(house);
  const stopRechecks = startRechecks(house, 500);
  rmSync(artefacts, { recursive: true, force: true });
  mkdirSync(artefacts, { recursive: true });
  const faults: string[] = [];
  const secrets = new Map<string, Buffer>();
  const pass = (ms: number) => void (offsetMs += ms);
  const keep = async (page: Page, name: string) => {
    const number = String(++shots).padStart(2, "0");
    await page.screenshot({ path: path.join(artefacts, `${number}-${name}.png`) });
  };
  const typeCode = async (page: Page, login: string) => {
    // A code is good once: the next one is of a later half minute.
    pass(31_000);
    await page.getByLabel("Mã 6 số").fill(codeOf(secrets.get(login)!, stepAt(nowMs())));
    await page.keyboard.press("Enter");
  };
  const enter = async (login: string) => {
    const page = await openPage(at, faults);
    await page.goto(`${at.origins.desk}/account`);
    await page.getByLabel("Tên đăng nhập").fill(login);
    await page.getByLabel("Mật khẩu").fill(password);
    await page.keyboard.press("Enter");
    if (secrets.has(login)) await typeCode(page, login);
    else {
      await page.getByRole("img", { name: "Mã QR chứa khóa bí mật" }).waitFor();
      secrets.set(login, fromBase32((await page.locator("code").innerText()).replaceAll(" ", "")));
      await keep(page, `thiet-lap-ma-${login}`);
      await typeCode(page, login);
      await page.getByRole("button", { name: "Tôi đã cất các mã, tiếp tục" }).click();
    }
    await page.getByRole("heading", { name: "Tài khoản của tôi" }).waitFor();
    return page;
  };
  const close = async () => {
    await stopRechecks();
    await stopCrew();
    await house.close();
    await at.close();
    await web.stop();
    putBack();
  };
  return { at, house, web, folder: artefacts, faults, pass, enter, typeCode, keep, close };
}

async function openPage(at: BrowserDesk, faults: string[]): Promise<Page> {
  const context = await at.browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // The browser itself writes a line for each 401 that asks for a sign-in or a code.
    if (message.type() === "error" && !/ 40[13] /.test(message.text())) faults.push(message.text());
  });
  return page;
}
