// Promises the law by the day of the conduct: the decree then in force, both amounts, who may sign, until when, and what warns.
import { expect, test } from "vitest";
import { amountsOf, lighterOf } from "#core/law/amounts.ts";
import { checkCitations } from "#core/law/check-citations.ts";
import { deadlinesFor, metByStep } from "#core/law/deadlines.ts";
import { describeArticle, lawOn, whoMaySign } from "#core/law/law-on.ts";
import { readShippedLaw } from "#core/law/ship-law.ts";
import { vietnamDay } from "#core/law/working-days.ts";
import { categories } from "#core/nouns/category.ts";

const book = readShippedLaw();
const article = (id: string) => book.articles.find((a) => a.id === id)!;
const today = "2026-11-22";
const sanctionsOn = (conductOn: string, category: string) =>
  lawOn(book, { conductOn, category, today })
    .filter((a) => a.article.kind === "sanction" && !a.article.categories.includes("any"))
    .map((a) => a.article.id);
const million = 1_000_000;

test("the decree of the day of the conduct applies, not that of today", () => {
  expect(sanctionsOn("2026-06-30", "imprint")).toEqual(["nd15-d99.1"]);
  expect(sanctionsOn("2026-07-01", "imprint")).toEqual(["nd174-d93-imprint"]);
  expect(sanctionsOn("2026-08-18", "impersonation")).toEqual(["nd174-d96.3n"]);
  expect(sanctionsOn("2026-08-19", "impersonation")).toEqual(["nd174-d96.3n", "nd330-d14.3a"]);
  expect(sanctionsOn("2026-08-18", "hidden_gambling_links")).toEqual([]);
  expect(sanctionsOn("2026-08-19", "hidden_gambling_links")).toEqual(["nd330-d15.1a"]);
});

test("both amounts are told, whichever of the two the decree prints", () => {
  expect(amountsOf(article("nd174-d95.1a"))).toEqual({
    individual: { from: 10 * million, to: 15 * million },
    organisation: { from: 20 * million, to: 30 * million },
    printed: "organisation",
  });
  expect(amountsOf(article("nd330-d14.3a"))).toEqual({
    individual: { from: 20 * million, to: 30 * million },
    organisation: { from: 40 * million, to: 60 * million },
    printed: "individual",
  });
  expect(amountsOf(article("nd174-d92-licence"))).toBeNull();
});

test("conduct of before the new decree shows it beside the old one as a hint, with the basis and which is lighter", () => {
  const old = describeArticle(book, article("nd174-d96.3n"), "2026-08-01", today);
  expect(old.lighter.map((l) => [l.article.id, l.instrument.lighterArticle, l.lighter])).toEqual([
    ["nd330-d14.3a", "Điều 81 khoản 1", "older"],
  ]);
  const info = describeArticle(book, article("nd174-d95.1a"), "2026-08-01", today);
  expect(info.lighter.map((l) => [l.article.id, l.lighter])).toEqual([
    ["nd330-d11-info", "newer"],
    ["nd330-d11-info-2", "older"],
  ]);
  expect(describeArticle(book, article("nd174-d96.3n"), "2026-09-01", today).lighter).toEqual([]);
  expect(lighterOf(null, amountsOf(article("nd330-d14.3a")))).toBe("unknown");
});

test("who may sign: the ceiling must reach the top of the bracket, for the person and for the organisation each", () => {
  const signers = whoMaySign(book, article("nd330-d14.5"), today);
  const may = Object.fromEntries(signers.map((s) => [s.competence.id, [s.individual, s.organisation]]));
  expect(may).toEqual({
    "nd330-d79": [null, null],
    "nd330-d73-xa": [false, false],
    "nd330-d72.3": [true, true],
    "nd330-d77.1": [true, true],
    "nd330-d72.5": [true, true],
    "nd330-d73-tinh": [true, true],
  });
  expect(whoMaySign(book, article("nd174-d95.1a"), today)).toEqual([]);
});

test("the limitation is the instrument's own, else the general one, and says when it is over", () => {
  const own = describeArticle(book, article("nd330-d14.3a"), "2026-09-01", today).limitation!;
  expect([own.term.id, own.endsOn, own.isOver, own.isGeneral]).toEqual(["thoi-hieu-330", "2027-09-01", false, false]);
  const general = describeArticle(book, article("nd15-d99.1"), "2025-11-20", today).limitation!;
  expect([general.term.id, general.endsOn, general.isOver, general.isGeneral]).toEqual([
    "thoi-hieu-chung",
    "2026-11-20",
    true,
    true,
  ]);
  expect(describeArticle(book, article("nd147-d24.9"), "2026-09-01", today).limitation).toBeNull();
});

test("a citation that is expired, not yet in force, unverified, set aside or unknown warns; a sound one does not", () => {
  const ids = ["nd15-d99.1", "nd330-d14.3a", "nd174-d93-imprint", "nd174-d92-licence", "khong-co", "nd174-d95.1c"];
  const rows = ids
    .filter((id) => id !== "khong-co")
    .map((id) => ({ ...article(id), withdrawnAt: id.endsWith("1c") ? new Date("2026-10-01T00:00:00Z") : null }));
  const warned = checkCitations(book, { ids, rows }, { conductOn: "2026-07-15", today });
  expect(warned.map((w) => [w.articleId, w.problem, w.detail])).toEqual([
    ["nd15-d99.1", "expired", "2026-06-30"],
    ["nd330-d14.3a", "not-yet", "2026-08-19"],
    ["nd174-d92-licence", "unverified", null],
    ["khong-co", "unknown", null],
    ["nd174-d95.1c", "set-aside", "2026-10-01"],
  ]);
  const unknownDay = checkCitations(book, { ids: ["nd330-d14.3a"], rows }, { conductOn: null, today });
  expect(unknownDay.map((w) => w.problem)).toEqual(["no-conduct-date"]);
  const lighter = checkCitations(
    book,
    { ids: ["nd174-d95.1a"], rows: [article("nd174-d95.1a")] },
    { conductOn: "2026-07-15", today },
  );
  expect(lighter.map((w) => [w.problem, w.detail])).toEqual([["lighter-now", "nd330-d11-info"]]);
});

test("an event starts the deadlines of the terms in force at its time, and a step fulfils them", () => {
  const at = new Date("2026-11-19T02:00:00Z");
  const due = (event: Parameters<typeof deadlinesFor>[1], when = at) =>
    deadlinesFor(book, event, when).map((d) => [d.term.id, vietnamDay(d.dueAt)]);
  expect(due("conduct-detected")).toEqual([["bien-ban-2-ngay", "2026-11-23"]]);
  expect(due("subject-identified")).toEqual([["bien-ban-3-ngay", "2026-11-24"]]);
  expect(deadlinesFor(book, "takedown-requested", at).map((d) => d.dueAt.toISOString())).toEqual([
    "2026-11-20T02:00:00.000Z",
  ]);
  expect(due("takedown-requested", new Date("2024-12-01T00:00:00Z"))).toEqual([]);
  expect(metByStep("closed")).toBe("all");
  expect(metByStep("sanctioned")).toContain("conduct-detected");
});

test("the shipped file names what it rests on, keeps unverified brackets empty, and every reference leads somewhere", () => {
  const instruments = new Set(book.instruments.map((i) => i.series));
  const articles = new Set(book.articles.map((a) => a.series));
  for (const row of [...book.articles, ...book.competences, ...book.terms])
    expect(instruments).toContain(row.instrument);
  for (const row of book.articles) {
    for (const series of row.follows) expect(articles).toContain(series);
    for (const category of row.categories) expect([...categories, "any"]).toContain(category);
    if (row.mark === "?") expect([row.id, row.amountFrom]).toEqual([row.id, null]);
    if (row.kind === "sanction" && row.amountFrom === null) expect(row.note).not.toBe("");
  }
  for (const row of book.instruments) if (row.replacedBy) expect(instruments).toContain(row.replacedBy);
  expect(JSON.stringify(book)).toBe(JSON.stringify(book).normalize("NFC"));
});
