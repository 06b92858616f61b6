// Promises that a capture may be fetched before its finding is on the screen, with an entry of its own, and that the view is entered when it is seen.
import { z } from "zod";
import { CaptureId, FindingId } from "#core/id.ts";
import { recordEvent } from "#core/records/event.ts";
import { CaptureView } from "../../api/captures.ts";
import { Done } from "../../api/problem.ts";
import type { DeskContext } from "../desk-context.ts";
import { findOwner, findSeal } from "../find-capture.ts";
import { sessionOf } from "../guard-requests.ts";
import { readCapture } from "../read-capture.ts";
import type { TypedApp } from "../typed-app.ts";
import { recordView } from "./captures.ts";

const Params = z.object({ id: CaptureId });
const Query = z.object({ finding: FindingId });
const schema = { params: Params, querystring: Query };

export function addAheadRoutes(app: TypedApp, ctx: DeskContext): void {
  // What left the house is entered, but it is no view: nobody may decide on it before the route below was asked.
  app.get(
    "/api/captures/:id/ahead",
    { config: { access: "evidence.read" }, schema: { ...schema, response: { 200: CaptureView } } },
    async (request) => {
      const me = sessionOf(request);
      const seal = await findSeal(ctx, request.params.id);
      const finding = await findOwner(ctx, request.query.finding, request.params.id);
      const view = await readCapture(ctx, seal, finding, me.tokenSha256);
      await recordEvent(ctx.pool, me.login, "original.fetched-ahead", seal.captureId, { finding: finding.id });
      return view;
    },
  );

  app.post(
    "/api/captures/:id/viewed",
    { config: { access: "evidence.read" }, schema: { ...schema, response: { 200: Done } } },
    async (request) => {
      const seal = await findSeal(ctx, request.params.id);
      const finding = await findOwner(ctx, request.query.finding, request.params.id);
      await recordView(ctx, seal, sessionOf(request), finding.id, false);
      return { done: true as const };
    },
  );
}
