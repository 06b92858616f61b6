// Promises sign-in by password, counted failures for every secret that can be tried, and a fresh session once it went well.
import type { FastifyReply, FastifyRequest } from "fastify";
import { now, nowMs } from "#core/clock.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { recordEvent } from "#core/records/event.ts";
import { readOffice } from "#core/records/office.ts";
import { countFailure, disableIdlePeople, type PersonRow, selectPersonByLogin } from "#core/records/person.ts";
import { deleteSession, insertSession, type LiveSession, selectLiveSession } from "#core/records/session.ts";
import type { SessionView, SignIn } from "../api/session.ts";
import { actsOf } from "./access.ts";
import type { DeskContext } from "./desk-context.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { giveToken, hashToken, idleMsOf, makeToken, readToken, totalMs } from "./session-cookie.ts";
import { stepOf } from "./sign-in-steps.ts";

const failureLimit = 5;
const lockMs = 15 * 60_000;
/** TCVN 14423:2026 (law-and-workflow.md "Level requirements"): an account unused for so long is switched off. */
const idleAccountMs = 45 * 86_400_000;

/** Logins that nobody has lock as real ones do, or the lock would tell which are real. In memory alone: there is nothing behind them. */
const strangers = new Map<string, { failures: number; until: number }>();
const mostStrangers = 10_000;

/** Counts one more try under a login that nobody has; throws `auth.locked` as for a real one. */
function countStranger(login: string): void {
  const before = strangers.get(login);
  if (before && before.until > nowMs()) throw locked();
  const failures = (before?.failures ?? 0) + 1;
  strangers.delete(login);
  strangers.set(login, failures >= failureLimit ? { failures: 0, until: nowMs() + lockMs } : { failures, until: 0 });
  if (strangers.size > mostStrangers) strangers.delete(strangers.keys().next().value!);
}

const locked = () =>
  new AppError("auth.locked", {
    detail: "too many failed sign-ins",
    cure: "Wait 15 minutes, or ask the administrator.",
  });

/** A hash that no password makes: an unknown login costs as much time as a known one. */
const nobody = await hashPassword(makeToken());

export function viewSession(ctx: DeskContext, s: LiveSession): SessionView {
  const step = stepOf(s, ctx.config.VONGGAC_TOTP === "required");
  return {
    person: { id: s.personId, login: s.login, name: s.name, role: s.role },
    acts: step === "in" ? actsOf(s.role) : [],
    step,
    hasSecondFactor: s.hasSecondFactor,
    csrfToken: s.csrfToken,
    mustChangePassword: s.mustChangePassword,
    expiresAt: s.expiresAt.toISOString(),
    idleMs: s.idleMs,
    idleLeftMs: Math.max(0, s.lastSeenAt.getTime() + s.idleMs - nowMs()),
  };
}

/** Counts one more failure and enters it; the fifth locks the account. */
export async function countRefusal(db: Db, person: PersonRow, what: "password" | "second-factor"): Promise<void> {
  const after = await countFailure(db, person.id, failureLimit, new Date(nowMs() + lockMs));
  const locked = after.lockedUntil !== null && after.lockedUntil > now();
  const act = locked ? "session.locked" : "session.refused";
  await recordEvent(db, person.login, act, "session", { known: true, what });
}

export function refuseLocked(person: PersonRow | null): void {
  if (person?.lockedUntil && person.lockedUntil > now()) throw locked();
}

/** Switches long unused accounts off, each with its own line in the trail. */
export async function closeIdleAccounts(ctx: DeskContext): Promise<void> {
  for (const person of await disableIdlePeople(ctx.pool, new Date(nowMs() - idleAccountMs)))
    await recordEvent(ctx.pool, "system", "person.changed", person.login, { act: "disable", why: "idle-45-days" });
}

async function mayEnter(ctx: DeskContext, person: PersonRow): Promise<boolean> {
  if (person.disabledAt) return false;
  return person.role !== "guest" || (await readOffice(ctx.pool)).guestsAllowed;
}

/** A one-time password that nobody used lies about somewhere. Told only to who has it. */
function refuseExpired({ mustChangePassword, passwordUntil }: PersonRow): void {
  if (mustChangePassword && passwordUntil && passwordUntil <= now())
    throw new AppError("auth.denied", {
      detail: "the one-time password is too old",
      cure: "Mật khẩu dùng một lần đã hết hạn. Đề nghị quản trị hệ thống cấp lại.",
    });
}

/** The person of these words. Throws `auth.locked`, or `auth.required` without saying what was wrong. */
export async function findPerson(ctx: DeskContext, words: SignIn): Promise<PersonRow> {
  await closeIdleAccounts(ctx);
  const person = await selectPersonByLogin(ctx.pool, words.login);
  refuseLocked(person);
  if (!person) countStranger(words.login);
  const right = await verifyPassword(words.password, person?.passwordHash ?? nobody);
  if (person && right && (await mayEnter(ctx, person))) {
    refuseExpired(person);
    return person;
  }
  if (person) await countRefusal(ctx.pool, person, "password");
  else await recordEvent(ctx.pool, "unknown", "session.refused", "session", { known: false });
  throw new AppError("auth.required", { detail: "wrong login or password" });
}

/** A session with a new token; the one that the browser had before is ended (no fixation). */
export async function openSession(
  ctx: DeskContext,
  request: FastifyRequest,
  reply: FastifyReply,
  person: Pick<PersonRow, "id" | "role">,
  secondFactorAt: Date | null = null,
  expiresAt: Date = new Date(nowMs() + totalMs),
): Promise<SessionView> {
  const old = readToken(request, ctx.origins);
  if (old) await deleteSession(ctx.pool, old);
  const token = makeToken();
  const tokenSha256 = hashToken(token);
  await insertSession(ctx.pool, {
    tokenSha256,
    personId: person.id,
    csrfToken: makeToken(),
    at: now(),
    expiresAt,
    userAgent: String(request.headers["user-agent"] ?? "").slice(0, 200),
    address: request.ip,
    idleMs: idleMsOf(person.role),
    secondFactorAt,
  });
  giveToken(reply, ctx.origins, token);
  const session = await selectLiveSession(ctx.pool, tokenSha256, now());
  if (!session) throw new AppError("auth.required", { detail: "the account was switched off meanwhile" });
  return viewSession(ctx, session);
}
