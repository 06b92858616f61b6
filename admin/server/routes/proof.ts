// Promises what stands behind a sealed capture, read from the records each time: stamps, custody, witnesses, replay, second look.
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { CaptureId } from "#core/id.ts";
import { Bundle, SecondLook, WitnessSummary } from "#core/nouns/capture.ts";
import { selectOptionalSeal, type SealRow } from "#core/records/capture.ts";
import { selectFirstCovering, selectLastCheckpoint, selectWitnessState } from "#core/records/checkpoint.ts";
import { selectStandingHolds } from "#core/records/hold.ts";
import { selectLatestReplayCheck } from "#core/records/replay-check.ts";
import { selectBases } from "#core/records/sealed-payload.ts";
import { selectTimeStampState } from "#core/records/time-stamp.ts";
import { ProofView } from "../../api/proof.ts";
import type { DeskContext } from "../desk-context.ts";
import type { TypedApp } from "../typed-app.ts";

/** Beyond this the clock is said to be off (issue: "a clock off by more than a second is shown"). */
const clockToleranceMs = 1000;

const Summary = z.object({
  clock: Bundle.shape.clock.optional().catch(undefined),
  witnesses: WitnessSummary.nullable().default(null).catch(null),
  secondLook: SecondLook.nullable().default(null).catch(null),
});

const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

async function readCustody(ctx: DeskContext, seal: SealRow): Promise<ProofView["custody"]> {
  const last = await selectLastCheckpoint(ctx.pool);
  const covering = last && (await selectFirstCovering(ctx.pool, last.origin, seal.ledgerSeq));
  const witnesses = (await selectWitnessState(ctx.pool)).filter(
    (w) => w.witness !== "" && w.lastSize >= seal.ledgerSeq,
  );
  return {
    seq: seal.ledgerSeq,
    checkpoint: covering && { size: covering.size, at: covering.at.toISOString() },
    witnesses: witnesses.flatMap((w) =>
      w.lastAt ? [{ name: w.witness.split("+")[0]!, at: w.lastAt.toISOString() }] : [],
    ),
  };
}

async function readReplay(ctx: DeskContext, id: CaptureId): Promise<ProofView["replay"]> {
  const check = await selectLatestReplayCheck(ctx.pool, id);
  if (!check) return null;
  const { verdict, at, pictureDifference, textSimilarity, unserved, note } = check;
  return { verdict, at: at.toISOString(), pictureDifference, textSimilarity, unserved, note };
}

function agreementOf(summary: z.infer<typeof Summary>): ProofView["agreement"] {
  if (!summary.witnesses) return null;
  const { exchanges, agree, differ, unseen, onlyInNetlog, blankTiles } = summary.witnesses;
  return { exchanges, agree, differ, unseen, onlyInNetlog: onlyInNetlog.length, blankTiles: blankTiles.length };
}

function secondLookOf({ secondLook }: z.infer<typeof Summary>): ProofView["secondLook"] {
  if (!secondLook) return null;
  const { startedAt, status, pictureDifference, textSimilarity, note } = secondLook;
  const differences = secondLook.differences.length + secondLook.differencesMore;
  return { at: startedAt, status, pictureDifference, textSimilarity, differences, note };
}

async function readProof(ctx: DeskContext, seal: SealRow): Promise<ProofView> {
  const { pool } = ctx;
  const id = seal.captureId;
  const summary = Summary.parse(seal.summary);
  const stamp = (await selectTimeStampState(pool, [id])).get(id);
  const offsetMs = summary.clock?.offsetMs ?? null;
  return {
    timeStamp: {
      state: stamp?.state ?? "none",
      at: iso(stamp?.at),
      authority: stamp?.authority ?? null,
      pinned: stamp?.pinned ?? null,
      error: stamp?.error ?? "",
    },
    clock: {
      source: summary.clock?.source ?? "",
      offsetMs,
      isOff: offsetMs !== null && Math.abs(offsetMs) > clockToleranceMs,
    },
    custody: await readCustody(ctx, seal),
    agreement: agreementOf(summary),
    replay: await readReplay(ctx, id),
    secondLook: secondLookOf(summary),
    bases: (await selectBases(pool, id)).length,
    holds: (await selectStandingHolds(pool, id)).map((h) => ({
      id: h.id,
      at: h.setAt.toISOString(),
      by: h.setBy,
      reason: h.reason,
    })),
  };
}

export function addProofRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/captures/:id/proof",
    {
      config: { access: "evidence.read" },
      schema: { params: z.object({ id: CaptureId }), response: { 200: ProofView } },
    },
    async (request) => {
      const seal = await selectOptionalSeal(ctx.pool, request.params.id);
      if (!seal) throw new AppError("not-found", { detail: "no sealed capture of this id" });
      return readProof(ctx, seal);
    },
  );
}
