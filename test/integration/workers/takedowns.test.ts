// Promises re-checks of takedowns on a site and a name server of our own: settled by what was seen, told when it is back, never twice.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setClock } from "#core/clock.ts";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { type CaptureId, CaseId, newId } from "#core/id.ts";
import { selectReturned } from "#core/records/case-deadline.ts";
import { insertContrast } from "#core/records/capture.ts";
import { insertPerson } from "#core/records/person.ts";
import { setStopped } from "#core/records/setting.ts";
import { addTakedown, selectTakedowns } from "#core/records/takedown.ts";
import { selectLooks } from "#core/records/takedown-check.ts";
import { handlers } from "#workers/handlers/index.ts";
import { type House, openHouse } from "#workers/house.ts";
import { recheckTakedowns } from "#workers/takedowns/recheck.ts";
import { type NameServer, startNameServer } from "../capture/name-server.ts";
import { type Site, startSite } from "../capture/site.ts";

const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-takedowns-"));
const offer =
  "<!doctype html><title>Chợ phiên</title><h1>Chợ phiên làng hồ</h1><p>Mở lúc sáu giờ, bán rau, cá và đồ đan lát của các làng quanh hồ, có chỗ gửi xe và quán nước cho khách đường xa.</p>";
let shown: string | null = offer;
let site: Site;
let names: NameServer;
let house: House;
let caseId: CaseId;
let personId: string;
let before: CaptureId;
const start = Date.parse("2026-11-02T02:00:00Z");
/** The clock runs on from where a test puts it: captures wait by it. */
let offsetMs = 0;
const goTo = (ms: number) => {
  offsetMs = ms - Date.now();
};
let putBack: () => void;
const dayMs = 86_400_000;

beforeAll(async () => {
  goTo(start);
  putBack = setClock(() => Date.now() + offsetMs);
  site = await startSite({
    "/tin": (_request, response) => {
      response.writeHead(shown === null ? 404 : 200, { "content-type": "text/html; charset=utf-8" });
      response.end(shown ?? "<!doctype html><title>404</title><h1>404</h1><p>Không tìm thấy trang.</p>");
    },
  });
  names = await startNameServer((name, type) =>
    name.startsWith("da-thu-hoi")
      ? { rcode: 3 }
      : name.startsWith("im-lang")
        ? "silent"
        : { records: type === 1 ? 1 : 0 },
  );
  house = await openHouse(
    readConfig({
      VONGGAC_DATA: dataDir,
      VONGGAC_DELAY_MS: "0",
      VONGGAC_ALLOW_LOOPBACK_PORTS: String(site.port),
      VONGGAC_SECOND_LOOK: "off",
      VONGGAC_REPLAY_CHECK: "off",
    }),
  );
  const { pool } = house.database;
  personId = (await insertPerson(pool, { login: "giam.sat", name: "Giám sát", role: "lead", passwordHash: "x" }))!.id;
  caseId = await seedCase();
  before = await capture(`${site.origin}/tin`);
  await pool.query(
    "insert into case_exhibit (id, case_id, capture_id, position, added_by, added_at) values ($1, $2, $3, 1, 'giam.sat', now())",
    [newId(), caseId, before],
  );
}, 120_000);
afterAll(async () => {
  putBack();
  names?.close();
  site?.close();
  await house?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function seedCase(): Promise<CaseId> {
  const id = CaseId.parse(newId());
  await house.database.pool.query(
    `insert into case_file (id, number, title, category, source, detected_at, state_at, created_at, created_by, updated_at)
     values ($1, 'HS-2026-9999', 'Vụ việc thử', 'gambling', 'scan', now(), now(), now(), $2, now())`,
    [id, personId],
  );
  return id;
}

const attempt = { signal: AbortSignal.timeout(100_000), isLastAttempt: true };
async function work(captureId: CaptureId): Promise<void> {
  await handlers.capture
    .handle(house, { captureId }, attempt)
    .catch((error: unknown) => handlers.capture.bury(house, { captureId }, error as never));
  await handlers.seal.handle(house, { captureId }, attempt);
}
async function capture(url: string): Promise<CaptureId> {
  const wish = {
    targetId: null,
    scanId: null,
    pageId: null,
    url,
    vantage: "desktop" as const,
    askedBy: "t",
    reason: "t",
  };
  const id = (await insertContrast(house.database.pool, wish))!;
  await work(id);
  return id;
}

const request = (url: string, kind: "content" | "domain-revocation", beforeCaptureId: CaptureId | null = null) =>
  inTransaction(house.database.pool, (tx) =>
    addTakedown(
      tx,
      caseId,
      {
        url,
        kind,
        addressee: "Chủ trang",
        registrar: "Nhà đăng ký thử",
        channel: "letter",
        documentId: null,
        requestedAt: new Date(start),
        dueAt: null,
        beforeCaptureId,
      },
      "giam.sat",
    ),
  );
const checksOf = async (id: string) =>
  (await selectTakedowns(house.database.pool, caseId)).find((t) => t.id === id)!.checks;
/** The captures that checks of this request wait for. */
const waiting = async (id: string) =>
  (await checksOf(id)).filter((c) => c.captureId !== null && c.doneAt === null).map((c) => c.captureId!);

test("still up, then gone by 404, then back: each day its own capture, and the return is told until somebody saw it", async () => {
  const id = await request(`${site.origin}/tin`, "content", before);
  goTo(start + dayMs - 60_000);
  expect(await recheckTakedowns(house)).toBe(0);
  const pages: (string | null)[] = [offer, null, offer];
  for (const [i, day] of [1, 3, 7].entries()) {
    shown = pages[i]!;
    goTo(start + day * dayMs + 1000);
    expect(await recheckTakedowns(house)).toBe(1);
    const [captureId] = await waiting(id);
    // Asked once, however often the schedule looks while the capture is under way.
    offsetMs += 60_000;
    await Promise.all([recheckTakedowns(house), recheckTakedowns(house)]);
    expect(await waiting(id)).toEqual([captureId]);
    await work(captureId!);
    offsetMs += 60_000;
    expect(await recheckTakedowns(house)).toBe(1);
    expect(await recheckTakedowns(house)).toBe(0);
  }
  const done = (await checksOf(id)).filter((c) => c.doneAt);
  expect(done.map((c) => [c.day, c.result, c.isSealed])).toEqual([
    [1, "still-up", true],
    [3, "gone", true],
    [7, "still-up", true],
  ]);
  expect((await selectReturned(house.database.pool, 10)).map((r) => r.id)).toEqual([id]);
  expect((await selectLooks(house.database.pool, id)).map((l) => l.facts.status)).toEqual([200, 404, 200]);
}, 120_000);

test("an address that cannot be reached is looked at three times, then said to be unreachable, never gone", async () => {
  const closed = await startSite({});
  const { origin } = closed;
  closed.close();
  const id = await request(`${origin}/tin`, "content");
  let asked = 0;
  goTo(start + 1.2 * dayMs);
  for (let look = 0; look < 40 && (await checksOf(id))[0]!.doneAt === null; look++) {
    await recheckTakedowns(house);
    for (const captureId of await waiting(id)) {
      asked++;
      await work(captureId);
    }
    offsetMs += 2 * 3_600_000;
    if (Date.now() + offsetMs > start + 2.9 * dayMs) break;
  }
  const [first] = await checksOf(id);
  expect(asked).toBe(3);
  expect(["unreachable", "not-captured"]).toContain(first!.result);
  expect(first!.note).toMatch(/^sau 3 lần xem/);
}, 120_000);

test("a domain is judged by its name servers; without an answer it is put off; the red switch stops every look", async () => {
  const pool = house.database.pool;
  const [gone, silent] = [
    await request("https://da-thu-hoi.vn/", "domain-revocation"),
    await request("https://im-lang.vn/", "domain-revocation"),
  ];
  goTo(start + 1.5 * dayMs);
  await setStopped(pool, true, "t");
  const asked = names.asked.length;
  expect([await recheckTakedowns(house, { nameServers: [names.address] }), names.asked.length]).toEqual([0, asked]);
  await setStopped(pool, false, "t");
  expect(await recheckTakedowns(house, { nameServers: [names.address] })).toBeGreaterThanOrEqual(2);
  const [first] = await checksOf(gone);
  expect([first!.result, first!.note]).toEqual(["gone", "tên miền không phân giải: DNS trả lời NXDOMAIN"]);
  const [open] = await checksOf(silent);
  expect([open!.doneAt, open!.result]).toEqual([null, null]);
  expect((await selectLooks(pool, silent)).map((l) => l.result)).toEqual(["unreachable"]);
}, 60_000);
