// Promises a sealed capture for the screen, each view recorded, and an integrity check that hashes the bytes anew every time.
import { z } from "zod";
import { nowMs } from "#core/clock.ts";
import { CaptureId, FindingId } from "#core/id.ts";
import type { SealRow } from "#core/records/capture.ts";
import { hasViewed, recordEvent } from "#core/records/event.ts";
import type { LiveSession } from "#core/records/session.ts";
import { CaptureView, IntegrityView } from "../../api/captures.ts";
import { checkIntegrity } from "../check-integrity.ts";
import type { DeskContext } from "../desk-context.ts";
import { findOwner, findSeal } from "../find-capture.ts";
import { sessionOf } from "../guard-requests.ts";
import { readCapture } from "../read-capture.ts";
import { totalMs } from "../session-cookie.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: CaptureId });
const Query = z.object({ finding: FindingId });

/** A page that renews its links asks in the background: that is no second view, but only where there was a first. */
export async function recordView(
  ctx: DeskContext,
  seal: SealRow,
  me: LiveSession,
  finding: FindingId,
  renews: boolean,
) {
  const since = new Date(nowMs() - totalMs);
  if (renews && (await hasViewed(ctx.pool, me.login, seal.captureId, since))) return;
  await ctx.ports.recordCustody("original.viewed", seal, me.login);
  await recordEvent(ctx.pool, me.login, "original.viewed", seal.captureId, { finding });
}

export function addCaptureRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/captures/:id",
    {
      config: { access: "evidence.read" },
      schema: { params: Params, querystring: Query, response: { 200: CaptureView } },
    },
    async (request) => {
      const me = sessionOf(request);
      const [seal, finding] = await Promise.all([
        findSeal(ctx, request.params.id),
        findOwner(ctx, request.query.finding, request.params.id),
      ]);
      const view = await readCapture(ctx, seal, finding, me.tokenSha256);
      await recordView(ctx, seal, me, finding.id, request.headers["x-background"] === "1");
      return view;
    },
  );

  app.post(
    "/api/captures/:id/check",
    {
      config: { access: "evidence.read", rateLimit: { max: 120, timeWindow: 60_000 } },
      schema: { params: Params, response: { 200: IntegrityView } },
    },
    async (request) => {
      const result = await checkIntegrity(ctx, await findSeal(ctx, request.params.id));
      await recordEvent(ctx.pool, sessionOf(request).login, "original.verified", request.params.id, {
        ok: result.ok,
        level: result.level,
      });
      return result;
    },
  );
}
