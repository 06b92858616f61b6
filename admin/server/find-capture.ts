// Promises a sealed capture for a reader who may see it: not one that is away, and only beside a finding that it belongs to.
import { AppError } from "#core/errors.ts";
import type { CaptureId, FindingId } from "#core/id.ts";
import { selectCapture, selectOptionalSeal, type SealRow } from "#core/records/capture.ts";
import { selectEarlierCaptures } from "#core/records/desk.ts";
import { type FindingRow, selectFinding } from "#core/records/finding.ts";
import { refuseIfAbsent } from "#core/records/quarantine.ts";
import type { DeskContext } from "./desk-context.ts";

/** Throws `not-found`, `evidence.destroyed`, `evidence.quarantined`. */
export async function findSeal(ctx: DeskContext, id: CaptureId): Promise<SealRow> {
  const seal = await selectOptionalSeal(ctx.pool, id);
  if (!seal) throw new AppError("not-found", { detail: "no sealed capture of this id" });
  await refuseIfAbsent(ctx.pool, id);
  return seal;
}

/** The finding that leads with this capture, did before, or stands on the same target. Throws `not-found`. */
export async function findOwner(ctx: DeskContext, findingId: FindingId, captureId: CaptureId): Promise<FindingRow> {
  const finding = await selectFinding(ctx.pool, findingId);
  if (finding.captureId === captureId) return finding;
  const earlier = await selectEarlierCaptures(ctx.pool, findingId);
  if (earlier.some((c) => c.captureId === captureId)) return finding;
  if ((await selectCapture(ctx.pool, captureId)).targetId === finding.targetId) return finding;
  throw new AppError("not-found", { detail: "this capture belongs to another finding" });
}
