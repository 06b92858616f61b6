// Promises what other systems pull with a token: findings and cases in the order of their changes, without a word of any page but its title.
import { recordEvent } from "#core/records/event.ts";
import { pullCases, pullFindings, type PullPlace } from "#core/records/pull.ts";
import { FindingStatus } from "../../api/findings.ts";
import { PullCases, PulledCases, PulledFindings, PullFindings } from "../../api/connections.ts";
import { readCursor, TimePlace, writeCursor } from "../cursor.ts";
import type { DeskContext } from "../desk-context.ts";
import { tokenActor } from "../guard-tokens.ts";
import type { TypedApp } from "../typed-app.ts";

const writePlace = ({ updatedAt, id }: { updatedAt: Date; id: string }) => writeCursor([updatedAt.toISOString(), id]);

function readPlace(cursor: string | undefined): PullPlace | null {
  const place = readCursor(TimePlace, cursor);
  return place && { at: new Date(place[0]), id: place[1] };
}

/** The cursor stays where the changes end: the next question begins there. */
function nextOf(rows: readonly { updatedAt: Date; id: string }[], cursor: string | undefined): string | null {
  const last = rows.at(-1);
  return last ? writePlace(last) : (cursor ?? null);
}

const limits = { rateLimit: { max: 120, timeWindow: 60_000 } };

export function addPullRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/v1/findings",
    {
      config: { access: "token", scope: "findings.read", ...limits },
      schema: { querystring: PullFindings, response: { 200: PulledFindings } },
    },
    async (request) => {
      const { cursor, limit, ...filter } = request.query;
      const rows = await pullFindings(ctx.pool, filter, readPlace(cursor), limit);
      await recordEvent(ctx.pool, tokenActor(request), "api.pulled", "findings", { rows: rows.length });
      const items = rows.map(({ captureId, sha256, sealedAt, createdAt, updatedAt, status, ...row }) => ({
        ...row,
        status: FindingStatus.parse(status),
        createdAt: createdAt.toISOString(),
        updatedAt: updatedAt.toISOString(),
        capture: { id: captureId, sha256, sealedAt: sealedAt.toISOString() },
      }));
      return { items, next: nextOf(rows, cursor) };
    },
  );

  app.get(
    "/api/v1/cases",
    {
      config: { access: "token", scope: "cases.read", ...limits },
      schema: { querystring: PullCases, response: { 200: PulledCases } },
    },
    async (request) => {
      const { cursor, limit, state } = request.query;
      const rows = await pullCases(ctx.pool, state, readPlace(cursor), limit);
      await recordEvent(ctx.pool, tokenActor(request), "api.pulled", "cases", { rows: rows.length });
      const items = rows.map(({ detectedAt, updatedAt, ...row }) => ({
        ...row,
        detectedAt: detectedAt.toISOString(),
        updatedAt: updatedAt.toISOString(),
      }));
      return { items, next: nextOf(rows, cursor) };
    },
  );
}
