// Promises one finding whole, its claim, and decisions that are only ever added.
import { domainToUnicode } from "node:url";
import { z } from "zod";
import { now, nowMs } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { FindingId } from "#core/id.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import { releaseClaim, selectClaim, takeClaim } from "#core/records/claim.ts";
import { selectEarlierCaptures } from "#core/records/desk.ts";
import { recordEvent } from "#core/records/event.ts";
import { selectDecisions, selectFinding } from "#core/records/finding.ts";
import { type Absence, selectAbsence } from "#core/records/quarantine.ts";
import { selectBlindReview } from "#core/records/second-review.ts";
import type { LiveSession } from "#core/records/session.ts";
import { selectTarget } from "#core/records/target.ts";
import { selectTimeStampState } from "#core/records/time-stamp.ts";
import { readTriageSettings, selectTriageState } from "#core/records/triage.ts";
import { Decide, DecideReply } from "../../api/decisions.ts";
import { type AbsenceView, ClaimReply, FindingView } from "../../api/finding.ts";
import { Done } from "../../api/problem.ts";
import { may } from "../access.ts";
import { decideOne, decisionView, undoOne } from "../decide-finding.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { claimView, deskStateView } from "../queue-view.ts";
import { recordClaim } from "../move-finding.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: FindingId });

/** The host as a person would read it, null where that is the same; a label that cannot be decoded stays as it is. */
function unicodeHost(host: string): string | null {
  const shown = domainToUnicode(host);
  return shown && shown !== host ? shown : null;
}

function absenceView({ number, destroyedAt, quarantinedAt }: Absence): AbsenceView | null {
  if (destroyedAt) return { kind: "destroyed", number, at: destroyedAt.toISOString() };
  return quarantinedAt && { kind: "quarantined", number: null, at: quarantinedAt.toISOString() };
}

async function readFinding(ctx: DeskContext, id: FindingId, me: LiveSession): Promise<FindingView> {
  const row = await selectFinding(ctx.pool, id);
  const [target, seal, earlier, claim, decisions, absence, stamps, state, blindReviewId] = await Promise.all([
    selectTarget(ctx.pool, row.targetId),
    selectOptionalSeal(ctx.pool, row.captureId),
    selectEarlierCaptures(ctx.pool, id),
    selectClaim(ctx.pool, id, now()),
    selectDecisions(ctx.pool, id),
    selectAbsence(ctx.pool, row.captureId),
    selectTimeStampState(ctx.pool, [row.captureId]),
    selectTriageState(ctx.pool, id, now()),
    may(me.role, "finding.lead") ? null : selectBlindReview(ctx.pool, id, me.login),
  ]);
  if (!seal) throw new AppError("internal", { detail: `finding ${id} without its seal` });
  const {
    id: _id,
    targetId: _target,
    updatedAt: _at,
    storeKey: _key,
    sha256: _hash,
    sealedAt: _sealed,
    capturedAt: _c,
    captureId: _capture,
    ...rest
  } = row;
  return {
    ...rest,
    id,
    target: { id: target.id, url: target.url, label: target.label },
    hostUnicode: unicodeHost(row.host),
    createdAt: row.createdAt.toISOString(),
    seal: {
      captureId: seal.captureId,
      sha256: seal.sha256.toString("hex"),
      sizeBytes: seal.sizeBytes,
      manifestSha256: seal.manifestSha256.toString("hex"),
      keyFingerprint: seal.keyFingerprint,
      sealedAt: seal.sealedAt.toISOString(),
      ledgerSeq: seal.ledgerSeq,
    },
    absence: absenceView(absence),
    timeStamp: stamps.get(row.captureId)?.state ?? "none",
    earlierCaptures: earlier
      .filter((c) => c.captureId !== row.captureId)
      .map((c) => ({ ...c, at: c.at.toISOString() })),
    claim: claimView(claim, me),
    desk: deskStateView(state, me),
    blindReviewId,
    // Whoever may be asked for the second look must not learn here what was decided first.
    ...(blindReviewId ? { status: "new" as const, decisions: [] } : { decisions: decisions.map(decisionView) }),
  };
}

export function addFindingRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/findings/:id",
    { config: { access: "finding.read" }, schema: { params: Params, response: { 200: FindingView } } },
    async (request) => {
      const me = sessionOf(request);
      const view = await readFinding(ctx, request.params.id, me);
      if (request.headers["x-background"] !== "1") await recordEvent(ctx.pool, me.login, "finding.viewed", view.id);
      return view;
    },
  );

  app.post(
    "/api/findings/:id/decisions",
    { config: { access: "finding.decide" }, schema: { params: Params, body: Decide, response: { 200: DecideReply } } },
    async (request) => decideOne(ctx, request.params.id, sessionOf(request), request.body),
  );

  app.post(
    "/api/findings/:id/undo",
    { config: { access: "finding.decide" }, schema: { params: Params, response: { 200: DecideReply } } },
    async (request) => undoOne(ctx, request.params.id, sessionOf(request)),
  );

  app.put(
    "/api/findings/:id/claim",
    { config: { access: "finding.decide" }, schema: { params: Params, response: { 200: ClaimReply } } },
    async (request) => {
      const me = sessionOf(request);
      const { id } = request.params;
      await selectFinding(ctx.pool, id);
      const before = await selectClaim(ctx.pool, id, now());
      const { claimMinutes } = await readTriageSettings(ctx.pool);
      const until = new Date(nowMs() + claimMinutes * 60_000);
      await inTransaction(ctx.pool, async (tx) => {
        const mine = await takeClaim(tx, id, me.personId, now(), until);
        if (mine && before?.personId !== me.personId) await recordClaim(tx, "claim-taken", id, me);
      });
      const claim = claimView(await selectClaim(ctx.pool, id, now()), me);
      if (!claim) throw new AppError("conflict", { detail: "the claim ended at this moment" });
      return { claim };
    },
  );

  app.delete(
    "/api/findings/:id/claim",
    { config: { access: "finding.decide" }, schema: { params: Params, response: { 200: Done } } },
    async (request) => {
      const me = sessionOf(request);
      const { id } = request.params;
      await inTransaction(ctx.pool, async (tx) => {
        if (await releaseClaim(tx, id, me.personId)) await recordClaim(tx, "claim-released", id, me);
      });
      return { done: true as const };
    },
  );
}
