// Promises that replay addresses die with session and quarantine, serve byte ranges on their own origin alone, and each opening is in the custody log.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReplayLink } from "#admin/api/viewing.ts";
import { readRange } from "#admin/server/byte-range.ts";
import { quarantineCapture } from "#workers/keeping/quarantine.ts";
import {
  addPerson,
  deskHost,
  deskOrigin,
  openTestDesk,
  seedFinding,
  type Signed,
  signIn,
  type TestDesk,
} from "../../support/desk.ts";

const replayHost = "replay.localhost:8787";
let desk: TestDesk;
let an: Signed;

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "monitor");
  an = await signIn(desk, "an");
});
afterAll(() => desk.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  desk.app.inject({ url: new URL(url, deskOrigin).pathname, headers: { host: replayHost, ...headers } });

async function openReplay(url: string, who = an) {
  const seeded = await seedFinding(desk, { url });
  const answer = await who.call("POST", `/api/captures/${seeded.captureId}/replay?finding=${seeded.findingId}`);
  return { ...seeded, link: answer.json<ReplayLink>() };
}

test("the archive comes whole or by range, the frame stands in nothing but the desk, and the desk serves neither", async () => {
  const { link, captureId } = await openReplay("https://doan.example/");
  const archive = (range?: string) => get(`${link.url}archive.wacz`, range ? { range } : {});
  const whole = (await archive()).rawPayload;
  const first = await archive("bytes=0-3");
  expect([first.statusCode, first.rawPayload.subarray(0, 2).toString()]).toEqual([206, "PK"]);
  const tail = await archive("bytes=-22");
  expect(tail.rawPayload.equals(whole.subarray(-22))).toBe(true);
  expect(tail.headers["content-range"]).toBe(`bytes ${whole.length - 22}-${whole.length - 1}/${whole.length}`);
  expect((await archive(`bytes=${whole.length}-`)).statusCode).toBe(400);
  const frame = await get(link.url);
  expect(frame.headers["content-security-policy"]).toContain(`frame-ancestors ${deskOrigin}`);
  expect(frame.headers["content-security-policy"]).toContain("connect-src 'self'");
  expect(frame.headers["set-cookie"]).toBeUndefined();
  expect((await get("/api/session")).statusCode).toBe(404);
  expect((await get("/e/x/package")).statusCode).toBe(404);
  expect((await get(link.url, { host: deskHost, cookie: an.cookie })).statusCode).toBe(404);
  expect((await get("/replaywebpage/LICENSE")).body).toContain("GNU AFFERO GENERAL PUBLIC LICENSE");
  const views = await desk.database.pool.query(
    "select actor from ledger where subject = $1 and act = 'original.viewed'",
    [captureId],
  );
  expect(views.rows).toEqual([{ actor: "an" }]);
});

test("an address dies with its session, and with the capture's quarantine it empties the browser's copies", async () => {
  await addPerson(desk, "binh", "monitor");
  const binh = await signIn(desk, "binh");
  const own = await openReplay("https://het-phien.example/", binh);
  expect((await get(own.link.url)).statusCode).toBe(200);
  await binh.call("DELETE", "/api/session");
  expect((await get(own.link.url)).statusCode).toBe(403);
  const { link, captureId } = await openReplay("https://cach-ly.example/");
  const { config, store, database } = desk;
  await quarantineCapture({ config, store, pool: database.pool }, { captureId, actor: "ha", reason: "thử" });
  for (const url of [link.url, `${link.url}archive.wacz`]) {
    const refused = await get(url);
    expect([refused.statusCode, refused.headers["clear-site-data"]]).toEqual([403, '"cache", "storage"']);
  }
});

test.each([
  ["bytes=0-0", [0, 1]],
  ["bytes=5-", [5, 10]],
  ["bytes=-3", [7, 10]],
  ["bytes=-30", [0, 10]],
  ["bytes=8-99", [8, 10]],
])("%s of ten bytes", (header, [start, end]) => {
  expect(readRange(header, 10)).toEqual({ start, end });
});

test.each(["", "bytes=-", "bytes=0-1,3-4", "items=0-1"])("%s asks for the whole", (header) => {
  expect(readRange(header, 10)).toBeNull();
});
