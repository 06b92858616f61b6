// Promises the second, blind look at drawn decisions, the list where two disagree, and how far they agree beyond chance.
import { z } from "zod";
import { nowMs } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import type { CaptureId } from "#core/id.ts";
import { hasViewed, recordEvent } from "#core/records/event.ts";
import { selectFinding } from "#core/records/finding.ts";
import { selectQueue } from "#core/records/queue.ts";
import {
  answerSecondReview,
  cohensKappa,
  countWaitingReviews,
  type DisagreementRow,
  type Pairs,
  releaseSecondReview,
  selectDisagreements,
  selectPairs,
  selectWaitingReviews,
  settleDisagreement,
  takeSecondReview,
} from "#core/records/second-review.ts";
import type { LiveSession } from "#core/records/session.ts";
import { Done } from "../../api/problem.ts";
import {
  type Agreement,
  AgreementView,
  type Disagreement,
  DisagreementPage,
  NextSecondReview,
  SecondAnswer,
  SecondAnswerReply,
  Settle,
} from "../../api/second-reviews.ts";
import { enterDecision, explainOpenTwin, notSeen, viewedSince } from "../decide-finding.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { claimEnd } from "../move-finding.ts";
import { askerOf, queueRowView } from "../queue-view.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: z.uuid() });
const dayMs = 86_400_000;
const pageSize = 50;

async function next(ctx: DeskContext, me: LiveSession): Promise<NextSecondReview> {
  const until = await claimEnd(ctx.pool);
  const taken = await inTransaction(ctx.pool, async (tx) => {
    const review = await takeSecondReview(tx, me, until);
    if (review) await recordEvent(tx, me.login, "review.taken", review.id);
    return review;
  });
  const waiting = await countWaitingReviews(ctx.pool, me.login);
  if (!taken) return { task: null, waiting };
  const [asker, { status }] = await Promise.all([askerOf(ctx, me), selectFinding(ctx.pool, taken.findingId)]);
  // A lead's view of the row, so that the blind filter does not hide what this person is asked to look at; its status is hidden below.
  const ask = { status, ids: [taken.findingId] };
  const rows = await selectQueue(ctx.pool, ask, { ...asker, isLead: true }, { after: null, limit: 1 });
  const [row] = rows;
  if (!row) throw new AppError("not-found", { detail: "the finding of this review" });
  const finding = { ...queueRowView(row, asker), status: "new" as const, inCase: false };
  return { task: { id: taken.id, finding, until: until.toISOString() }, waiting };
}

async function answer(
  ctx: DeskContext,
  reviewId: string,
  words: SecondAnswer,
  me: LiveSession,
): Promise<SecondAnswerReply> {
  const captureId = words.captureId as CaptureId;
  if (!(await hasViewed(ctx.pool, me.login, captureId, viewedSince()))) throw notSeen();
  const { personId, login: actor } = me;
  return inTransaction(ctx.pool, async (tx) => {
    const { agrees } = await answerSecondReview(tx, { ...words, captureId, reviewId, personId, actor });
    await recordEvent(tx, actor, "review.answered", reviewId, { verdict: words.verdict, agrees });
    return { id: reviewId, agrees };
  });
}

function disagreementView(row: DisagreementRow): Disagreement {
  const { id, findingId, host, category, settledBy, outcome, settledAt } = row;
  return {
    id,
    findingId,
    host,
    category,
    first: {
      by: row.firstBy,
      verdict: row.firstVerdict,
      reason: row.firstReason,
      note: row.firstNote,
      at: row.firstAt.toISOString(),
    },
    second: {
      by: row.secondBy,
      verdict: row.secondVerdict,
      reason: row.secondReason,
      note: row.secondNote,
      at: row.secondAt.toISOString(),
    },
    settled:
      settledBy && outcome && settledAt
        ? { by: settledBy, outcome, note: row.settleNote ?? "", at: settledAt.toISOString() }
        : null,
  };
}

/** Writes what the lead makes of it; `reopened` puts the finding back by a decision of its own, where the first one still stands. */
async function settle(ctx: DeskContext, reviewId: string, { outcome, note }: Settle, me: LiveSession): Promise<void> {
  await inTransaction(ctx.pool, async (tx) => {
    const standing = await settleDisagreement(tx, { reviewId, actor: me.login, outcome, note });
    const { category } = await selectFinding(tx, standing.findingId);
    const reopen = {
      findingId: standing.findingId,
      actor: me.login,
      verdict: "reopen",
      reason: "wrong-decision",
    } as const;
    if (outcome === "reopened" && standing.status !== "new") await enterDecision(tx, { ...reopen, note }, category);
    await recordEvent(tx, me.login, "review.settled", reviewId, { outcome });
  }).catch(explainOpenTwin);
}

function agreementOf(pairs: readonly Pairs[], waiting: number): Agreement {
  const sum = (of: (p: Pairs) => number) => pairs.reduce((total, p) => total + of(p), 0);
  return {
    pairs: sum((p) => p.count),
    agreed: sum((p) => (p.first === p.second ? p.count : 0)),
    kappa: cohensKappa(pairs),
    waiting,
    unsettled: sum((p) => p.unsettled),
  };
}

async function readAgreement(ctx: DeskContext, days: number): Promise<AgreementView> {
  const since = new Date(nowMs() - days * dayMs);
  const [pairs, waiting] = await Promise.all([selectPairs(ctx.pool, since), selectWaitingReviews(ctx.pool)]);
  const named = [...new Set([...pairs.map((p) => p.category), ...waiting.map((w) => w.category)])].toSorted();
  const waits = (category: string) => waiting.find((w) => w.category === category)?.count ?? 0;
  return {
    all: agreementOf(
      pairs,
      waiting.reduce((total, w) => total + w.count, 0),
    ),
    byCategory: named.map((category) => ({
      category,
      ...agreementOf(
        pairs.filter((p) => p.category === category),
        waits(category),
      ),
    })),
  };
}

function addReviewerRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/second-reviews/next",
    { config: { access: "finding.decide" }, schema: { response: { 200: NextSecondReview } } },
    async (request) => next(ctx, sessionOf(request)),
  );

  app.post(
    "/api/second-reviews/:id/answer",
    {
      config: { access: "finding.decide" },
      schema: { params: Params, body: SecondAnswer, response: { 200: SecondAnswerReply } },
    },
    async (request) => answer(ctx, request.params.id, request.body, sessionOf(request)),
  );

  app.delete(
    "/api/second-reviews/:id/claim",
    { config: { access: "finding.decide" }, schema: { params: Params, response: { 200: Done } } },
    async (request) => {
      await releaseSecondReview(ctx.pool, request.params.id, sessionOf(request).personId);
      return { done: true as const };
    },
  );
}

export function addSecondReviewRoutes(app: TypedApp, ctx: DeskContext): void {
  addReviewerRoutes(app, ctx);

  const DisagreementQuery = z.object({ settled: z.enum(["no", "yes"]).default("no"), cursor: z.uuid().optional() });
  app.get(
    "/api/second-reviews/disagreements",
    {
      config: { access: "finding.lead" },
      schema: { querystring: DisagreementQuery, response: { 200: DisagreementPage } },
    },
    async (request) => {
      const { settled, cursor } = request.query;
      const ask = { settled: settled === "yes", after: cursor ?? null, limit: pageSize + 1 };
      const rows = await selectDisagreements(ctx.pool, ask);
      const shown = rows.slice(0, pageSize);
      return {
        items: shown.map(disagreementView),
        nextCursor: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null,
      };
    },
  );

  app.post(
    "/api/second-reviews/:id/settlement",
    { config: { access: "finding.lead" }, schema: { params: Params, body: Settle, response: { 200: Done } } },
    async (request) => {
      await settle(ctx, request.params.id, request.body, sessionOf(request));
      return { done: true as const };
    },
  );

  app.get(
    "/api/second-reviews/agreement",
    {
      config: { access: "dashboard.read" },
      schema: {
        querystring: z.object({ days: z.coerce.number().int().min(1).max(3650).default(90) }),
        response: { 200: AgreementView },
      },
    },
    async (request) => readAgreement(ctx, request.query.days),
  );
}
