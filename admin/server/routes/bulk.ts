// Promises acts on a hundred findings at most, each item answering for itself.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { type CaseId, type FindingId, newId, type PersonId } from "#core/id.ts";
import { gatherFindings } from "#core/records/case-gather.ts";
import { releaseClaim } from "#core/records/claim.ts";
import { recordEvent } from "#core/records/event.ts";
import type { LiveSession } from "#core/records/session.ts";
import { lockForTriage, type TriagedFinding } from "#core/records/triage.ts";
import { Bulk, type BulkItem, type BulkRefusal, BulkReply } from "../../api/bulk.ts";
import { type Act, may } from "../access.ts";
import { bulkItem, bulkReply, decideMany, undoMany } from "../decide-many.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { assign, checkHoldEnd, checkReceiver, escalate, hold, recordClaim, whyNotMovable } from "../move-finding.ts";
import type { TypedApp } from "../typed-app.ts";

const needs: Partial<Record<Bulk["act"], Act>> = { assign: "finding.assign", "add-to-case": "case.change" };

type Move = (tx: Db, item: TriagedFinding) => Promise<BulkRefusal | null>;

/** What one item of the act does; checked once for all before. */
async function moveOf(
  ctx: DeskContext,
  bulk: Exclude<Bulk, { act: "dismiss" | "add-to-case" }>,
  me: LiveSession,
): Promise<Move> {
  const run =
    (work: ReturnType<typeof hold>): Move =>
    async (tx, item) => {
      await work(tx, item.id);
      return null;
    };
  switch (bulk.act) {
    case "assign":
      await checkReceiver(ctx.pool, bulk.to as PersonId);
      return run(assign(bulk.to as PersonId, bulk.note, me));
    case "hold":
      return run(hold(await checkHoldEnd(ctx.pool, bulk.until), bulk.reason, me));
    case "escalate":
      return run(escalate(bulk.reason, me));
    case "release":
      return async (tx, item) => {
        if (!(await releaseClaim(tx, item.id, me.personId))) return "already";
        await recordClaim(tx, "claim-released", item.id, me);
        return null;
      };
  }
}

async function moveMany(ctx: DeskContext, bulk: Exclude<Bulk, { act: "dismiss" | "add-to-case" }>, me: LiveSession) {
  const move = await moveOf(ctx, bulk, me);
  return overEach(ctx, bulk, me, async (tx, item) => whyNotMovable(item, me) ?? (await move(tx, item)));
}

async function addToCase(ctx: DeskContext, bulk: Extract<Bulk, { act: "add-to-case" }>, me: LiveSession) {
  const author = { personId: me.personId, login: me.login };
  return overEach(ctx, bulk, me, async (tx, item) => {
    if (item.status !== "new" && item.status !== "confirmed") return "decided";
    if (item.isAbsent) return "absent";
    const { added } = await gatherFindings(tx, bulk.caseId as CaseId, [item.id], author);
    return added.length === 0 ? "already" : null;
  });
}

async function overEach(ctx: DeskContext, bulk: Bulk, me: LiveSession, work: Move): Promise<BulkReply> {
  const bulkId = newId();
  const ids = [...new Set(bulk.ids)] as FindingId[];
  const items = await inTransaction(ctx.pool, async (tx) => {
    const found = new Map((await lockForTriage(tx, ids, now())).map((f) => [f.id as string, f]));
    const answers: BulkItem[] = [];
    for (const id of ids) {
      const item = found.get(id);
      answers.push(bulkItem(id, item?.host ?? "", item ? await work(tx, item) : "not-found"));
    }
    const done = answers.filter((a) => a.done).length;
    await recordEvent(tx, me.login, "findings.moved", bulkId, { act: bulk.act, asked: ids.length, done });
    return answers;
  });
  return bulkReply(bulkId, items);
}

export function addBulkRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/triage/bulk",
    { config: { access: "finding.decide" }, schema: { body: Bulk, response: { 200: BulkReply } } },
    async (request) => {
      const [me, bulk] = [sessionOf(request), request.body];
      const act = needs[bulk.act];
      if (act && !may(me.role, act)) throw new AppError("auth.denied", { detail: `${me.role} may not ${act}` });
      if (bulk.act === "dismiss")
        return decideMany(ctx, me, { ...bulk, verdict: "dismiss", ids: bulk.ids as FindingId[] });
      return bulk.act === "add-to-case" ? addToCase(ctx, bulk, me) : moveMany(ctx, bulk, me);
    },
  );

  app.post(
    "/api/triage/bulk/:bulkId/undo",
    {
      config: { access: "finding.decide" },
      schema: { params: z.object({ bulkId: z.uuid() }), response: { 200: BulkReply } },
    },
    async (request) => undoMany(ctx, request.params.bulkId, sessionOf(request)),
  );
}
