// Promises sign-in with a fresh session, lockout after five failures, sign-out that revokes, and a changed password that ends every other session.
import type { FastifyReply, FastifyRequest } from "fastify";
import { now, nowMs } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import type { PersonId } from "#core/id.ts";
import { recordEvent } from "#core/records/event.ts";
import {
  clearFailures,
  countFailure,
  type PersonRow,
  selectPerson,
  selectPersonByLogin,
  setPassword,
} from "#core/records/person.ts";
import {
  deleteDeadSessions,
  deleteSession,
  deleteSessionsOfPerson,
  insertSession,
  type LiveSession,
  selectLiveSession,
} from "#core/records/session.ts";
import { Done } from "../../api/problem.ts";
import { ChangePassword, SessionView, SignIn } from "../../api/session.ts";
import { actsOf } from "../access.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { hashPassword, verifyPassword } from "../password.ts";
import { giveToken, hashToken, idleMsOf, makeToken, readToken, takeToken, totalMs } from "../session-cookie.ts";
import type { TypedApp } from "../typed-app.ts";

const failureLimit = 5;
const lockMs = 15 * 60_000;

/** A hash that no password makes: an unknown login costs as much time as a known one. */
const nobody = await hashPassword(makeToken());

const viewOf = (s: Omit<LiveSession, "tokenSha256">): SessionView => ({
  person: { id: s.personId, login: s.login, name: s.name, role: s.role },
  acts: actsOf(s.role),
  csrfToken: s.csrfToken,
  mustChangePassword: s.mustChangePassword,
  expiresAt: s.expiresAt.toISOString(),
});

async function refuse(ctx: DeskContext, person: PersonRow | null, login: string): Promise<never> {
  if (!person) {
    await recordEvent(ctx.pool, "unknown", "session.refused", "session", { known: false });
    throw new AppError("auth.required", { detail: "wrong login or password" });
  }
  const after = await countFailure(ctx.pool, person.id, failureLimit, new Date(nowMs() + lockMs));
  const locked = after.lockedUntil !== null && after.lockedUntil > now();
  await recordEvent(ctx.pool, login, locked ? "session.locked" : "session.refused", "session", { known: true });
  throw new AppError("auth.required", { detail: "wrong login or password" });
}

function refuseLocked(person: PersonRow | null): void {
  if (person?.lockedUntil && person.lockedUntil > now())
    throw new AppError("auth.locked", {
      detail: "too many failed sign-ins",
      cure: "Wait 15 minutes, or ask the administrator.",
    });
}

/** The person of these words. Throws `auth.locked`, or `auth.required` without saying which of the two was wrong. */
async function findPerson(ctx: DeskContext, words: SignIn): Promise<PersonRow> {
  const person = await selectPersonByLogin(ctx.pool, words.login);
  refuseLocked(person);
  const right = await verifyPassword(words.password, person?.passwordHash ?? nobody);
  if (!person || !right || person.disabledAt) return refuse(ctx, person, words.login);
  return person;
}

async function openSession(
  ctx: DeskContext,
  reply: FastifyReply,
  person: PersonRow,
  request: FastifyRequest,
): Promise<SessionView> {
  const token = makeToken();
  const tokenSha256 = hashToken(token);
  await insertSession(ctx.pool, {
    tokenSha256,
    personId: person.id,
    csrfToken: makeToken(),
    at: now(),
    expiresAt: new Date(nowMs() + totalMs),
    userAgent: String(request.headers["user-agent"] ?? "").slice(0, 200),
    address: request.ip,
    idleMs: idleMsOf(person.role),
    secondFactorAt: null,
  });
  giveToken(reply, ctx.origins, token);
  const session = await selectLiveSession(ctx.pool, tokenSha256, now());
  if (!session) throw new AppError("auth.required", { detail: "the account was switched off meanwhile" });
  return viewOf(session);
}

async function changePassword(ctx: DeskContext, id: PersonId, words: ChangePassword): Promise<PersonRow> {
  const person = await selectPerson(ctx.pool, id);
  refuseLocked(person); // a stolen session is no way to try passwords
  if (!(await verifyPassword(words.current, person.passwordHash))) return refuse(ctx, person, person.login);
  if (words.next === words.current || words.next.toLowerCase().includes(person.login))
    throw new AppError("input.invalid", {
      detail: "next: must differ from the present password and not contain the login",
    });
  const hash = await hashPassword(words.next);
  await inTransaction(ctx.pool, async (tx) => {
    await setPassword(tx, id, hash, false);
    await deleteSessionsOfPerson(tx, id);
    await recordEvent(tx, person.login, "password.changed", person.login);
  });
  return { ...person, mustChangePassword: false };
}

export function addSessionRoutes(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/session",
    {
      config: { access: "public", rateLimit: { max: 20, timeWindow: 60_000 } },
      schema: { body: SignIn, response: { 200: SessionView } },
    },
    async (request, reply) => {
      const person = await findPerson(ctx, request.body);
      await clearFailures(ctx.pool, person.id);
      await deleteDeadSessions(ctx.pool, now());
      const old = readToken(request, ctx.origins);
      if (old) await deleteSession(ctx.pool, old);
      await recordEvent(ctx.pool, person.login, "session.opened", "session");
      return openSession(ctx, reply, person, request);
    },
  );

  app.get(
    "/api/session",
    { config: { access: "session.own", from: "second-factor" }, schema: { response: { 200: SessionView } } },
    async (request) => viewOf(sessionOf(request)),
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
      config: { access: "session.own", from: "password", rateLimit: { max: 10, timeWindow: 60_000 } },
      schema: { body: ChangePassword, response: { 200: SessionView } },
    },
    async (request, reply) => {
      const person = await changePassword(ctx, sessionOf(request).personId, request.body);
      return openSession(ctx, reply, person, request);
    },
  );
}
