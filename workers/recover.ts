// Promises that what a killed process left is taken up again: every open page and capture gets its job back.
import { inTransaction } from "#core/db/pool.ts";
import { selectOpenCaptures } from "#core/records/capture.ts";
import { selectQueuedPages } from "#core/records/page.ts";
import { ask } from "./flow.ts";
import type { House } from "./house.ts";

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
  return asked;
}
