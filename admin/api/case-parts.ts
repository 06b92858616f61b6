// Promises what stands in one case, part by part: exhibits, findings, subjects, charges, referrals, takedowns, outcomes.
import { z } from "zod";
import {
  Confidence,
  IdentifierKind,
  OutcomeKind,
  RecheckResult,
  ReferralKind,
  ReferralResult,
  SubjectKind,
  TakedownKind,
  TakedownState,
} from "#core/nouns/case.ts";
import { Category } from "#core/nouns/category.ts";
import { FindingStatus } from "./findings.ts";
import { CitationWarnings } from "./law.ts";
import { Instant } from "./problem.ts";

export const Trail = { addedBy: z.string(), addedAt: Instant };
export const DayOrNull = z.string().nullable();

export const ExhibitView = z.object({
  id: z.uuid(),
  captureId: z.uuid(),
  findingId: z.uuid().nullable(),
  category: Category.nullable(),
  position: z.number().int(),
  caption: z.string(),
  note: z.string(),
  url: z.string(),
  title: z.string(),
  sha256: z.string(),
  manifestSha256: z.string(),
  sizeBytes: z.number().int(),
  ledgerSeq: z.number().int(),
  capturedAt: Instant,
  sealedAt: Instant,
  stampedAt: Instant.nullable(),
  isAbsent: z.boolean(),
  isSealed: z.boolean(),
  ...Trail,
  detachedBy: z.string().nullable(),
  detachedAt: Instant.nullable(),
  detachReason: z.string().nullable(),
});
export type ExhibitView = z.infer<typeof ExhibitView>;

export const CaseFindingView = z.object({
  id: z.uuid(),
  findingId: z.uuid(),
  host: z.string(),
  url: z.string(),
  title: z.string(),
  category: Category,
  verdict: z.enum(["flag", "review"]),
  score: z.number(),
  status: FindingStatus,
  ...Trail,
  detachedBy: z.string().nullable(),
  detachedAt: Instant.nullable(),
  detachReason: z.string().nullable(),
});
export type CaseFindingView = z.infer<typeof CaseFindingView>;

export const SubjectView = z.object({
  id: z.uuid(),
  kind: SubjectKind,
  name: z.string(),
  address: z.string(),
  confidence: Confidence,
  note: z.string(),
  ...Trail,
});
export type SubjectView = z.infer<typeof SubjectView>;

export const IdentifierView = z.object({
  id: z.uuid(),
  subjectId: z.uuid().nullable(),
  kind: IdentifierKind,
  value: z.string(),
  confidence: Confidence,
  origin: z.string(),
  captureId: z.uuid().nullable(),
  ...Trail,
});
export type IdentifierView = z.infer<typeof IdentifierView>;

export const ReferralView = z.object({
  id: z.uuid(),
  kind: ReferralKind,
  agency: z.string(),
  subjectLine: z.string(),
  sentOn: DayOrNull,
  dueOn: DayOrNull,
  documentId: z.uuid().nullable(),
  packageId: z.uuid().nullable(),
  receiptNumber: z.string().nullable(),
  receivedOn: DayOrNull,
  reply: z.string(),
  repliedOn: DayOrNull,
  result: ReferralResult.nullable(),
  damageVnd: z.number().int().nullable(),
  ...Trail,
});
export type ReferralView = z.infer<typeof ReferralView>;

export const TakedownView = z.object({
  id: z.uuid(),
  url: z.string(),
  kind: TakedownKind,
  addressee: z.string(),
  registrar: z.string(),
  channel: z.enum(["letter", "phone", "platform-form", "e-mail", "other"]),
  documentId: z.uuid().nullable(),
  requestedAt: Instant,
  dueAt: Instant.nullable(),
  beforeCaptureId: z.uuid().nullable(),
  state: TakedownState,
  settledAt: Instant.nullable(),
  requestedBy: z.string(),
  checks: z.array(
    z.object({
      id: z.uuid(),
      day: z.number().int(),
      dueAt: Instant,
      doneAt: Instant.nullable(),
      result: RecheckResult.nullable(),
      captureId: z.uuid().nullable(),
      isSealed: z.boolean(),
      note: z.string(),
    }),
  ),
});
export type TakedownView = z.infer<typeof TakedownView>;

export const OutcomeView = z.object({
  id: z.uuid(),
  kind: OutcomeKind,
  subjectId: z.uuid().nullable(),
  subjectKind: z.enum(["person", "organisation"]).nullable(),
  amountVnd: z.number().int().nullable(),
  articleId: z.string().nullable(),
  decisionNumber: z.string(),
  decidedOn: z.string(),
  text: z.string(),
  paidOn: DayOrNull,
  ...Trail,
  /** Set where it stands no longer: cancelled, or entered wrongly. */
  withdrawnBy: z.string().nullable(),
  withdrawnAt: Instant.nullable(),
  withdrawReason: z.string().nullable(),
});
export type OutcomeView = z.infer<typeof OutcomeView>;

export const ChargeView = z.object({
  id: z.uuid(),
  articleId: z.string(),
  subjectId: z.uuid().nullable(),
  note: z.string(),
  ...Trail,
  /** From the law's records; null where the row is gone from them. */
  law: z.object({ instrument: z.string(), article: z.string(), conduct: z.string() }).nullable(),
  /** Why the citation does not stand on the day of the conduct, or should be looked at; empty where nothing is against it. */
  warnings: z.array(CitationWarnings.shape.items.element.omit({ articleId: true })),
});
export type ChargeView = z.infer<typeof ChargeView>;
