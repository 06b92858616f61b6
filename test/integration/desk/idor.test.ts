// Promises that an id opens only what it belongs to: parts of one case under another, things of one person in the hands of another, nothing changed.
import { afterAll, beforeAll, expect, test } from "vitest";
import { insertCasePackage } from "#core/records/case-package.ts";
import { inTransaction } from "#core/db/pool.ts";
import { CaseId } from "#core/id.ts";
import { insertPasskey } from "#core/records/second-factor.ts";
import { insertSecondReview, takeSecondReview } from "#core/records/second-review.ts";
import { addPerson, openTestDesk, type Signed, signIn, someId, type TestDesk } from "../../support/desk.ts";
import { authorOf, openCaseAs, readCaseAs, seedConfirmed } from "../../support/desk-cases.ts";

let desk: TestDesk;
let [an, binh, assessor]: Signed[] = [];
type Whole = Awaited<ReturnType<typeof fillCase>>;
let [mine, other]: Whole[] = [];

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "lead");
  await addPerson(desk, "binh", "lead");
  await addPerson(desk, "giam.dinh", "assessor");
  [an, binh, assessor] = [await signIn(desk, "an"), await signIn(desk, "binh"), await signIn(desk, "giam.dinh")];
  [mine, other] = [await fillCase("ho-so-mot"), await fillCase("ho-so-hai")];
});
afterAll(() => desk.close());

async function add(url: string, body: object): Promise<string> {
  const answer = await an!.call("POST", url, body);
  if (answer.statusCode !== 200) throw new Error(`${url} ${answer.statusCode}: ${answer.body}`);
  return answer.json<{ id: string }>().id;
}

/** A case that has a part of each kind. */
async function fillCase(host: string) {
  const { findingId, captureId } = await seedConfirmed(desk, `${host}.example`);
  const { id } = await openCaseAs(an!, host, [findingId]);
  const at = `/api/cases/${id}`;
  const subjectId = await add(`${at}/subjects`, { kind: "person", name: "Người mẫu", confidence: "low" });
  const { rows } = await desk.database.pool.query<{ id: string }>("select id from law_article limit 1");
  const chargeId = await add(`${at}/charges`, { articleId: rows[0]!.id });
  const taskId = await add(`${at}/tasks`, { title: "Gọi điện" });
  const referralId = await add(`${at}/referrals`, { kind: "agency", agency: "Cơ quan mẫu" });
  const takedownId = await add(`${at}/takedowns`, takedown(host));
  const outcomeId = await add(`${at}/outcomes`, {
    kind: "fine",
    amountVnd: 1000,
    subjectKind: "person",
    decidedOn: "2026-01-05",
  });
  const documentId = await add(`${at}/documents`, { kind: "record" });
  const packageId = someId();
  await inTransaction(desk.database.pool, (tx) =>
    insertCasePackage(tx, CaseId.parse(id), { packageId, purpose: "x", captureIds: [] }, "an"),
  );
  const view = await readCaseAs(an!, id);
  return {
    id,
    findingId,
    captureId,
    subjectId,
    chargeId,
    taskId,
    referralId,
    takedownId,
    outcomeId,
    documentId,
    packageId,
    exhibitId: view.exhibits[0]!.id,
    caseFindingId: view.findings[0]!.id,
    identifierId: view.identifiers[0]!.id,
  };
}

const takedown = (host: string) => ({
  url: `https://${host}.example/x`,
  kind: "content",
  addressee: "Chủ trang",
  channel: "letter",
  requestedAt: "2026-01-05T00:00:00.000Z",
});

/** Every route with a part of a case in its address; the part is another case's. */
const parts: Record<string, { part: keyof Whole; body?: object; after?: keyof Whole }> = {
  "POST findings/:part/detach": { part: "caseFindingId", body: { reason: "x" } },
  "PATCH exhibits/:part": { part: "exhibitId", body: { caption: "x", position: 1 } },
  "POST exhibits/:part/detach": { part: "exhibitId", body: { reason: "x" } },
  "PUT subjects/:part": { part: "subjectId", body: { kind: "person", name: "Khác", confidence: "low" } },
  "DELETE subjects/:part": { part: "subjectId" },
  "DELETE identifiers/:part": { part: "identifierId" },
  "DELETE charges/:part": { part: "chargeId" },
  "PUT tasks/:part": { part: "taskId", body: { done: true } },
  "PUT referrals/:part/receipt": { part: "referralId", body: { receiptNumber: "1", receivedOn: "2026-01-06" } },
  "PUT referrals/:part/reply": { part: "referralId", body: { reply: "x", repliedOn: "2026-01-06" } },
  "GET takedowns/:part/compare": { part: "takedownId", after: "captureId" },
  "PUT takedowns/:part": { part: "takedownId", body: { state: "removed" } },
  "PUT outcomes/:part/payment": { part: "outcomeId", body: { paidOn: "2026-01-06" } },
  "POST outcomes/:part/withdraw": { part: "outcomeId", body: { reason: "x" } },
};

/** Bodies that name a thing of another case. */
const inBodies: [string, (of: Whole) => object][] = [
  ["identifiers", ({ subjectId }) => ({ kind: "phone", value: "0900", confidence: "low", subjectId })],
  ["identifiers", ({ captureId }) => ({ kind: "phone", value: "0900", confidence: "low", captureId })],
  ["charges", ({ subjectId }) => ({ articleId: "ARTICLE", subjectId })],
  ["referrals", ({ packageId }) => ({ kind: "agency", agency: "X", packageId })],
  ["referrals", ({ documentId }) => ({ kind: "agency", agency: "X", documentId })],
  ["takedowns", ({ captureId }) => ({ ...takedown("x"), beforeCaptureId: captureId })],
  ["takedowns", ({ documentId }) => ({ ...takedown("x"), documentId })],
  ["outcomes", ({ subjectId }) => ({ kind: "warning", subjectId, decidedOn: "2026-01-05" })],
];

/** What stands in both cases, as one text. */
async function stateOfCases(): Promise<string> {
  const { rows } = await desk.database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'case_id'
     and table_name like any ('{case\\_%,takedown%,document%}') order by 1`,
  );
  const texts: string[] = [];
  for (const { name } of rows) {
    const all = await desk.database.pool.query(`select to_jsonb(t)::text as t from "${name}" t order by 1`);
    texts.push(name, ...all.rows.map((row: { t: string }) => row.t));
  }
  return texts.join("\n");
}

test("a part of one case under another is unknown there, on every route that takes one, and nothing changes", async () => {
  const told = desk.app.guarded
    .filter((r) => r.url.startsWith("/api/cases/:id/") && r.url.includes(":part") && r.method !== "HEAD")
    .map((r) => `${r.method} ${r.url.slice("/api/cases/:id/".length)}`);
  expect(new Set(Object.keys(parts)), "a route without a line here").toEqual(new Set(told));
  const before = await stateOfCases();
  for (const [route, { part, body, after }] of Object.entries(parts)) {
    const [method, path] = route.split(" ") as ["PUT", string];
    const search = after ? `?after=${other![after]}` : "";
    const url = `/api/cases/${mine!.id}/${path.replace(":part", other![part])}${search}`;
    expect([404, 409], route).toContain((await an!.call(method, url, body)).statusCode);
  }
  expect(await stateOfCases()).toBe(before);
});

test("a body names only what is its own case's", async () => {
  const { rows } = await desk.database.pool.query<{ id: string }>("select id from law_article limit 1");
  const before = await stateOfCases();
  for (const [path, body] of inBodies) {
    const sent = JSON.parse(JSON.stringify(body(other!)).replace("ARTICLE", rows[0]!.id)) as object;
    const answer = await an!.call("POST", `/api/cases/${mine!.id}/${path}`, sent);
    expect([404, 400], `${path} ${Object.keys(sent).join()} ${answer.statusCode}`).toContain(answer.statusCode);
  }
  expect(await stateOfCases()).toBe(before);
  expect((await an!.call("GET", `/api/cases/${mine!.id}/captures/${other!.captureId}`)).statusCode).toBe(404);
});

test("a capture opens beside a finding of its own only, by every route that shows one", async () => {
  const asked = `finding=${mine!.findingId}`;
  const at = `/api/captures/${other!.captureId}`;
  const views: ["GET" | "POST", string][] = [
    ["GET", `${at}?${asked}`],
    ["GET", `${at}/ahead?${asked}`],
    ["POST", `${at}/viewed?${asked}`],
    ["GET", `${at}/compare?${asked}&with=${mine!.captureId}`],
    ["GET", `/api/captures/${mine!.captureId}/compare?${asked}&with=${other!.captureId}`],
    ["GET", `${at}/beside?${asked}&other=${encodeURIComponent("https://x.example/")}`],
    ["POST", `${at}/replay?${asked}`],
  ];
  const count = async () =>
    (
      await desk.database.pool.query("select 1 from event where act like 'original.%' and object = $1", [
        other!.captureId,
      ])
    ).rowCount;
  const before = await count();
  for (const [method, url] of views) expect((await an!.call(method, url)).statusCode, url).toBe(404);
  expect(await count()).toBe(before);
  const decide = { verdict: "confirm", reason: "matches", note: "", captureId: mine!.captureId };
  expect([400, 409]).toContain(
    (await an!.call("POST", `/api/findings/${other!.findingId}/decisions`, decide)).statusCode,
  );
});

test("sessions, passkeys and filters of another person are unknown; a second look is answered by who took it", async () => {
  const { pool } = desk.database;
  const him = await authorOf(desk, "binh");
  const idOf = async (text: string, values: unknown[]) => (await pool.query<{ id: string }>(text, values)).rows[0]!.id;
  const session = await idOf("select id from session where person_id = $1 limit 1", [him.personId]);
  const key = {
    personId: him.personId,
    name: "Khóa",
    credentialId: "abc",
    publicKey: Buffer.from("x"),
    signCount: 0,
    transports: [],
  };
  await insertPasskey(pool, key);
  const passkey = await idOf("select id from passkey where person_id = $1", [him.personId]);
  await binh!.call("POST", "/api/saved-filters", { name: "Riêng", query: "" });
  const filter = await idOf("select id from saved_filter where person_id = $1", [him.personId]);
  const decision = someId();
  await pool.query(
    "insert into decision (id, finding_id, actor, verdict, reason, note, capture_id, at) values ($1, $2, 'ai.do', 'confirm', 'matches', '', $3, now())",
    [decision, mine!.findingId, mine!.captureId],
  );
  const review = await inTransaction(pool, async (tx) => {
    await insertSecondReview(tx, {
      decisionId: decision as never,
      findingId: mine!.findingId as never,
      actor: "ai.do",
    });
    return takeSecondReview(tx, him as never, new Date(Date.now() + 60_000));
  });
  const calls: ["DELETE" | "PUT" | "POST", string, object?][] = [
    ["DELETE", `/api/sessions/${session}`],
    ["DELETE", `/api/second-factors/passkeys/${passkey}`],
    ["PUT", `/api/saved-filters/${filter}`, { name: "Lấy", query: "" }],
    ["DELETE", `/api/saved-filters/${filter}`],
    ["PUT", "/api/saved-filters/default", { id: filter }],
  ];
  for (const [method, url, body] of calls) expect((await an!.call(method, url, body)).statusCode, url).toBe(404);
  await an!.call("GET", `/api/captures/${mine!.captureId}?finding=${mine!.findingId}`);
  const words = { verdict: "confirm", reason: "matches", note: "", captureId: mine!.captureId };
  const answered = await an!.call("POST", `/api/second-reviews/${review!.id}/answer`, words);
  expect([400, 409]).toContain(answered.statusCode);
  await an!.call("DELETE", `/api/second-reviews/${review!.id}/claim`);
  const left = await pool.query(
    `select (select count(*)::int from session where id = $1) as s, (select count(*)::int from passkey where id = $2) as p,
     (select name from saved_filter where id = $3) as f, (select taken_by from second_review where id = $4) as r`,
    [session, passkey, filter, review!.id],
  );
  expect(left.rows[0]).toEqual({ s: 1, p: 1, f: "Riêng", r: him.personId });
});

test("the picture of a tip is for who reads tips, and an address of evidence dies with its session", async () => {
  const png = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  const kept = await an!.call("POST", "/api/intake", { name: "anh.png", base64: png.toString("base64") });
  const fileId = kept.json<{ id: string }>().id;
  const tip = {
    channel: "phone",
    address: "https://x.example/",
    what: "Có dấu hiệu lạ.",
    fileId,
    receivedOn: "2026-01-05",
  };
  expect(
    (await an!.call("POST", "/api/tips", { incomingNumber: "", seenWhen: "", identity: null, ...tip })).statusCode,
  ).toBe(200);
  expect((await assessor!.call("GET", `/api/intake/${fileId}/links`)).statusCode).toBe(403);
  const third = await signIn(desk, "an");
  const { tiles, packageUrl } = (
    await third.call("GET", `/api/captures/${mine!.captureId}?finding=${mine!.findingId}`)
  ).json<{ tiles: { url: string }[]; packageUrl: string }>();
  const take = async (url: string) =>
    (await desk.app.inject({ url: new URL(url).pathname, headers: { host: new URL(url).host } })).statusCode;
  expect(await take(packageUrl)).toBe(200);
  // The same token in front of another kind of thing opens none.
  for (const path of ["bundle", "document.pdf", "intake", `scan/${someId()}`, "template.pdf"])
    expect([403, 404], path).toContain(await take(packageUrl.replace(/package$/, path)));
  expect((await third.call("DELETE", "/api/session")).statusCode).toBe(200);
  for (const url of [packageUrl, ...tiles.map((tile) => tile.url)]) expect(await take(url)).toBe(403);
});
