// Promises the public form for tips on its own plain pages, closed until the office opens it, and the setting that opens it.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { TipForm } from "#core/nouns/tip-form.ts";
import { recordEvent } from "#core/records/event.ts";
import { readOffice } from "#core/records/office.ts";
import { readTipForm, writeTipForm } from "#core/records/tip-form.ts";
import { selectTipByCode } from "#core/records/tip.ts";
import { Done } from "../../api/problem.ts";
import { TipFormView } from "../../api/tips.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { openIdentityKey } from "../identity-key.ts";
import { createTipLimit, hashCode, readSentForm, takeTip } from "../take-tip.ts";
import { closedPage, formPage, lookUpPage, sentPage, tipPagePath, tipPageStyle } from "../tip-page.ts";
import type { TypedApp } from "../typed-app.ts";

/** Above the 5 MB of a picture, so that a little too much still comes back with what was typed. */
const bodyLimit = 8_000_000;
const lookUpsAnHour = 30;
/** Before a body is read: taking a form of megabytes apart is work for the machine. */
const rateLimit = { max: 30, timeWindow: 60_000 };

export function addTipFormRoutes(app: TypedApp, ctx: DeskContext): void {
  addSetting(app, ctx);
  // A scope of its own: only here are forms read, and only here is an error a page.
  void app.register(async (scope) => {
    scope.addContentTypeParser(
      ["multipart/form-data", "application/x-www-form-urlencoded"],
      { parseAs: "buffer", bodyLimit },
      (_request, body, done) => done(null, body),
    );
    showErrorsAsPages(scope, ctx);
    addForm(scope, ctx);
    addLookUp(scope, ctx);
    scope.get(`${tipPagePath}/style.css`, { config: { access: "public" } }, async (_request, reply) =>
      reply.type("text/css; charset=utf-8").header("cache-control", "public, max-age=3600").send(tipPageStyle),
    );
  });
}

/** Runs nothing at all, and is framed by nobody. The referrer policy lets browsers name the form's own origin when they send it. */
function sendPage(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply
    .code(status)
    .type("text/html; charset=utf-8")
    .header("cache-control", "no-store")
    .header("referrer-policy", "same-origin")
    .header(
      "content-security-policy",
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    .send(page);
}

function showErrorsAsPages(scope: FastifyInstance, ctx: DeskContext): void {
  scope.setErrorHandler(async (error: Error & { statusCode?: number }, _request, reply) => {
    const [office, form] = await Promise.all([readOffice(ctx.pool), readTipForm(ctx.pool)]);
    if (error.statusCode === 413 || (error instanceof AppError && error.code === "input.unreadable")) {
      const said = "Tệp quá lớn hoặc không đọc được. Xin bấm “Quay lại” trên trình duyệt rồi chọn ảnh nhỏ hơn.";
      return sendPage(reply, error.statusCode === 413 ? 413 : 400, formPage(office, form, {}, { form: said }));
    }
    throw error;
  });
}

const bodyOf = (request: FastifyRequest) => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));

function addForm(scope: FastifyInstance, ctx: DeskContext): void {
  const tools = { key: openIdentityKey(ctx.config.dataDir), limit: createTipLimit() };
  scope.get(tipPagePath, { config: { access: "public" } }, async (_request, reply) => {
    const [office, form] = await Promise.all([readOffice(ctx.pool), readTipForm(ctx.pool)]);
    return form.open ? sendPage(reply, 200, formPage(office, form)) : sendPage(reply, 404, closedPage(office));
  });

  scope.post(tipPagePath, { bodyLimit, config: { access: "public", rateLimit } }, async (request, reply) => {
    const [office, form] = await Promise.all([readOffice(ctx.pool), readTipForm(ctx.pool)]);
    if (!form.open) return sendPage(reply, 404, closedPage(office));
    const sent = await readSentForm(bodyOf(request), String(request.headers["content-type"]));
    const taken = await takeTip(ctx, tools, sent, request.ip);
    if ("faults" in taken) return sendPage(reply, taken.status, formPage(office, form, sent.typed, taken.faults));
    return sendPage(reply, 200, sentPage(office, taken.number, taken.code));
  });
}

function addLookUp(scope: FastifyInstance, ctx: DeskContext): void {
  const limit = createTipLimit();
  const path = `${tipPagePath}/tra-cuu`;
  scope.get(path, { config: { access: "public" } }, async (_request, reply) =>
    sendPage(reply, 200, lookUpPage(await readOffice(ctx.pool), null)),
  );

  scope.post(path, { bodyLimit: 2000, config: { access: "public", rateLimit } }, async (request, reply) => {
    const office = await readOffice(ctx.pool);
    const typed = (new URLSearchParams(bodyOf(request).toString("utf8")).get("code") ?? "").slice(0, 40);
    if (!limit.take(request.ip, lookUpsAnHour)) {
      const fault = "Đã tra cứu nhiều lần trong một giờ. Xin thử lại sau.";
      return sendPage(reply, 429, lookUpPage(office, { typed, found: null, fault }));
    }
    const found = await selectTipByCode(ctx.pool, hashCode(typed));
    return sendPage(reply, found ? 200 : 404, lookUpPage(office, { typed, found }));
  });
}

function addSetting(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/tip-form",
    { config: { access: "tip.read" }, schema: { response: { 200: TipFormView } } },
    async () => ({ ...(await readTipForm(ctx.pool)), address: `${ctx.origins.desk}${tipPagePath}` }),
  );

  app.put(
    "/api/tip-form",
    { config: { access: "tip.form" }, schema: { body: TipForm, response: { 200: Done } } },
    async (request) => {
      const { login } = sessionOf(request);
      const form = request.body;
      if (form.open && form.purposeNote === "")
        throw new AppError("input.invalid", {
          detail: "purposeNote: the form may open only when it says what happens with the data",
        });
      await inTransaction(ctx.pool, async (tx) => {
        await writeTipForm(tx, form, login);
        await recordEvent(tx, login, "tip.form-changed", "tip-form", { open: form.open });
      });
      return { done: true as const };
    },
  );
}
