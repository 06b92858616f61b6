// Promises a verb of keeping its database and store, opened once and closed whatever happens, and ids that are ids.
import { openDatabase } from "#core/db/open-database.ts";
import { AppError } from "#core/errors.ts";
import { CaptureId } from "#core/id.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import type { Keeper } from "#workers/keeping/keeper.ts";
import type { VerbContext } from "./main.ts";
import { say } from "./terminal.ts";

export async function withKeeper<T>(context: VerbContext, work: (keeper: Keeper) => Promise<T>): Promise<T> {
  const config = context.config();
  const database = await openDatabase(config, 4);
  try {
    return await work({ config, pool: database.pool, store: openEvidenceStore(config) });
  } finally {
    await database.close();
  }
}

/** Throws AppError `input.invalid`. */
export function readCaptureId(raw: string): CaptureId {
  const id = CaptureId.safeParse(raw);
  if (id.success) return id.data;
  throw new AppError("input.invalid", {
    detail: `${raw} is not a capture's id`,
    cure: say("`finding MÃ` cho biết mã bản chụp.", "`finding ID` shows the capture's id."),
  });
}

/** Any id of the house. Throws AppError `input.invalid`. */
export function readId(raw: string): string {
  return readCaptureId(raw);
}
