// Promises when a target was looked at and what it showed then, and one more look when a person asks; unreachable is never "taken down".
import { z } from "zod";
import { inTransaction } from "#core/db/pool.ts";
import { CaptureId, FindingId } from "#core/id.ts";
import { recordEvent } from "#core/records/event.ts";
import { selectFinding } from "#core/records/finding.ts";
import { type MomentRow, selectMoments } from "#core/records/recapture.ts";
import { AskRecapture, type MomentView, RecaptureReply, Timeline } from "../../api/viewing.ts";
import type { DeskContext } from "../desk-context.ts";
import { findOwner } from "../find-capture.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: FindingId });
const Query = z.object({ before: z.iso.datetime().optional() });
const pageSize = 100;

/** A site that answers in its own words that the page is not there; a block, a challenge or a silent server says nothing of it. */
const goneOutcomes = new Set(["soft-404", "gone"]);
const upOutcomes = new Set(["captured", "partial", "scanned"]);
const goneStatuses = new Set([404, 410]);

function seenIn(row: MomentRow): MomentView["seen"] {
  if (row.state === "running" || row.state === "queued" || row.state === "captured") return "waiting";
  if (row.httpStatus !== null && goneStatuses.has(row.httpStatus)) return "gone";
  if (row.outcome !== null && goneOutcomes.has(row.outcome)) return "gone";
  if (row.outcome === "error" && /^HTTP (404|410)$/.test(row.reason)) return "gone";
  return row.outcome !== null && upOutcomes.has(row.outcome) && row.state !== "failed" ? "up" : "unknown";
}

const verdictOf = z.enum(["flag", "review", "none"]).nullable().catch(null);

const viewOf = (row: MomentRow): MomentView => ({
  kind: row.kind,
  id: row.id,
  at: row.at.toISOString(),
  seen: seenIn(row),
  outcome: row.outcome ?? row.state,
  reason: row.reason,
  url: row.url,
  vantage: row.vantage,
  sealed: row.sealed,
  absent: row.absent,
  verdict: verdictOf.parse(row.verdict),
});

/** The newest moment that ended; what came before it is history, not an answer. */
function stateOf(items: readonly MomentView[]): Pick<Timeline, "state" | "stateAt"> {
  const last = items.find((item) => item.seen !== "waiting");
  if (!last || last.seen === "waiting") return { state: "unknown", stateAt: null };
  return { state: last.seen, stateAt: last.at };
}

export function addTimelineRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/findings/:id/timeline",
    {
      config: { access: "finding.read" },
      schema: { params: Params, querystring: Query, response: { 200: Timeline } },
    },
    async (request) => {
      const finding = await selectFinding(ctx.pool, request.params.id);
      const before = request.query.before ? new Date(request.query.before) : null;
      const page = { category: finding.category, before, limit: pageSize + 1 };
      const rows = (await selectMoments(ctx.pool, finding.targetId, page)).map(viewOf);
      const items = rows.slice(0, pageSize);
      return { items, nextBefore: rows.length > pageSize ? items.at(-1)!.at : null, ...stateOf(items) };
    },
  );

  app.post(
    "/api/findings/:id/recapture",
    {
      config: { access: "scan.ask", rateLimit: { max: 30, timeWindow: 10 * 60_000 } },
      schema: { params: Params, body: AskRecapture.extend({ of: CaptureId }), response: { 200: RecaptureReply } },
    },
    async (request) => {
      const { login } = sessionOf(request);
      const { of, reason } = request.body;
      const finding = await findOwner(ctx, request.params.id, of);
      const captureId = await ctx.ports.askRecapture(of, reason, login);
      await inTransaction(ctx.pool, (tx) =>
        recordEvent(tx, login, "recapture.asked", captureId, { finding: finding.id, of }),
      );
      return { captureId };
    },
  );
}
