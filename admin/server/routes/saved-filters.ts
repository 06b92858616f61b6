// Promises filters under a name: one's own to change, those that a lead shares to use, another's own never seen.
import { z } from "zod";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { recordEvent } from "#core/records/event.ts";
import {
  deleteSavedFilter,
  insertSavedFilter,
  selectSavedFilters,
  setDefaultFilter,
  updateSavedFilter,
} from "#core/records/saved-filter.ts";
import type { LiveSession } from "#core/records/session.ts";
import { SavedFilters, SaveFilter, SetDefaultFilter } from "../../api/saved-filters.ts";
import { may } from "../access.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: z.uuid() });

async function list(ctx: DeskContext, me: LiveSession): Promise<SavedFilters> {
  const rows = await selectSavedFilters(ctx.pool, me.personId);
  const view = ({ personId, changedAt, ...row }: (typeof rows)[number]) => ({
    ...row,
    mine: personId === me.personId,
    changedAt: changedAt.toISOString(),
  });
  return { items: rows.map(view) };
}

function checkShare(body: SaveFilter, me: LiveSession): void {
  if (body.shared && !may(me.role, "finding.lead"))
    throw new AppError("auth.denied", { detail: "only a lead shares a filter with all" });
}

/** Each answers with the whole list as this person sees it. */
export function addSavedFilterRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/saved-filters",
    { config: { access: "finding.read" }, schema: { response: { 200: SavedFilters } } },
    async (request) => list(ctx, sessionOf(request)),
  );

  app.post(
    "/api/saved-filters",
    { config: { access: "finding.read" }, schema: { body: SaveFilter, response: { 200: SavedFilters } } },
    async (request) => {
      const me = sessionOf(request);
      checkShare(request.body, me);
      await inTransaction(ctx.pool, async (tx) => {
        const id = await insertSavedFilter(tx, me.personId, request.body);
        await recordEvent(tx, me.login, "filter.saved", id, { shared: request.body.shared });
      });
      return list(ctx, me);
    },
  );

  app.put(
    "/api/saved-filters/default",
    { config: { access: "finding.read" }, schema: { body: SetDefaultFilter, response: { 200: SavedFilters } } },
    async (request) => {
      await setDefaultFilter(ctx.pool, sessionOf(request).personId, request.body.id);
      return list(ctx, sessionOf(request));
    },
  );

  app.put(
    "/api/saved-filters/:id",
    {
      config: { access: "finding.read" },
      schema: { params: Params, body: SaveFilter, response: { 200: SavedFilters } },
    },
    async (request) => {
      const [me, { id }] = [sessionOf(request), request.params];
      checkShare(request.body, me);
      await inTransaction(ctx.pool, async (tx) => {
        await updateSavedFilter(tx, id, me.personId, request.body);
        await recordEvent(tx, me.login, "filter.saved", id, { shared: request.body.shared });
      });
      return list(ctx, me);
    },
  );

  app.delete(
    "/api/saved-filters/:id",
    { config: { access: "finding.read" }, schema: { params: Params, response: { 200: SavedFilters } } },
    async (request) => {
      const [me, { id }] = [sessionOf(request), request.params];
      await inTransaction(ctx.pool, async (tx) => {
        await deleteSavedFilter(tx, id, me.personId);
        await recordEvent(tx, me.login, "filter.deleted", id);
      });
      return list(ctx, me);
    },
  );
}
