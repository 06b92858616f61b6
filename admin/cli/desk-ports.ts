// Promises what the desk asks of the rest of the house: scans opened, addresses checked, watchlists imported.
import { AppError } from "#core/errors.ts";
import { inTransaction } from "#core/db/pool.ts";
import { insertTarget } from "#core/records/target.ts";
import type { DeskPorts } from "#admin/server/desk-context.ts";
import { now } from "#core/clock.ts";
import { appendCustody } from "#workers/custody.ts";
import { startScan } from "#workers/flow.ts";
import type { House } from "#workers/house.ts";
import { readCsv } from "./csv.ts";
import { importWatchlist, normaliseTarget, tellVietnamese } from "./watchlist.ts";

export function createDeskPorts(house: Pick<House, "config" | "database">): DeskPorts {
  const { config, database } = house;
  return {
    askScan: async (targetIds, actor) => {
      for (const targetId of targetIds) {
        await inTransaction(database.pool, (tx) =>
          startScan(tx, {
            targetId,
            askedBy: actor,
            reason: "yêu cầu từ bàn làm việc",
            maxPages: config.VONGGAC_MAX_PAGES,
          }),
        );
      }
      return { asked: targetIds.length };
    },
    addTarget: async (target, actor) => {
      const normal = normaliseTarget(target.url, null, config, tellVietnamese);
      return insertTarget(database.pool, { ...target, ...normal }, actor);
    },
    recordCustody: async (act, seal, actor) => {
      const fact = {
        at: now().toISOString(),
        actor,
        act,
        subject: seal.captureId,
        sha256: seal.sha256.toString("hex"),
        detail: {},
      };
      await inTransaction(database.pool, (tx) => appendCustody(tx, fact));
    },
    importWatchlist: async (csv, options) => {
      const rows = readCsv(Buffer.from(csv), "CSV");
      if (rows.length > 10_000)
        throw new AppError("input.invalid", {
          detail: `CSV: ${rows.length} dòng, nhiều hơn 10.000`,
          cure: "Chia tệp ra nhiều phần.",
        });
      const results = await importWatchlist(database.pool, config, rows, { ...options, tell: tellVietnamese });
      return results.map((r) => ({ row: r.line, address: r.url, result: r.outcome, reason: r.reason }));
    },
  };
}
