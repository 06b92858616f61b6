// Promises sign-in, sign-out and the change of a password: what the browser sends and gets.
import { z } from "zod";
import { PersonRole } from "#core/nouns/person.ts";
import { Instant } from "./problem.ts";

export const Role = PersonRole;
export type Role = PersonRole;

export const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/);

/** At least 12 characters, a run of spaces counted as one, at most 128 (OWASP ASVS 4.0.3, 2.1.1 and 2.1.2); no rules on kinds of characters. */
export const NewPassword = z
  .string()
  .max(128)
  .refine((words) => words.replaceAll(/\s+/g, " ").length >= 12, "at least 12 characters");

export const SignIn = z.object({
  login: z.string().trim().toLowerCase().min(1).max(64),
  password: z.string().min(1).max(200),
});
export type SignIn = z.infer<typeof SignIn>;

export const SessionView = z.object({
  person: z.object({ id: z.uuid(), login: z.string(), name: z.string(), role: Role }),
  /** What signing in still lacks: a code, a password of one's own, an authenticator app, or nothing. */
  step: z.enum(["second-factor", "password", "enrol", "in"]),
  hasSecondFactor: z.boolean(),
  /** What this person may do: names of the server's matrix. Screens and buttons show by these, never by the role. */
  acts: z.array(z.string()),
  /** Sent back in the header `x-csrf-token` with every write. */
  csrfToken: z.string(),
  mustChangePassword: z.boolean(),
  /** When the session ends whatever happens. */
  expiresAt: Instant,
  /** Idle time after which the session ends, and what is left of it, in milliseconds. */
  idleMs: z.number().int(),
  idleLeftMs: z.number().int(),
});
export type SessionView = z.infer<typeof SessionView>;

export const ChangePassword = z.object({ current: z.string().min(1).max(200), next: NewPassword });
export type ChangePassword = z.infer<typeof ChangePassword>;
