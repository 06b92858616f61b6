// Promises one finding whole, its claim, and decisions that are only ever added.
import { domainToUnicode } from "node:url";
import { z } from "zod";
import { now, nowMs } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { FindingId } from "#core/id.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import { type ClaimRow, clearClaim, releaseClaim, selectClaim, takeClaim } from "#core/records/claim.ts";
import { selectEarlierCaptures } from "#core/records/desk.ts";
import { hasViewed, recordEvent } from "#core/records/event.ts";
import { decideFinding, type DecisionRow, selectDecisions, selectFinding } from "#core/records/finding.ts";
import { type Absence, selectAbsence } from "#core/records/quarantine.ts";
import type { LiveSession } from "#core/records/session.ts";
import { selectTarget } from "#core/records/target.ts";
import { selectTimeStampState } from "#core/records/time-stamp.ts";
import { Decide, DecideReply, type DecisionView, undoReason, undoWithinMs } from "../../api/decisions.ts";
import { type AbsenceView, ClaimReply, FindingView } from "../../api/finding.ts";
import type { ClaimView } from "../../api/findings.ts";
import { Done } from "../../api/problem.ts";
import { may } from "../access.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { totalMs } from "../session-cookie.ts";
import type { TypedApp } from "../typed-app.ts";

const claimMs = 10 * 60_000;
const Params = z.object({ id: FindingId });

const claimView = (claim: ClaimRow | null, me: LiveSession): ClaimView | null =>
  claim && { ...claim, until: claim.until.toISOString(), mine: claim.personId === me.personId };

const decisionView = ({ findingId: _id, ...row }: DecisionRow): DecisionView => ({ ...row, at: row.at.toISOString() });

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
  const [target, seal, earlier, claim, decisions, absence, stamps] = await Promise.all([
    selectTarget(ctx.pool, row.targetId),
    selectOptionalSeal(ctx.pool, row.captureId),
    selectEarlierCaptures(ctx.pool, id),
    selectClaim(ctx.pool, id, now()),
    selectDecisions(ctx.pool, id),
    selectAbsence(ctx.pool, row.captureId),
    selectTimeStampState(ctx.pool, [row.captureId]),
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
    desk: { assigned: null, held: null, escalated: null },
    blindReviewId: null,
    decisions: decisions.map(decisionView),
  };
}

/** Throws `conflict` where another person's claim lives, or the evidence is not what this person has had on the screen. */
async function checkDecidable(ctx: DeskContext, id: FindingId, captureId: string, me: LiveSession): Promise<void> {
  const [claim, finding] = await Promise.all([selectClaim(ctx.pool, id, now()), selectFinding(ctx.pool, id)]);
  if (claim && claim.personId !== me.personId)
    throw new AppError("conflict", {
      detail: "another person is looking at this finding",
      cure: "Wait until the claim ends.",
    });
  if (finding.captureId !== captureId)
    throw new AppError("conflict", {
      detail: "a newer capture leads this finding",
      cure: "Look at the newer capture, then decide.",
    });
  if (!(await hasViewed(ctx.pool, me.login, captureId, new Date(nowMs() - totalMs))))
    throw new AppError("conflict", {
      detail: "this person has not opened the capture behind the decision",
      cure: "Open the evidence, then decide.",
    });
}

async function decide(ctx: DeskContext, id: FindingId, me: LiveSession, words: Decide): Promise<DecideReply> {
  if (words.verdict === "reopen" && !may(me.role, "finding.reopen"))
    throw new AppError("auth.denied", { detail: "only a lead reopens a decided finding" });
  await checkDecidable(ctx, id, words.captureId, me);
  const row = await inTransaction(ctx.pool, async (tx) => {
    const made = await decideFinding(tx, {
      findingId: id,
      actor: me.login,
      verdict: words.verdict,
      reason: words.reason,
      note: words.note,
    });
    if (made.captureId !== words.captureId)
      throw new AppError("conflict", { detail: "a newer capture leads this finding" });
    await clearClaim(tx, id);
    await recordEvent(tx, me.login, "finding.decided", id, {
      verdict: made.verdict,
      reason: made.reason,
      decision: made.id,
    });
    return made;
  }).catch(explainOpenTwin);
  const undoUntil = row.verdict === "reopen" ? null : new Date(row.at.getTime() + undoWithinMs).toISOString();
  return { decision: decisionView(row), undoUntil };
}

/** The index `finding_open` holds one undecided finding a target and category; reopening beside one is a conflict, not a fault. */
function explainOpenTwin(error: unknown): never {
  if (error instanceof AppError && error.code === "database.failed" && error.facts.sqlstate === "23505")
    throw new AppError("conflict", {
      cause: error,
      detail: "a newer finding of the same kind already waits for this target",
    });
  throw error;
}

async function undo(ctx: DeskContext, id: FindingId, me: LiveSession): Promise<DecideReply> {
  const last = (await selectDecisions(ctx.pool, id)).at(-1);
  if (!last || last.verdict === "reopen" || last.actor !== me.login || last.at.getTime() + undoWithinMs < nowMs())
    throw new AppError("conflict", {
      detail: "nothing of yours to undo within ten seconds",
      cure: "A lead may reopen the finding with a reason.",
    });
  const row = await inTransaction(ctx.pool, async (tx) => {
    const made = await decideFinding(tx, { findingId: id, actor: me.login, verdict: "reopen", reason: undoReason });
    await recordEvent(tx, me.login, "finding.decided", id, {
      verdict: "reopen",
      reason: undoReason,
      decision: made.id,
    });
    return made;
  }).catch(explainOpenTwin);
  return { decision: decisionView(row), undoUntil: null };
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
    async (request) => decide(ctx, request.params.id, sessionOf(request), request.body),
  );

  app.post(
    "/api/findings/:id/undo",
    { config: { access: "finding.decide" }, schema: { params: Params, response: { 200: DecideReply } } },
    async (request) => undo(ctx, request.params.id, sessionOf(request)),
  );

  app.put(
    "/api/findings/:id/claim",
    { config: { access: "finding.decide" }, schema: { params: Params, response: { 200: ClaimReply } } },
    async (request) => {
      const me = sessionOf(request);
      const { id } = request.params;
      await selectFinding(ctx.pool, id);
      const before = await selectClaim(ctx.pool, id, now());
      const mine = await takeClaim(ctx.pool, id, me.personId, now(), new Date(nowMs() + claimMs));
      if (mine && before?.personId !== me.personId) await recordEvent(ctx.pool, me.login, "claim.taken", id);
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
      if (await releaseClaim(ctx.pool, request.params.id, me.personId))
        await recordEvent(ctx.pool, me.login, "claim.released", request.params.id);
      return { done: true as const };
    },
  );
}
