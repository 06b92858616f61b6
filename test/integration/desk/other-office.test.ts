// Promises that an office with nothing in common with ours is set up from one file alone, and that only its own names come back.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#core/db/pool.ts";
import { CaseId, newId } from "#core/id.ts";
import { onTakedownRequested } from "#core/law/run-deadlines.ts";
import { readOfficeFile, setUpOffice } from "#core/law/set-up-office.ts";
import { loadShippedLaw, readShippedLaw } from "#core/law/ship-law.ts";
import { vietnamDay } from "#core/law/working-days.ts";
import { LawTable } from "#core/nouns/law.ts";
import { OfficeFile } from "#core/nouns/office-file.ts";
import type { LawOn, LawPage } from "#admin/api/law.ts";
import { addPerson, openTestDesk, type Signed, signIn, type TestDesk } from "../../support/desk.ts";

const fixture = new URL("../../fixtures/office/hon-khoi.json", import.meta.url);
const file = OfficeFile.parse(JSON.parse(readFileSync(fixture, "utf8")));
let desk: TestDesk;
let lead: Signed;
beforeAll(async () => {
  desk = await openTestDesk();
  await setUpOffice(desk.database.pool, file, "quan.tri", "lập cơ quan");
  await loadShippedLaw(desk.database.pool); // the next start
  await addPerson(desk, "truong.ban", "lead");
  lead = await signIn(desk, "truong.ban");
});
afterAll(() => desk.close());

test("screens read the office's own names", async () => {
  expect((await lead.call("GET", "/api/office")).json()).toEqual(file.office);
});

test("the law's tables hold the office's rows and no name, number or position that came with the program", async () => {
  const shipped = readShippedLaw();
  const foreign = [
    ...shipped.instruments.map((i) => i.number),
    ...shipped.instruments.map((i) => i.title),
    ...shipped.competences.map((c) => c.position),
    ...shipped.agencies.map((a) => a.name),
    ...shipped.holidays.map((h) => h.day),
  ].filter((words) => words !== "");
  let all = "";
  for (const table of LawTable.options) {
    const page = (await lead.call("GET", `/api/law/tables/${table}`)).json<LawPage>();
    expect([table, page.total]).toEqual([table, file.law[table].length]);
    all += JSON.stringify(page);
  }
  for (const category of ["source_duties", "gambling", "impersonation"])
    all += (await lead.call("GET", `/api/law/on?conductOn=2026-09-15&category=${category}`)).body;
  expect(foreign.filter((words) => all.includes(words))).toEqual([]);
  expect(all).toContain("07/QL-HK");
});

test("amounts, competences and deadlines are reckoned by the office's law and its days off", async () => {
  const answer = (await lead.call("GET", "/api/law/on?conductOn=2026-09-15&category=source_duties")).json<LawOn>();
  const [item] = answer.items;
  expect(item!.amounts?.organisation).toEqual({ from: 2_100_000, to: 2_700_000 });
  expect(item!.signers.map((s) => [s.competence.position, s.individual, s.organisation])).toEqual([
    ["Trưởng nha", true, false],
  ]);
  const id = CaseId.parse(newId());
  const { pool } = desk.database;
  await pool.query(
    `insert into case_file (id, number, title, category, source, detected_at, state_at, created_at, created_by, updated_at)
     select $1, 'HK-2026-0001', 'Vụ việc thử', 'source_duties', 'scan', now(), now(), now(), p.id, now() from person p`,
    [id],
  );
  const requestedAt = new Date("2026-11-20T02:00:00Z"); // a Friday; the Monday after is the office's day off
  const due = await inTransaction(pool, (tx) => onTakedownRequested(tx, id, { kind: "content", requestedAt }));
  expect(vietnamDay(due!)).toBe("2026-11-25");
});

test("what was exported sets up the same office again; a row of an unknown instrument sets up nothing", async () => {
  const { pool } = desk.database;
  const again = await readOfficeFile(pool);
  expect(again).toEqual(file);
  expect(await setUpOffice(pool, again, "quan.tri", "nhập lại")).toMatchObject({ added: 0, replaced: 0, setAside: 0 });
  const broken = structuredClone(file);
  broken.office.name = "KHÁC";
  broken.law.articles.push({ ...file.law.articles[0]!, id: "la", series: "la", instrument: "khong-co" });
  await expect(setUpOffice(pool, broken, "quan.tri", "thử")).rejects.toMatchObject({ code: "input.invalid" });
  expect((await readOfficeFile(pool)).office.name).toBe(file.office.name);
});
