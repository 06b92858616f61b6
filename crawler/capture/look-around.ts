// Promises the lookups around a captured page, while its host's turn is still held, and one step that tells how they went.
import { nowMs } from "#core/clock.ts";
import { toAppError } from "#core/errors.ts";
import type { Exchange } from "#core/nouns/fetched.ts";
import { lookUp } from "../lookups/look-up.ts";
import { asStoreError } from "./bundle-file.ts";
import type { CaptureDeps } from "./capture-request.ts";
import { type Ending, findMain } from "./decide-status.ts";
import type { Visit } from "./visit.ts";

/** Only what will be sealed is looked around; a failed lookup fails no capture. Throws `store.full` when the disk is. */
export async function lookAround(
  visit: Visit,
  exchanges: readonly Exchange[],
  ending: Ending,
  deps: CaptureDeps,
): Promise<Exchange[]> {
  const main = findMain(visit, exchanges);
  const isSealable = ending.status === "captured" || ending.status === "partial";
  if (!isSealable || main === null || visit.request.extent === "first-view") return [];
  const startMs = nowMs();
  const write = (ok: boolean, note: string) =>
    void visit.steps.push({ step: "lookups", ok, tookMs: nowMs() - startMs, note: note.slice(0, 2000) });
  const { html } = visit.findings;
  try {
    const done = await lookUp({ pageUrl: main.url, html, exchanges, outDir: visit.request.outDir }, deps);
    write(true, done.note);
    return done.lookups;
  } catch (error) {
    const stored = asStoreError(error);
    if (stored.code === "store.full") throw stored;
    write(false, toAppError(error).message);
    return [];
  }
}
