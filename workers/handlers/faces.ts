// Promises that faces of a watched address which differ are judged beside one another before anything is captured.
import type { Db } from "#core/db/sql.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { ScanId } from "#core/id.ts";
import type { Detection } from "#core/nouns/signal.ts";
import { countOpenCaptures } from "#core/records/capture.ts";
import { countQueuedPages, type PageRow, selectPages, setPageDetection } from "#core/records/page.ts";
import { type ScanRow, selectAndLockScan, selectScan } from "#core/records/scan.ts";
import { selectTarget, type TargetRow } from "#core/records/target.ts";
import { detect } from "#detection/detect.ts";
import { findDivergent } from "../faces.ts";
import { captureScan } from "../flow.ts";
import type { House } from "../house.ts";
import type { JobData } from "../jobs.ts";
import { observe } from "../observe.ts";
import { recordShadowHits } from "../rules/shadow.ts";
import { readPage } from "../vantage.ts";
import { readKeptVisit } from "../visit-record.ts";

export async function judgeFaces(house: House, { scanId }: JobData<"faces">): Promise<void> {
  const { pool } = house.database;
  const scan = await selectScan(pool, scanId);
  if (scan.state === "done") return;
  const target = await selectTarget(pool, scan.targetId);
  const judged: [PageRow, Detection][] = [];
  for (const row of findDivergent(await selectPages(pool, scanId))) {
    const detection = await judgeAgain(house, target, row);
    if (detection) judged.push([row, detection]);
  }
  await goOn(house, scanId, async (tx) => {
    for (const [row, detection] of judged) {
      await setPageDetection(tx, row.id, detection);
      await recordShadowHits(tx, { targetId: scan.targetId, pageId: row.id, detection });
    }
  });
}

/** The faces cannot be compared: what each of them shows by itself still counts, and the scan goes on with that. */
export async function buryFaces(house: House, { scanId }: JobData<"faces">): Promise<void> {
  await goOn(house, scanId, async () => {});
}

/** Only a scan that waits for nothing else moves on: this job may run twice. */
async function goOn(house: House, scanId: ScanId, write: (tx: Db) => Promise<void>): Promise<void> {
  await inTransaction(house.database.pool, async (tx) => {
    const scan: ScanRow = await selectAndLockScan(tx, scanId);
    const waiting = (await countQueuedPages(tx, scanId)) + (await countOpenCaptures(tx, scanId));
    if (scan.state === "done" || waiting > 0) return;
    await write(tx);
    await captureScan(tx, scan);
  });
}

/** From the kept bytes of the visit: no second request. */
async function judgeAgain(house: House, target: TargetRow, row: PageRow): Promise<Detection | null> {
  if (!row.exchanges || row.finalUrl === null) return null;
  const visit = await readKeptVisit(house.blobs, row.exchanges.blob);
  const page = readPage(row.url, { ...visit, finalUrl: row.finalUrl });
  return detect(page, await house.knowledge(), await observe(house, { target, page, from: { visit: row } }));
}
