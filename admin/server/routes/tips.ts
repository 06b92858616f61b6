// Promises tips at the desk: read, typed in, taken up as watch entries, linked, answered; who gave one is shown to few, each time with a reason.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { type TargetId, TipId } from "#core/id.ts";
import { recordEvent } from "#core/records/event.ts";
import { selectIntakeFile } from "#core/records/intake-file.ts";
import { selectScannable } from "#core/records/target.ts";
import {
  countTipStates,
  insertTip,
  insertTipReply,
  linkTipCase,
  linkTipFinding,
  selectIdentity,
  selectTip,
  selectTips,
  setTipTarget,
  takeTipStep,
} from "#core/records/tip.ts";
import { Done } from "../../api/problem.ts";
import {
  AddedTip,
  AddTip,
  AskIdentity,
  LinkTip,
  SaveReply,
  StepTip,
  TipFilter,
  TipIdentity,
  TipSheet,
  TipsPage,
  TipsQuery,
  WatchTip,
  WatchTipReply,
} from "../../api/tips.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { openIdentityKey } from "../identity-key.ts";
import { readTipSheet, tipTable, tipView } from "../tip-view.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: TipId });
const exportLimit = 10_000;

export function addTipRoutes(app: TypedApp, ctx: DeskContext): void {
  addReading(app, ctx);
  addTaking(app, ctx);
  addHandling(app, ctx);
  addIdentity(app, ctx);
}

function addReading(app: TypedApp, ctx: DeskContext): void {
  const config = { access: "tip.read" } as const;
  app.get("/api/tips", { config, schema: { querystring: TipsQuery, response: { 200: TipsPage } } }, async (request) => {
    const { before, limit, ...filter } = request.query;
    const [rows, counts] = await Promise.all([
      selectTips(ctx.pool, filter, { before, limit: limit + 1 }),
      countTipStates(ctx.pool),
    ]);
    const items = rows.slice(0, limit).map(tipView);
    return { items, nextBefore: rows.length > limit ? (items.at(-1)?.id ?? null) : null, counts };
  });

  app.get("/api/tips/:id", { config, schema: { params: Params, response: { 200: TipSheet } } }, (request) =>
    readTipSheet(ctx.pool, request.params.id),
  );

  app.get("/api/tips.csv", { config, schema: { querystring: TipFilter } }, async (request, reply) => {
    const rows = await selectTips(ctx.pool, request.query, { limit: exportLimit });
    await recordEvent(ctx.pool, sessionOf(request).login, "tip.exported", "tips", { rows: rows.length });
    return reply
      .header("content-type", "text/csv; charset=utf-8")
      .header("content-disposition", 'attachment; filename="phan-anh.csv"')
      .send(tipTable(rows));
  });
}

/** Whether anything of a person was given. */
export const isNamed = (identity: TipIdentity | null): identity is TipIdentity =>
  identity !== null && Object.values(identity).some((value) => value !== "");

function addTaking(app: TypedApp, ctx: DeskContext): void {
  const key = openIdentityKey(ctx.config.dataDir);
  app.post(
    "/api/tips",
    { config: { access: "tip.change" }, schema: { body: AddTip, response: { 200: AddedTip } } },
    async (request) => {
      const { login } = sessionOf(request);
      const { identity, ...tip } = request.body;
      if (tip.fileId) await selectIntakeFile(ctx.pool, tip.fileId);
      return inTransaction(ctx.pool, async (tx) => {
        const added = await insertTip(tx, { ...tip, codeSha256: null }, login, (id) =>
          isNamed(identity) ? key.seal(identity, id) : null,
        );
        await recordEvent(tx, login, "tip.added", added.id, { number: added.number, channel: tip.channel });
        return added;
      });
    },
  );
}

function addHandling(app: TypedApp, ctx: DeskContext): void {
  const config = { access: "tip.change" } as const;
  app.post(
    "/api/tips/:id/step",
    { config, schema: { params: Params, body: StepTip, response: { 200: Done } } },
    async (request) => {
      const { login } = sessionOf(request);
      const { id } = request.params;
      await inTransaction(ctx.pool, async (tx) => {
        await takeTipStep(tx, id, request.body, login);
        await recordEvent(tx, login, "tip.stepped", id, { to: request.body.to });
      });
      return { done: true as const };
    },
  );

  app.post(
    "/api/tips/:id/watch",
    { config, schema: { params: Params, body: WatchTip, response: { 200: WatchTipReply } } },
    async (request) => {
      const { login } = sessionOf(request);
      const tip = await selectTip(ctx.pool, request.params.id);
      const isNew = await watchTip(ctx, tip, request.body.url ?? tip.address, login);
      if (!request.body.scan) return { isNew: isNew.isNew, asked: 0 };
      const open = await selectScannable(ctx.pool, [isNew.targetId], now());
      const { asked } = await ctx.ports.askScan(open, login);
      return { isNew: isNew.isNew, asked };
    },
  );

  app.post(
    "/api/tips/:id/link",
    { config, schema: { params: Params, body: LinkTip, response: { 200: Done } } },
    async (request) => {
      const { login } = sessionOf(request);
      const { id } = request.params;
      const { body } = request;
      await inTransaction(ctx.pool, async (tx) => {
        if ("finding" in body) await linkTipFinding(tx, id, login);
        else await linkTipCase(tx, id, body.caseNumber, login);
        await recordEvent(tx, login, "tip.linked", id, { kind: "finding" in body ? "finding" : "case" });
      });
      return { done: true as const };
    },
  );

  app.post(
    "/api/tips/:id/reply",
    { config, schema: { params: Params, body: SaveReply, response: { 200: Done } } },
    async (request) => {
      const { login } = sessionOf(request);
      const { id } = request.params;
      await inTransaction(ctx.pool, async (tx) => {
        await selectTip(tx, id);
        await insertTipReply(tx, id, request.body.text, login);
        await recordEvent(tx, login, "tip.reply-saved", id);
      });
      return { done: true as const };
    },
  );
}

/** The tip's own watch entry, or the one that watches the address already; its purpose names the tip, never who gave it. */
async function watchTip(
  ctx: DeskContext,
  tip: { id: TipId; number: string },
  url: string,
  login: string,
): Promise<{ targetId: TargetId; isNew: boolean }> {
  const entry = {
    url,
    label: "",
    note: "",
    cadenceMinutes: null,
    purpose: `Kiểm tra nội dung phản ánh số ${tip.number}`,
    legalBasis: `Phản ánh số ${tip.number}`,
    ownerId: null,
    expiresOn: null,
    area: "",
    tags: [],
  };
  const { target, isNew } = await ctx.ports.addTarget(entry, login);
  await inTransaction(ctx.pool, async (tx) => {
    await setTipTarget(tx, tip.id, target.id);
    if (isNew) await recordEvent(tx, login, "target.added", target.id);
    await recordEvent(tx, login, "tip.linked", tip.id, { kind: "target" });
  });
  return { targetId: target.id, isNew };
}

function addIdentity(app: TypedApp, ctx: DeskContext): void {
  const key = openIdentityKey(ctx.config.dataDir);
  app.post(
    "/api/tips/:id/identity",
    {
      config: { access: "tip.identity", stepUp: true, rateLimit: { max: 30, timeWindow: 10 * 60_000 } },
      schema: { params: Params, body: AskIdentity, response: { 200: TipIdentity } },
    },
    async (request) => {
      const { id } = request.params;
      const sealed = await selectIdentity(ctx.pool, id);
      if (!sealed) throw new AppError("not-found", { detail: "nobody is named in this tip" });
      const identity = key.open(sealed, id);
      // First the entry, then the look: where the trail cannot be written, nothing is shown.
      await recordEvent(ctx.pool, sessionOf(request).login, "tip.identity-seen", id, { reason: request.body.reason });
      return identity;
    },
  );
}
