// Promises how far a session has come: password, second factor, own password, enrolment, and only then the desk.
import { nowMs } from "#core/clock.ts";
import type { LiveSession } from "#core/records/session.ts";

/** In their order; a route may be called from the step that it names on, `in` where it names none. */
export const signInSteps = ["second-factor", "password", "enrol", "in"] as const;
export type SignInStep = (typeof signInSteps)[number];

/** How long a second factor opens the acts that ask for a fresh one. */
export const stepUpMs = 5 * 60_000;

type Standing = Pick<LiveSession, "hasSecondFactor" | "secondFactorAt" | "mustChangePassword">;

/** Where this session stands; `required` is the office's VONGGAC_TOTP. */
export function stepOf(session: Standing, required: boolean): SignInStep {
  if (session.hasSecondFactor && !session.secondFactorAt) return "second-factor";
  if (session.mustChangePassword) return "password";
  if (required && !session.hasSecondFactor) return "enrol";
  return "in";
}

export function hasReached(step: SignInStep, from: SignInStep): boolean {
  return signInSteps.indexOf(step) >= signInSteps.indexOf(from);
}

/** Whether an act with step-up must ask again. A person without a second factor (VONGGAC_TOTP=optional) is not asked. */
export function needsStepUp(session: Standing): boolean {
  if (!session.hasSecondFactor) return false;
  return !session.secondFactorAt || session.secondFactorAt.getTime() < nowMs() - stepUpMs;
}
