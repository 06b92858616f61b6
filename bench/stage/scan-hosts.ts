// Promises one scan a host, opened at once and waited for, through the real flow.
import { setTimeout as sleep } from "node:timers/promises";
import { inTransaction } from "#core/db/pool.ts";
import { countScanStates } from "#core/records/scan.ts";
import { insertTarget } from "#core/records/target.ts";
import { startScan } from "#workers/flow.ts";
import type { TestDatabase } from "../../test/support/database.ts";
import type { ManySites } from "../../test/support/many-sites.ts";

/** Gives how many page visits the scans made: the pages, and each watched address once more as phone and as search visitor. */
export async function scanHosts(database: TestDatabase, sites: ManySites, maxPages: number): Promise<number> {
  const ids = await Promise.all(
    sites.hosts.map((host) =>
      inTransaction(database.pool, async (tx) => {
        const { target } = await insertTarget(tx, { url: `http://${host}/`, kind: "site" }, "bench");
        return (await startScan(tx, { targetId: target.id, askedBy: "bench", reason: "bench", maxPages })).id;
      }),
    ),
  );
  for (;;) {
    const counts = await countScanStates(database.pool, ids);
    if (counts.running === 0) return counts.pagesDone;
    await sleep(100);
  }
}
