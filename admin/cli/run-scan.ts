// Promises a scan to its end: targets opened, work carried, progress shown, findings given back.
import { setTimeout as sleep } from "node:timers/promises";
import { inTransaction } from "#core/db/pool.ts";
import { nowMs } from "#core/clock.ts";
import { AppError, toAppError } from "#core/errors.ts";
import type { FindingId, ScanId } from "#core/id.ts";
import { type FindingRow, selectFindingsOfScans } from "#core/records/finding.ts";
import { countUnreplayed } from "#core/records/replay-check.ts";
import { countScanStates, type ScanCounts, type ScanRow, selectScan } from "#core/records/scan.ts";
import { isStopped } from "#core/records/setting.ts";
import type { TargetRow } from "#core/records/target.ts";
import { countOpenTimeStamps } from "#core/records/time-stamp.ts";
import { startScan } from "#workers/flow.ts";
import type { House } from "#workers/house.ts";
import { startCrew } from "#workers/main.ts";
import { note, say, startProgress } from "./terminal.ts";

export interface ScanRun {
  scans: { scan: ScanRow; target: TargetRow }[];
  findings: FindingRow[];
}

/** How long a scan waits for a database that went away under it. */
const databasePatienceMs = 30_000;
const proofPatienceMs = 60_000;

const redSwitchIsOn = () =>
  new AppError("stopped", {
    detail: say("công tắc dừng khẩn đang bật", "the red switch is on"),
    cure: say("Cho chạy lại ở bàn làm việc.", "Switch scanning on again at the desk."),
  });

/** Scans these targets until every one ended in a recorded state. Throws `stopped` on the red switch or Ctrl-C. */
export async function runScan(
  house: House,
  targets: TargetRow[],
  options: { maxPages?: number; signal: AbortSignal; askedBy: string },
): Promise<ScanRun> {
  const { pool } = house.database;
  if (await isStopped(pool)) throw redSwitchIsOn();
  const maxPages = options.maxPages ?? house.config.VONGGAC_MAX_PAGES;
  const opened: { id: ScanId; target: TargetRow }[] = [];
  for (const target of targets) {
    const scan = await inTransaction(pool, (tx) =>
      startScan(tx, { targetId: target.id, askedBy: options.askedBy, reason: "quét theo yêu cầu", maxPages }),
    );
    opened.push({ id: scan.id, target });
  }
  const stopCrew = await startCrew(house);
  try {
    await waitForScans(
      house,
      opened.map((o) => o.id),
      options.signal,
    );
    await waitForProofs(
      house,
      opened.map((o) => o.id),
      options.signal,
    );
  } finally {
    if (options.signal.aborted)
      note(
        say(
          "Đang dừng; việc dở sẽ được làm tiếp ở lần chạy sau…",
          "Stopping; unfinished work is taken up at the next run…",
        ),
      );
    await stopCrew();
    await house.requestLog.flush();
  }
  const scans = await Promise.all(opened.map(async (o) => ({ scan: await selectScan(pool, o.id), target: o.target })));
  return {
    scans,
    findings: await readFindings(
      house,
      opened.map((o) => o.id),
    ),
  };
}

async function waitForScans(house: House, ids: ScanId[], signal: AbortSignal): Promise<void> {
  const progress = startProgress(say("Quét", "Scan"));
  try {
    for (let lastSeenMs = nowMs(); ;) {
      const counts = await readCounts(house, ids, lastSeenMs);
      if (counts) {
        lastSeenMs = nowMs();
        progress.update(counts.done, ids.length, describe(counts));
        if (counts.running === 0) return;
      }
      if (signal.aborted)
        throw new AppError("stopped", {
          detail: say("dừng theo yêu cầu", "stopped as asked"),
          cure: say(
            "Chạy lại đúng lệnh này: việc dở sẽ được làm tiếp.",
            "Run the same command again: it goes on where it stopped.",
          ),
        });
      await sleep(250);
    }
  } finally {
    progress.stop();
  }
}

/** Archives are replayed and stamped while the crew still works; what takes longer is done at the next run. */
async function waitForProofs(house: House, ids: ScanId[], signal: AbortSignal): Promise<void> {
  const { pool } = house.database;
  const endMs = nowMs() + proofPatienceMs;
  const countOpen = async () => {
    const replays = house.config.VONGGAC_REPLAY_CHECK === "on" ? await countUnreplayed(pool, ids) : 0;
    const stamps = house.stamping ? (await countOpenTimeStamps(pool)).untried : 0;
    return replays + stamps;
  };
  const first = await countOpen();
  if (first === 0) return;
  const progress = startProgress(say("Kiểm chứng bản lưu", "Proving archives"));
  try {
    for (let open = first; open > 0 && nowMs() < endMs && !signal.aborted; open = await countOpen()) {
      progress.update(Math.max(first - open, 0), first, say("phát lại, dấu thời gian", "replays, time stamps"));
      await sleep(250);
    }
  } finally {
    progress.stop();
  }
}

/** A database that is away may come back: the embedded one is started again within seconds. Throws `stopped` on the red switch. */
async function readCounts(house: House, ids: ScanId[], lastSeenMs: number): Promise<ScanCounts | null> {
  try {
    const counts = await countScanStates(house.database.pool, ids);
    if (counts.running > 0 && (await isStopped(house.database.pool))) throw redSwitchIsOn();
    return counts;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code !== "database.unavailable" || nowMs() - lastSeenMs > databasePatienceMs) throw error;
    return null;
  }
}

function describe(c: ScanCounts): string {
  const pages = `${c.pagesDone}/${c.pagesDone + c.pagesWaiting}`;
  const captures = `${c.capturesDone}/${c.capturesDone + c.capturesWaiting}`;
  return say(`mục tiêu · trang ${pages} · bản chụp ${captures}`, `targets · pages ${pages} · captures ${captures}`);
}

async function readFindings(house: House, ids: ScanId[]): Promise<FindingRow[]> {
  const all: FindingRow[] = [];
  let after: FindingId | null = null;
  do {
    const page: FindingRow[] = await selectFindingsOfScans(house.database.pool, ids, after, 200);
    all.push(...page);
    after = page.length === 200 ? page.at(-1)!.id : null;
  } while (after);
  return all;
}
