// Promises what belongs together: copies of the same content and sites of one operator, each with why, decided together one row each.
import { z } from "zod";
import { ConfirmReason, DismissReason } from "./decisions.ts";
import { QueueRow } from "./findings.ts";

/**
 * `same-page`: the page's bytes are equal; `same-picture`: the same picture stands on both; `near-text`: long stretches of words are shared;
 * `same-operator`: rare traces are shared.
 */
export const Tie = z.object({
  kind: z.enum(["same-page", "same-picture", "near-text", "same-operator"]),
  /** Vietnamese, with the values that tie. */
  say: z.string(),
});
export type Tie = z.infer<typeof Tie>;

export const GroupMember = z.object({
  finding: QueueRow,
  ties: z.array(Tie).min(1),
  /** Whether the asking person had its capture on the screen in this session's time. */
  seen: z.boolean(),
  /** Whether dismissing it may follow the finding that was asked about, without opening it. */
  mayFollow: z.boolean(),
});
export type GroupMember = z.infer<typeof GroupMember>;

/** GET /api/findings/:id/group: the strongest tie first, 100 at most. `capped`: there are more. */
export const GroupView = z.object({ members: z.array(GroupMember), capped: z.boolean() });
export type GroupView = z.infer<typeof GroupView>;

const Members = z.array(z.uuid()).min(1).max(99);
const Note = z.string().trim().max(2000).default("");

/**
 * POST /api/findings/:id/group/decisions: one decision row each, the named finding first, all with one group id; answers as a bulk act does
 * (BulkReply). Confirming asks that every capture was opened; dismissing follows the bulk rule.
 */
export const DecideGroup = z.discriminatedUnion("verdict", [
  z.object({ verdict: z.literal("confirm"), reason: ConfirmReason, note: Note, ids: Members }),
  z.object({ verdict: z.literal("dismiss"), reason: DismissReason, note: Note, ids: Members }),
]);
export type DecideGroup = z.infer<typeof DecideGroup>;
