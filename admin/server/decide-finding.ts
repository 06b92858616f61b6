// Promises decisions of persons who had the evidence on the screen: one at a time, taken back within ten seconds, reversed only by a new one.
import { now, nowMs } from "#core/clock.ts";
import type { Db } from "#core/db/sql.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import type { FindingId } from "#core/id.ts";
import { clearClaim, selectClaim } from "#core/records/claim.ts";
import { hasViewed, recordEvent } from "#core/records/event.ts";
import {
  decideFinding,
  type DecisionRow,
  type NewDecision,
  selectDecisions,
  selectFinding,
} from "#core/records/finding.ts";
import { readOffice } from "#core/records/office.ts";
import { insertSecondReview, isDrawn, selectBlindReview, voidSecondReviews } from "#core/records/second-review.ts";
import type { LiveSession } from "#core/records/session.ts";
import { clearTriageState, readTriageSettings } from "#core/records/triage.ts";
import { type Decide, type DecideReply, type DecisionView, undoReason, undoWithinMs } from "../api/decisions.ts";
import { may } from "./access.ts";
import type { DeskContext } from "./desk-context.ts";
import { totalMs } from "./session-cookie.ts";

export const decisionView = ({
  findingId: _id,
  groupId: _group,
  follows: _follows,
  ...row
}: DecisionRow): DecisionView => ({
  ...row,
  at: row.at.toISOString(),
});

/** Since when a view of an original counts as this session's. */
export const viewedSince = () => new Date(nowMs() - totalMs);

export function notSeen(): AppError {
  return new AppError("conflict", {
    detail: "this person has not opened the capture behind the decision",
    cure: "Open the evidence, then decide.",
  });
}

/** Throws `conflict` where another person's claim lives, or the evidence is not what this person has had on the screen. */
async function checkDecidable(ctx: DeskContext, id: FindingId, captureId: string, me: LiveSession): Promise<void> {
  const [claim, finding, blind] = await Promise.all([
    selectClaim(ctx.pool, id, now()),
    selectFinding(ctx.pool, id),
    may(me.role, "finding.lead") ? null : selectBlindReview(ctx.pool, id, me.login),
  ]);
  if (blind)
    throw new AppError("conflict", { detail: "this finding waits for a second look", cure: "Answer the review." });
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
  if (!(await hasViewed(ctx.pool, me.login, captureId, viewedSince()))) throw notSeen();
}

/** The share of decisions of a category that a second person looks at. */
async function readShare(db: Db, category: string): Promise<number> {
  const [settings, office] = await Promise.all([readTriageSettings(db), readOffice(db)]);
  return (settings.secondReviewShare as Record<string, number | undefined>)[category] ?? office.secondReviewShare;
}

/**
 * Writes the decision with its trail, ends the claim and whatever else people had on it, and draws it for a second look or ends one that
 * waits. Inside a transaction; throws what `decideFinding` throws.
 */
export async function enterDecision(tx: Db, d: NewDecision, category: string): Promise<DecisionRow> {
  const made = await decideFinding(tx, d);
  await clearClaim(tx, d.findingId);
  if (made.verdict === "reopen") await voidSecondReviews(tx, d.findingId);
  else {
    await clearTriageState(tx, d.findingId);
    if (isDrawn(made.id, await readShare(tx, category)))
      await insertSecondReview(tx, { decisionId: made.id, findingId: d.findingId, actor: d.actor });
  }
  await recordEvent(tx, d.actor, "finding.decided", d.findingId, {
    verdict: made.verdict,
    reason: made.reason,
    decision: made.id,
    ...(made.groupId ? { group: made.groupId } : {}),
  });
  return made;
}

export const undoUntil = (row: Pick<DecisionRow, "verdict" | "at">) =>
  row.verdict === "reopen" ? null : new Date(row.at.getTime() + undoWithinMs).toISOString();

/** Throws `auth.denied`, `conflict`, `not-found`. */
export async function decideOne(ctx: DeskContext, id: FindingId, me: LiveSession, words: Decide): Promise<DecideReply> {
  if (words.verdict === "reopen" && !may(me.role, "finding.reopen"))
    throw new AppError("auth.denied", { detail: "only a lead reopens a decided finding" });
  await checkDecidable(ctx, id, words.captureId, me);
  const { category } = await selectFinding(ctx.pool, id);
  const { verdict, reason, note } = words;
  const row = await inTransaction(ctx.pool, async (tx) => {
    const made = await enterDecision(tx, { findingId: id, actor: me.login, verdict, reason, note }, category);
    if (made.captureId !== words.captureId)
      throw new AppError("conflict", { detail: "a newer capture leads this finding" });
    return made;
  }).catch(explainOpenTwin);
  return { decision: decisionView(row), undoUntil: undoUntil(row) };
}

/** The index `finding_open` holds one undecided finding a target and category; reopening beside one is a conflict, not a fault. */
export function explainOpenTwin(error: unknown): never {
  if (error instanceof AppError && error.code === "database.failed" && error.facts.sqlstate === "23505")
    throw new AppError("conflict", {
      cause: error,
      detail: "a newer finding of the same kind already waits for this target",
    });
  throw error;
}

/** Whether this person may still take his decision back. */
export const isUndoable = (last: DecisionRow | undefined, me: LiveSession): last is DecisionRow =>
  last !== undefined &&
  last.verdict !== "reopen" &&
  last.actor === me.login &&
  last.at.getTime() + undoWithinMs >= nowMs();

/** Takes back one's own decision within ten seconds, by a new one. Throws `conflict`. */
export async function undoOne(ctx: DeskContext, id: FindingId, me: LiveSession): Promise<DecideReply> {
  const last = (await selectDecisions(ctx.pool, id)).at(-1);
  if (!isUndoable(last, me))
    throw new AppError("conflict", {
      detail: "nothing of yours to undo within ten seconds",
      cure: "A lead may reopen the finding with a reason.",
    });
  const { category } = await selectFinding(ctx.pool, id);
  const undone = { findingId: id, actor: me.login, verdict: "reopen", reason: undoReason } as const;
  const row = await inTransaction(ctx.pool, (tx) =>
    enterDecision(tx, { ...undone, groupId: last.groupId }, category),
  ).catch(explainOpenTwin);
  return { decision: decisionView(row), undoUntil: null };
}
