// Promises that a second factor opens once what it is for: codes serve once, wrong ones count towards the lock, attempts stand in a queue.
import { createHash, randomInt } from "node:crypto";
import { nowMs } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { Db } from "#core/db/sql.ts";
import { AppError } from "#core/errors.ts";
import type { PersonId } from "#core/id.ts";
import { recordEvent } from "#core/records/event.ts";
import { lockPerson, selectPerson } from "#core/records/person.ts";
import {
  confirmTotp,
  markPasskeyUsed,
  replaceRecoveryCodes,
  savePendingTotp,
  selectTotp,
  useRecoveryCode,
  useTotpStep,
} from "#core/records/second-factor.ts";
import { deleteOtherSessions, type LiveSession } from "#core/records/session.ts";
import type { GiveSecondFactor, TotpOffer } from "../api/second-factor.ts";
import type { DeskContext } from "./desk-context.ts";
import { readPasskey } from "./passkey.ts";
import { drawQr } from "./qr-rows.ts";
import { countRefusal, refuseLocked } from "./sign-in.ts";
import { openSignInKey } from "./sign-in-key.ts";
import { findStep, makeTotpSecret, toBase32, totpAddress } from "./totp.ts";

const recoveryCount = 10;
const recoveryLetters = "abcdefghjkmnpqrstuvwxyz23456789";
/** What the authenticator app and the browser show beside the login. */
export const issuer = "Vọng Gác";

const hashCode = (code: string) => createHash("sha256").update(code).digest();

/** Sixteen letters and digits without look-alikes, 79 bits: a plain hash keeps them safe enough. */
function makeRecoveryCode(): string {
  const group = () => Array.from({ length: 4 }, () => recoveryLetters[randomInt(recoveryLetters.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}

async function isTotpRight(ctx: DeskContext, tx: Db, personId: PersonId, code: string): Promise<boolean> {
  const totp = await selectTotp(tx, personId);
  if (!totp?.secret) return false;
  const secret = openSignInKey(ctx.config.dataDir).decrypt(totp.secret, personId);
  const step = findStep(secret, code, nowMs());
  return step !== null && useTotpStep(tx, personId, step);
}

async function isRight(ctx: DeskContext, tx: Db, session: LiveSession, given: GiveSecondFactor): Promise<boolean> {
  if (given.kind === "totp") return isTotpRight(ctx, tx, session.personId, given.code);
  if (given.kind === "recovery") return useRecoveryCode(tx, session.personId, hashCode(given.code));
  const answer = await readPasskey(ctx, tx, session, given.credential);
  if (answer) await markPasskeyUsed(tx, answer.passkey.id, answer.signCount);
  return answer !== null;
}

/** Throws `auth.locked`, `conflict` where nothing is set up, or `auth.required` and counts; the fifth wrong one locks the account. */
export async function checkSecondFactor(
  ctx: DeskContext,
  session: LiveSession,
  given: GiveSecondFactor,
): Promise<void> {
  if (!session.hasSecondFactor)
    throw new AppError("conflict", { detail: "no second factor is set up", cure: "Set the authenticator app up." });
  // The lock is looked at with the row held: many attempts sent at once are taken one after another.
  const right = await inTransaction(ctx.pool, async (tx) => {
    refuseLocked(await lockPerson(tx, session.personId));
    const ok = await isRight(ctx, tx, session, given);
    if (!ok) await countRefusal(tx, await selectPerson(tx, session.personId), "second-factor");
    return ok;
  });
  if (!right) throw new AppError("auth.required", { detail: "wrong code" });
}

/** A new secret that waits for its first code; shown once. */
export async function offerTotp(ctx: DeskContext, session: LiveSession): Promise<TotpOffer> {
  const secret = makeTotpSecret();
  const { personId, login } = session;
  await savePendingTotp(ctx.pool, personId, openSignInKey(ctx.config.dataDir).encrypt(secret, personId));
  const address = totpAddress(secret, issuer, login);
  return { secret: toBase32(secret), address, qr: await drawQr(address) };
}

/** Makes new codes in place of the old ones and gives them in clear, once. */
export async function giveRecoveryCodes(tx: Db, personId: PersonId): Promise<string[]> {
  const codes = Array.from({ length: recoveryCount }, makeRecoveryCode);
  const hashes = codes.map((code) => hashCode(code.replaceAll("-", "")));
  await replaceRecoveryCodes(tx, personId, hashes);
  return codes;
}

/** The first code proves that the app holds the secret; every other session of this person ends. Throws `conflict`, `input.invalid`. */
export async function confirmOffer(ctx: DeskContext, session: LiveSession, code: string): Promise<string[]> {
  const { personId, login, id } = session;
  return inTransaction(ctx.pool, async (tx) => {
    const person = await lockPerson(tx, personId);
    const pending = (await selectTotp(tx, personId))?.pendingSecret;
    if (!pending)
      throw new AppError("conflict", { detail: "no secret waits for its first code", cure: "Start again." });
    const secret = openSignInKey(ctx.config.dataDir).decrypt(pending, person.id);
    const step = findStep(secret, code, nowMs());
    if (step === null)
      throw new AppError("input.invalid", {
        detail: "code: does not fit",
        cure: "Check that the telephone's clock is set by the network, and type the code that it shows now.",
      });
    await confirmTotp(tx, personId, step);
    const codes = await giveRecoveryCodes(tx, personId);
    await deleteOtherSessions(tx, personId, id);
    await recordEvent(tx, login, "second-factor.changed", login, { act: "totp-set" });
    return codes;
  });
}
