// Promises the second factor: what is asked at sign-in and before grave acts, how it is set up, and where a person is signed in.
import { z } from "zod";
import { Instant } from "./problem.ts";

/** A passkey's answer as the browser writes it (WebAuthn Level 3, RegistrationResponseJSON and AuthenticationResponseJSON). */
const Credential = z.looseObject({ id: z.string().max(2000), type: z.literal("public-key") });

/** Six digits of the app, a recovery code, or a passkey's answer; spaces in codes are nobody's fault. */
export const GiveSecondFactor = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("totp"),
    code: z
      .string()
      .max(20)
      .transform((code) => code.replaceAll(/\s/g, ""))
      .pipe(z.string().regex(/^\d{6}$/, "six digits")),
  }),
  z.object({
    kind: z.literal("recovery"),
    code: z
      .string()
      .max(60)
      .transform((code) => code.toLowerCase().replaceAll(/[^a-z0-9]/g, "")),
  }),
  z.object({ kind: z.literal("passkey"), credential: Credential }),
]);
export type GiveSecondFactor = z.infer<typeof GiveSecondFactor>;

/** Options that the browser's own `navigator.credentials` takes, as JSON. */
export const PasskeyQuestion = z.object({ options: z.looseObject({ challenge: z.string() }) });
export type PasskeyQuestion = z.infer<typeof PasskeyQuestion>;

export const PasskeyView = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
});
export type PasskeyView = z.infer<typeof PasskeyView>;

/** What somebody else did to this account: closed words of the trail. */
export const AccountChange = z.object({
  act: z.enum(["reset-password", "reset-second-factor", "set-role", "disable", "enable"]),
  by: z.string(),
  at: Instant,
});
export type AccountChange = z.infer<typeof AccountChange>;

export const SecondFactors = z.object({
  /** Since when the app is set up; null where it is not. */
  totpSince: Instant.nullable(),
  recoveryCodesLeft: z.number().int(),
  passkeys: z.array(PasskeyView),
  /** By others, newest first. */
  changes: z.array(AccountChange),
});
export type SecondFactors = z.infer<typeof SecondFactors>;

/** Shown once: the secret as text and as a QR code, one text of 0 and 1 a row. */
export const TotpOffer = z.object({ secret: z.string(), address: z.string(), qr: z.array(z.string()) });
export type TotpOffer = z.infer<typeof TotpOffer>;

export const ConfirmTotp = z.object({
  code: z
    .string()
    .max(20)
    .transform((code) => code.replaceAll(/\s/g, ""))
    .pipe(z.string().regex(/^\d{6}$/, "six digits")),
});

/** Shown once and kept only as hashes; each opens one sign-in. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

export const AddPasskey = z.object({ name: z.string().trim().min(1).max(100), credential: Credential });
export type AddPasskey = z.infer<typeof AddPasskey>;

export const OwnSession = z.object({
  id: z.uuid(),
  own: z.boolean(),
  since: Instant,
  lastSeen: Instant,
  expiresAt: Instant,
  userAgent: z.string(),
  address: z.string(),
});
export type OwnSession = z.infer<typeof OwnSession>;
export const OwnSessions = z.object({ items: z.array(OwnSession) });
export type OwnSessions = z.infer<typeof OwnSessions>;
