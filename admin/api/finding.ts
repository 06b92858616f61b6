// Promises one finding whole: signals as a sum, the sealed capture behind it, and everything decided so far.
import { z } from "zod";
import { Category } from "#core/nouns/category.ts";
import { Signal } from "#core/nouns/signal.ts";
import { DecisionView } from "./decisions.ts";
import { ClaimView, DeskStateView, FindingStatus, QueueVerdict, StampState } from "./findings.ts";
import { Instant } from "./problem.ts";

export const SealView = z.object({
  captureId: z.uuid(),
  sha256: z.string(),
  sizeBytes: z.number().int(),
  manifestSha256: z.string(),
  keyFingerprint: z.string(),
  sealedAt: Instant,
  ledgerSeq: z.number().int(),
});
export type SealView = z.infer<typeof SealView>;

/** Why the bytes may not be shown: destroyed by two people's act, or quarantined. */
export const AbsenceView = z.object({
  kind: z.enum(["destroyed", "quarantined"]),
  /** Number of the destruction's minutes; null for a quarantine. */
  number: z.string().nullable(),
  at: Instant,
});
export type AbsenceView = z.infer<typeof AbsenceView>;

export const FindingView = z.object({
  id: z.uuid(),
  target: z.object({ id: z.uuid(), url: z.string(), label: z.string() }),
  url: z.string(),
  host: z.string(),
  /** The host with its Unicode letters, null where it has none: homoglyphs show side by side. */
  hostUnicode: z.string().nullable(),
  vantage: z.string(),
  title: z.string(),
  category: Category,
  verdict: QueueVerdict,
  score: z.number(),
  signals: z.array(Signal),
  reproduced: z.boolean(),
  status: FindingStatus,
  createdAt: Instant,
  seal: SealView,
  /** Null where the bytes may be viewed. */
  absence: AbsenceView.nullable(),
  timeStamp: StampState,
  earlierCaptures: z.array(
    z.object({ captureId: z.uuid(), at: Instant, vantage: z.string(), isContrast: z.boolean() }),
  ),
  claim: ClaimView.nullable(),
  desk: DeskStateView,
  /**
   * The second review that this person has taken on it, or must not spoil: `status` reads `new` and `decisions` is empty until it is answered.
   */
  blindReviewId: z.uuid().nullable(),
  decisions: z.array(DecisionView),
});
export type FindingView = z.infer<typeof FindingView>;

export const ClaimReply = z.object({ claim: ClaimView });
export type ClaimReply = z.infer<typeof ClaimReply>;
