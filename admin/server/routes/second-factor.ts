// Promises the person's own second factors: set up, renewed, taken away, each with a line in the trail and a fresh factor where one exists.
import { z } from "zod";
import { now } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { recordEvent, selectEvents } from "#core/records/event.ts";
import {
  countRecoveryCodes,
  deletePasskey,
  insertPasskey,
  selectPasskeys,
  selectTotp,
} from "#core/records/second-factor.ts";
import type { LiveSession } from "#core/records/session.ts";
import { setSignedIn } from "#core/records/person.ts";
import { Done } from "../../api/problem.ts";
import {
  AccountChange,
  AddPasskey,
  ConfirmTotp,
  PasskeyQuestion,
  RecoveryCodes,
  SecondFactors,
  TotpOffer,
} from "../../api/second-factor.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { askNewPasskey, readNewPasskey } from "../passkey.ts";
import { confirmOffer, giveRecoveryCodes, issuer, offerTotp } from "../second-factor.ts";
import { openSession } from "../sign-in.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: z.uuid() });
const rateLimit = { max: 20, timeWindow: 60_000 };

const shownChanges = 10;

/** What others did to this account, so that a password or a factor that was reset behind somebody's back is seen by him. */
async function readChanges(ctx: DeskContext, login: string): Promise<AccountChange[]> {
  const events = await selectEvents(ctx.pool, { object: login });
  return events
    .filter((event) => event.act === "person.changed" && event.actor !== login)
    .flatMap(({ detail, actor, at }) => {
      const act = AccountChange.shape.act.safeParse(detail.act);
      return act.success ? [{ act: act.data, by: actor, at: at.toISOString() }] : [];
    })
    .slice(0, shownChanges);
}

async function readFactors(ctx: DeskContext, { personId, login }: LiveSession): Promise<SecondFactors> {
  const totp = await selectTotp(ctx.pool, personId);
  const passkeys = await selectPasskeys(ctx.pool, personId);
  return {
    totpSince: totp?.confirmedAt?.toISOString() ?? null,
    recoveryCodesLeft: await countRecoveryCodes(ctx.pool, personId),
    passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
    changes: await readChanges(ctx, login),
  };
}

/** A passkey comes beside the app, never instead of it: recovery codes belong to the app. */
function needTotp(session: LiveSession): LiveSession {
  if (session.hasSecondFactor) return session;
  throw new AppError("conflict", { detail: "no authenticator app is set up", cure: "Set the app up first." });
}

function addTotp(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/second-factors",
    { config: { access: "session.own", from: "enrol" }, schema: { response: { 200: SecondFactors } } },
    async (request) => readFactors(ctx, sessionOf(request)),
  );

  app.post(
    "/api/second-factors/totp",
    {
      config: { access: "session.own", from: "enrol", stepUp: true, rateLimit },
      schema: { response: { 200: TotpOffer } },
    },
    async (request) => offerTotp(ctx, sessionOf(request)),
  );

  app.put(
    "/api/second-factors/totp",
    {
      config: { access: "session.own", from: "enrol", stepUp: true, rateLimit },
      schema: { body: ConfirmTotp, response: { 200: RecoveryCodes } },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      const codes = await confirmOffer(ctx, session, request.body.code);
      // The session now stands on two factors: it gets a new token.
      const person = { id: session.personId, role: session.role };
      await setSignedIn(ctx.pool, session.personId);
      await openSession(ctx, request, reply, person, now(), session.expiresAt);
      return { codes };
    },
  );

  app.post(
    "/api/second-factors/recovery-codes",
    { config: { access: "session.own", stepUp: true, rateLimit }, schema: { response: { 200: RecoveryCodes } } },
    async (request) => {
      const { personId, login } = needTotp(sessionOf(request));
      return inTransaction(ctx.pool, async (tx) => {
        await recordEvent(tx, login, "second-factor.changed", login, { act: "recovery-codes-made" });
        return { codes: await giveRecoveryCodes(tx, personId) };
      });
    },
  );
}

function addPasskeys(app: TypedApp, ctx: DeskContext): void {
  app.post(
    "/api/second-factors/passkeys/question",
    { config: { access: "session.own", stepUp: true, rateLimit }, schema: { response: { 200: PasskeyQuestion } } },
    async (request) => ({ options: { ...(await askNewPasskey(ctx, needTotp(sessionOf(request)), issuer)) } }),
  );

  app.post(
    "/api/second-factors/passkeys",
    {
      config: { access: "session.own", stepUp: true, rateLimit },
      schema: { body: AddPasskey, response: { 200: SecondFactors } },
    },
    async (request) => {
      const session = needTotp(sessionOf(request));
      const passkey = await readNewPasskey(ctx, session, request.body);
      await inTransaction(ctx.pool, async (tx) => {
        if (!(await insertPasskey(tx, passkey)))
          throw new AppError("conflict", { detail: "credential: known already", cure: "Use another device." });
        await recordEvent(tx, session.login, "second-factor.changed", session.login, { act: "passkey-added" });
      });
      return readFactors(ctx, session);
    },
  );

  app.delete(
    "/api/second-factors/passkeys/:id",
    { config: { access: "session.own", stepUp: true }, schema: { params: Params, response: { 200: Done } } },
    async (request) => {
      const { personId, login } = sessionOf(request);
      return inTransaction(ctx.pool, async (tx) => {
        if (!(await deletePasskey(tx, personId, request.params.id)))
          throw new AppError("not-found", { detail: "no such passkey of yours" });
        await recordEvent(tx, login, "second-factor.changed", login, { act: "passkey-removed" });
        return { done: true as const };
      });
    },
  );
}

export function addSecondFactorRoutes(app: TypedApp, ctx: DeskContext): void {
  addTotp(app, ctx);
  addPasskeys(app, ctx);
}
