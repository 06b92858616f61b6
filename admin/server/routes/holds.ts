// Promises holds set and lifted by a lead with a reason; destruction is no route of the desk: it takes two people and the command line.
import { z } from "zod";
import { CaptureId } from "#core/id.ts";
import { recordEvent } from "#core/records/event.ts";
import { HoldWords } from "../../api/holds.ts";
import { Done } from "../../api/problem.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

export function addHoldRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/captures/:id/holds",
    {
      config: { access: "evidence.hold" },
      schema: { params: z.object({ id: CaptureId }), body: HoldWords, response: { 200: Done } },
    },
    async (request) => {
      const { login } = sessionOf(request);
      await ctx.ports.setHold(request.params.id, request.body.reason, login);
      await recordEvent(ctx.pool, login, "hold.set", request.params.id, { reason: request.body.reason });
      return { done: true as const };
    },
  );

  app.post(
    "/api/holds/:id/lift",
    {
      config: { access: "evidence.hold" },
      schema: { params: z.object({ id: z.uuid() }), body: HoldWords, response: { 200: Done } },
    },
    async (request) => {
      const { login } = sessionOf(request);
      await ctx.ports.liftHold(request.params.id, request.body.reason, login);
      await recordEvent(ctx.pool, login, "hold.lifted", request.params.id, { reason: request.body.reason });
      return { done: true as const };
    },
  );
}
