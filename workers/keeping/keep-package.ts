// Promises that bytes which took a capture's key and are no evidence never block the capture, and that no evidence is ever replaced for it.
import type pg from "pg";
import { now } from "#core/clock.ts";
import { AppError, toAppError } from "#core/errors.ts";
import type { CaptureId } from "#core/id.ts";
import { log } from "#core/log.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import { selectTurnedSeals } from "#core/records/scrub.ts";
import { asideKey, evidenceKey, type Store } from "#evidence/store/store.ts";

interface Place {
  pool: pg.Pool;
  store: Store;
}

const mostTurns = 9;

/**
 * Keeps a sealed package under the first key of its capture that is free or holds these bytes; gives the key. What a key holds
 * otherwise is left there: another process may be about to enter it. Throws AppError as the store does.
 */
export async function keepPackage(
  { pool, store }: Place,
  made: { captureId: CaptureId; startedAt: string; file: string; sha256: string },
): Promise<string> {
  for (let turn = 1; ; turn++) {
    const key = evidenceKey(made.captureId, made.startedAt, turn);
    try {
      await store.put(key, { file: made.file }, { sha256: made.sha256 });
      return key;
    } catch (error) {
      if (!(error instanceof AppError && error.code === "store.exists") || turn === mostTurns) throw error;
      // Sealed meanwhile by another process: its package counts, and this one is not entered.
      const seal = await selectOptionalSeal(pool, made.captureId);
      if (seal) return seal.storeKey;
      log.warn({ key, captureId: made.captureId }, "seal.key-taken");
    }
  }
}

/** The keys before the one that a seal names. */
export function passedOver(key: string): string[] {
  const [, stem, turn] = /^(.*)\.r(\d+)\.wacz$/.exec(key) ?? [];
  if (stem === undefined) return [];
  return Array.from({ length: Number(turn) - 1 }, (_, i) => (i === 0 ? `${stem}.wacz` : `${stem}.r${i + 1}.wacz`));
}

/**
 * Once a seal names its key nothing else can become this capture's evidence: what the keys before it hold goes out of readers'
 * way. What the object store has locked stays where it is. Of one capture, or of all.
 */
export async function setPassedOverAside({ pool, store }: Place, captureId: CaptureId | null): Promise<void> {
  for (const { storeKey } of await selectTurnedSeals(pool, captureId)) {
    for (const key of passedOver(storeKey)) {
      try {
        if ((await store.has(key)) && !(await isLocked(store, key))) await store.move(key, asideKey(key));
      } catch (error) {
        log.warn({ err: toAppError(error), key }, "seal.not-set-aside");
      }
    }
  }
}

async function isLocked(store: Store, key: string): Promise<boolean> {
  const { retainUntil, legalHold } = await store.lockOf(key);
  return legalHold || (retainUntil !== null && retainUntil > now());
}
