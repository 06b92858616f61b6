// Promises sign-in in its steps, sign-out that revokes, a changed password that ends every other session, and the list of one's own sessions.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { recordEvent } from "#core/records/event.ts";
import { type PersonRow, selectPerson, setPassword, setSignedIn } from "#core/records/person.ts";
import {
  deleteDeadSessions,
  deleteOtherSessions,
  deleteSession,
  deleteSessionOfPerson,
  deleteSessionsOfPerson,
  type LiveSession,
  selectSessionsOfPerson,
  setSecondFactorAt,
} from "#core/records/session.ts";
import { selectTotp } from "#core/records/second-factor.ts";
import { Done } from "../../api/problem.ts";
import { GiveSecondFactor, OwnSessions, PasskeyQuestion } from "../../api/second-factor.ts";
import { ChangePassword, SessionView, SignIn } from "../../api/session.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { askPasskey } from "../passkey.ts";
import { hashPassword, verifyPassword } from "../password.ts";
import { checkSecondFactor } from "../second-factor.ts";
import { takeToken } from "../session-cookie.ts";
import { countRefusal, findPerson, openSession, refuseLocked, viewSession } from "../sign-in.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: z.uuid() });
const minute = 60_000;

async function changePassword(ctx: DeskContext, session: LiveSession, words: ChangePassword): Promise<PersonRow> {
  const person = await selectPerson(ctx.pool, session.personId);
  refuseLocked(person); // a stolen session is no way to try passwords
  if (!(await verifyPassword(words.current, person.passwordHash))) {
    await countRefusal(ctx.pool, person, "password");
    throw new AppError("auth.required", { detail: "wrong login or password" });
  }
  if (words.next === words.current || words.next.toLowerCase().includes(person.login))
    throw new AppError("input.invalid", {
      detail: "next: must differ from the present password and not contain the login",
    });
  const hash = await hashPassword(words.next);
  await inTransaction(ctx.pool, async (tx) => {
    await setPassword(tx, person.id, hash, false);
    await deleteSessionsOfPerson(tx, person.id);
    await recordEvent(tx, person.login, "password.changed", person.login);
  });
  return person;
}

function addSignIn(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/session",
    {
      config: { access: "public", rateLimit: { max: 20, timeWindow: minute } },
      schema: { body: SignIn, response: { 200: SessionView } },
    },
    async (request, reply) => {
      const person = await findPerson(ctx, request.body);
      await deleteDeadSessions(ctx.pool, now());
      const hasSecondFactor = Boolean((await selectTotp(ctx.pool, person.id))?.confirmedAt);
      // With a second factor the sign-in has not gone through yet: failures stay counted.
      if (!hasSecondFactor) await setSignedIn(ctx.pool, person.id);
      await recordEvent(ctx.pool, person.login, "session.opened", "session", { secondFactorAsked: hasSecondFactor });
      return openSession(ctx, request, reply, person);
    },
  );

  app.post(
    "/api/session/second-factor",
    {
      config: { access: "session.own", from: "second-factor", rateLimit: { max: 20, timeWindow: minute } },
      schema: { body: GiveSecondFactor, response: { 200: SessionView } },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      await checkSecondFactor(ctx, session, request.body);
      await recordEvent(ctx.pool, session.login, "session.confirmed", "session", { by: request.body.kind });
      if (session.secondFactorAt) {
        // Step-up: the same session goes on, so that nothing under way on the page breaks.
        await setSecondFactorAt(ctx.pool, session.id, now());
        return viewSession(ctx, { ...session, secondFactorAt: now() });
      }
      await setSignedIn(ctx.pool, session.personId);
      const person = { id: session.personId, role: session.role };
      return openSession(ctx, request, reply, person, now(), session.expiresAt);
    },
  );

  app.post(
    "/api/session/passkey-question",
    {
      config: { access: "session.own", from: "second-factor", rateLimit: { max: 20, timeWindow: minute } },
      schema: { response: { 200: PasskeyQuestion } },
    },
    async (request) => ({ options: { ...(await askPasskey(ctx, sessionOf(request))) } }),
  );
}

function addOwnSession(app: TypedApp, ctx: DeskContext): void {
  // For what the browser fetches by itself, as a download: the page asks here first, so that the second factor can be asked for.
  app.post(
    "/api/session/fresh",
    { config: { access: "session.own", stepUp: true }, schema: { response: { 200: Done } } },
    async () => ({ done: true as const }),
  );

  app.get(
    "/api/session",
    { config: { access: "session.own", from: "second-factor" }, schema: { response: { 200: SessionView } } },
    async (request) => viewSession(ctx, sessionOf(request)),
  );

  app.delete(
    "/api/session",
    { config: { access: "session.own", from: "second-factor" }, schema: { response: { 200: Done } } },
    async (request, reply) => {
      const session = sessionOf(request);
      await deleteSession(ctx.pool, session.tokenSha256);
      await recordEvent(ctx.pool, session.login, "session.closed", "session");
      takeToken(reply, ctx.origins);
      return { done: true as const };
    },
  );

  app.post(
    "/api/session/password",
    {
      config: { access: "session.own", from: "password", rateLimit: { max: 10, timeWindow: minute } },
      schema: { body: ChangePassword, response: { 200: SessionView } },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      const person = await changePassword(ctx, session, request.body);
      return openSession(ctx, request, reply, person, session.secondFactorAt);
    },
  );
}

function addSessionList(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/sessions",
    { config: { access: "session.own" }, schema: { response: { 200: OwnSessions } } },
    async (request) => {
      const me = sessionOf(request);
      const rows = await selectSessionsOfPerson(ctx.pool, me.personId, now());
      const items = rows.map(({ id, createdAt, lastSeenAt, expiresAt, userAgent, address }) => ({
        id,
        own: id === me.id,
        since: createdAt.toISOString(),
        lastSeen: lastSeenAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        userAgent,
        address,
      }));
      return { items };
    },
  );

  app.delete(
    "/api/sessions/:id",
    { config: { access: "session.own", stepUp: true }, schema: { params: Params, response: { 200: Done } } },
    async (request) => {
      const me = sessionOf(request);
      if (!(await deleteSessionOfPerson(ctx.pool, me.personId, request.params.id)))
        throw new AppError("not-found", { detail: "no such session of yours" });
      await recordEvent(ctx.pool, me.login, "session.ended", request.params.id);
      return { done: true as const };
    },
  );

  app.delete(
    "/api/sessions",
    { config: { access: "session.own", stepUp: true }, schema: { response: { 200: Done } } },
    async (request) => {
      const me = sessionOf(request);
      await deleteOtherSessions(ctx.pool, me.personId, me.id);
      await recordEvent(ctx.pool, me.login, "session.ended", "session", { which: "all-others" });
      return { done: true as const };
    },
  );
}

export function addSessionRoutes(app: TypedApp, ctx: DeskContext): void {
  addSignIn(app, ctx);
  addOwnSession(app, ctx);
  addSessionList(app, ctx);
}
