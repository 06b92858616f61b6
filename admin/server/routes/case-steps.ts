// Promises steps of a case: told with their obstacles, taken with a reason, refused in plain words and by the database beneath.
import type { FastifyRequest } from "fastify";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { CaptureId, type CaseId } from "#core/id.ts";
import type { CaseState } from "#core/nouns/case.ts";
import { moveCase } from "#core/records/case-move.ts";
import { hasReadProposal } from "#core/records/case-step.ts";
import { readCase } from "#core/records/case-whole.ts";
import { hasViewed, recordEvent } from "#core/records/event.ts";
import { selectFinding } from "#core/records/finding.ts";
import type { LiveSession } from "#core/records/session.ts";
import { Approve, TakeStep } from "../../api/case-acts.ts";
import { CaptureView } from "../../api/captures.ts";
import { CaseView } from "../../api/cases.ts";
import { checkStep } from "../case-steps.ts";
import { readCaseView } from "../case-view.ts";
import type { DeskContext } from "../desk-context.ts";
import { findSeal } from "../find-capture.ts";
import { sessionOf } from "../guard-requests.ts";
import { readCapture } from "../read-capture.ts";
import { totalMs } from "../session-cookie.ts";
import { nowMs } from "#core/clock.ts";
import type { TypedApp } from "../typed-app.ts";
import { CaseParams } from "../write-case.ts";

const CaptureParams = CaseParams.extend({ captureId: CaptureId });

/** A refusal is an act as well: who tried to approve what he prepared stands in the trail. */
async function checkedStep(ctx: DeskContext, id: CaseId, to: CaseState, me: LiveSession): Promise<void> {
  try {
    await checkStep(ctx.pool, id, to, me);
  } catch (error) {
    if (error instanceof AppError && error.facts.block)
      await recordEvent(ctx.pool, me.login, "case.step-refused", id, { to, block: error.facts.block });
    throw error;
  }
}

async function step(ctx: DeskContext, request: FastifyRequest, id: CaseId, words: TakeStep): Promise<CaseView> {
  const me = sessionOf(request);
  await checkedStep(ctx, id, words.to, me);
  await inTransaction(ctx.pool, (tx) => moveCase(tx, id, words, me));
  return readCaseView(ctx, id, me);
}

/** The capture must be an exhibit of this case, or the picture before or after one of its requests. Throws `not-found`. */
async function readCaseCapture(ctx: DeskContext, id: CaseId, captureId: CaptureId, me: LiveSession) {
  const whole = await readCase(ctx.pool, id);
  const exhibit = [...whole.exhibits, ...whole.detachedExhibits].find((row) => row.captureId === captureId);
  const ofTakedown = whole.takedowns.some(
    (one) => one.beforeCaptureId === captureId || one.checks.some((check) => check.captureId === captureId),
  );
  if (!exhibit && !ofTakedown) throw new AppError("not-found", { detail: "this capture is none of this case" });
  const seal = await findSeal(ctx, captureId);
  const { category } = whole.file;
  const signs = exhibit?.findingId ? await selectFinding(ctx.pool, exhibit.findingId) : { category, signals: [] };
  return { seal, view: await readCapture(ctx, seal, signs, me.tokenSha256) };
}

export function addCaseStepRoutes(app: TypedApp, ctx: DeskContext): void {
  const reply = { 200: CaseView };
  app.post(
    "/api/cases/:id/steps",
    { config: { access: "case.step" }, schema: { params: CaseParams, body: TakeStep, response: reply } },
    async (request) => {
      if (request.body.to === "approved")
        throw new AppError("input.invalid", {
          detail: "to: approval goes through /approve, with a fresh second factor",
        });
      return step(ctx, request, request.params.id, request.body);
    },
  );
  app.post(
    "/api/cases/:id/approve",
    { config: { access: "case.step", stepUp: true }, schema: { params: CaseParams, body: Approve, response: reply } },
    async (request) => {
      const { id } = request.params;
      await checkedStep(ctx, id, "approved", sessionOf(request));
      // It may have been taken back, changed and proposed again behind a page that stood open.
      if (!(await hasReadProposal(ctx.pool, id, sessionOf(request).login)))
        throw new AppError("conflict", {
          detail: "the case was proposed after this person last opened it",
          cure: "Hồ sơ đã được trình lại sau lần anh/chị mở xem. Tải lại hồ sơ, xem nội dung rồi mới phê duyệt.",
        });
      return step(ctx, request, id, { to: "approved", reason: request.body.reason });
    },
  );
  app.get(
    "/api/cases/:id/captures/:captureId",
    { config: { access: "evidence.read" }, schema: { params: CaptureParams, response: { 200: CaptureView } } },
    async (request) => {
      const me = sessionOf(request);
      const { id, captureId } = request.params;
      const { seal, view } = await readCaseCapture(ctx, id, captureId, me);
      const renews = request.headers["x-background"] === "1";
      if (!renews || !(await hasViewed(ctx.pool, me.login, captureId, new Date(nowMs() - totalMs)))) {
        await ctx.ports.recordCustody("original.viewed", seal, me.login);
        await recordEvent(ctx.pool, me.login, "original.viewed", captureId, { case: id });
      }
      return view;
    },
  );
}
