// Promises the sealed package of a case: its exhibits in the file's order, asked with a purpose and a fresh second factor.
import { AppError } from "#core/errors.ts";
import type { CaptureId } from "#core/id.ts";
import { type CaseExhibitRow, selectExhibits } from "#core/records/case-exhibit.ts";
import { selectCase } from "#core/records/case-file.ts";
import { recordEvent } from "#core/records/event.ts";
import { SealCase } from "../../api/case-acts.ts";
import { PackageJobReply } from "../../api/packages.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";
import { CaseParams } from "../write-case.ts";
import { viewOf } from "./packages.ts";

/** Throws `conflict` where nothing can be sealed. */
function listCaptures(exhibits: readonly CaseExhibitRow[]): { captureIds: CaptureId[]; leftOut: number } {
  const standing = exhibits.filter((row) => row.detachedAt === null);
  const captureIds = standing.filter((row) => !row.isAbsent).map((row) => row.captureId);
  if (captureIds.length === 0)
    throw new AppError("conflict", {
      detail: "the case has no exhibit that may leave",
      cure: "Hồ sơ chưa có chứng cứ nào để niêm phong.",
    });
  return { captureIds, leftOut: standing.length - captureIds.length };
}

export function addCasePackageRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/cases/:id/package",
    {
      config: { access: "case.seal", stepUp: true, rateLimit: { max: 10, timeWindow: 10 * 60_000 } },
      schema: { params: CaseParams, body: SealCase, response: { 200: PackageJobReply } },
    },
    async (request) => {
      const me = sessionOf(request);
      const { purpose } = request.body;
      const { id, number } = await selectCase(ctx.pool, request.params.id);
      const captures = listCaptures(await selectExhibits(ctx.pool, id));
      const facts = { findingId: null, ofCase: { id, number }, host: number, purpose };
      const job = ctx.packages.start({ ...captures, ...facts, login: me.login });
      await recordEvent(ctx.pool, me.login, "package.asked", id, { job: job.id, purpose });
      return { job: viewOf(ctx, job, me) };
    },
  );
}
