// Promises to know what this machine lacks before work starts, with the one command that mends each thing.
import { mkdirSync } from "node:fs";
import type pg from "pg";
import type { Config } from "#core/config.ts";
import { openDatabase } from "#core/db/open-database.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { selectUnfinishedDestructions } from "#core/records/destruction.ts";
import { selectLastRound, selectProblems } from "#core/records/scrub.ts";
import { checkBrowser } from "#crawler/browser/check-browser.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import { freeBytes } from "#workers/keeping/disk-reserve.ts";
import { openQueue } from "#workers/queue.ts";
import { checkLedger } from "./check-ledger.ts";
import { checkOrigins } from "./check-origins.ts";
import { checkTime } from "./check-time.ts";
import { note, say } from "./terminal.ts";

export interface MachineCheck {
  name: string;
  ok: boolean;
  detail: string;
  cure: string;
}

const leastFreeBytes = 1_000_000_000;

/** Every check of `doctor`, in the order in which things are needed. */
export async function checkMachine(config: Config): Promise<MachineCheck[]> {
  const browser = await checkBrowser({ config });
  return [
    await checkDisk(config),
    ...(await checkDatabase(config)),
    ...checkOrigins(config),
    ...browser.checks.map((c) => ({ ...c, name: `browser: ${c.name}` })),
    ...(await checkTime(config)),
  ];
}

/** Start-up's own look at the browser: says what is missing before the first visit. Throws browser.missing or browser.library-missing. */
export async function checkBeforeWork(config: Config): Promise<void> {
  const { ok, checks } = await checkBrowser({ config });
  if (ok) return;
  const broken = checks.filter((c) => !c.ok);
  const fatal = broken.find((c) => c.name === "found" || c.name === "starts" || c.name === "https");
  for (const c of broken.filter((c) => c !== fatal)) note(`${c.name}: ${c.detail}${c.cure ? ` — ${c.cure}` : ""}`);
  if (!fatal) return note(say("Tiếp tục, nhưng bản chụp sẽ kém hơn.", "Going on, but captures will be poorer."));
  const isLibrary = fatal.name === "https";
  const died = say(
    "trang https làm sập trình duyệt đi kèm (thường do thiếu thư viện libsqlite3)",
    "https pages kill the bundled browser (most often because the library libsqlite3 is missing)",
  );
  throw new AppError(isLibrary ? "browser.library-missing" : "browser.missing", {
    detail: isLibrary ? `${died}; ${fatal.detail}` : fatal.detail,
    ...(fatal.cure ? { cure: fatal.cure } : {}),
  });
}

async function checkDisk(config: Config): Promise<MachineCheck> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const free = await freeBytes(config);
  const least = Math.max(leastFreeBytes, config.VONGGAC_DISK_RESERVE_BYTES);
  const isReserve = free < config.VONGGAC_DISK_RESERVE_BYTES;
  const waits = isReserve ? "; below VONGGAC_DISK_RESERVE_BYTES: no new capture starts" : "";
  return {
    name: "disk",
    ok: free >= least,
    detail: `${(free / 1e9).toFixed(1)} GB free for ${config.VONGGAC_DATA}${waits}`,
    cure: free >= least ? "" : `Free at least ${(least / 1e9).toFixed(1)} GB, or set VONGGAC_DATA to another disk.`,
  };
}

/** What scrubbing found and what a confirmed destruction waits for. */
async function checkStore(config: Config, pool: pg.Pool): Promise<MachineCheck> {
  const problems = await selectProblems(pool, 1000);
  const waiting = await selectUnfinishedDestructions(pool);
  const last = await selectLastRound(pool);
  const looked = last?.finishedAt ? `last scrub ended ${last.finishedAt.toISOString()}` : "no scrub has ended yet";
  const kinds = Object.entries(Object.groupBy(problems, (p) => p.kind)).map(([kind, all]) => `${kind}: ${all?.length}`);
  const ok = problems.length === 0;
  return {
    name: "evidence store",
    ok,
    detail: [
      openEvidenceStore(config).placeOf("x") === "x" ? "object store" : "disk",
      config.VONGGAC_STORE_KEY_FILE ? "encrypted at rest" : "not encrypted at rest",
      looked,
      ok ? "no known damage" : kinds.join(", "),
      ...(waiting.length > 0 ? [`${waiting.length} confirmed destructions wait for the store`] : []),
    ].join("; "),
    cure: ok ? "" : "Run: vonggac scrub --all; restore damaged objects from a backup, change nothing by hand.",
  };
}

async function checkDatabase(config: Config): Promise<MachineCheck[]> {
  const names = { name: "database and queue" };
  try {
    const database = await openDatabase(config, 2);
    try {
      const queue = await openQueue(config, database.url);
      const detail = `${database.how}; queue on ${queue.backend}`;
      await queue.close();
      return [
        { ...names, ok: true, detail, cure: "" },
        await checkStore(config, database.pool),
        ...(await checkLedger(config, database)),
      ];
    } finally {
      await database.close();
    }
  } catch (thrown) {
    const error = toAppError(thrown);
    return [{ ...names, ok: false, detail: error.message, cure: error.cure ?? "" }];
  }
}
