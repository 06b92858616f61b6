// Promises that lost jobs and given-up captures come back by themselves, and that nothing stays behind in the work folder.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { CaptureId, newId } from "#core/id.ts";
import { type CaptureState, insertCapture, selectCapture, setCaptureState } from "#core/records/capture.ts";
import { takeOutboxRows } from "#core/records/outbox.ts";
import { selectScan } from "#core/records/scan.ts";
import { insertTarget } from "#core/records/target.ts";
import { startScan } from "#workers/flow.ts";
import { createHandling } from "#workers/handlers/index.ts";
import { type House, openHouse } from "#workers/house.ts";
import { startRecovery, sweepWorkFolder } from "#workers/recover.ts";
import { startRelay } from "#workers/relay.ts";

let house: House;
let dataDir: string;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-recover-"));
  house = await openHouse(readConfig({ VONGGAC_DATA: dataDir, VONGGAC_DELAY_MS: "0" }));
});
afterAll(async () => {
  await house.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function openCapture(state: CaptureState): Promise<CaptureId> {
  const capture = {
    targetId: null,
    scanId: null,
    pageId: null,
    url: "https://a.example/",
    vantage: "desktop" as const,
    askedBy: "test",
    reason: "test",
  };
  const id = CaptureId.parse(await insertCapture(house.database.pool, capture));
  if (state !== "queued") await setCaptureState(house.database.pool, id, { state });
  mkdirSync(house.workDir(id), { recursive: true });
  return id;
}

test("the work folder keeps what is open or unknown, and loses what is settled", async () => {
  const [open, settled, broken] = [
    await openCapture("captured"),
    await openCapture("not-captured"),
    await openCapture("failed"),
  ];
  const foreign = newId();
  mkdirSync(house.workDir(foreign), { recursive: true });
  await sweepWorkFolder(house);
  expect([open, settled, broken, foreign].map((id) => existsSync(house.workDir(id)))).toEqual([
    true,
    false,
    false,
    true,
  ]);
  await setCaptureState(house.database.pool, open, { state: "failed" });
});

test("a capture that was given up with its bundle on the disk is taken up again", async () => {
  const id = await openCapture("failed");
  writeFileSync(path.join(house.workDir(id), "bundle.json"), "{}");
  await sweepWorkFolder(house);
  expect((await selectCapture(house.database.pool, id)).state).toBe("queued");
  const asked = await inTransaction(house.database.pool, (tx) => takeOutboxRows(tx, 100));
  expect(asked.map((row) => row.key)).toContain(`capture-${id}`);
  await setCaptureState(house.database.pool, id, { state: "failed" });
});

test("a page whose job the queue forgot is visited without a restart", async () => {
  const { pool, url } = house.database;
  const { target } = await insertTarget(pool, { url: "http://127.0.0.1:1/", kind: "site" }, "test");
  const request = { targetId: target.id, askedBy: "test", reason: "test", maxPages: 1 };
  const scan = await inTransaction(pool, (tx) => startScan(tx, request));
  await pool.query("delete from outbox"); // what a queue that lost its memory looks like: a row and no job
  const stopRelay = startRelay(pool, url, house.queue);
  const stopWorkers = await house.queue.work(["scan"], { scan: 2, capture: 1, stamp: 1 }, createHandling(house));
  const stopRecovery = startRecovery(house, 200);
  try {
    for (let i = 0; i < 100 && (await selectScan(pool, scan.id)).state === "running"; i++) await sleep(100);
    expect(await selectScan(pool, scan.id)).toMatchObject({ state: "done", outcome: "refused" });
  } finally {
    await stopRecovery();
    await stopWorkers();
    await stopRelay();
  }
});
