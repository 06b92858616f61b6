// Promises that the stop key "xâm hại trẻ em" ends viewing, watching and waiting work in one transaction, and then takes the bytes away (house law 2).
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { type CaptureId, newId, type TargetId } from "#core/id.ts";
import { selectCapture } from "#core/records/capture.ts";
import { recordEvent } from "#core/records/event.ts";
import { lockKeeping } from "#core/records/hold.ts";
import type { QuarantineRow } from "#core/records/quarantine.ts";
import { selectBases } from "#core/records/sealed-payload.ts";
import { endWorkOn, insertViewingStop, selectAlike, stopTarget, type ViewingStop } from "#core/records/viewing-stop.ts";
import type { Keeper } from "./keeper.ts";
import { dropCopies } from "./other-copies.ts";
import { moveAway, setApart } from "./quarantine.ts";

export interface StopAsked {
  captureId: CaptureId;
  actor: string;
  /** May be empty: nobody must describe what he saw. */
  note: string;
}

export interface Stopped {
  stop: ViewingStop;
  captures: number;
  findings: number;
}

/** What the custody log says as the reason of these quarantines. */
const reason = "dừng xem: xâm hại trẻ em";

/**
 * From the commit on no reader is given a byte of these captures; then the bytes and this machine's copies go. A kill between leaves
 * the move to `finishQuarantines`. Throws AppError `not-found`, `conflict` for a capture that belongs to no target.
 */
export async function stopViewing(keeper: Keeper, asked: StopAsked): Promise<Stopped> {
  const done = await inTransaction(keeper.pool, (tx) => enterStop(tx, asked));
  for (const row of done.rows) await moveAway(keeper, row);
  for (const captureId of done.open) await dropCopies(keeper, captureId);
  const { stop, rows, findings } = done;
  return { stop, captures: rows.length, findings };
}

async function enterStop(tx: Db, { captureId, actor, note }: StopAsked) {
  const capture = await selectCapture(tx, captureId);
  if (!capture.targetId) throw new AppError("conflict", { detail: `${captureId}: a capture of no target` });
  const at = now();
  // Work first: a seal that is being entered holds its capture's row, and stands among the sealed ones afterwards.
  const open = await endWorkOn(tx, capture.targetId, at);
  const rows = await setAllApart(tx, captureId, capture.targetId, actor);
  const findings = await stopTarget(tx, capture.targetId, at);
  const stop: ViewingStop = {
    id: newId(),
    captureId,
    targetId: capture.targetId,
    url: capture.url,
    capturedAt: capture.capturedAt ?? capture.queuedAt,
    note,
    stoppedBy: actor,
    stoppedAt: at,
  };
  await insertViewingStop(tx, stop);
  const detail = { stop: stop.id, target: stop.targetId, captures: rows.length, findings: findings.length };
  await recordEvent(tx, actor, "viewing.stopped", captureId, detail);
  return { stop, rows, open, findings: findings.length };
}

/** The captures alike, and the earlier packages that hold bytes of them. */
async function setAllApart(tx: Db, captureId: CaptureId, targetId: TargetId, actor: string): Promise<QuarantineRow[]> {
  const all = new Map<CaptureId, CaptureId>();
  for (const id of await selectAlike(tx, captureId, targetId)) {
    all.set(id, id);
    for (const { baseCaptureId } of await selectBases(tx, id)) if (!all.has(baseCaptureId)) all.set(baseCaptureId, id);
  }
  const sorted = [...all].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [id] of sorted) await lockKeeping(tx, id);
  const rows: QuarantineRow[] = [];
  for (const [id, forThe] of sorted) rows.push(await setApart(tx, { captureId: id, actor, reason }, forThe));
  return rows;
}
