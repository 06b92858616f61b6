// Promises the queue's order and search, decisions that are only added, one holder at a time, and CSV that calculates nothing.
import { afterAll, beforeAll, expect, test } from "vitest";
import { setClock } from "#core/clock.ts";
import type { FindingView } from "#admin/api/finding.ts";
import type { QueuePage } from "#admin/api/findings.ts";
import { selectEvents } from "#core/records/event.ts";
import { selectDecisions } from "#core/records/finding.ts";
import {
  addPerson,
  deskHost,
  openTestDesk,
  seedFinding,
  type Signed,
  signal,
  signIn,
  someId,
  type TestDesk,
} from "../../support/desk.ts";

let desk: TestDesk;
let an: Signed;
let binh: Signed;
let lead: Signed;

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "monitor", "Trần Thị An");
  await addPerson(desk, "binh", "monitor", "Lê Văn Bình");
  await addPerson(desk, "lan", "lead", "Phạm Thị Lan");
  [an, binh, lead] = [await signIn(desk, "an"), await signIn(desk, "binh"), await signIn(desk, "lan")];
});
afterAll(() => desk.close());

const queue = async (search: string, who = an) => (await who.call("GET", `/api/findings?${search}`)).json<QueuePage>();
/** What the screen does first: nobody decides on evidence that he has not opened. */
const look = (who: Signed, findingId: string, captureId: string) =>
  who.call("GET", `/api/captures/${captureId}?finding=${findingId}`);
const confirm = (captureId: string) => ({ verdict: "confirm", reason: "evident", note: "thấy rõ", captureId });

test("the queue puts the graver first, the older first among equals, and pages without losing or repeating a row", async () => {
  const seeds = [
    ["a-nhe.example", "review", 3],
    ["b-cu.example", "flag", 2],
    ["c-moi.example", "flag", 2],
    ["d-nang.example", "flag", 2.7],
    ["e-nhe.example", "review", 0.9],
  ] as const;
  for (const [host, verdict, score] of seeds)
    await seedFinding(desk, { url: `https://${host}/`, host, verdict, score });
  const seen: string[] = [];
  for (let cursor = ""; ;) {
    const page = await queue(`limit=2&cursor=${cursor}`);
    expect(page.total).toBe(5);
    seen.push(...page.items.map((row) => row.host));
    if (!page.nextCursor) break;
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(["d-nang.example", "b-cu.example", "c-moi.example", "a-nhe.example", "e-nhe.example"]);
  expect((await an.call("GET", "/api/findings?cursor=abc")).statusCode).toBe(400);
  expect((await an.call("GET", "/api/findings?status=khac")).statusCode).toBe(400);
});

test("words without accents find accented text, signs are signs, and filters narrow", async () => {
  await seedFinding(desk, {
    url: "https://tim-kiem.example/",
    title: "Đánh bạc đổi thưởng 100%",
    category: "impersonation",
  });
  expect((await queue("q=danh bac")).items.map((row) => row.host)).toEqual(["tim-kiem.example"]);
  expect((await queue("q=thưởng 100%25")).total).toBe(1);
  expect((await queue("q=thuong 10%25")).total).toBe(1);
  expect((await queue("q=thuong 11%25")).total).toBe(0);
  expect((await queue("q=%25")).total).toBe(0);
  expect((await queue("category=impersonation")).total).toBe(1);
  expect((await queue("host=d-nang.example&verdict=review")).total).toBe(0);
});

test("a decision is a row, its undo within ten seconds is another, and nothing is edited", async () => {
  const { findingId, captureId } = await seedFinding(desk, { url: "https://quyet-dinh.example/" });
  await look(an, findingId, captureId);
  const made = await an.call("POST", `/api/findings/${findingId}/decisions`, confirm(captureId));
  expect(made.json()).toMatchObject({ decision: { actor: "an", verdict: "confirm", reason: "evident" } });
  expect((await queue("host=quyet-dinh.example&status=confirmed")).total).toBe(1);
  expect((await binh.call("POST", `/api/findings/${findingId}/undo`)).statusCode).toBe(409);
  expect((await an.call("POST", `/api/findings/${findingId}/undo`)).statusCode).toBe(200);
  expect((await queue("host=quyet-dinh.example")).total).toBe(1);
  const rows = await selectDecisions(desk.database.pool, findingId);
  expect(rows.map((row) => [row.verdict, row.reason])).toEqual([
    ["confirm", "evident"],
    ["reopen", "undone"],
  ]);
  const acts = (await selectEvents(desk.database.pool, { object: findingId })).map((event) => event.act);
  expect(acts.filter((act) => act === "finding.decided")).toHaveLength(2);
});

test("after ten seconds only a lead reopens, with a reason", async () => {
  const { findingId, captureId } = await seedFinding(desk, { url: "https://mo-lai.example/" });
  await look(an, findingId, captureId);
  await an.call("POST", `/api/findings/${findingId}/decisions`, confirm(captureId));
  const back = setClock(() => Date.now() + 11_000);
  try {
    expect((await an.call("POST", `/api/findings/${findingId}/undo`)).statusCode).toBe(409);
  } finally {
    back();
  }
  const reopen = { verdict: "reopen", reason: "new-facts", captureId };
  expect((await an.call("POST", `/api/findings/${findingId}/decisions`, reopen)).statusCode).toBe(403);
  expect(
    (await lead.call("POST", `/api/findings/${findingId}/decisions`, { ...reopen, reason: "tùy ý" })).statusCode,
  ).toBe(400);
  await look(lead, findingId, captureId);
  expect((await lead.call("POST", `/api/findings/${findingId}/decisions`, reopen)).statusCode).toBe(200);
});

test("a decision about other evidence than the finding's, with a reason of no list, or a second time is refused", async () => {
  const { findingId, captureId } = await seedFinding(desk, { url: "https://tu-choi.example/" });
  await look(an, findingId, captureId);
  const send = (body: object) =>
    an.call("POST", `/api/findings/${findingId}/decisions`, body).then((answer) => answer.statusCode);
  expect(await send(confirm(someId()))).toBe(409);
  expect(await send({ ...confirm(captureId), reason: "mended" })).toBe(400);
  expect(await send({ ...confirm(captureId), verdict: "vi-pham" })).toBe(400);
  expect(await send(confirm(captureId))).toBe(200);
  expect(await send(confirm(captureId))).toBe(409);
  expect(await selectDecisions(desk.database.pool, findingId)).toHaveLength(1);
});

test("of many who claim at once exactly one holds it; others see who, cannot decide, and get it when it ends", async () => {
  const { findingId, captureId } = await seedFinding(desk, { url: "https://nhan-xem.example/" });
  for (const who of [an, binh, lead]) await look(who, findingId, captureId);
  const people = [an, binh, lead];
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) => people[i % 3]!.call("PUT", `/api/findings/${findingId}/claim`)),
  );
  const holders = new Set(answers.map((answer) => answer.json<{ claim: { name: string } }>().claim.name));
  expect(holders.size).toBe(1);
  const [holder] = holders;
  const mine = answers.findIndex((answer) => answer.json<{ claim: { mine: boolean } }>().claim.mine) % 3;
  const other = people[(mine + 1) % 3]!;
  expect((await queue("host=nhan-xem.example", other)).items[0]!.claim).toMatchObject({ name: holder, mine: false });
  expect((await other.call("POST", `/api/findings/${findingId}/decisions`, confirm(captureId))).statusCode).toBe(409);
  const back = setClock(() => Date.now() + 10 * 60_000 + 1000);
  try {
    const taken = await other.call("PUT", `/api/findings/${findingId}/claim`);
    expect(taken.json()).toMatchObject({ claim: { mine: true } });
  } finally {
    back();
  }
});

test("hostile words of a page come as JSON text, and the page that could show them as HTML is not the API's", async () => {
  const hostile = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>\u202e';
  const { findingId } = await seedFinding(desk, {
    url: "https://xn--hostile-test.example/",
    title: hostile,
    signals: [signal({ say: hostile })],
  });
  const answer = await an.call("GET", `/api/findings/${findingId}`);
  expect(answer.headers["content-type"]).toMatch(/^application\/json/);
  expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  expect(answer.headers["content-security-policy"]).toContain("script-src 'self'");
  expect(answer.json<FindingView>().signals[0]!.say).toBe(hostile);
});

test("the exported CSV holds no cell that a spreadsheet would calculate", async () => {
  const title = '=HYPERLINK("http://evil.example";"xem")';
  await seedFinding(desk, { url: "https://cong-thuc.example/", title, signals: [signal({ say: "@SUM(1+1)\n+2" })] });
  const answer = await an.call("GET", "/api/findings.csv?host=cong-thuc.example");
  expect(answer.headers["content-disposition"]).toContain("attachment");
  expect(answer.body).toContain(`"'=HYPERLINK(""http://evil.example"";""xem"")"`);
  expect(answer.body).toContain(`"'@SUM(1+1)\n+2"`);
});

test("the watchlist imports with a dry run that saves nothing, refuses private addresses and pauses", async () => {
  const csv = "url,label\nhttps://vua-them.example/,Trang mới\nhttp://192.168.1.1/,Nội bộ\nkhông phải địa chỉ,\n";
  const rowsOf = async (body: object) =>
    (await lead.call("POST", "/api/targets/import", { csv, ...body })).json<{ rows: object[] }>().rows;
  const refused = [
    { result: "private", reason: "địa chỉ mạng nội bộ hoặc dành riêng, không thuộc mạng công cộng" },
    { result: "refused", reason: "địa chỉ không hợp lệ" },
  ];
  // Nothing is watched without a legal basis: neither a row nor the import as a whole names one here.
  expect(await rowsOf({ dryRun: true })).toMatchObject([
    { result: "no-basis", reason: "chưa ghi căn cứ pháp lý" },
    ...refused,
  ]);
  const legalBasis = "Quyết định thử nghiệm số 1";
  expect(await rowsOf({ dryRun: true, legalBasis })).toMatchObject([{ result: "added", reason: "" }, ...refused]);
  const list = () =>
    lead
      .call("GET", "/api/targets?q=vua-them")
      .then((answer) => answer.json<{ items: { id: string; paused: boolean }[] }>().items);
  expect(await list()).toEqual([]);
  expect(await rowsOf({ dryRun: false, legalBasis })).toMatchObject([{ result: "added" }, ...refused]);
  const [target] = await list();
  await lead.call("PATCH", `/api/targets/${target!.id}`, { paused: true });
  expect((await list())[0]!.paused).toBe(true);
  const askScan = async () => (await lead.call("POST", "/api/targets/scan", { ids: [target!.id] })).json<object>();
  // What is paused is not scanned, and said to be left out.
  expect(await askScan()).toEqual({ asked: 0, skipped: 1 });
  await lead.call("PATCH", `/api/targets/${target!.id}`, { paused: false });
  expect(await askScan()).toEqual({ asked: 1, skipped: 0 });
  expect((await lead.call("GET", "/api/progress")).json()).toMatchObject({
    stopped: false,
    counts: { scansRunning: 1 },
  });
});

test("the live stream sends the pulse, and only to whoever may see it", async () => {
  const url = "/api/progress/stream";
  expect((await desk.app.inject({ url, headers: { host: deskHost } })).statusCode).toBe(401);
  const answer = await desk.app.inject({ url, headers: { host: deskHost, cookie: an.cookie }, payloadAsStream: true });
  expect(answer.headers["content-type"]).toContain("text/event-stream");
  const stream = answer.stream();
  for await (const chunk of stream) {
    expect(String(chunk)).toMatch(/^data: \{"at":.*"scansRunning"/);
    break;
  }
});
