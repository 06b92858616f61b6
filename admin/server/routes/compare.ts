// Promises two captures compared for who may see both: of one finding's target, or before and after a request to take down.
import { z } from "zod";
import { AppError } from "#core/errors.ts";
import { CaptureId, type CaseId, FindingId } from "#core/id.ts";
import { readCase } from "#core/records/case-whole.ts";
import { recordEvent } from "#core/records/event.ts";
import type { TakedownWithChecks } from "#core/records/takedown.ts";
import { CompareView } from "../../api/compare.ts";
import { compareCaptures } from "../compare-captures.ts";
import type { DeskContext } from "../desk-context.ts";
import { findOwner } from "../find-capture.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";
import { PartParams } from "../write-case.ts";

const Params = z.object({ id: CaptureId });
const Query = z.object({ with: CaptureId, finding: FindingId });
/** The capture of one of the request's re-checks. */
const ProofQuery = z.object({ after: CaptureId });

const config = { access: "evidence.read", rateLimit: { max: 60, timeWindow: 60_000 } } as const;

/** The request with both of its captures, and what the case is about. Throws `not-found`. */
async function findProof(ctx: DeskContext, caseId: CaseId, takedownId: string, after: CaptureId) {
  const { file, takedowns } = await readCase(ctx.pool, caseId);
  const isChecked = (one: TakedownWithChecks) => one.checks.some((check) => check.captureId === after);
  const takedown = takedowns.find((one) => one.id === takedownId);
  if (!takedown?.beforeCaptureId || !isChecked(takedown))
    throw new AppError("not-found", { detail: "no captures before and after this request in this case" });
  return { before: takedown.beforeCaptureId, category: file.category };
}

export function addCompareRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/captures/:id/compare",
    { config, schema: { params: Params, querystring: Query, response: { 200: CompareView } } },
    async (request) => {
      const me = sessionOf(request);
      const { id } = request.params;
      const { with: other, finding: findingId } = request.query;
      const finding = await findOwner(ctx, findingId, id);
      await findOwner(ctx, findingId, other);
      const { category, signals, captureId } = finding;
      // The finding's own signals stand on its own capture alone.
      const ownSignals = (seal: { captureId: CaptureId }) => (seal.captureId === captureId ? signals : []);
      const view = await compareCaptures(ctx, [id, other], { category, ownSignals }, me);
      await recordEvent(ctx.pool, me.login, "originals.compared", id, { finding: finding.id, with: other });
      return view;
    },
  );

  app.get(
    "/api/cases/:id/takedowns/:part/compare",
    { config, schema: { params: PartParams, querystring: ProofQuery, response: { 200: CompareView } } },
    async (request) => {
      const me = sessionOf(request);
      const { id, part } = request.params;
      const { after } = request.query;
      const { before, category } = await findProof(ctx, id, part, after);
      const view = await compareCaptures(ctx, [before, after], { category, ownSignals: () => [] }, me);
      await recordEvent(ctx.pool, me.login, "originals.compared", before, { case: id, with: after });
      return view;
    },
  );
}
