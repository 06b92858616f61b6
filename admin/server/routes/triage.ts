// Promises the next finding that nobody holds, and every way in which a finding passes from hand to hand.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { FindingId, PersonId } from "#core/id.ts";
import { releaseClaim, selectClaim } from "#core/records/claim.ts";
import { recordEvent } from "#core/records/event.ts";
import type { Asker, QueueFilter as Filter } from "#core/records/queue-filter.ts";
import { claimNext, selectQueue } from "#core/records/queue.ts";
import type { LiveSession } from "#core/records/session.ts";
import { readTriageSettings, selectTriageActs, selectTriagePeople, writeTriageSettings } from "#core/records/triage.ts";
import {
  Assign,
  EndEscalation,
  Escalate,
  HandOver,
  Hold,
  NextAsk,
  NextReply,
  TakeOver,
  TriageActs,
  TriagePeople,
  TriageReply,
  TriageSettingsView,
} from "../../api/triage.ts";
import { may } from "../access.ts";
import { planFilter } from "../count-facets.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import {
  assign,
  checkHoldEnd,
  checkReceiver,
  claimEnd,
  deciders,
  escalate,
  handOver,
  hold,
  moveFinding,
  recordClaim,
  sendBack,
  takeOver,
  wake,
} from "../move-finding.ts";
import { askerOf, claimView, forgetSettings, queueRowView, wholeFilter } from "../queue-view.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: FindingId });
const mostTries = 50;
const mostActs = 200;
const upcomingCount = 2;

/** Takes the first free one; tries again where another was faster by a moment. Throws `conflict` where that never ends. */
async function take(ctx: DeskContext, filter: Filter, asker: Asker, me: LiveSession): Promise<FindingId | null> {
  for (let tries = 0; tries < mostTries; tries++) {
    const taken = await inTransaction(ctx.pool, async (tx) => {
      const claimed = await claimNext(tx, filter, asker, await claimEnd(tx));
      if (claimed !== null && claimed !== "again" && !claimed.wasMine)
        await recordClaim(tx, "claim-taken", claimed.id, me);
      return claimed;
    });
    if (taken !== "again") return taken?.id ?? null;
  }
  throw new AppError("conflict", { detail: "others were faster each time", cure: "Ask again." });
}

async function next(ctx: DeskContext, ask: z.infer<typeof NextAsk>, me: LiveSession): Promise<NextReply> {
  const { releases } = ask;
  if (releases)
    await inTransaction(ctx.pool, async (tx) => {
      const id = releases as FindingId;
      if (await releaseClaim(tx, id, me.personId)) await recordClaim(tx, "claim-released", id, me);
    });
  const [asker, whole] = await Promise.all([askerOf(ctx, me), wholeFilter(ctx, ask.filter)]);
  const skip = [...ask.skip, ...(releases ? [releases] : [])] as FindingId[];
  const free = await planFilter(ctx, { ...whole, status: "new", isFree: true, notIds: skip }, asker);
  const id = await take(ctx, free, asker, me);
  if (id === null) return { finding: null, claim: null, upcoming: [] };
  const [rows, coming, claim] = await Promise.all([
    selectQueue(ctx.pool, { status: "new", ids: [id] }, asker, { after: null, limit: 1 }),
    selectQueue(ctx.pool, { ...free, notIds: [...skip, id] }, asker, { after: null, limit: upcomingCount }),
    selectClaim(ctx.pool, id, now()),
  ]);
  const [row] = rows;
  return {
    finding: row ? queueRowView(row, asker) : null,
    claim: claimView(claim, me),
    upcoming: coming.map((row) => row.id),
  };
}

function addClaimRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/triage/next",
    { config: { access: "finding.decide" }, schema: { body: NextAsk, response: { 200: NextReply } } },
    async (request) => next(ctx, request.body, sessionOf(request)),
  );

  app.post(
    "/api/findings/:id/hand-over",
    {
      config: { access: "finding.decide" },
      schema: { params: Params, body: HandOver, response: { 200: TriageReply } },
    },
    async (request) => {
      const [me, to] = [sessionOf(request), request.body.to as PersonId];
      await checkReceiver(ctx.pool, to);
      const until = await claimEnd(ctx.pool);
      return moveFinding(ctx, request.params.id, me, handOver(to, request.body.note, until, me));
    },
  );

  app.post(
    "/api/findings/:id/take-over",
    { config: { access: "finding.lead" }, schema: { params: Params, body: TakeOver, response: { 200: TriageReply } } },
    async (request) => takeOver(ctx, request.params.id, request.body.reason, sessionOf(request)),
  );
}

function addHoldRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/findings/:id/hold",
    { config: { access: "finding.decide" }, schema: { params: Params, body: Hold, response: { 200: TriageReply } } },
    async (request) => {
      const me = sessionOf(request);
      const until = await checkHoldEnd(ctx.pool, request.body.until);
      return moveFinding(ctx, request.params.id, me, hold(until, request.body.reason, me));
    },
  );

  app.delete(
    "/api/findings/:id/hold",
    { config: { access: "finding.decide" }, schema: { params: Params, response: { 200: TriageReply } } },
    async (request) => moveFinding(ctx, request.params.id, sessionOf(request), wake(sessionOf(request))),
  );

  app.post(
    "/api/findings/:id/escalation",
    {
      config: { access: "finding.decide" },
      schema: { params: Params, body: Escalate, response: { 200: TriageReply } },
    },
    async (request) => {
      const me = sessionOf(request);
      return moveFinding(ctx, request.params.id, me, escalate(request.body.reason, me));
    },
  );

  app.delete(
    "/api/findings/:id/escalation",
    {
      config: { access: "finding.lead" },
      schema: { params: Params, body: EndEscalation.nullish(), response: { 200: TriageReply } },
    },
    async (request) => {
      const me = sessionOf(request);
      return moveFinding(ctx, request.params.id, me, sendBack(request.body?.note ?? "", me));
    },
  );

  app.put(
    "/api/findings/:id/assignment",
    { config: { access: "finding.assign" }, schema: { params: Params, body: Assign, response: { 200: TriageReply } } },
    async (request) => {
      const [me, to] = [sessionOf(request), request.body.to as PersonId | null];
      if (to !== null) await checkReceiver(ctx.pool, to);
      return moveFinding(ctx, request.params.id, me, assign(to, request.body.note, me));
    },
  );
}

export function addTriageRoutes(app: TypedApp, ctx: DeskContext): void {
  addClaimRoutes(app, ctx);
  addHoldRoutes(app, ctx);

  app.get(
    "/api/findings/:id/acts",
    { config: { access: "finding.read" }, schema: { params: Params, response: { 200: TriageActs } } },
    async (request) => {
      const rows = await selectTriageActs(ctx.pool, request.params.id, mostActs);
      const view = (row: (typeof rows)[number]) => ({
        ...row,
        until: row.until?.toISOString() ?? null,
        at: row.at.toISOString(),
      });
      return { items: rows.map(view) };
    },
  );

  app.get(
    "/api/triage/people",
    { config: { access: "finding.decide" }, schema: { response: { 200: TriagePeople } } },
    async (request) => {
      const me = sessionOf(request);
      const seesClaims = may(me.role, "finding.lead");
      const people = await selectTriagePeople(ctx.pool, deciders);
      const view = (p: (typeof people)[number]) => ({
        ...p,
        isMe: p.id === me.personId,
        claims: seesClaims || p.id === me.personId ? p.claims : 0,
      });
      return { items: people.map(view) };
    },
  );

  app.get(
    "/api/triage/settings",
    { config: { access: "finding.read" }, schema: { response: { 200: TriageSettingsView } } },
    async () => readTriageSettings(ctx.pool),
  );

  app.put(
    "/api/triage/settings",
    {
      config: { access: "finding.lead" },
      schema: { body: TriageSettingsView, response: { 200: TriageSettingsView } },
    },
    async (request) => {
      const { login } = sessionOf(request);
      if (request.body.amberHours <= request.body.greenHours)
        throw new AppError("input.invalid", {
          detail: "amberHours: not longer than greenHours",
          cure: "Give the second limit more hours than the first.",
        });
      await inTransaction(ctx.pool, async (tx) => {
        await writeTriageSettings(tx, request.body, login);
        await recordEvent(tx, login, "triage.changed", "triage");
      });
      forgetSettings(ctx);
      return readTriageSettings(ctx.pool);
    },
  );
}
