// Promises that a page hostile in every field runs nothing in the desk, sends nothing out of it, and is seen for what it is.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inertCell } from "#admin/web/features/finding/requests-table.ts";
import { recordEvent } from "#core/records/event.ts";
import { decideFinding } from "#core/records/finding.ts";
import { inTransaction } from "#core/db/pool.ts";
import { addPerson, password, seedFinding } from "../../support/desk.ts";
import { type BrowserDesk, enter, openBrowserDesk, photograph } from "../../support/desk-browser.ts";
import { formula, homograph, hostile, hostileFinding, lookalike, turned } from "../../support/hostile-page.ts";

let at: BrowserDesk;
let seeded: Awaited<ReturnType<typeof seedFinding>>;

beforeAll(async () => {
  at = await openBrowserDesk(8799);
  await addPerson(at.desk, "thanh.ha", "lead", `Hà ${hostile}`);
  await addPerson(at.desk, "kiem.toan", "auditor", "Kiểm toán");
  const shown = await photograph(at.browser, "<p>Trang thường</p>");
  await seedFinding(at.desk, hostileFinding(shown));
  seeded = await seedFinding(at.desk, hostileFinding(shown));
  const { pool } = at.desk.database;
  await pool.query("update target set label = $1, note = $1", [hostile]);
  await inTransaction(pool, (tx) =>
    decideFinding(tx, {
      findingId: seeded.findingId,
      actor: hostile,
      verdict: "confirm",
      reason: "clear",
      note: hostile,
    }),
  );
  await inTransaction(pool, (tx) =>
    decideFinding(tx, {
      findingId: seeded.findingId,
      actor: "thanh.ha",
      verdict: "reopen",
      reason: "mistake",
      note: hostile,
    }),
  );
  await recordEvent(pool, formula, "finding.viewed", hostile, { note: formula });
});
afterAll(() => at.close());

interface TypesHolder {
  trustedTypes: { createPolicy(name: string, rules: object): unknown };
}

interface Watched {
  page: Page;
  /** What ran or left: stays empty. */
  faults: string[];
}

async function watch(login: string): Promise<Watched> {
  const context = await at.browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const faults: string[] = [];
  const own = [at.origins.desk, at.origins.evidence, at.origins.replay];
  page.on("dialog", (dialog) => {
    faults.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => faults.push(`error ${error.message}`));
  context.on("page", (popup) => faults.push(`popup ${popup.url()}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && !own.includes(url.origin)) faults.push(`request ${request.url()}`);
  });
  await enter(page, at.origins, login, password).catch(() => undefined);
  return { page, faults };
}

async function expectNothingRan({ page, faults }: Watched, where: string): Promise<void> {
  expect(await page.evaluate("window.hacked"), where).toBeUndefined();
  expect(faults, where).toEqual([]);
  const outside = await page.evaluate(
    (own) =>
      [...document.links].map((link) => link.href).filter((href) => !own.some((origin) => href.startsWith(origin))),
    [at.origins.desk, at.origins.evidence],
  );
  expect(outside, where).toEqual([]);
  const foreign = await page.evaluate(
    "document.querySelectorAll('svg[onload], [onerror], script:not([src]), animate').length",
  );
  expect(foreign, where).toBe(0);
}

test("nothing of it runs on any screen that shows it, and no address of it can be clicked", async () => {
  const watched = await watch("thanh.ha");
  const { page } = watched;
  await expectNothingRan(watched, "queue");
  await page.goto(`${at.origins.desk}/findings/${seeded.findingId}`);
  await page.getByText("Nguyên vẹn, đã niêm phong").waitFor();
  await expectNothingRan(watched, "finding");
  await page.locator("summary").evaluateAll((all) => all.forEach((one) => (one as HTMLElement).click()));
  for (const tab of ["Văn bản", "Yêu cầu mạng", "Nguồn gốc", "Dòng thời gian", "Hình ảnh"]) {
    await page.getByRole("tab", { name: tab }).click();
    await page.waitForTimeout(250);
    await expectNothingRan(watched, tab);
  }
  await page.keyboard.press("v");
  await page.getByText(/Vùng hình khác/).waitFor();
  await page.getByRole("button", { name: "Chữ", exact: true }).click();
  await expectNothingRan(watched, "compare");
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Xem lại" }).click();
  await page.getByRole("button", { name: "Mở bản lưu" }).click();
  await expect
    .poll(() => page.frames().filter((f) => f.url().includes("mp_/")).length, { timeout: 20_000 })
    .toBeGreaterThan(0);
  await page.waitForTimeout(1500);
  await expectNothingRan(watched, "replay");
  for (const path of ["/watchlist", "/progress", "/cases"]) {
    await page.goto(at.origins.desk + path);
    await page.waitForTimeout(500);
    await expectNothingRan(watched, path);
  }
  await page.context().close();
});

test("turned and hidden writing is written out, and a false host stands beside the letters that it imitates", async () => {
  const { page } = await watch("thanh.ha");
  await page.goto(`${at.origins.desk}/findings/${seeded.findingId}`);
  await page.getByRole("heading", { name: homograph }).waitFor();
  await page.getByText(lookalike).first().waitFor();
  await page.getByRole("tab", { name: "Văn bản" }).click();
  const text = page.getByRole("region", { name: "Văn bản" });
  await text.getByText("U+202E").first().waitFor();
  for (const sign of ["U+2066", "U+200B", "U+0007"])
    expect(await text.getByText(sign).count(), sign).toBeGreaterThan(0);
  expect(await text.innerText()).not.toContain(turned);
  await page.screenshot({ path: "data/screens/evidence-view/hostile.png" });
  await page.context().close();
});

test("the desk's policy forbids inline scripts and styles, and Trusted Types are in force", async () => {
  const { page } = await watch("thanh.ha");
  const answer = await page.goto(`${at.origins.desk}/queue`);
  const policy = answer!.headers()["content-security-policy"]!;
  expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).toContain("trusted-types 'none'");
  const refused = await page.evaluate(() => {
    const attempts: (() => unknown)[] = [
      () => (document.createElement("div").innerHTML = "<b>x</b>"),
      () => (document.createElement("script").src = "/x.js"),
      () => document.createElement("iframe").setAttribute("srcdoc", "<b>x</b>"),
      () => new DOMParser().parseFromString("<b>x</b>", "text/html"),
      () => (window as unknown as TypesHolder).trustedTypes.createPolicy("mine", {}),
    ];
    return attempts.map((attempt) => {
      try {
        attempt();
        return "done";
      } catch (error) {
        return error instanceof TypeError || error instanceof EvalError ? "refused" : String(error);
      }
    });
  });
  expect(refused).toEqual(Array.from({ length: 5 }, () => "refused"));
  await page.context().close();
});

test("what is copied or exported as a table holds no formula", async () => {
  for (const cell of [formula, "+1", "-1+2", "@SUM(A1)", "\t=1", " =1"]) expect(inertCell(cell)).toMatch(/^'|^ *'/);
  expect(inertCell("a\tb\r\nc")).toBe("a b  c");
  const read = async (login: string, path: string) => {
    const { page } = await watch(login);
    const csv = await page.evaluate(async (url) => (await fetch(url)).text(), path);
    await page.context().close();
    return csv;
  };
  for (const csv of [await read("kiem.toan", "/api/audit.csv"), await read("thanh.ha", "/api/findings.csv")]) {
    expect(csv).toContain("HYPERLINK");
    expect(csv.match(/(?:^|[\n,])"?\s*[=+@-][A-Z]/g)).toBeNull();
  }
});
