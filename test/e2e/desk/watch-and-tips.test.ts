// Promises watching and tips in a real browser: a letter's list from import to the answer of each site, and a tip sent without JavaScript.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TipForm } from "#core/nouns/tip-form.ts";
import { readBatchAnswer, selectLetters } from "#core/records/letter.ts";
import { writeTipForm } from "#core/records/tip-form.ts";
import { selectTips } from "#core/records/tip.ts";
import { addPerson, password } from "../../support/desk.ts";
import { type BrowserDesk, enter, openBrowserDesk } from "../../support/desk-browser.ts";

let at: BrowserDesk;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  at = await openBrowserDesk(8811);
  await addPerson(at.desk, "thanh.ha", "lead", "Nguyễn Thị Thanh Hà");
  const context = await at.browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    // The browser itself writes a line for the 401 that asks for the sign-in.
    if (message.type() === "error" && !message.text().includes("401")) faults.push(message.text());
  });
  await enter(page, at.origins, "thanh.ha", password);
});
afterAll(() => at.close());

/** Nothing serious on the screen as it stands; the picture is kept where a folder is named. */
async function look(name: string, on: Page = page): Promise<void> {
  const folder = process.env.VONGGAC_TEST_PICTURES;
  if (folder) await on.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  if (on !== page) return;
  const { violations } = await new AxeBuilder({ page: on }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map((v) => [name, v.id, v.nodes.map((node) => node.html).slice(0, 3)])).toEqual([]);
}

test("a pasted list is tried, told row by row, saved, filtered by the address, and given terms", async () => {
  await page.goto(`${at.origins.desk}/watchlist`);
  await page.getByRole("button", { name: "Nhập CSV" }).click();
  await page.getByLabel("Nội dung CSV").fill("mot.example\nhttp://192.168.1.1/\nmot.example\nkhông phải địa chỉ");
  await page.getByRole("button", { name: "Thử trước" }).click();
  await page.getByText("Chưa có căn cứ pháp lý").waitFor();
  await page.getByLabel("Mục đích giám sát").fill("Rà soát đầu năm");
  await page.getByLabel("Căn cứ pháp lý").fill("Kế hoạch số 12 của đơn vị");
  await page.getByRole("button", { name: "Thử trước" }).click();
  await page.getByText("1 trên 4 dòng hợp lệ").waitFor();
  await look("watch-import");
  await page.getByRole("button", { name: "Lưu 1 dòng hợp lệ" }).click();
  await page.getByText("Đã thêm 1 đối tượng").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Sửa http://mot.example/" }).click();
  await page.getByLabel("Giám sát đến hết ngày").fill("2020-01-31");
  await page.getByLabel("Nhóm (cách nhau bằng dấu phẩy)").fill("game, quảng cáo");
  await look("watch-terms");
  await page.getByRole("button", { name: "Lưu", exact: true }).click();
  await page.getByRole("link", { name: "1 mục đã hết hạn, không được quét nữa" }).click();
  await page.waitForURL((url) => url.searchParams.get("state") === "expired");
  await page.getByRole("cell", { name: "31/01/2020 Hết hạn" }).waitFor();
  await page.getByRole("checkbox", { name: "Chọn http://mot.example/" }).check();
  await look("watch-list");
  await page.getByRole("button", { name: "Quét 1 mục đã chọn" }).click();
  await page.getByText("1 mục tạm dừng hoặc hết hạn nên không quét.").waitFor();
});

test("a letter is registered with its list after a trial, scans are asked, and every site is answered", async () => {
  await page.getByRole("link", { name: "Công văn" }).click();
  await page.getByRole("button", { name: "Đăng ký công văn" }).click();
  await page.getByLabel("Số, ký hiệu").fill("45/TTr-XL");
  await page.getByLabel("Ngày văn bản").fill("2026-11-16");
  await page.getByLabel("Cơ quan gửi", { exact: true }).fill("Cơ quan cấp trên");
  await page.getByLabel("Hạn trả lời").fill("2020-12-31");
  await page.getByLabel("Trích yếu", { exact: true }).fill("Rà soát các trang có dấu hiệu");
  await page.getByLabel("Danh sách trang trong công văn").fill("Trang\tGhi chú\nhai.example\ttrang tin\nba.example\t");
  await page.getByRole("button", { name: "Thử trước" }).click();
  await page.getByText("2 trên 2 dòng hợp lệ").waitFor();
  await look("letter-register");
  await page.getByRole("button", { name: "Đăng ký với 2 trang" }).click();
  await page.getByRole("heading", { name: "Công văn đến 45/TTr-XL" }).waitFor();
  await page.getByText("Đang quét").first().waitFor();
  for (const [site, result] of [
    ["hai.example", "handled"],
    ["ba.example", "no-signs"],
  ] as const) {
    await page.getByRole("button", { name: `Trả lời ${site}` }).click();
    await page.getByLabel("Kết quả").selectOption(result);
    await page.getByLabel("Số văn bản").fill("16/CV");
    if (site === "hai.example") await look("letter-answer");
    await page.getByRole("button", { name: "Lưu trả lời" }).click();
    await page.getByRole("button", { name: `Sửa trả lời ${site}` }).waitFor();
  }
  await page.getByText("Đã trả lời đủ").waitFor();
  await look("letter");
  const [letter] = await selectLetters(at.desk.database.pool, { limit: 1 });
  expect((await readBatchAnswer(at.desk.database.pool, letter!.id)).items.map((item) => item.result)).toEqual([
    "handled",
    "no-signs",
  ]);
  await page.getByRole("link", { name: "Về danh sách công văn" }).click();
  await page.getByRole("link", { name: "45/TTr-XL" }).waitFor();
  await look("letters");
});

test("registers and rules are read on their own screens", async () => {
  await page.getByRole("link", { name: "Sổ đăng ký" }).click();
  await page.getByRole("heading", { name: "Sổ giấy phép" }).waitFor();
  await look("registers");
  await page.getByRole("link", { name: "Luật phát hiện" }).click();
  await page.getByRole("searchbox", { name: "Tìm luật" }).fill("imp.");
  await page.getByRole("row").nth(1).waitFor();
  await look("rules");
});

test("a tip is sent without JavaScript, comes back with its words when something lacks, and is handled at the desk", async () => {
  const { pool } = at.desk.database;
  await writeTipForm(
    pool,
    TipForm.parse({ open: true, purposeNote: "Thông tin dùng để kiểm tra nội dung phản ánh và trả lời người gửi." }),
    "test",
  );
  const context = await at.browser.newContext({ javaScriptEnabled: false });
  const visitor = await context.newPage();
  await visitor.goto(`${at.origins.desk}/phan-anh`);
  await visitor.getByLabel("Địa chỉ trang web hoặc tài khoản").fill("http://bon.example/");
  await visitor.getByLabel("Nội dung phản ánh").fill("Dòng một\nDòng hai <b>đậm</b>");
  await visitor.getByLabel("Họ và tên").fill("Người Gửi");
  const bad = { name: "anh.png", mimeType: "image/png", buffer: Buffer.from("không phải ảnh") };
  await visitor.getByLabel("Ảnh chụp màn hình (không bắt buộc)").setInputFiles(bad);
  await visitor.getByRole("button", { name: "Gửi phản ánh" }).click();
  await visitor.getByText("Tệp không nhận được").waitFor();
  expect(await visitor.getByLabel("Nội dung phản ánh").inputValue()).toBe("Dòng một\nDòng hai <b>đậm</b>");
  await look("tip-form", visitor);
  await visitor.getByRole("button", { name: "Gửi phản ánh" }).click();
  await visitor.getByRole("heading", { name: "Đã tiếp nhận phản ánh" }).waitFor();
  await look("tip-sent", visitor);
  await context.close();
  const [tip] = await selectTips(pool, {}, { limit: 1 });
  expect(tip).toMatchObject({ what: "Dòng một\nDòng hai <b>đậm</b>", hasIdentity: true, state: "received" });

  await page.goto(`${at.origins.desk}/tips`);
  await page.getByRole("link", { name: tip!.number }).waitFor();
  await look("tips");
  await page.getByRole("link", { name: tip!.number }).click();
  await page.getByRole("button", { name: "Đưa vào giám sát và quét" }).click();
  await page.getByText("Đã đưa vào hàng quét.").waitFor();
  await page.getByLabel("Lý do, kết quả").fill("Đã đưa vào giám sát");
  await page.getByRole("button", { name: "Ghi nhận" }).click();
  await page.getByText("Đang kiểm tra").first().waitFor();
  expect(await page.getByText("Người Gửi").count()).toBe(0);
  await page.getByRole("button", { name: "Xem người phản ánh…" }).click();
  await page.getByLabel("Lý do xem (được ghi vào nhật ký)").fill("Gọi lại hỏi thêm");
  await page.getByRole("button", { name: "Xem", exact: true }).click();
  await page.getByText("Người Gửi").waitFor();
  await look("tip");
  expect(faults).toEqual([]);
});
