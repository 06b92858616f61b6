// Promises the approval: refused to the author whatever her role, open to a second person after every exhibit, then the sealed package.
import path from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { CaseOfDay } from "./case-file.ts";
import type { Day } from "./day.ts";

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

/** Asks the API as the page itself would, past every disabled button; gives the status and the code of the answer. */
async function forceApproval(page: Page, id: string): Promise<[number, string]> {
  const answer = await page.evaluate(
    `(async () => {
      const session = await (await fetch("/api/session")).json();
      const answer = await fetch("/api/cases/${id}/approve", {
        method: "POST",
        headers: { "content-type": "application/json", "x-csrf-token": session.csrfToken },
        body: JSON.stringify({ reason: "Tự phê duyệt" }),
      });
      return [answer.status, (await answer.json()).code];
    })()`,
  );
  return answer as [number, string];
}

/** She is made an approver for a moment: what keeps her from her own case is not her role. */
export async function refuseAuthor(day: Day, page: Page, login: string, of: CaseOfDay): Promise<void> {
  const { pool } = day.at.desk.database;
  await pool.query("update person set role = 'approver' where login = $1", [login]);
  await page.goto(`${day.at.origins.desk}/approvals`);
  await page.getByText("người lập, sửa hoặc đề xuất hồ sơ không được phê duyệt").waitFor();
  expect(await button(page, "Phê duyệt").isDisabled()).toBe(true);
  for (const open of await button(page, /^Mở xem: Chứng cứ/).all()) {
    await open.click();
    await page.getByRole("img", { name: /Ảnh chụp của chứng cứ/ }).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Đóng" }).click();
  }
  await day.keep(page, "tac-gia-khong-duoc-duyet");
  const [status, code] = await forceApproval(page, of.id);
  expect([status, code]).toEqual([403, "auth.denied"]);
  const direct = pool.query(
    `insert into case_step (id, case_id, from_state, to_state, person_id, actor, reason, at)
     select gen_random_uuid(), $1, 'proposed', 'approved', id, login, 'tự duyệt', now() from person where login = $2`,
    [of.id, login],
  );
  await expect(direct).rejects.toMatchObject({ code: "VG005" });
  await pool.query("update person set role = 'monitor' where login = $1", [login]);
}

export async function approve(day: Day, page: Page, login: string, exhibits: number): Promise<void> {
  await page.goto(`${day.at.origins.desk}/approvals`);
  await page.getByText("Anh/chị chưa xem hồ sơ này lần nào").waitFor();
  for (let i = 1; i <= exhibits; i++) {
    expect(await button(page, "Phê duyệt").isDisabled()).toBe(true);
    if (i === 1) await day.keep(page, "phe-duyet-chua-xem");
    await button(page, `Mở xem: Chứng cứ ${i}`).click();
    await page.getByRole("img", { name: `Ảnh chụp của chứng cứ ${i}` }).waitFor();
    if (i === 1) await day.keep(page, "xem-chung-cu");
    await page.getByRole("dialog").getByRole("button", { name: "Đóng" }).click();
    await page.getByText(`Đã mở xem ${i} / ${exhibits} chứng cứ`).waitFor();
  }
  // More than five minutes after the code of the sign-in, a grave act asks for a fresh one.
  day.pass(6 * 60_000);
  await button(page, "Phê duyệt").click();
  await page.getByLabel("Lý do, căn cứ của bước này").fill("Đồng ý với đề xuất.");
  await page.getByRole("dialog").getByRole("button", { name: "Phê duyệt" }).click();
  await page.getByRole("heading", { name: "Xác thực lại" }).waitFor();
  await day.keep(page, "xac-thuc-lai");
  await day.typeCode(page, login);
  await page.getByText("Không có hồ sơ nào chờ phê duyệt").waitFor();
}

export interface Taken {
  file: string;
  /** As the screen shows it: the police compare it with the printed record. */
  signer: string;
}

/** The package of the approved case, made and downloaded at the desk. */
export async function sealPackage(day: Day, page: Page, of: CaseOfDay): Promise<Taken> {
  await page.goto(`${day.at.origins.desk}/cases/${of.id}`);
  await page.getByText("Đã phê duyệt", { exact: true }).first().waitFor();
  await button(page, "Niêm phong gói hồ sơ").click();
  await page.getByLabel("Mục đích").fill("Chuyển cơ quan công an xác minh");
  await button(page, "Niêm phong").last().click();
  const link = page.getByRole("link", { name: "Tải gói (.zip)" });
  await link.waitFor({ timeout: 60_000 });
  await day.keep(page, "goi-da-niem-phong");
  const [, signer] = await page.getByRole("dialog").locator("dd").allInnerTexts();
  const coming = page.waitForEvent("download");
  await link.click();
  const file = path.join(day.folder, "goi.zip");
  await (await coming).saveAs(file);
  await page.keyboard.press("Escape");
  return { file, signer: signer!.replaceAll(/\s/g, "") };
}
