// Promises the journal of a case: every act in it by its time, with closed words for what it was.
import { z } from "zod";
import { Instant } from "./problem.ts";

/** One line of the case's journal; `what` names it, the rest says of whom and with which words. */
export const JournalKind = z.enum([
  "opened",
  "step",
  "finding",
  "finding-detached",
  "exhibit",
  "exhibit-detached",
  "note",
  "referral",
  "receipt",
  "reply",
  "takedown",
  "takedown-settled",
  "check",
  "outcome",
  "outcome-withdrawn",
  "payment",
  "package",
  "document",
  "document-withdrawn",
  "changed",
]);
export type JournalKind = z.infer<typeof JournalKind>;

export const JournalEntry = z.object({
  at: Instant,
  kind: JournalKind,
  actor: z.string(),
  /** Closed words of the kind: a state, a result, an act. */
  word: z.string(),
  text: z.string(),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

export const CaseJournal = z.object({
  entries: z.array(JournalEntry),
  /** When this person last looked at the case before it was proposed; null where he never did, or nothing is proposed. */
  lastLookAt: Instant.nullable(),
});
export type CaseJournal = z.infer<typeof CaseJournal>;
