// Promises the law's rows on a real Postgres: loaded once, the office's own win, versions follow one another, nothing cited changes.
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#core/db/pool.ts";
import { keepShippedOut, loadShippedLaw, readShippedLaw } from "#core/law/ship-law.ts";
import { LawArticle, LawTable } from "#core/nouns/law.ts";
import { readLawBook, selectLawArticles, selectLawRows } from "#core/records/law.ts";
import { importLawData, putLawRow, setShippedAside } from "#core/records/law-version.ts";
import { createTestDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(3);
});
afterAll(() => database.close());

const putting = { actor: "t", origin: "office", reason: "thử" } as const;
const imprint = () => readShippedLaw().articles.find((a) => a.id === "nd174-d93-imprint")!;

test("the shipped file loads whole, and a second start adds nothing", async () => {
  const data = readShippedLaw();
  const rows = LawTable.options.reduce((sum, table) => sum + data[table].length, 0);
  expect(await loadShippedLaw(database.pool)).toBe(rows);
  expect(await loadShippedLaw(database.pool)).toBe(0);
  const book = await readLawBook(database.pool);
  expect(book.articles.map((a) => LawArticle.parse(a)).toSorted((a, b) => a.id.localeCompare(b.id))).toEqual(
    data.articles.toSorted((a, b) => a.id.localeCompare(b.id)),
  );
});

test("a correction takes the row's place, the cited one keeps its words, and the next start leaves both", async () => {
  const mended = { ...imprint(), article: "Điều 93 khoản 2", mark: "P" as const };
  const { pool } = database;
  expect(await inTransaction(pool, (tx) => putLawRow(tx, "articles", mended, putting))).toEqual({
    id: "nd174-d93-imprint.v2",
    result: "replaced",
  });
  expect(await inTransaction(pool, (tx) => putLawRow(tx, "articles", mended, putting))).toEqual({
    id: "nd174-d93-imprint.v2",
    result: "same",
  });
  expect(await loadShippedLaw(pool)).toBe(0);
  const standing = await selectLawRows(pool, "articles", { series: "nd174-d93-imprint" });
  expect(standing.map((a) => [a.id, a.article, a.origin])).toEqual([
    ["nd174-d93-imprint.v2", "Điều 93 khoản 2", "office"],
  ]);
  const [cited] = await selectLawArticles(pool, ["nd174-d93-imprint"]);
  expect([cited?.article, cited?.withdrawReason]).toEqual([imprint().article, "thử"]);
});

test("a later version ends the one before on the day before", async () => {
  const { pool } = database;
  const later = { ...imprint(), effectiveFrom: "2027-03-01", amountFrom: 12_000_000, amountTo: 24_000_000 };
  await inTransaction(pool, (tx) => putLawRow(tx, "articles", later, putting));
  const rows = await selectLawRows(pool, "articles", { series: "nd174-d93-imprint" });
  expect(rows.map((a) => [a.effectiveFrom, a.effectiveTo])).toEqual([
    ["2026-07-01", "2027-02-28"],
    ["2027-03-01", null],
  ]);
});

test("the database refuses to edit or delete a row of the law, and an article of no known instrument", async () => {
  const { pool } = database;
  await expect(pool.query("update law_article set amount_to = 1 where id = 'nd330-d14.3a'")).rejects.toThrow(
    /not edited/,
  );
  await expect(pool.query("delete from law_term where id = 'go-bo-24h'")).rejects.toThrow(/never deleted/);
  const stray = { ...imprint(), id: "la", series: "la", instrument: "khong-co" };
  await expect(inTransaction(pool, (tx) => putLawRow(tx, "articles", stray, putting))).rejects.toMatchObject({
    code: "input.invalid",
  });
});

test("an office that works with its own data alone sees none of the shipped rows, now and after the next start", async () => {
  const other = await createTestDatabase(2);
  await loadShippedLaw(other.pool);
  const own = readShippedLaw().instruments.slice(0, 1);
  await inTransaction(other.pool, async (tx) => {
    await setShippedAside(tx, putting);
    await keepShippedOut(tx, true, "t");
    const none = { articles: [], competences: [], terms: [], holidays: [], agencies: [] };
    await importLawData(
      tx,
      { ...none, instruments: own.map((i) => ({ ...i, id: "qd-01", series: "qd-01", number: "01/QĐ" })) },
      putting,
    );
  });
  expect(await loadShippedLaw(other.pool)).toBe(0);
  const book = await readLawBook(other.pool);
  expect([book.instruments.map((i) => i.number), book.articles, book.holidays]).toEqual([["01/QĐ"], [], []]);
  await other.close();
});
