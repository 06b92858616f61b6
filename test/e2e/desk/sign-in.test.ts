// Promises sign-in in a real browser: enrolment, codes, passkeys, step-up that loses nothing typed, sessions that say when they end.
import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { codeOf, stepAt } from "#admin/server/totp.ts";
import { nowMs, setClock } from "#core/clock.ts";
import { selectPersonByLogin } from "#core/records/person.ts";
import { addPerson, password } from "../../support/desk.ts";
import { type BrowserDesk, openBrowserDesk } from "../../support/desk-browser.ts";
import { fromBase32 } from "../../support/second-factor.ts";

let at: BrowserDesk;

beforeAll(async () => {
  at = await openBrowserDesk(8841, { VONGGAC_TOTP: "required" });
  await addPerson(at.desk, "quan.tri", "admin", "Nguyễn Văn Quản");
  await addPerson(at.desk, "thu.ha", "monitor", "Lê Thị Thu Hà");
});
afterAll(() => at.close());

const shots = process.env.VONGGAC_SHOTS;
async function look(page: Page, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map((v) => `${name}: ${v.id} ${v.nodes[0]?.html}`)).toEqual([]);
}

async function open(theme: "light" | "dark" = "light"): Promise<{ page: Page; context: BrowserContext }> {
  const context = await at.browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: theme });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  return { context, page: await context.newPage() };
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await page.getByLabel("Tên đăng nhập").waitFor();
  await page.waitForURL(`${at.origins.desk}/`);
}

async function typePassword(page: Page, login: string, address = "/account"): Promise<void> {
  await page.goto(`${at.origins.desk}${address}`);
  await page.getByLabel("Tên đăng nhập").fill(login);
  await page.getByLabel("Mật khẩu").fill(password);
  await page.keyboard.press("Enter");
}

async function typeCode(page: Page, secret: Buffer): Promise<void> {
  await page.getByLabel("Mã 6 số").fill(codeOf(secret, stepAt(nowMs())));
  await page.keyboard.press("Enter");
}

/** Through the whole enrolment; the secret is read from the screen as a person would type it. */
async function enrol(page: Page, login: string): Promise<Buffer> {
  await typePassword(page, login);
  await page.getByRole("heading", { name: "Thiết lập xác thực hai bước" }).waitFor();
  await page.getByRole("img", { name: "Mã QR chứa khóa bí mật" }).waitFor();
  const secret = fromBase32((await page.locator("code").innerText()).replaceAll(" ", ""));
  if (login === "thu.ha") await look(page, "enrol");
  await typeCode(page, secret);
  await page.getByRole("heading", { name: "Mã dự phòng" }).waitFor();
  expect(await page.getByRole("listitem").count()).toBe(10);
  if (login === "thu.ha") await look(page, "recovery-codes");
  await page.getByRole("button", { name: "Tôi đã cất các mã, tiếp tục" }).click();
  await page.getByRole("heading", { name: "Tài khoản của tôi" }).waitFor();
  return secret;
}

const secrets: Record<string, Buffer> = {};
let passed = 0;
/** The desk's clock moved on, so that the next code is a new one. */
async function later(minutes: number): Promise<() => void> {
  passed += minutes;
  const offset = passed * 60_000;
  return setClock(() => Date.now() + offset);
}

test("a new account is led to the authenticator app, keeps its recovery codes, and signs in with a code from then on", async () => {
  const { page, context } = await open();
  secrets["thu.ha"] = await enrol(page, "thu.ha");
  await page.getByText("Phiên này").waitFor();
  await look(page, "account");
  await signOut(page);
  const back = await later(2);
  await page.getByLabel("Mật khẩu").fill("chữ đang gõ");
  await page.getByLabel("Hiện chữ đang gõ").check();
  expect(await page.getByLabel("Mật khẩu").getAttribute("type")).toBe("text");
  await look(page, "sign-in");
  await typePassword(page, "thu.ha");
  await page.getByRole("heading", { name: "Xác thực bước hai" }).waitFor();
  await look(page, "second-factor");
  await page.getByLabel("Mã 6 số").fill("000000");
  await page.keyboard.press("Enter");
  await page.getByText("Mã không đúng").waitFor();
  await typeCode(page, secrets["thu.ha"]!);
  await page.getByRole("heading", { name: "Tài khoản của tôi" }).waitFor();
  back();
  await context.close();
});

test("a passkey is added and signs in in place of the code, and another account's is of no use", async () => {
  const back = await later(2);
  const { page, context } = await open("dark");
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "usb",
      hasResidentKey: false,
      hasUserVerification: true,
      isUserVerified: true,
    },
  });
  await typePassword(page, "thu.ha");
  await typeCode(page, secrets["thu.ha"]!);
  await page.getByLabel("Tên gợi nhớ").fill("Khóa USB ở cơ quan");
  await page.getByRole("button", { name: "Thêm khóa truy cập" }).click();
  await page.getByRole("button", { name: "Gỡ Khóa USB ở cơ quan" }).waitFor();
  await look(page, "account-dark");
  await signOut(page);
  await typePassword(page, "thu.ha");
  await page.getByRole("button", { name: "Dùng khóa truy cập (passkey)" }).click();
  await page.getByRole("heading", { name: "Tài khoản của tôi" }).waitFor();
  await page.getByText("dùng gần nhất").waitFor();
  const { rows } = await at.desk.database.pool.query("select sign_count, name from passkey");
  expect(rows).toMatchObject([{ name: "Khóa USB ở cơ quan" }]);
  expect(Number(rows[0].sign_count)).toBeGreaterThan(0);
  back();
  await context.close();
});

test("after five minutes a grave act asks for the code and then goes through with what was typed", async () => {
  const start = await later(2);
  const { page, context } = await open();
  secrets["quan.tri"] = await enrol(page, "quan.tri");
  await page.getByRole("link", { name: "Người dùng", exact: true }).click();
  await page.getByRole("button", { name: "Thêm người dùng" }).click();
  await page.getByLabel("Họ và tên").fill("Trần Văn Mới");
  await page.getByLabel("Tên đăng nhập").fill("van.moi");
  await page.getByLabel("Chức danh").fill("Chuyên viên");
  const soon = await later(4);
  await page.evaluate("fetch('/api/session')");
  const back = await later(2);
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await page.getByRole("heading", { name: "Xác thực lại" }).waitFor();
  expect(await page.evaluate("document.activeElement.autocomplete")).toBe("one-time-code");
  await look(page, "step-up");
  await page.keyboard.press("Escape");
  await page.getByText("Thao tác này cần mã xác thực mới.").waitFor();
  expect(await page.getByLabel("Họ và tên").inputValue()).toBe("Trần Văn Mới");
  expect(await selectPersonByLogin(at.desk.database.pool, "van.moi")).toBeNull();
  await page.getByRole("button", { name: "Thêm", exact: true }).click();
  await typeCode(page, secrets["quan.tri"]!);
  await page.getByText("Mật khẩu một lần (chỉ hiện lúc này)").waitFor();
  expect(await selectPersonByLogin(at.desk.database.pool, "van.moi")).toMatchObject({ title: "Chuyên viên" });
  await page.getByRole("button", { name: "Đóng" }).click();
  await page.getByRole("button", { name: "Sửa van.moi" }).click();
  await look(page, "edit-person");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Đặt lại bước hai thu.ha" }).click();
  await page.getByRole("heading", { name: "Đặt lại xác thực hai bước của thu.ha" }).waitFor();
  await look(page, "reset");
  await page.keyboard.press("Escape");
  await look(page, "people");
  await page.getByRole("link", { name: "Bảng quyền" }).click();
  await page.getByRole("rowheader", { name: "Xác nhận, bỏ qua phát hiện" }).waitFor();
  await look(page, "matrix");
  for (const restore of [back, soon, start]) restore();
  await context.close();
});

test("two minutes before the idle end a dialog says so; one button keeps the session, and left alone it ends at the sign-in", async () => {
  const back = await later(2);
  const { page, context } = await open();
  await page.clock.install();
  await typePassword(page, "thu.ha");
  await typeCode(page, secrets["thu.ha"]!);
  await page.getByRole("heading", { name: "Tài khoản của tôi" }).waitFor();
  const undo = await later(13.5);
  await page.clock.fastForward(13.5 * 60_000);
  await page.getByRole("heading", { name: "Phiên làm việc sắp kết thúc" }).waitFor();
  await look(page, "idle");
  await page.getByRole("button", { name: "Tiếp tục làm việc" }).click();
  await page.getByRole("heading", { name: "Phiên làm việc sắp kết thúc" }).waitFor({ state: "detached" });
  const again = await later(13.5);
  await page.clock.fastForward(13.5 * 60_000);
  await page.getByRole("heading", { name: "Phiên làm việc sắp kết thúc" }).waitFor();
  const end = await later(3);
  await page.clock.fastForward(3 * 60_000);
  await page.getByLabel("Tên đăng nhập").waitFor();
  for (const restore of [end, again, undo, back]) restore();
  await context.close();
});
