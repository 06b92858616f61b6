// Promises the accounts: listing, adding, switching off, and a new one-time password.
import { z } from "zod";
import { Instant } from "./problem.ts";
import { Login, Role } from "./session.ts";

export const PersonView = z.object({
  id: z.uuid(),
  login: z.string(),
  name: z.string(),
  role: Role,
  disabled: z.boolean(),
  locked: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAt: Instant,
});
export type PersonView = z.infer<typeof PersonView>;
export const People = z.object({ items: z.array(PersonView) });
export type People = z.infer<typeof People>;

export const AddPerson = z.object({ login: Login, name: z.string().trim().min(2).max(100), role: Role });
export type AddPerson = z.infer<typeof AddPerson>;

/** Exactly one act at a time, so that the trail names it. */
export const ChangePerson = z.discriminatedUnion("act", [
  z.object({ act: z.literal("disable") }),
  z.object({ act: z.literal("enable") }),
  z.object({ act: z.literal("reset-password") }),
  z.object({ act: z.literal("set-role"), role: Role }),
]);
export type ChangePerson = z.infer<typeof ChangePerson>;

/** The one-time password is shown once and kept nowhere. */
export const PersonReply = z.object({ person: PersonView, oneTimePassword: z.string().nullable() });
export type PersonReply = z.infer<typeof PersonReply>;
