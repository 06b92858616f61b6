// Promises that no request reaches a route from a wrong name, a wrong origin, without a session or without the right.
import { timingSafeEqual } from "node:crypto";
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from "fastify";
import { now } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { readOffice } from "#core/records/office.ts";
import { type LiveSession, selectLiveSession, touchSession } from "#core/records/session.ts";
import { may } from "./access.ts";
import type { DeskContext } from "./desk-context.ts";
import { checkToken } from "./guard-tokens.ts";
import { surfaceOfHost } from "./origins.ts";
import { readToken } from "./session-cookie.ts";
import { hasReached, needsStepUp, stepOf } from "./sign-in-steps.ts";

const reads = new Set(["GET", "HEAD", "OPTIONS"]);

/** Path of the health check: it answers under any name and says nothing but that the process lives. */
export const healthPath = "/healthz";

const replayPaths = /^\/(r|replay|replaywebpage)\//;

/**
 * The address of the route that answers, never the one that was sent: the router reads `/%61pi/people` as `/api/people`, and so must every
 * question that is asked before it. Where no route answers, the one that was sent.
 */
export const routeAddress = (request: FastifyRequest): string => request.routeOptions.url ?? request.url;

/** What a path belongs to: `/e/…` to the evidence origin, the replay's own to the replay origin, the rest to the desk. */
function belongs(request: FastifyRequest): boolean {
  const address = routeAddress(request);
  if (request.surface === "evidence") return address.startsWith("/e/");
  if (request.surface === "replay") return replayPaths.test(address);
  return request.surface === "desk" && !address.startsWith("/e/") && !replayPaths.test(address);
}

/** A write must come from the desk's own pages: the Origin header (RFC 6454) names it. */
function checkOrigin(request: FastifyRequest, ctx: DeskContext): void {
  if (reads.has(request.method)) return;
  if (request.headers.origin !== ctx.origins.desk)
    throw new AppError("auth.denied", { detail: "request of another origin" });
}

function checkCsrf(request: FastifyRequest, expected: string): void {
  if (reads.has(request.method)) return;
  const given = Buffer.from(String(request.headers["x-csrf-token"] ?? ""));
  const wanted = Buffer.from(expected);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new AppError("auth.denied", { detail: "CSRF token is missing or wrong" });
}

async function openSession(request: FastifyRequest, ctx: DeskContext): Promise<void> {
  const token = readToken(request, ctx.origins);
  if (!token) return;
  // What a page asks by itself does not keep an empty chair signed in.
  const find = request.headers["x-background"] === "1" ? selectLiveSession : touchSession;
  request.session = await find(ctx.pool, token, now());
  // Switching the guest role off ends what guests have open.
  if (request.session?.role === "guest" && !(await readOffice(ctx.pool)).guestsAllowed) request.session = null;
}

/** The steps of signing in, in their order: nobody works half signed in. */
function checkStep(request: FastifyRequest, session: LiveSession, ctx: DeskContext): void {
  const step = stepOf(session, ctx.config.VONGGAC_TOTP === "required");
  if (!hasReached(step, request.routeOptions.config.from ?? "in"))
    throw new AppError("auth.denied", { detail: `signing in is not finished: ${step}` });
}

function checkAccess(request: FastifyRequest, ctx: DeskContext): void {
  const { access, stepUp } = request.routeOptions.config;
  if (!access || access === "public" || access === "token") return;
  const { session } = request;
  if (!session) throw new AppError("auth.required", { detail: "no live session" });
  checkCsrf(request, session.csrfToken);
  checkStep(request, session, ctx);
  if (!may(session.role, access))
    throw new AppError("auth.denied", { detail: `${session.role} may not ${access}`, facts: { login: session.login } });
  if (stepUp && needsStepUp(session)) throw new AppError("auth.step-up", { detail: "a fresh second factor is needed" });
}

/** What a route asks of who calls it, as the guard reads it. */
export interface GuardedRoute extends Pick<FastifyContextConfig, "access" | "from" | "stepUp"> {
  method: string;
  url: string;
}

/** Installs the checks on every route, keeps the list of them in `app.guarded`, and refuses to start with an /api route that names no access. */
export function guardRequests(app: FastifyInstance, ctx: DeskContext): void {
  app.decorateRequest("surface", null);
  app.decorateRequest("session", null);
  app.decorateRequest("apiToken", null);
  const guarded: GuardedRoute[] = [];
  app.decorate("guarded", guarded);
  app.addHook("onRoute", (route) => {
    const { access, from, stepUp } = route.config ?? {};
    for (const method of [route.method].flat())
      guarded.push({
        method,
        url: route.url,
        ...(access && { access }),
        ...(from && { from }),
        ...(stepUp && { stepUp }),
      });
    if (route.url.startsWith("/api/") && !route.config?.access)
      throw new AppError("internal", { detail: `route ${String(route.method)} ${route.url} names no access` });
  });
  app.addHook("onRequest", async (request) => {
    if (request.url === healthPath) return;
    request.surface = surfaceOfHost(ctx.origins, request.headers.host);
    if (!request.surface) throw new AppError("auth.denied", { detail: "this server has no such name" });
    if (!belongs(request)) throw new AppError("not-found", { detail: "nothing here under this name" });
    // Another system has no cookie that a foreign page could borrow.
    if (request.routeOptions.config.access === "token") return checkToken(request, ctx);
    checkOrigin(request, ctx);
    const { access } = request.routeOptions.config;
    if (!routeAddress(request).startsWith("/api/") && (!access || access === "public")) return;
    await openSession(request, ctx);
    checkAccess(request, ctx);
  });
}

/** The session of a route that needs one. */
export function sessionOf(request: FastifyRequest) {
  if (!request.session) throw new AppError("auth.required", { detail: "no live session" });
  return request.session;
}
