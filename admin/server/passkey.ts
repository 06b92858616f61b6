// Promises passkeys (WebAuthn Level 3) as a second factor: one challenge a question, used once, for this desk's name only.
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { now, nowMs } from "#core/clock.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import { type NewPasskey, type PasskeyRow, selectPasskeys } from "#core/records/second-factor.ts";
import { type LiveSession, setChallenge, takeChallenge } from "#core/records/session.ts";
import type { AddPasskey } from "../api/second-factor.ts";
import type { DeskContext } from "./desk-context.ts";

const answerMs = 5 * 60_000;
const rpIdOf = (ctx: DeskContext) => new URL(ctx.origins.desk).hostname;
type Registration = Parameters<typeof verifyRegistrationResponse>[0]["response"];
type Assertion = Parameters<typeof verifyAuthenticationResponse>[0]["response"];
type Transports = NonNullable<Parameters<typeof verifyAuthenticationResponse>[0]["credential"]["transports"]>;

async function keep<T extends { challenge: string }>(ctx: DeskContext, session: LiveSession, options: T): Promise<T> {
  await setChallenge(ctx.pool, session.id, options.challenge, new Date(nowMs() + answerMs));
  return options;
}

export async function askNewPasskey(ctx: DeskContext, session: LiveSession, issuer: string) {
  const known = await selectPasskeys(ctx.pool, session.personId);
  const options = await generateRegistrationOptions({
    rpName: issuer,
    rpID: rpIdOf(ctx),
    userName: session.login,
    userDisplayName: session.name,
    userID: Uint8Array.from(Buffer.from(session.personId)),
    attestationType: "none",
    excludeCredentials: known.map((p) => ({ id: p.credentialId, transports: p.transports })),
    authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
  });
  return keep(ctx, session, options);
}

/** The passkey that this answer makes. Throws `input.invalid` where it answers another question, name or origin. */
export async function readNewPasskey(ctx: DeskContext, session: LiveSession, answer: AddPasskey): Promise<NewPasskey> {
  const challenge = await takeChallenge(ctx.pool, session.id, now());
  const verified = challenge
    ? await verifyRegistrationResponse({
        response: answer.credential as unknown as Registration,
        expectedChallenge: challenge,
        expectedOrigin: ctx.origins.desk,
        expectedRPID: rpIdOf(ctx),
        requireUserVerification: false,
      }).catch(() => null) // whatever the browser sent wrong, the answer is the same
    : null;
  if (!verified?.verified)
    throw new AppError("input.invalid", { detail: "credential: no answer to this question", cure: "Ask again." });
  const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
  return {
    personId: session.personId,
    name: answer.name,
    credentialId: id,
    publicKey,
    signCount: counter,
    transports: transports ?? [],
  };
}

export async function askPasskey(ctx: DeskContext, session: LiveSession) {
  const known = await selectPasskeys(ctx.pool, session.personId);
  if (known.length === 0)
    throw new AppError("not-found", { detail: "no passkey is set up", cure: "Use the app's code." });
  const options = await generateAuthenticationOptions({
    rpID: rpIdOf(ctx),
    allowCredentials: known.map((p) => ({ id: p.credentialId, transports: p.transports as Transports })),
    userVerification: "preferred",
  });
  return keep(ctx, session, options);
}

/** The person's own passkey that answered, with its new counter; null for a wrong answer, another's key, or a counter that went back. */
export async function readPasskey(
  ctx: DeskContext,
  db: Db,
  session: LiveSession,
  credential: { id: string },
): Promise<{ passkey: PasskeyRow; signCount: number } | null> {
  const challenge = await takeChallenge(db, session.id, now());
  const passkey = (await selectPasskeys(db, session.personId)).find((p) => p.credentialId === credential.id);
  if (!challenge || !passkey) return null;
  const verified = await verifyAuthenticationResponse({
    response: credential as unknown as Assertion,
    expectedChallenge: challenge,
    expectedOrigin: ctx.origins.desk,
    expectedRPID: rpIdOf(ctx),
    requireUserVerification: false,
    credential: {
      id: passkey.credentialId,
      publicKey: Uint8Array.from(passkey.publicKey),
      counter: passkey.signCount,
      transports: passkey.transports as Transports,
    },
  }).catch(() => null); // the library throws for each kind of wrong answer, a clone's counter included
  return verified?.verified ? { passkey, signCount: verified.authenticationInfo.newCounter } : null;
}
