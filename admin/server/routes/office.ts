// Promises the office's setting to every screen, and its change as one act in the trail.
import { inTransaction } from "#core/db/pool.ts";
import { recordEvent } from "#core/records/event.ts";
import { readOffice, writeOffice } from "#core/records/office.ts";
import { ChangeOffice, OfficeView } from "../../api/office.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import type { TypedApp } from "../typed-app.ts";

/** Names of the settings that differ; the trail holds which, not what. */
function changedFields(before: OfficeView, after: OfficeView): string {
  const names = Object.keys(after) as (keyof OfficeView)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).join(" ");
}

export function addOfficeRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get("/api/office", { config: { access: "office.read" }, schema: { response: { 200: OfficeView } } }, async () =>
    readOffice(ctx.pool),
  );

  app.put(
    "/api/office",
    {
      config: { access: "office.change", stepUp: true },
      schema: { body: ChangeOffice, response: { 200: OfficeView } },
    },
    async (request) => {
      const { login } = sessionOf(request);
      return inTransaction(ctx.pool, async (tx) => {
        const before = await readOffice(tx);
        await writeOffice(tx, request.body, login);
        const fields = changedFields(before, request.body);
        await recordEvent(tx, login, "office.changed", "office", { fields });
        return readOffice(tx);
      });
    },
  );
}
