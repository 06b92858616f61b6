// Promises a person's decision: two verdicts, closed lists of reasons, ten seconds to undo, reversal only by a new decision.
import { z } from "zod";
import { Instant } from "./problem.ts";

export const ConfirmReason = z.enum(["evident", "collects", "licence-contradicted", "impersonates", "repeated"]);
export type ConfirmReason = z.infer<typeof ConfirmReason>;
export const DismissReason = z.enum([
  "false-alarm",
  "press-or-warning",
  "licensed",
  "mended",
  "out-of-scope",
  "evidence-unclear",
]);
export type DismissReason = z.infer<typeof DismissReason>;
export const ReopenReason = z.enum(["new-facts", "wrong-decision"]);
export type ReopenReason = z.infer<typeof ReopenReason>;

const Note = z.string().trim().max(2000).default("");
/** The capture that the person had on the screen: a decision is about bytes, not about an address. */
const Seen = z.uuid();

export const Decide = z.discriminatedUnion("verdict", [
  z.object({ verdict: z.literal("confirm"), reason: ConfirmReason, note: Note, captureId: Seen }),
  z.object({ verdict: z.literal("dismiss"), reason: DismissReason, note: Note, captureId: Seen }),
  z.object({ verdict: z.literal("reopen"), reason: ReopenReason, note: Note, captureId: Seen }),
]);
export type Decide = z.infer<typeof Decide>;

export const undoWithinMs = 10_000;
/** The reason that an undo writes. */
export const undoReason = "undone";

export const DecisionView = z.object({
  id: z.uuid(),
  actor: z.string(),
  verdict: z.enum(["confirm", "dismiss", "reopen"]),
  reason: z.string(),
  note: z.string(),
  captureId: z.uuid(),
  at: Instant,
});
export type DecisionView = z.infer<typeof DecisionView>;

export const DecideReply = z.object({
  decision: DecisionView,
  /** Until when its maker may take it back; null for a reopening. */
  undoUntil: Instant.nullable(),
});
export type DecideReply = z.infer<typeof DecideReply>;
