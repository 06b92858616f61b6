// Promises the stop key for whoever may see evidence, and to every open screen, within seconds, that its evidence may no longer be shown.
import { z } from "zod";
import { CaptureId } from "#core/id.ts";
import { readOffice } from "#core/records/office.ts";
import { type Absence, selectAbsence } from "#core/records/quarantine.ts";
import { selectLeads, selectStopOfCapture, type ViewingStop } from "#core/records/viewing-stop.ts";
import type { AbsenceView } from "../../api/finding.ts";
import { PresenceView, StopReply, StopViewing, type StopView } from "../../api/viewing.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: CaptureId });

const absenceView = ({ number, destroyedAt, quarantinedAt }: Absence): AbsenceView | null => {
  if (destroyedAt) return { kind: "destroyed", number, at: destroyedAt.toISOString() };
  return quarantinedAt && { kind: "quarantined", number: null, at: quarantinedAt.toISOString() };
};

async function stopView(ctx: DeskContext, stop: ViewingStop): Promise<StopView> {
  const [office, leads] = await Promise.all([readOffice(ctx.pool), selectLeads(ctx.pool)]);
  const { phone, hotline, email } = office;
  return {
    at: stop.stoppedAt.toISOString(),
    by: stop.stoppedBy,
    url: stop.url,
    capturedAt: stop.capturedAt.toISOString(),
    contacts: { office: office.name, unit: office.unitName, phone, hotline, email, leads },
  };
}

export function addViewingRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/captures/:id/presence",
    { config: { access: "evidence.read" }, schema: { params: Params, response: { 200: PresenceView } } },
    async (request) => {
      const { id } = request.params;
      const absence = absenceView(await selectAbsence(ctx.pool, id));
      const stop = absence && (await selectStopOfCapture(ctx.pool, id));
      return { absence, stop: stop && (await stopView(ctx, stop)) };
    },
  );

  app.post(
    "/api/captures/:id/stop",
    {
      config: { access: "evidence.stop" },
      schema: { params: Params, body: StopViewing, response: { 200: StopReply } },
    },
    async (request) => {
      const { login } = sessionOf(request);
      const { stop, captures, findings } = await ctx.ports.stopViewing(request.params.id, request.body.note, login);
      return { stop: await stopView(ctx, stop), captures, findings };
    },
  );
}
