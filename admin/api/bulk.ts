// Promises acts on many findings at once: a hundred at most, one reason for all, and an answer for each.
import { z } from "zod";
import { DismissReason } from "./decisions.ts";
import { Instant } from "./problem.ts";

const Note = z.string().trim().max(2000);

export const bulkLimit = 100;
const Ids = z.array(z.uuid()).min(1).max(bulkLimit);

/**
 * POST /api/triage/bulk. Nothing is confirmed in bulk. Dismissing asks that this person had each capture on the screen; one with the same
 * content (same page hash) as a capture among the ids that he did see follows it. `group` names why they go together, in the trail.
 */
export const Bulk = z.discriminatedUnion("act", [
  z.object({
    act: z.literal("dismiss"),
    ids: Ids,
    reason: DismissReason,
    note: Note.default(""),
    group: z.uuid().optional(),
  }),
  z.object({ act: z.literal("assign"), ids: Ids, to: z.uuid(), note: Note.default("") }),
  z.object({ act: z.literal("hold"), ids: Ids, reason: Note.min(1), until: Instant }),
  z.object({ act: z.literal("escalate"), ids: Ids, reason: Note.min(1) }),
  z.object({ act: z.literal("release"), ids: Ids }),
  z.object({ act: z.literal("add-to-case"), ids: Ids, caseId: z.uuid() }),
]);
export type Bulk = z.infer<typeof Bulk>;

/** Why one item was not done. `not-seen`: open it first; `newer-capture`: what was opened is no longer what leads. */
export const BulkRefusal = z.enum([
  "not-found",
  "not-seen",
  "claimed",
  "decided",
  "newer-capture",
  "absent",
  "not-allowed",
  "already",
]);
export type BulkRefusal = z.infer<typeof BulkRefusal>;

export const BulkItem = z.object({
  id: z.uuid(),
  host: z.string(),
  done: z.boolean(),
  why: BulkRefusal.nullable(),
  /** The finding whose screen view this dismissal follows; null where its own was seen. */
  follows: z.uuid().nullable(),
});
export type BulkItem = z.infer<typeof BulkItem>;

export const BulkReply = z.object({
  bulkId: z.uuid(),
  items: z.array(BulkItem),
  done: z.number().int(),
  /** Until when POST /api/triage/bulk/:bulkId/undo takes the dismissals back; null for other acts. Its answer has the same shape. */
  undoUntil: Instant.nullable(),
});
export type BulkReply = z.infer<typeof BulkReply>;
