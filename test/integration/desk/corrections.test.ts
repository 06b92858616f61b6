// Promises that what turns out otherwise leaves no wrong number behind: cancelled fines, reopened cases, pages that came back, terms not yet over.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaseView } from "#admin/api/cases.ts";
import type { DocumentView } from "#admin/api/documents.ts";
import type { FigureReply } from "#admin/api/reports.ts";
import { newId } from "#core/id.ts";
import { readBook } from "#core/records/book.ts";
import { comparePeriod } from "#core/report/periods.ts";
import { addPerson, openTestDesk, type Signed, signIn, type TestDesk } from "../../support/desk.ts";

let desk: TestDesk;
let lead: Signed;
let inspector: Signed;

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "totruong", "lead");
  await addPerson(desk, "xuly", "inspector");
  [lead, inspector] = [await signIn(desk, "totruong"), await signIn(desk, "xuly")];
});
afterAll(() => desk.close());

async function openCase(conductOn: string | null = null): Promise<string> {
  const body = { title: "Vụ việc thử", category: "gambling", source: "manual", conductOn };
  const answer = await inspector.call("POST", "/api/cases", body);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<{ id: string }>().id;
}

const caseOf = async (id: string) => (await inspector.call("GET", `/api/cases/${id}`)).json<CaseView>();
const figure = async (name: string, period = "fromDay=2026-01-01&toDay=2026-12-31") =>
  (await lead.call("GET", `/api/figures/${name}?${period}`)).json<FigureReply>();

/** Steps as they would stand after months; the state machine has tests of its own. */
async function plantSteps(caseId: string, steps: [from: string, to: string, at: string][]): Promise<void> {
  const rows = steps.map(
    ([from, to, at]) =>
      `insert into case_step (id, case_id, from_state, to_state, person_id, actor, reason, at)
       select '${newId()}', '${caseId}', '${from}', '${to}', p.id, p.login, 'thử', '${at}' from person p where login = 'totruong';`,
  );
  await desk.database.pool.query(`begin; set local session_replication_role = replica; ${rows.join("\n")} commit;`);
}

test("a fine that was cancelled stays to be read with its reason, and no figure, book or document counts it; it is paid no more", async () => {
  const id = await openCase();
  const fine = {
    kind: "fine",
    subjectKind: "person",
    amountVnd: 7_500_000,
    decisionNumber: "12/QĐ",
    decidedOn: "2026-05-04",
  };
  const added = (await inspector.call("POST", `/api/cases/${id}/outcomes`, fine)).json<{ id: string }>();
  expect((await figure("fines")).total).toEqual({ count: 1, amount: 7_500_000 });
  const path = `/api/cases/${id}/outcomes/${added.id}/withdraw`;
  expect((await inspector.call("POST", path, { reason: " " })).statusCode).toBe(400);
  expect((await inspector.call("POST", path, { reason: "Quyết định bị hủy bỏ" })).statusCode).toBe(200);
  expect((await inspector.call("POST", path, { reason: "lần nữa" })).statusCode).toBe(409);
  expect((await caseOf(id)).outcomes).toMatchObject([
    { amountVnd: 7_500_000, withdrawnBy: "xuly", withdrawReason: "Quyết định bị hủy bỏ" },
  ]);
  for (const name of ["fines", "finesPerson"]) expect((await figure(name)).total).toEqual({ count: 0, amount: 0 });
  const payment = await inspector.call("PUT", `/api/cases/${id}/outcomes/${added.id}/payment`, {
    paidOn: "2026-05-20",
  });
  expect(payment.statusCode).toBe(404);
  const { number } = (await caseOf(id)).file;
  const book = await readBook.cases(desk.database.pool, { from: "2026-01-01", to: "2099-12-31" });
  expect(book.find((row) => row.number === number)).toMatchObject({ fines: null, decisions: null });
  await expect(desk.database.pool.query("delete from case_outcome_withdrawal")).rejects.toThrow();
  const journal = await inspector.call("GET", `/api/cases/${id}/journal`);
  expect(journal.body).toContain("outcome-withdrawn");
});

test("a case that was opened again is not handled until it is once more", async () => {
  const id = await openCase();
  const before = (await figure("casesHandled")).total.count;
  await plantSteps(id, [["verifying", "rejected", "2026-11-22T10:00:00Z"]]);
  expect((await figure("casesHandled")).total.count).toBe(before + 1);
  await plantSteps(id, [["rejected", "verifying", "2026-11-22T11:00:00Z"]]);
  expect((await figure("casesHandled")).total.count).toBe(before);
  await plantSteps(id, [["verifying", "out-of-area", "2026-11-22T12:00:00Z"]]);
  expect((await figure("casesHandled")).total.count).toBe(before + 1);
});

test("a case that was prosecuted is not counted as still being verified by the police", async () => {
  const id = await openCase();
  await plantSteps(id, [["police-received", "police-verifying", "2026-03-02T10:00:00Z"]]);
  expect((await figure("casesPoliceVerifying")).total.count).toBe(1);
  await plantSteps(id, [["police-verifying", "prosecuted", "2026-08-02T10:00:00Z"]]);
  expect((await figure("casesPoliceVerifying")).total.count).toBe(0);
  // As it stood at the end of June.
  expect((await figure("casesPoliceVerifying", "fromDay=2026-01-01&toDay=2026-06-30")).total.count).toBe(1);
});

test("a page counts as removed only while it stays away, and saying it again moves it to no other period", async () => {
  const id = await openCase();
  const words = { url: "https://trang-thu.example/", kind: "content", addressee: "Chủ trang", channel: "phone" };
  const answer = await inspector.call("POST", `/api/cases/${id}/takedowns`, {
    ...words,
    requestedAt: "2026-11-02T02:00:00Z",
  });
  const takedown = answer.json<{ id: string }>().id;
  const settle = () => inspector.call("PUT", `/api/cases/${id}/takedowns/${takedown}`, { state: "removed" });
  expect((await settle()).statusCode).toBe(200);
  const [first] = (await caseOf(id)).takedowns;
  expect((await figure("pagesRemoved", "fromDay=2026-01-01&toDay=2099-12-31")).total.count).toBe(1);
  await settle();
  expect((await caseOf(id)).takedowns[0]!.settledAt).toBe(first!.settledAt);
  await desk.database.pool.query("update takedown set returned_at = settled_at + interval '1 second' where id = $1", [
    takedown,
  ]);
  expect((await figure("pagesRemoved", "fromDay=2026-01-01&toDay=2099-12-31")).total.count).toBe(0);
});

test("a term that is not over yet is not counted as missed", async () => {
  const id = await openCase();
  const plant = (due: string) =>
    desk.database.pool.query(
      "insert into case_deadline (id, case_id, term_id, label, starts_at, due_at, added_at) values ($1, $2, 'x', 'Hạn thử', now(), $3, now())",
      [newId(), id, due],
    );
  const before = (await figure("deadlinesMissed", "fromDay=2020-01-01&toDay=2099-12-31")).total.count;
  await plant("2098-01-01T00:00:00Z");
  await plant("2020-05-01T00:00:00Z");
  expect((await figure("deadlinesMissed", "fromDay=2020-01-01&toDay=2099-12-31")).total.count).toBe(before + 1);
});

test("a citation that does not stand on the day of the conduct is told where it is cited, on the last and the first day exactly", async () => {
  const { rows } = await desk.database.pool.query(
    `select a.id, a.effective_to::text as last from law_article a where a.effective_to is not null and a.withdrawn_at is null order by a.id limit 1`,
  );
  const [article] = rows as [{ id: string; last: string }];
  const next = new Date(Date.parse(article.last) + 86_400_000).toISOString().slice(0, 10);
  for (const [conductOn, expired] of [
    [article.last, false],
    [next, true],
  ] as const) {
    const id = await openCase(conductOn);
    expect((await inspector.call("POST", `/api/cases/${id}/charges`, { articleId: article.id })).statusCode).toBe(200);
    const [charge] = (await caseOf(id)).charges;
    expect([conductOn, charge!.warnings.some((w) => w.problem === "expired")]).toEqual([conductOn, expired]);
  }
  const unknown = await openCase();
  await inspector.call("POST", `/api/cases/${unknown}/charges`, { articleId: article.id });
  expect((await caseOf(unknown)).charges[0]!.warnings.map((w) => w.problem)).toContain("no-conduct-date");
});

test("a case whose summary pronounces a verdict prints no document before its approval, and says which sentence", async () => {
  const id = await openCase();
  const made = await inspector.call("POST", `/api/cases/${id}/documents`, { kind: "assessment" });
  const document = made.json<{ id: string }>().id;
  const verdictOf = async () =>
    (await inspector.call("GET", `/api/documents/${document}`)).json<DocumentView>().verdict;
  expect(await verdictOf()).toBeNull();
  const rename = (title: string) => inspector.call("PATCH", `/api/cases/${id}`, { title, summary: title });
  expect((await rename("Trang thử đã vi phạm pháp luật")).statusCode).toBe(200);
  expect(await verdictOf()).toBe("Trang thử đã vi phạm pháp luật");
  await rename("Trang thử có dấu hiệu vi phạm");
  expect(await verdictOf()).toBeNull();
});

test("the end of February is compared with the end of February", () => {
  expect(comparePeriod({ from: "2028-01-01", to: "2028-02-29" }, "last-year")).toEqual({
    from: "2027-01-01",
    to: "2027-02-28",
  });
  expect(comparePeriod({ from: "2029-01-01", to: "2029-02-28" }, "last-year")).toEqual({
    from: "2028-01-01",
    to: "2028-02-29",
  });
  expect(comparePeriod({ from: "2029-02-28", to: "2029-03-20" }, "last-year")).toEqual({
    from: "2028-02-28",
    to: "2028-03-20",
  });
});
