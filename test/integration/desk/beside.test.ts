// Promises the desk's side-by-side view: only for a finding that shares text with the address, only while both may be shown, each view recorded.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BesideView } from "#admin/api/beside.ts";
import { selectEvents } from "#core/records/event.ts";
import { upsertSketch } from "#core/records/sketch.ts";
import { sketchText } from "#detection/duplicate/sketch.ts";
import {
  addPerson,
  openTestDesk,
  seedFinding,
  type Signed,
  signal,
  signIn,
  type TestDesk,
} from "../../support/desk.ts";

const shared = "mười hai hộ ven kênh đã cùng nhau dọn sạch đoạn mương dài hai cây số";
const body = `Sáng chủ nhật, ${shared}, theo lời trưởng thôn.`;
const text = `Tin nhanh.\nHôm nay   ${shared}. Hết.`;
const other = "https://baomau.vn/don-muong";

let desk: TestDesk;
let an: Signed;
let seeded: Awaited<ReturnType<typeof seedFinding>>;

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "monitor");
  an = await signIn(desk, "an");
  const [start, otherStart] = [text.indexOf(shared), body.indexOf(shared)];
  const span = { start, end: start + shared.length, otherStart, otherEnd: otherStart + shared.length };
  seeded = await seedFinding(desk, {
    url: "https://tinmau24h.example/",
    shown: { text, dom: "<p></p>" },
    signals: [
      signal({
        anchors: [
          { kind: "difference", between: ["https://tinmau24h.example/", other], what: "Trùng 1 đoạn", shared: [span] },
        ],
      }),
    ],
  });
});
afterAll(() => desk.close());

const keep = () => {
  const { words, bands, samples } = sketchText(body);
  const names = { host: "baomau.vn", domain: "baomau.vn", title: "Dọn mương", author: "", publisher: "" };
  const kind = { source: "press", origin: "import", publishedAt: null, removedAt: null, pageId: null } as const;
  return upsertSketch(desk.database.pool, { url: other, ...names, ...kind, body, words, bands, samples });
};
const ask = (address: string, who = an) =>
  who.call(
    "GET",
    `/api/captures/${seeded.captureId}/beside?finding=${seeded.findingId}&other=${encodeURIComponent(address)}`,
  );

test("both texts come as text with the shared words marked in each, and the view is recorded", async () => {
  expect((await ask(other)).statusCode).toBe(404); // nothing is kept of it yet
  await keep();
  const answer = await ask(other);
  expect(answer.statusCode).toBe(200);
  const view = answer.json<BesideView>();
  const cut = (side: BesideView["page"]) => side.marks.map((m) => side.text.slice(m.start, m.end));
  expect(cut(view.page)).toEqual([shared]);
  expect(cut(view.other)).toEqual([shared]);
  expect(view.other).toMatchObject({ url: other, title: "Dọn mương", publishedAt: null });
  const events = await selectEvents(desk.database.pool, { object: seeded.captureId, limit: 20 });
  expect(JSON.stringify(events)).toContain(other);
});

test("an address that the finding does not name is not shown, nor is anything without a session", async () => {
  expect((await ask("https://baokhac.vn/bai")).statusCode).toBe(404);
  expect(
    (
      await desk.app.inject({
        url: `/api/captures/${seeded.captureId}/beside?finding=${seeded.findingId}&other=${other}`,
        headers: { host: "desk.localhost:8787" },
      })
    ).statusCode,
  ).toBe(401);
});
