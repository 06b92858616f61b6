// Promises that another system's tip becomes one of ours exactly once, by its own reference, and never carries who gave it.
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { recordEvent } from "#core/records/event.ts";
import { insertTip, lockPushedTip } from "#core/records/tip.ts";
import { vietnamDay } from "#core/vietnam-time.ts";
import { PushedTip, PushTip } from "../../api/connections.ts";
import type { DeskContext } from "../desk-context.ts";
import { tokenActor } from "../guard-tokens.ts";
import type { TypedApp } from "../typed-app.ts";

export function addPushTipRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/v1/tips",
    {
      config: { access: "token", scope: "tips.write", rateLimit: { max: 60, timeWindow: 60_000 } },
      schema: { body: PushTip, response: { 200: PushedTip } },
    },
    async (request) => {
      const { reference, address, what, seenWhen } = request.body;
      const actor = tokenActor(request);
      const incomingNumber = `${actor.slice("api:".length)}: ${reference}`;
      const tip = { channel: "partner" as const, receivedOn: vietnamDay(now()), address, what, seenWhen };
      return inTransaction(ctx.pool, async (tx) => {
        const known = await lockPushedTip(tx, incomingNumber);
        if (known !== null) return { number: known, isNew: false };
        const added = await insertTip(
          tx,
          { ...tip, incomingNumber, fileId: null, codeSha256: null },
          actor,
          () => null,
        );
        await recordEvent(tx, actor, "tip.received", added.id, { number: added.number, hasFile: false });
        return { number: added.number, isNew: true };
      });
    },
  );
}
