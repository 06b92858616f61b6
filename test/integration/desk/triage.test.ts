// Promises that two people never get the same finding, that a killed one's comes back, and that every hand-over, hold and bulk act answers for itself.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { BulkReply } from "#admin/api/bulk.ts";
import type { FindingView } from "#admin/api/finding.ts";
import type { QueuePage } from "#admin/api/findings.ts";
import type { GroupView } from "#admin/api/groups.ts";
import type { AgreementView, DisagreementPage, NextSecondReview } from "#admin/api/second-reviews.ts";
import type { NextReply, TriageActView, TriagePeople } from "#admin/api/triage.ts";
import { setClock } from "#core/clock.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import { writeOffice } from "#core/records/office.ts";
import { cohensKappa } from "#core/records/second-review.ts";
import {
  addPerson,
  openTestDesk,
  seedFinding,
  type SeedFinding,
  signal,
  type Signed,
  signIn,
  type TestDesk,
} from "../../support/desk.ts";
import { openCaseAs, readCaseAs } from "../../support/desk-cases.ts";
import { seededRandom } from "../../support/seeded-random.ts";

let desk: TestDesk;
let people: Signed[];
let lead: Signed;
let personIds: Map<string, string>;

beforeAll(async () => {
  desk = await openTestDesk();
  const logins = ["an", "binh", "chi", "dung"];
  for (const login of logins) await addPerson(desk, login, "monitor");
  await addPerson(desk, "truong", "lead");
  people = await Promise.all(logins.map((login) => signIn(desk, login)));
  lead = await signIn(desk, "truong");
  const list = (await people[0]!.call("GET", "/api/triage/people")).json<TriagePeople>().items;
  personIds = new Map(list.map((person) => [person.name, person.id]));
  await writeOffice(desk.database.pool, { ...emptyOffice, secondReviewShare: 0 }, "test");
});
afterAll(() => desk.close());

// Each test starts with an empty queue: what earlier ones left is dismissed past the desk.
beforeEach(async () => {
  await desk.database.pool.query("delete from claim");
  await desk.database.pool.query("delete from triage_state");
  await desk.database.pool.query("update finding set status = 'dismissed' where status = 'new'");
});

let seeded = 0;
const seed = (more: Partial<SeedFinding> = {}) =>
  seedFinding(desk, { url: `https://so-${++seeded}.example/`, ...more });
const next = async (who: Signed, body: object = {}) =>
  (await who.call("POST", "/api/triage/next", body)).json<NextReply>();
const look = (who: Signed, { findingId, captureId }: { findingId: string; captureId: string }) =>
  who.call("GET", `/api/captures/${captureId}?finding=${findingId}`);
const bulk = async (who: Signed, body: object) => (await who.call("POST", "/api/triage/bulk", body)).json<BulkReply>();
const view = async (who: Signed, id: string) => (await who.call("GET", `/api/findings/${id}`)).json<FindingView>();
const acts = async (id: string) =>
  (await lead.call("GET", `/api/findings/${id}/acts`)).json<{ items: TriageActView[] }>().items.map((act) => act.kind);

test("many monitors who ask at once never get the same finding, and each finding is given once", async () => {
  const seedNumber = Date.now() % 1_000_000;
  process.stdout.write(`claims seed ${seedNumber}\n`);
  const random = seededRandom(seedNumber);
  for (let i = 0; i < 24; i++) await seed({ score: random() * 4, verdict: random() < 0.5 ? "flag" : "review" });
  const given: string[] = [];
  const takeAll = async (who: Signed) => {
    for (const skip: string[] = []; ;) {
      const { finding } = await next(who, { skip });
      if (!finding) return;
      given.push(finding.id);
      skip.push(finding.id);
    }
  };
  await Promise.all(people.map((who) => takeAll(who)));
  expect(given.length).toBe(24);
  expect(new Set(given).size).toBe(24);
  expect((await next(lead)).finding).toBeNull();
});

test("the gravest and oldest comes first, with what follows it; releasing goes on, and a reload gives back what one holds", async () => {
  const [light, heavy, middle] = [await seed({ score: 1 }), await seed({ score: 3 }), await seed({ score: 2 })];
  const [an, binh] = people as [Signed, Signed];
  const first = await next(an);
  expect([first.finding!.id, first.claim!.mine, first.upcoming]).toEqual([
    heavy.findingId,
    true,
    [middle.findingId, light.findingId],
  ]);
  expect((await next(an)).finding!.id).toBe(heavy.findingId);
  expect((await next(binh)).finding!.id).toBe(middle.findingId);
  expect((await next(an, { releases: heavy.findingId })).finding!.id).toBe(light.findingId);
  expect((await next(lead)).finding!.id).toBe(heavy.findingId);
  expect(await acts(heavy.findingId)).toEqual(["claim-taken", "claim-released", "claim-taken"]);
});

test("the claim of a browser that was killed ends by itself, and the finding goes to the next one who asks", async () => {
  const { findingId } = await seed();
  const [an, binh] = people as [Signed, Signed];
  expect((await next(an)).finding!.id).toBe(findingId);
  expect((await next(binh)).finding).toBeNull();
  const startedMs = Date.now();
  const restore = setClock(() => startedMs + 10 * 60_000 + 1000);
  try {
    expect((await next(binh)).finding!.id).toBe(findingId);
    expect((await an.call("PUT", `/api/findings/${findingId}/claim`)).json()).toMatchObject({
      claim: { name: "binh" },
    });
  } finally {
    restore();
  }
});

test("a finding is handed over, taken over, put aside and moved up; each is a row, and others are refused", async () => {
  const { findingId } = await seed();
  const [an, binh] = people as [Signed, Signed];
  const path = `/api/findings/${findingId}`;
  await next(an);
  expect((await binh.call("POST", `${path}/hand-over`, { to: personIds.get("chi"), note: "" })).statusCode).toBe(409);
  expect(
    (await an.call("POST", `${path}/hand-over`, { to: personIds.get("binh"), note: "Rành mảng này" })).json(),
  ).toMatchObject({
    claim: { name: "binh" },
    desk: { assigned: { name: "binh", note: "Rành mảng này" } },
  });
  expect(
    (await an.call("POST", `${path}/hold`, { reason: "chờ", until: new Date(Date.now() + 3_600_000).toISOString() }))
      .statusCode,
  ).toBe(409);
  expect((await an.call("POST", `${path}/take-over`, { reason: "cần gấp" })).statusCode).toBe(403);
  expect((await lead.call("POST", `${path}/take-over`, { reason: "cần gấp" })).json()).toMatchObject({
    claim: { name: "truong" },
  });
  const tooLong = await lead.call("POST", `${path}/hold`, {
    reason: "chờ",
    until: new Date(Date.now() + 30 * 3_600_000).toISOString(),
  });
  expect([tooLong.statusCode, tooLong.json<{ message: string }>().message]).toEqual([
    400,
    expect.stringMatching(/until/),
  ]);
  await lead.call("POST", `${path}/hold`, {
    reason: "chờ nhà mạng",
    until: new Date(Date.now() + 3_600_000).toISOString(),
  });
  expect((await next(lead)).finding).toBeNull();
  const held = (await binh.call("GET", "/api/findings?state=held")).json<QueuePage>();
  expect(held.items).toMatchObject([{ id: findingId, claim: null, desk: { held: { reason: "chờ nhà mạng" } } }]);
  expect((await binh.call("DELETE", `${path}/hold`)).statusCode).toBe(200);
  expect((await next(binh)).finding!.id).toBe(findingId);
  await binh.call("POST", `${path}/escalation`, { reason: "vượt thẩm quyền" });
  expect((await next(binh)).finding).toBeNull();
  expect((await binh.call("DELETE", `${path}/escalation`, { note: "" })).statusCode).toBe(403);
  expect((await lead.call("DELETE", `${path}/escalation`, { note: "cứ làm" })).statusCode).toBe(200);
  expect((await next(people[2]!)).finding, "it is Bình's by hand-over").toBeNull();
  expect((await next(binh)).finding!.id).toBe(findingId);
  const to = await lead.call("PUT", `${path}/assignment`, { to: "00000000-0000-7000-8000-000000000000", note: "" });
  expect([to.statusCode, to.json<{ message: string }>().message]).toEqual([400, expect.stringMatching(/to:/)]);
  expect((await acts(findingId)).toReversed()).toEqual([
    "claim-taken",
    "claim-handed-over",
    "assigned",
    "claim-taken-over",
    "held",
    "hold-ended",
    "claim-taken",
    "escalated",
    "escalation-ended",
    "claim-taken",
  ]);
  await expect(desk.database.pool.query("delete from triage_act")).rejects.toThrow(/append-only/);
});

test("a bulk dismissal answers item by item, never confirms, follows equal content alone, and is taken back within ten seconds", async () => {
  const tiles = (sha256: string) => ({ summary: { tiles: [{ sha256 }] } });
  const [an, binh] = people as [Signed, Signed];
  const seen = await seed(tiles("a"));
  const copy = await seed(tiles("a"));
  const otherReason = await seed({ ...tiles("a"), signals: [signal({ rule: "thu.khac" })] });
  const unseen = await seed(tiles("b"));
  const taken = await seed(tiles("a"));
  await look(an, seen);
  await binh.call("PUT", `/api/findings/${taken.findingId}/claim`);
  const ids = [seen, copy, otherReason, unseen, taken].map((s) => s.findingId);
  expect((await an.call("POST", "/api/triage/bulk", { act: "confirm", ids, reason: "evident" })).statusCode).toBe(400);
  expect(
    (await an.call("POST", "/api/triage/bulk", { act: "dismiss", ids: Array(101).fill(ids[0]), reason: "false-alarm" }))
      .statusCode,
  ).toBe(400);
  const made = await bulk(an, { act: "dismiss", ids, reason: "false-alarm" });
  expect(made.items.map((item) => [item.done, item.why, item.follows])).toEqual([
    [true, null, null],
    [true, null, seen.findingId],
    [false, "not-seen", null],
    [false, "not-seen", null],
    [false, "claimed", null],
  ]);
  const row = await desk.database.pool.query("select group_id, follows from decision where finding_id = $1", [
    copy.findingId,
  ]);
  expect(row.rows).toEqual([{ group_id: made.bulkId, follows: seen.findingId }]);
  expect((await binh.call("POST", `/api/triage/bulk/${made.bulkId}/undo`)).statusCode).toBe(409);
  const undone = (await an.call("POST", `/api/triage/bulk/${made.bulkId}/undo`)).json<BulkReply>();
  expect([undone.done, (await view(an, copy.findingId)).status]).toEqual([2, "new"]);
  expect((await an.call("POST", `/api/triage/bulk/${made.bulkId}/undo`)).statusCode).toBe(409);
  const given = await bulk(lead, { act: "assign", ids, to: personIds.get("chi"), note: "chia việc" });
  expect(given.items.map((item) => item.why)).toEqual([null, null, null, null, "claimed"]);
  expect((await next(people[3]!)).finding, "all are another's").toBeNull();
});

test("a group lists copies with why they belong, and is decided together with a row each; confirming needs each one opened", async () => {
  const tiles = { summary: { tiles: [{ sha256: "c" }, { sha256: "d" }] } };
  const [one, two, third] = [await seed(tiles), await seed(tiles), await seed({ ...tiles, category: "impersonation" })];
  const an = people[0]!;
  const group = (await an.call("GET", `/api/findings/${one.findingId}/group`)).json<GroupView>();
  expect(group.members.map((m) => [m.finding.id, m.ties.map((tie) => tie.kind), m.seen, m.mayFollow])).toEqual([
    [two.findingId, ["same-picture"], false, true],
  ]);
  await look(an, one);
  const path = `/api/findings/${one.findingId}/group/decisions`;
  const ids = [two.findingId, third.findingId];
  const confirmed = (await an.call("POST", path, { verdict: "confirm", reason: "evident", ids })).json<BulkReply>();
  expect(confirmed.items.map((item) => item.why)).toEqual([null, "not-seen", "not-seen"]);
  await look(an, two);
  const second = await an.call("POST", path, { verdict: "confirm", reason: "evident", ids: [two.findingId] });
  expect(second.json<BulkReply>().items.map((item) => item.why)).toEqual(["decided", null]);
});

test("a drawn decision gets a second, blind look by another person; the lead sees the disagreement and may reopen", async () => {
  await writeOffice(desk.database.pool, { ...emptyOffice, secondReviewShare: 1 }, "test");
  const [an, binh] = people as [Signed, Signed];
  const one = await seed();
  await look(an, one);
  const decision = { verdict: "confirm", reason: "evident", note: "rõ", captureId: one.captureId };
  expect((await an.call("POST", `/api/findings/${one.findingId}/decisions`, decision)).statusCode).toBe(200);
  const review = async (who: Signed) => (await who.call("POST", "/api/second-reviews/next")).json<NextSecondReview>();
  expect((await review(an)).task, "not by whoever decided").toBeNull();
  const { task } = await review(binh);
  expect(task!.finding).toMatchObject({ id: one.findingId, status: "new" });
  expect((await review(people[2]!)).task, "one at a time").toBeNull();
  expect(await view(binh, one.findingId)).toMatchObject({ status: "new", decisions: [], blindReviewId: task!.id });
  const listed = (await binh.call("GET", "/api/findings?status=confirmed"))
    .json<QueuePage>()
    .items.map((row) => row.id);
  expect(listed).not.toContain(one.findingId);
  // Nor in a case that holds it, where the lead sees it.
  const { id: caseId } = await openCaseAs(an, "Vụ việc của lượt xem thứ hai", [one.findingId]);
  const inCaseFor = async (who: Signed) => (await readCaseAs(who, caseId)).findings.map((row) => row.status);
  expect([await inCaseFor(an), await inCaseFor(binh), await inCaseFor(lead)]).toEqual([
    ["confirmed"],
    ["new"],
    ["confirmed"],
  ]);
  const answer = { verdict: "dismiss", reason: "press-or-warning", note: "", captureId: one.captureId };
  const path = `/api/second-reviews/${task!.id}`;
  expect((await binh.call("POST", `${path}/answer`, answer)).statusCode, "nothing was opened").toBe(409);
  await look(binh, one);
  expect((await an.call("POST", `${path}/answer`, answer)).statusCode, "not taken by him").toBe(409);
  expect((await binh.call("POST", `${path}/answer`, answer)).json()).toEqual({ id: task!.id, agrees: false });
  expect((await binh.call("GET", "/api/second-reviews/disagreements")).statusCode).toBe(403);
  const page = (await lead.call("GET", "/api/second-reviews/disagreements")).json<DisagreementPage>();
  expect(page.items).toMatchObject([
    { first: { by: "an", verdict: "confirm" }, second: { by: "binh", verdict: "dismiss" }, settled: null },
  ]);
  expect((await lead.call("GET", "/api/second-reviews/agreement")).json<AgreementView>().all).toMatchObject({
    pairs: 1,
    agreed: 0,
    unsettled: 1,
  });
  expect((await lead.call("POST", `${path}/settlement`, { outcome: "reopened", note: "bài báo" })).statusCode).toBe(
    200,
  );
  expect((await lead.call("POST", `${path}/settlement`, { outcome: "kept", note: "lại" })).statusCode).toBe(409);
  expect((await view(an, one.findingId)).status).toBe("new");
});

test("an undone decision takes its second look along", async () => {
  await writeOffice(desk.database.pool, { ...emptyOffice, secondReviewShare: 1 }, "test");
  const [an, binh] = people as [Signed, Signed];
  const one = await seed();
  await look(an, one);
  await an.call("POST", `/api/findings/${one.findingId}/decisions`, {
    verdict: "confirm",
    reason: "evident",
    captureId: one.captureId,
  });
  await an.call("POST", `/api/findings/${one.findingId}/undo`);
  expect((await binh.call("POST", "/api/second-reviews/next")).json<NextSecondReview>().task).toBeNull();
});

test("Cohen's kappa is 1 for full agreement, 0 for what chance gives, and unknown without pairs", () => {
  const pair = (first: "confirm" | "dismiss", second: "confirm" | "dismiss", count: number) => ({
    first,
    second,
    count,
  });
  expect(cohensKappa([pair("confirm", "confirm", 5), pair("dismiss", "dismiss", 5)])).toBe(1);
  const byChance = [
    pair("confirm", "confirm", 25),
    pair("confirm", "dismiss", 25),
    pair("dismiss", "confirm", 25),
    pair("dismiss", "dismiss", 25),
  ];
  expect(cohensKappa(byChance)).toBe(0);
  // Cohen's own kind of table: 20 and 15 of 50 agree, 5 and 10 do not.
  expect(
    cohensKappa([
      pair("confirm", "confirm", 20),
      pair("confirm", "dismiss", 5),
      pair("dismiss", "confirm", 10),
      pair("dismiss", "dismiss", 15),
    ]),
  ).toBeCloseTo(0.4, 10);
  expect(cohensKappa([])).toBeNull();
  expect(cohensKappa([pair("confirm", "confirm", 3)])).toBeNull();
});
