// Promises the desk's doors to the workers about one capture: stop its viewing, or look at its address once more.
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { insertCapture, selectCapture } from "#core/records/capture.ts";
import { selectOpenTwin } from "#core/records/recapture.ts";
import { isStopped } from "#core/records/setting.ts";
import { selectTarget } from "#core/records/target.ts";
import type { DeskPorts } from "#admin/server/desk-context.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import { ask } from "#workers/flow.ts";
import type { House } from "#workers/house.ts";
import { stopViewing } from "#workers/keeping/stop-viewing.ts";

type ViewingPort = "stopViewing" | "askRecapture";

export function createViewingPorts({
  config,
  database: { pool },
}: Pick<House, "config" | "database">): Pick<DeskPorts, ViewingPort> {
  const store = openEvidenceStore(config);
  return {
    stopViewing: (captureId, note, actor) => stopViewing({ config, pool, store }, { captureId, note, actor }),
    askRecapture: async (of, reason, actor) => {
      if (await isStopped(pool))
        throw new AppError("stopped", { detail: "the red switch is on", cure: "A lead turns it off first." });
      return inTransaction(pool, async (tx) => {
        const { targetId, url, vantage } = await selectCapture(tx, of);
        if (!targetId) throw new AppError("conflict", { detail: `${of}: a capture of no target` });
        if ((await selectTarget(tx, targetId)).paused)
          throw new AppError("conflict", { detail: "the target is paused", cure: "Set it going again first." });
        const waiting = await selectOpenTwin(tx, of);
        if (waiting) return waiting;
        const asked = { targetId, scanId: null, pageId: null, url, vantage, askedBy: actor, reason };
        const id = await insertCapture(tx, asked);
        if (!id) throw new AppError("internal", { detail: "a capture without a page was not entered" });
        await ask(tx, "capture", { captureId: id });
        return id;
      });
    },
  };
}
