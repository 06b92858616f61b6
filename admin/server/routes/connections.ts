// Promises tokens and webhooks to the administrator: made with a fresh second factor, shown once, revoked at once.
import { z } from "zod";
import { nowMs } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import {
  type ApiToken,
  disableWebhook,
  insertToken,
  insertWebhook,
  revokeToken,
  selectTokens,
  selectWebhooks,
} from "#core/records/connection.ts";
import { selectSettledEvent } from "#core/records/audit.ts";
import { recordEvent } from "#core/records/event.ts";
import { selectSetting } from "#core/records/setting.ts";
import { readWebhookHosts, webhookKeySetting } from "#core/webhook-hosts.ts";
import { AddWebhook, MakeToken, TokenReply, Tokens, type TokenView, Webhooks } from "../../api/connections.ts";
import { Done } from "../../api/problem.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { hashApiToken, makeApiToken } from "../guard-tokens.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: z.uuid() });
const manage = { access: "api.manage" } as const;
const dayMs = 86_400_000;

const iso = (at: Date | null) => at?.toISOString() ?? null;
const viewOf = (t: ApiToken): TokenView => ({
  ...t,
  createdAt: t.createdAt.toISOString(),
  expiresAt: t.expiresAt.toISOString(),
  lastUsedAt: iso(t.lastUsedAt),
  revokedAt: iso(t.revokedAt),
});

function addTokenRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get("/api/tokens", { config: manage, schema: { response: { 200: Tokens } } }, async () => ({
    items: (await selectTokens(ctx.pool)).map(viewOf),
  }));

  app.post(
    "/api/tokens",
    { config: { ...manage, stepUp: true }, schema: { body: MakeToken, response: { 200: TokenReply } } },
    async (request) => {
      const { name, scopes, days } = request.body;
      const by = sessionOf(request).login;
      const secret = makeApiToken();
      const expiresAt = new Date(nowMs() + days * dayMs);
      const token = await insertToken(ctx.pool, { name, scopes, by, expiresAt, tokenSha256: hashApiToken(secret) });
      await recordEvent(ctx.pool, by, "token.made", token.id, { scopes: scopes.join(" "), days });
      return { token: viewOf(token), secret };
    },
  );

  app.delete(
    "/api/tokens/:id",
    { config: manage, schema: { params: Params, response: { 200: Done } } },
    async (request) => {
      const by = sessionOf(request).login;
      const token = await revokeToken(ctx.pool, request.params.id, by);
      if (!token) throw new AppError("not-found", { detail: "no living token of this id" });
      await recordEvent(ctx.pool, by, "token.revoked", token.id);
      return { done: true as const };
    },
  );
}

/** Throws `input.invalid` for an address that the operator did not allow. */
function checkHost(ctx: DeskContext, url: string): void {
  const { host, username, password } = new URL(url);
  if (username || password) throw new AppError("input.invalid", { detail: "url: must not carry a name or a password" });
  if (!readWebhookHosts(ctx.config).includes(host.toLowerCase()))
    throw new AppError("input.invalid", {
      detail: `url: ${host} is not among the allowed hosts`,
      cure: "Name the host in VONGGAC_WEBHOOK_HOSTS and start the program again.",
    });
}

function addWebhookRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get("/api/webhooks", { config: manage, schema: { response: { 200: Webhooks } } }, async () => {
    const [hooks, key] = await Promise.all([selectWebhooks(ctx.pool), selectSetting(ctx.pool, webhookKeySetting)]);
    const items = hooks.map((w) => ({ ...w, createdAt: w.createdAt.toISOString(), disabledAt: iso(w.disabledAt) }));
    return { items, hosts: readWebhookHosts(ctx.config), publicKey: typeof key === "string" ? key : null };
  });

  app.post(
    "/api/webhooks",
    { config: { ...manage, stepUp: true }, schema: { body: AddWebhook, response: { 200: Done } } },
    async (request) => {
      const { url, kinds } = request.body;
      const by = sessionOf(request).login;
      checkHost(ctx, url);
      const toldEvent = await selectSettledEvent(ctx.pool);
      if (toldEvent === null) throw new AppError("conflict", { detail: "busy at this moment", cure: "Try again." });
      const id = await insertWebhook(ctx.pool, { url, kinds, by, toldEvent });
      await recordEvent(ctx.pool, by, "webhook.added", id, { host: new URL(url).host, kinds: kinds.join(" ") });
      return { done: true as const };
    },
  );

  app.delete(
    "/api/webhooks/:id",
    { config: manage, schema: { params: Params, response: { 200: Done } } },
    async (request) => {
      const by = sessionOf(request).login;
      if (!(await disableWebhook(ctx.pool, request.params.id, by)))
        throw new AppError("not-found", { detail: "no living webhook of this id" });
      await recordEvent(ctx.pool, by, "webhook.disabled", request.params.id);
      return { done: true as const };
    },
  );
}

export function addConnectionRoutes(app: TypedApp, ctx: DeskContext): void {
  addTokenRoutes(app, ctx);
  addWebhookRoutes(app, ctx);
}
