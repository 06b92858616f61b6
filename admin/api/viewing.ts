// Promises the stop key, the answer whether a capture may still be looked at, and the moments at which a target was looked at.
import { z } from "zod";
import { AbsenceView } from "./finding.ts";
import { Instant } from "./problem.ts";

/** Whom to call; every name comes from the office's setting and its people. */
export const StopContacts = z.object({
  office: z.string(),
  unit: z.string(),
  phone: z.string(),
  hotline: z.string(),
  email: z.string(),
  leads: z.array(z.string()),
});
export type StopContacts = z.infer<typeof StopContacts>;

/** No reason is asked for: the key's name is the reason. */
export const StopViewing = z.object({
  confirm: z.literal(true),
  note: z.string().trim().max(500).default(""),
});

export const StopView = z.object({
  at: Instant,
  by: z.string(),
  /** What is kept: the address and when it was captured. */
  url: z.string(),
  capturedAt: Instant,
  contacts: StopContacts,
});
export type StopView = z.infer<typeof StopView>;

export const StopReply = z.object({ stop: StopView, captures: z.number().int(), findings: z.number().int() });
export type StopReply = z.infer<typeof StopReply>;

/** Asked every few seconds while evidence is on a screen. */
export const PresenceView = z.object({ absence: AbsenceView.nullable(), stop: StopView.nullable() });
export type PresenceView = z.infer<typeof PresenceView>;

export const MomentView = z.object({
  kind: z.enum(["capture", "scan"]),
  id: z.uuid(),
  at: Instant,
  /** `up`: the page answered with content. `gone`: it said so itself. `unknown`: unreachable, blocked, not captured. */
  seen: z.enum(["up", "gone", "unknown", "waiting"]),
  outcome: z.string(),
  reason: z.string(),
  url: z.string(),
  vantage: z.string(),
  sealed: z.boolean(),
  absent: z.boolean(),
  /** What detection says of the captured bytes in the finding's category; null: not run. */
  verdict: z.enum(["flag", "review", "none"]).nullable(),
});
export type MomentView = z.infer<typeof MomentView>;

export const Timeline = z.object({
  items: z.array(MomentView),
  nextBefore: Instant.nullable(),
  /** The last moment that says anything: still up, taken down, or nobody can say. */
  state: z.enum(["up", "gone", "unknown"]),
  stateAt: Instant.nullable(),
});
export type Timeline = z.infer<typeof Timeline>;

export const AskRecapture = z.object({ reason: z.string().trim().min(3).max(300) });
export const RecaptureReply = z.object({ captureId: z.uuid() });
export type RecaptureReply = z.infer<typeof RecaptureReply>;

export const ReplayLink = z.object({
  /** The frame's address on the replay origin; short-lived, bound to the session. */
  url: z.string(),
  until: Instant,
  /** Earlier packages that hold unchanged bodies of this one: what they hold may be missing in the replay. */
  bases: z.number().int(),
});
export type ReplayLink = z.infer<typeof ReplayLink>;
