// Promises that the stop key ends viewing for everybody at once, pauses the target and keeps nothing but address and time.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CaptureView } from "#admin/api/captures.ts";
import type { FindingView } from "#admin/api/finding.ts";
import type { PresenceView, StopReply, Timeline } from "#admin/api/viewing.ts";
import { createViewingPorts } from "#admin/cli/viewing-ports.ts";
import { inTransaction } from "#core/db/pool.ts";
import { emptyOffice } from "#core/nouns/office.ts";
import { insertCapture } from "#core/records/capture.ts";
import { takeClaim } from "#core/records/claim.ts";
import { selectEvents } from "#core/records/event.ts";
import { writeOffice } from "#core/records/office.ts";
import { selectPersonByLogin } from "#core/records/person.ts";
import { setStopped } from "#core/records/setting.ts";
import { isTargetStopped } from "#core/records/viewing-stop.ts";
import { startScan } from "#workers/flow.ts";
import { verifyCustody } from "#workers/custody.ts";
import {
  addPerson,
  evidenceHost,
  openTestDesk,
  seedFinding,
  type Signed,
  signIn,
  type TestDesk,
} from "../../support/desk.ts";

let desk: TestDesk;
let an: Signed;
let binh: Signed;

beforeAll(async () => {
  desk = await openTestDesk();
  await addPerson(desk, "an", "monitor", "Lê An");
  await addPerson(desk, "binh", "monitor", "Trần Bình");
  await addPerson(desk, "ha", "lead", "Nguyễn Thị Hà");
  await writeOffice(
    desk.database.pool,
    { ...emptyOffice, secondReviewShare: 0, unitName: "Tổ trực thử", hotline: "0123 456 789" },
    "test",
  );
  [an, binh] = [await signIn(desk, "an"), await signIn(desk, "binh")];
});
afterAll(() => desk.close());

const view = async (who: Signed, s: { captureId: string; findingId: string }) =>
  who.call("GET", `/api/captures/${s.captureId}?finding=${s.findingId}`);
const tileOf = async (who: Signed, s: { captureId: string; findingId: string }) =>
  new URL((await view(who, s)).json<CaptureView>().tiles[0]!.url).pathname;
const evidence = (url: string) => desk.app.inject({ url, headers: { host: evidenceHost } });
const stop = (who: Signed, captureId: string, body: object = { confirm: true }) =>
  who.call("POST", `/api/captures/${captureId}/stop`, body);

test("one press by one person takes the evidence from everybody: tiles, text, check, comparison, export and the file itself", async () => {
  const seeded = await seedFinding(desk, { url: "https://dung-xem.example/a", title: "Tiêu đề không được còn" });
  const { pool } = desk.database;
  const [tile, other] = [await tileOf(an, seeded), await tileOf(binh, seeded)];
  expect((await evidence(other)).statusCode).toBe(200);
  const person = (await selectPersonByLogin(pool, "binh"))!;
  await takeClaim(pool, seeded.findingId, person.id, new Date(), new Date(Date.now() + 600_000));
  const cached = path.join(desk.config.dataDir, "cache", "packages");
  mkdirSync(cached, { recursive: true });
  writeFileSync(path.join(cached, "goi.zip"), "x");

  const answer = await stop(an, seeded.captureId);
  expect(answer.statusCode).toBe(200);
  expect(answer.json<StopReply>()).toMatchObject({
    captures: 1,
    findings: 1,
    stop: { by: "an", url: "https://dung-xem.example/a", contacts: { unit: "Tổ trực thử", hotline: "0123 456 789" } },
  });
  expect(answer.json<StopReply>().stop.contacts.leads).toEqual(["Nguyễn Thị Hà"]);

  for (const url of [tile, other, tile.replace("tile/0", "package")])
    expect((await evidence(url)).json<{ code: string }>().code, url).toBe("evidence.quarantined");
  for (const [method, url] of [
    ["GET", `/api/captures/${seeded.captureId}?finding=${seeded.findingId}`],
    ["POST", `/api/captures/${seeded.captureId}/check`],
    ["GET", `/api/captures/${seeded.captureId}/compare?finding=${seeded.findingId}&with=${seeded.captureId}`],
    ["POST", `/api/captures/${seeded.captureId}/replay?finding=${seeded.findingId}`],
  ] as const)
    expect((await binh.call(method, url)).json<{ code: string }>().code, url).toBe("evidence.quarantined");
  const exported = await binh.call("POST", `/api/findings/${seeded.findingId}/package`, { purpose: "thử xuất" });
  expect(exported.json<{ code: string }>().code).toBe("evidence.quarantined");
  expect(existsSync(seeded.file)).toBe(false);
  expect(existsSync(path.join(cached, "goi.zip"))).toBe(false);

  const finding = (await binh.call("GET", `/api/findings/${seeded.findingId}`)).json<FindingView>();
  expect(finding).toMatchObject({ status: "stopped", title: "", claim: null, absence: { kind: "quarantined" } });
  expect(finding.url).toBe("https://dung-xem.example/a");
  const presence = (await binh.call("GET", `/api/captures/${seeded.captureId}/presence`)).json<PresenceView>();
  expect(presence.stop).toMatchObject({ by: "an", contacts: { leads: ["Nguyễn Thị Hà"] } });
  expect((await selectEvents(pool, { object: seeded.captureId })).map((e) => e.act)).toContain("viewing.stopped");
  const custody = await pool.query("select act from ledger where subject = $1 order by seq", [seeded.captureId]);
  expect(custody.rows.map((r: { act: string }) => r.act)).toContain("capture.quarantined");
  expect((await verifyCustody(pool)).broken).toBeNull();
});

test("what is under way on the target ends, its other findings close, and a scan or a recapture is asked in vain", async () => {
  const { pool } = desk.database;
  const first = await seedFinding(desk, { url: "https://dung-viec.example/" });
  const second = await seedFinding(desk, { url: "https://dung-viec.example/", category: "imprint" });
  await inTransaction(pool, (tx) =>
    startScan(tx, { targetId: first.targetId, askedBy: "test", reason: "thử", maxPages: 3 }),
  );
  const waiting = (await insertCapture(pool, {
    targetId: first.targetId,
    scanId: null,
    pageId: null,
    url: "https://dung-viec.example/",
    vantage: "desktop",
    askedBy: "test",
    reason: "thử",
  }))!;
  const work = path.join(desk.config.dataDir, "work", waiting);
  mkdirSync(work, { recursive: true });
  expect((await stop(binh, first.captureId)).json<StopReply>()).toMatchObject({ captures: 2, findings: 2 });
  expect(existsSync(work)).toBe(false);
  expect((await view(an, second)).json<{ code: string }>().code).toBe("evidence.quarantined");
  expect(await isTargetStopped(pool, first.targetId)).toBe(true);
  const rows = await pool.query(
    "select (select state from scan where target_id = $1) as scan, (select state from capture where id = $2) as capture, (select paused from target where id = $1) as paused",
    [first.targetId, waiting],
  );
  expect(rows.rows[0]).toEqual({ scan: "done", capture: "failed", paused: true });
  await expect(
    inTransaction(pool, (tx) =>
      startScan(tx, { targetId: first.targetId, askedBy: "test", reason: "thử", maxPages: 3 }),
    ),
  ).rejects.toMatchObject({ code: "conflict" });
  const again = await an.call("POST", `/api/findings/${first.findingId}/recapture`, {
    of: first.captureId,
    reason: "xem lại",
  });
  expect(again.statusCode).toBe(409);
});

test("the key needs its confirmation and the right; pressed twice it says the same", async () => {
  const seeded = await seedFinding(desk, { url: "https://bam-hai-lan.example/" });
  expect((await stop(an, seeded.captureId, {})).statusCode).toBe(400);
  await addPerson(desk, "quan.tri", "admin");
  const admin = await signIn(desk, "quan.tri");
  expect((await stop(admin, seeded.captureId)).statusCode).toBe(403);
  expect((await stop(an, seeded.captureId)).statusCode).toBe(200);
  expect((await stop(binh, seeded.captureId)).json<StopReply>().captures).toBe(1);
});

test("a recapture waits as one job, is in the timeline, and is refused while the red switch is on", async () => {
  const { pool } = desk.database;
  const seeded = await seedFinding(desk, { url: "https://chup-lai.example/" });
  const ask = () =>
    an.call("POST", `/api/findings/${seeded.findingId}/recapture`, { of: seeded.captureId, reason: "còn hay đã gỡ" });
  const one = await ask();
  expect(one.statusCode).toBe(200);
  expect((await ask()).json()).toEqual(one.json());
  const { captureId } = one.json<{ captureId: string }>();
  expect(
    (await pool.query("select count(*)::int as n from outbox where key = $1", [`capture-${captureId}`])).rows,
  ).toEqual([{ n: 1 }]);
  const timeline = async () => (await an.call("GET", `/api/findings/${seeded.findingId}/timeline`)).json<Timeline>();
  expect((await timeline()).items.map((m) => [m.kind, m.seen])).toEqual([
    ["capture", "waiting"],
    ["capture", "up"],
  ]);
  const ended = async (status: string, reason: string) => {
    await pool.query(
      "update capture set state = 'not-captured', status = $2, status_reason = $3, captured_at = now() where id = $1",
      [captureId, status, reason],
    );
    return (await timeline()).state;
  };
  expect(await ended("unreachable", "")).toBe("unknown");
  expect(await ended("challenge", "")).toBe("unknown");
  expect(await ended("error", "HTTP 503")).toBe("unknown");
  expect(await ended("error", "HTTP 410")).toBe("gone");
  expect(await ended("soft-404", "Trang chỉ báo không tìm thấy")).toBe("gone");
  await setStopped(pool, true, "test");
  expect((await ask()).json<{ code: string }>().code).toBe("stopped");
  await setStopped(pool, false, "test");
  const ports = createViewingPorts({ config: desk.config, database: { ...desk.database, how: "test" } });
  await expect(ports.askRecapture(seeded.targetId as never, "x", "an")).rejects.toMatchObject({ code: "not-found" });
});
