// Promises the whole day in a real browser: list, scan, triage, case, documents, approval, package, takedown, report.
// All thirty sites are really crawled, captured and sealed by the crew's own queue and workers; nothing is seeded but the accounts and the
// office's name. Past the screens go only: the author's role lent for a moment, her try at the API and at the database, and the counts by SQL.
import { afterAll, beforeAll, expect, test } from "vitest";
import { emptyOffice } from "#core/nouns/office.ts";
import { writeOffice } from "#core/records/office.ts";
import { addPerson } from "../../support/desk.ts";
import { approve, refuseAuthor, sealPackage } from "../../support/whole-day/approve.ts";
import { charge, fillCase, makeDocuments, openCase, propose } from "../../support/whole-day/case-file.ts";
import { type Day, openDay } from "../../support/whole-day/day.ts";
import { checkAsPolice } from "../../support/whole-day/police.ts";
import { expectCategories, expectFigures, makeReport } from "../../support/whole-day/report.ts";
import { expectSealedFindings, importWatchlist, scanAll } from "../../support/whole-day/scan.ts";
import { enterFine, passADay, requestTakedown, seeItGone } from "../../support/whole-day/takedown.ts";
import { expectDecisions, filed, fileConfirmed, triage } from "../../support/whole-day/triage.ts";

const [monitor, approver] = ["thu.ha", "van.bach"];
const title = "Dấu hiệu cá cược trực tuyến trên cụm trang Vui Cược";
let day: Day;

beforeAll(async () => {
  day = await openDay(8831);
  const { desk } = day.at;
  await addPerson(desk, monitor, "monitor", "Lê Thị Thu Hà");
  await addPerson(desk, approver, "approver", "Lê Văn Bách");
  const names = { name: "Sở Thông tin Ven Biển", symbol: "STTVB", unitSymbol: "TGS", place: "Ven Biển" };
  await writeOffice(desk.database.pool, { ...emptyOffice, secondReviewShare: 0, ...names }, "test");
}, 120_000);
afterAll(() => day.close(), 60_000);

/** Each step says how long it took; one that fails leaves a picture of what stood on every screen. */
async function step<T>(name: string, act: () => Promise<T>): Promise<T> {
  const startMs = performance.now();
  const result = await act().catch(async (error: unknown) => {
    for (const context of day.at.browser.contexts())
      for (const page of context.pages()) await day.keep(page, "that-bai");
    throw error;
  });
  process.stdout.write(`  ${name}: ${((performance.now() - startMs) / 1000).toFixed(1)} s\n`);
  return result;
}

/** `2026-11-22` in Vietnam, so many days from now. */
const dayFromNow = (days: number) =>
  new Date(Date.now() + days * 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 10);

test("a list becomes findings, findings a case, the case documents and a sealed package, the page goes, the report counts it", async () => {
  process.stdout.write(`  pictures: ${day.folder}\n`);
  const page = await step("sign-in", () => day.enter(monitor));
  await step("watchlist import", () => importWatchlist(day, page));
  await step("scan of thirty sites", () => scanAll(day, page));
  await expectSealedFindings(day);
  await step("triage of thirty findings", () => triage(day, page));
  await expectDecisions(day, monitor);
  await step("into cases", async () => {
    await fileConfirmed(day, page, "gambling", title);
    await fileConfirmed(day, page, "personal_data", "Dấu hiệu mua bán dữ liệu cá nhân trên cụm trang Kho Số");
  });
  const today = dayFromNow(0);
  const file = await step("case", async () => {
    const opened = await openCase(day, page, title);
    await charge(day, page, today);
    await fillCase(day, page);
    return opened;
  });
  await step("documents", () => makeDocuments(day, page, file));
  await step("proposal", () => propose(day, page, file));
  await step("the author's own try", () => refuseAuthor(day, page, monitor, file));
  const second = await step("approval", async () => {
    const other = await day.enter(approver);
    await approve(day, other, approver, filed.gambling.length);
    return other;
  });
  const taken = await step("sealed package", () => sealPackage(day, second, file));
  await step("check by the police", () => checkAsPolice(day, taken));
  await step("takedown request", () => requestTakedown(day, page, file, filed.gambling[0]!));
  await step("re-check a day later", () => passADay(day, filed.gambling[0]!));
  const nextDay = await step("before and after", async () => {
    const again = await day.enter(monitor);
    await seeItGone(day, again, file, filed.gambling[0]!);
    await enterFine(day, again, file, dayFromNow(1));
    return again;
  });
  const halfYear = { from: dayFromNow(-150), to: dayFromNow(32) };
  await step("half-year reports", async () => {
    await makeReport(day, nextDay, "coordination", halfYear);
    expect(await expectFigures(day, nextDay, halfYear)).toMatchObject({ "Hồ sơ vụ việc": 2, "Xử phạt tiền": 1 });
    await expectCategories(day, nextDay);
    await makeReport(day, nextDay, "periodic", halfYear);
    const told = await expectFigures(day, nextDay, halfYear);
    expect(told).toMatchObject({ "Dấu hiệu do phần mềm phát hiện": 30, "Dấu hiệu được cán bộ xác nhận": 6 });
    expect(told).toMatchObject({ "Dấu hiệu được cán bộ loại bỏ": 22, "Trang, nội dung đã gỡ bỏ": 1 });
    await expectCategories(day, nextDay);
  });
  expect(day.faults).toEqual([]);
}, 480_000);
