// Promises the second, blind look at a share of decisions: who looks does not see what was decided; the lead sees where two disagree.
import { z } from "zod";
import { Category } from "#core/nouns/category.ts";
import { ConfirmReason, DismissReason } from "./decisions.ts";
import { QueueRow } from "./findings.ts";
import { Instant } from "./problem.ts";

/** POST /api/second-reviews/next: the oldest that waits and that this person did not decide himself; taken for the claim's time. */
export const SecondReviewTask = z.object({
  id: z.uuid(),
  /** As a new finding: neither status nor decision of the first person shows. */
  finding: QueueRow,
  until: Instant,
});
export type SecondReviewTask = z.infer<typeof SecondReviewTask>;
export const NextSecondReview = z.object({ task: SecondReviewTask.nullable(), waiting: z.number().int() });
export type NextSecondReview = z.infer<typeof NextSecondReview>;

const Note = z.string().trim().max(2000).default("");

/** POST /api/second-reviews/:id/answer; the capture must have been on the screen, as for a decision. DELETE /api/second-reviews/:id/claim gives it back. */
export const SecondAnswer = z.discriminatedUnion("verdict", [
  z.object({ verdict: z.literal("confirm"), reason: ConfirmReason, note: Note, captureId: z.uuid() }),
  z.object({ verdict: z.literal("dismiss"), reason: DismissReason, note: Note, captureId: z.uuid() }),
]);
export type SecondAnswer = z.infer<typeof SecondAnswer>;
export const SecondAnswerReply = z.object({ id: z.uuid(), agrees: z.boolean() });
export type SecondAnswerReply = z.infer<typeof SecondAnswerReply>;

const Opinion = z.object({
  by: z.string(),
  verdict: z.enum(["confirm", "dismiss"]),
  reason: z.string(),
  note: z.string(),
  at: Instant,
});

/** GET /api/second-reviews/disagreements?settled=no|yes&cursor=: the lead's list, oldest first. */
export const Disagreement = z.object({
  id: z.uuid(),
  findingId: z.uuid(),
  host: z.string(),
  category: Category,
  first: Opinion,
  second: Opinion,
  settled: z
    .object({ by: z.string(), outcome: z.enum(["kept", "reopened"]), note: z.string(), at: Instant })
    .nullable(),
});
export type Disagreement = z.infer<typeof Disagreement>;
export const DisagreementPage = z.object({ items: z.array(Disagreement), nextCursor: z.string().nullable() });
export type DisagreementPage = z.infer<typeof DisagreementPage>;

/** POST /api/second-reviews/:id/settlement: `reopened` reopens the finding by a new decision. */
export const Settle = z.object({ outcome: z.enum(["kept", "reopened"]), note: z.string().trim().min(1).max(2000) });
export type Settle = z.infer<typeof Settle>;

/**
 * Cohen's kappa over pairs of verdicts (Cohen 1960, Educational and Psychological Measurement 20): agreement beyond chance. Null where chance
 * alone explains everything, or nothing was paired.
 */
export const Agreement = z.object({
  pairs: z.number().int(),
  agreed: z.number().int(),
  kappa: z.number().nullable(),
  waiting: z.number().int(),
  unsettled: z.number().int(),
});
export type Agreement = z.infer<typeof Agreement>;

/** GET /api/second-reviews/agreement?days=90. */
export const AgreementView = z.object({
  all: Agreement,
  byCategory: z.array(Agreement.extend({ category: Category })),
});
export type AgreementView = z.infer<typeof AgreementView>;
