// Promises the words of a case: states, confidence, identifiers, takedowns and outcomes, as closed lists that the database holds too.
import { z } from "zod";

/** States of law-and-workflow.md section F, in the order of migration 0019; their names are settings of the office. */
export const CaseState = z.enum([
  "verifying",
  "waiting",
  "assessment",
  "proposed",
  "approved",
  "takedown",
  "removed",
  "not-removed",
  "recording",
  "explanation",
  "sanctioned",
  "complaint",
  "enforcement",
  "coercion",
  "police",
  "police-received",
  "police-verifying",
  "prosecuted",
  "not-prosecuted",
  "transferred",
  "reminded",
  "following",
  "closed",
  "archived",
  "rejected",
  "duplicate",
  "out-of-area",
]);
export type CaseState = z.infer<typeof CaseState>;

export const CaseSource = z.enum(["scan", "letter", "tip", "partner", "soc", "manual"]);
export type CaseSource = z.infer<typeof CaseSource>;

/** How sure the file is of a fact about a subject; `unknown` is printed "chưa xác định". */
export const Confidence = z.enum(["unknown", "low", "medium", "high", "confirmed"]);
export type Confidence = z.infer<typeof Confidence>;

export const SubjectKind = z.enum(["person", "organisation", "unknown"]);
export type SubjectKind = z.infer<typeof SubjectKind>;

export const IdentifierKind = z.enum([
  "domain",
  "url",
  "account",
  "phone",
  "email",
  "bank-account",
  "ip",
  "imei",
  "wallet",
  "licence",
  "tracker",
  "registrant",
  "registrar",
  "hosting",
  "other",
]);
export type IdentifierKind = z.infer<typeof IdentifierKind>;

export const ReferralKind = z.enum(["police", "agency", "verification", "assessment", "ministry"]);
export type ReferralKind = z.infer<typeof ReferralKind>;
export const ReferralResult = z.enum(["prosecuted", "not-prosecuted", "verifying", "handled", "returned"]);
export type ReferralResult = z.infer<typeof ReferralResult>;

export const TakedownKind = z.enum(["content", "account", "domain-suspension", "domain-revocation"]);
export type TakedownKind = z.infer<typeof TakedownKind>;
export const TakedownState = z.enum(["requested", "removed", "still-up", "refused", "withdrawn"]);
export type TakedownState = z.infer<typeof TakedownState>;
/** Days after the request on which the address is looked at again (law-and-workflow.md section F, THEO_DOI). */
export const recheckDays = [1, 3, 7, 30, 90] as const;
/** `unreachable` and `not-captured` are no proof that the content is gone (law 4 of the house). */
export const RecheckResult = z.enum(["still-up", "changed", "gone", "unreachable", "not-captured"]);
export type RecheckResult = z.infer<typeof RecheckResult>;

export const OutcomeKind = z.enum([
  "warning",
  "fine",
  "remedy",
  "additional-penalty",
  "prosecution",
  "reminder",
  "no-action",
  "licence-revoked",
  "account-removed",
  "domain-revoked",
]);
export type OutcomeKind = z.infer<typeof OutcomeKind>;
