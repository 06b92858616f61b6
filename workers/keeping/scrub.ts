// Promises that every sealed object is read again and compared with its seal and its custody entry; what is wrong is said, never mended in silence.
import { now, nowMs } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { type AppError, toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import {
  finishRound,
  insertProblem,
  markChecked,
  moveRound,
  type NewProblem,
  openRound,
  type ScrubObject,
  type ScrubProblem,
  type ScrubRound,
  selectLastRound,
  selectOpenRound,
  selectProblems,
  selectRound,
  selectScrubObjects,
  settleProblems,
} from "#core/records/scrub.ts";
import { hashOf } from "#evidence/store/hash-stream.ts";
import { quarantineKey } from "#evidence/store/tombstone.ts";
import { appendCustody } from "../custody.ts";
import type { Keeper } from "./keeper.ts";
import { findUnknown } from "./unknown-keys.ts";

const dayMs = 24 * 3_600_000;
/** By schedule: each object once in so many days, a round a day, so many bytes a round. */
const everyDays = 30;
export const dailyBudgetBytes = 50e9;

/** Opens the daily round where it is due; true when it did. */
export async function askDueScrub({ pool }: Keeper): Promise<boolean> {
  const last = await selectLastRound(pool);
  if (last && (last.finishedAt === null || nowMs() - last.startedAt.getTime() < dayMs)) return false;
  return (await openRound(pool, "lịch kiểm tra kho", false, dailyBudgetBytes)) !== null;
}

/** Scrubs for a person who waits: ends the round that is open, then one of his own. Gives all problems that stand. */
export async function scrubNow(
  keeper: Keeper,
  askedBy: string,
  isAll: boolean,
  options: { signal?: AbortSignal; tell?: (round: ScrubRound) => void } = {},
): Promise<ScrubProblem[]> {
  const { pool } = keeper;
  let own: string | null = null;
  while (!options.signal?.aborted) {
    const opened = await openRound(pool, askedBy, isAll, isAll ? Number.MAX_SAFE_INTEGER : dailyBudgetBytes);
    if (opened) own = opened.id;
    const open = opened ?? (await selectOpenRound(pool));
    if (!open) continue;
    while (!(await scrubOn(keeper, open.id, options)) && !options.signal?.aborted)
      options.tell?.(await selectRound(pool, open.id));
    if (open.id === own) break;
  }
  return selectProblems(pool, 10_000);
}

/**
 * Goes on with a round for at most `sliceMs` and `sliceBytes`; true when the round is finished. Two processes at once do no
 * harm: each step moves the round only from where it stood.
 */
export async function scrubOn(
  keeper: Keeper,
  roundId: string,
  {
    sliceMs = 10_000,
    sliceBytes = 200e6,
    signal,
  }: { sliceMs?: number; sliceBytes?: number; signal?: AbortSignal } = {},
): Promise<boolean> {
  const { pool } = keeper;
  const startedMs = performance.now();
  let readBytes = 0;
  for (;;) {
    const round = await selectRound(pool, roundId);
    if (round.finishedAt) return true;
    if (performance.now() - startedMs > sliceMs || readBytes > sliceBytes || signal?.aborted) return false;
    const before = round.isAll ? null : new Date(round.startedAt.getTime() - everyDays * dayMs);
    const [object] = await selectScrubObjects(pool, round.afterCapture, before, 1);
    if (!object || round.checkedBytes >= round.budgetBytes) {
      if (round.isAll) await findUnknown(keeper, report);
      await finishRound(pool, roundId);
      return true;
    }
    await scrubObject(keeper, object);
    readBytes += object.sizeBytes;
    if (!(await moveRound(pool, roundId, round.afterCapture, object.captureId, object.sizeBytes))) return false;
  }
}

/** Looks at one object and writes down what is wrong with it, or that nothing is any more. */
export async function scrubObject(keeper: Keeper, object: ScrubObject): Promise<void> {
  const problem = await judge(keeper, object);
  if (problem) await report(keeper, problem);
  else await settleProblems(keeper.pool, object.storeKey);
  await markChecked(keeper.pool, object.captureId);
}

async function judge({ store }: Keeper, o: ScrubObject): Promise<NewProblem | null> {
  const about = { key: o.storeKey, captureId: o.captureId };
  const sealed = o.sha256.toString("hex");
  if (o.entered !== sealed)
    return {
      ...about,
      kind: "custody",
      detail: `the custody entry names ${o.entered ?? "no hash"}, the seal ${sealed}`,
    };
  const away = quarantineKey(o.storeKey);
  if (o.isDestroyed) {
    const isThere = (await store.has(o.storeKey)) || (await store.has(away));
    return o.isDone && isThere ? { ...about, kind: "not-destroyed", detail: "destroyed, and still there" } : null;
  }
  if (o.isQuarantined && (await store.has(o.storeKey)))
    return { ...about, kind: "not-quarantined", detail: "quarantined, and still where readers look" };
  try {
    const stream = await store.get(o.isQuarantined ? away : o.storeKey);
    const found = await hashOf({ open: () => stream as AsyncIterable<Uint8Array> });
    if (found.sha256 === sealed) return null;
    return { ...about, kind: "changed", detail: `${found.sizeBytes} bytes with ${found.sha256} instead of ${sealed}` };
  } catch (error) {
    return { ...about, ...say(toAppError(error)) };
  }
}

function say(error: AppError): Pick<NewProblem, "kind" | "detail"> {
  const isGone = ["not-found", "evidence.destroyed", "evidence.quarantined"].includes(error.code);
  return { kind: isGone ? "missing" : "unreadable", detail: error.message };
}

/** Written once while it lasts; damage to evidence is also a custody entry. */
async function report({ pool }: Keeper, problem: NewProblem): Promise<void> {
  await inTransaction(pool, async (tx) => {
    if (!(await insertProblem(tx, problem))) return;
    log.error({ key: problem.key, kind: problem.kind, detail: problem.detail }, "scrub.problem-found");
    if (problem.captureId === null) return;
    const { key, kind, detail } = problem;
    const fact = { at: now().toISOString(), actor: "system", act: "scrub.failed", subject: problem.captureId } as const;
    await appendCustody(tx, { ...fact, sha256: null, detail: { key, kind, detail } });
  });
}
