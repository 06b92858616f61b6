// Promises the accounts: listing, adding, what documents print of a person, every change one act, and the matrix of who may do what.
import { z } from "zod";
import { Instant } from "./problem.ts";
import { Login, Role } from "./session.ts";

const Line = z.string().trim().max(200);
const Name = z.string().trim().min(2).max(100);

export const PersonView = z.object({
  id: z.uuid(),
  login: z.string(),
  name: z.string(),
  role: Role,
  /** Post and unit as documents print them. */
  title: z.string(),
  unit: z.string(),
  /** A guest's receiving agency, as referrals name it; "" for everybody else. */
  agency: z.string(),
  disabled: z.boolean(),
  locked: z.boolean(),
  mustChangePassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  createdAt: Instant,
  lastSignInAt: Instant.nullable(),
});
export type PersonView = z.infer<typeof PersonView>;
export const People = z.object({ items: z.array(PersonView), guestsAllowed: z.boolean() });
export type People = z.infer<typeof People>;

export const AddPerson = z.object({
  login: Login,
  name: Name,
  role: Role,
  title: Line.default(""),
  unit: Line.default(""),
  /** Of a guest alone: he sees the packages that were sent to an agency of this name. */
  agency: Line.default(""),
});
export type AddPerson = z.input<typeof AddPerson>;

/** Why a second factor is reset; closed words, for the trail. */
export const ResetReason = z.enum(["device-lost", "device-changed", "misuse-suspected"]);
export type ResetReason = z.infer<typeof ResetReason>;

/** Exactly one act at a time, so that the trail names it. */
export const ChangePerson = z.discriminatedUnion("act", [
  z.object({ act: z.literal("disable") }),
  z.object({ act: z.literal("enable") }),
  z.object({ act: z.literal("unlock") }),
  z.object({ act: z.literal("reset-password") }),
  /** The administrator has the person before him and says so. */
  z.object({ act: z.literal("reset-second-factor"), reason: ResetReason, seenInPerson: z.literal(true) }),
  z.object({ act: z.literal("set-role"), role: Role }),
  z.object({ act: z.literal("set-agency"), agency: Line }),
  z.object({ act: z.literal("set-profile"), name: Name, title: Line, unit: Line }),
]);
export type ChangePerson = z.infer<typeof ChangePerson>;

/** The one-time password is shown once and kept nowhere. */
export const PersonReply = z.object({ person: PersonView, oneTimePassword: z.string().nullable() });
export type PersonReply = z.infer<typeof PersonReply>;

/** The server's own table, as the guard asks it. */
export const MatrixView = z.object({
  roles: z.array(Role),
  acts: z.array(z.object({ act: z.string(), roles: z.array(Role) })),
});
export type MatrixView = z.infer<typeof MatrixView>;
