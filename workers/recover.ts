// Promises that what a killed process or a lost queue left is taken up again: every open page, capture and time stamp gets its job back.
import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { inTransaction } from "#core/db/pool.ts";
import { toAppError } from "#core/errors.ts";
import { CaptureId } from "#core/id.ts";
import { log } from "#core/log.ts";
import { countOpenWork, reopenCapture, selectOpenCaptures, selectOptionalCaptureState } from "#core/records/capture.ts";
import { countOutboxRows } from "#core/records/outbox.ts";
import { selectQueuedPages } from "#core/records/page.ts";
import { selectUnjudgedScans } from "#core/records/scan.ts";
import { countOpenTimeStamps } from "#core/records/time-stamp.ts";
import { ask } from "./flow.ts";
import type { House } from "./house.ts";
import { queueNames } from "./jobs.ts";
import { forgetOldPictures } from "./pictures.ts";
import { recoverTimeStamps } from "./time-stamps.ts";

const batch = 500;

/** Jobs that are still in the queue are the same key, so asking again changes nothing. Returns how many were asked for. */
export async function recoverOpenWork(house: House): Promise<number> {
  const { pool } = house.database;
  let asked = 0;
  let pages = await selectQueuedPages(pool, null, batch);
  while (pages.length > 0) {
    await inTransaction(pool, async (tx) => {
      for (const page of pages) await ask(tx, "page", { pageId: page.id });
    });
    asked += pages.length;
    pages = await selectQueuedPages(pool, pages.at(-1)!.id, batch);
  }
  let captures = await selectOpenCaptures(pool, null, batch);
  while (captures.length > 0) {
    await inTransaction(pool, async (tx) => {
      for (const c of captures) await ask(tx, c.state === "queued" ? "capture" : "seal", { captureId: c.id });
    });
    asked += captures.length;
    captures = await selectOpenCaptures(pool, captures.at(-1)!.id, batch);
  }
  const scans = await selectUnjudgedScans(pool, batch);
  await inTransaction(pool, async (tx) => {
    for (const { id } of scans) await ask(tx, "faces", { scanId: id });
  });
  return asked + scans.length + (await recoverTimeStamps(house));
}

/**
 * Clears the folders of captures that need them no longer, and takes up again what was given up with its bundle whole on
 * the disk (a full disk, a store that was away). Folders that this database does not know are left alone.
 */
export async function sweepWorkFolder(house: House): Promise<void> {
  const { pool } = house.database;
  const root = house.workDir("");
  for (const name of await readdir(root).catch(() => [])) {
    const id = CaptureId.safeParse(name).data;
    const state = id && (await selectOptionalCaptureState(pool, id));
    if (!id || !state || state === "queued" || state === "captured") continue;
    if (state === "failed" && existsSync(path.join(root, name, "bundle.json"))) {
      await inTransaction(pool, async (tx) => {
        if (await reopenCapture(tx, id)) await ask(tx, "capture", { captureId: id });
      });
    } else await rm(path.join(root, name), { recursive: true, force: true });
  }
}

/** True when more pages, captures and time stamps are open than jobs exist for them: some job was lost. */
async function lacksJobs({ queue, database, stamping }: House): Promise<boolean> {
  const counts = await Promise.all(queueNames.map((name) => queue.count(name)));
  const jobs = counts.flatMap((count) => Object.values(count)).reduce((sum, n) => sum + n, 0);
  const stamps = stamping ? (await countOpenTimeStamps(database.pool)).open : 0;
  return (await countOpenWork(database.pool)) + stamps > jobs + (await countOutboxRows(database.pool));
}

const sweepEveryMs = 6 * 3_600_000;

/**
 * Looks again and again while the program runs: a queue that lost its memory, or a job that died while the database was
 * away, must not wait for a restart. Work in motion may look like a lack for a moment: two looks in a row decide.
 */
export function startRecovery(house: House, lookEveryMs = 20_000): () => Promise<void> {
  let lackedBefore = false;
  let sweptAtMs = performance.now();
  let looking = Promise.resolve();
  const look = async () => {
    const lacks = await lacksJobs(house);
    if (lacks && lackedBefore) log.warn({ asked: await recoverOpenWork(house) }, "work.recovered");
    lackedBefore = lacks && !lackedBefore;
    if (performance.now() - sweptAtMs < sweepEveryMs) return;
    sweptAtMs = performance.now();
    await sweepWorkFolder(house);
    await forgetOldPictures(house);
  };
  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => log.warn({ err: toAppError(error) }, "recovery.failed"));
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
