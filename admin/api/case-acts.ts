// Promises what may be done in a case: contents, work, referrals, takedowns, outcomes, steps and the sealed package.
import { z } from "zod";
import {
  CaseState,
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
import { Day } from "./cases.ts";
import { Instant } from "./problem.ts";

const line = (max: number) => z.string().trim().max(max);
const must = (max: number) => z.string().trim().min(1).max(max);
const Vnd = z.number().int().min(0).max(1_000_000_000_000_000);

export const AddFindings = z.object({ findingIds: z.array(z.uuid()).min(1).max(50) });
export type AddFindings = z.infer<typeof AddFindings>;

/** A sealed capture as an exhibit of its own, beside those that came with findings. */
export const AddExhibit = z.object({
  captureId: z.uuid(),
  findingId: z.uuid().nullable().default(null),
  caption: line(500).default(""),
});
export type AddExhibit = z.infer<typeof AddExhibit>;

export const ChangeExhibit = z.object({
  caption: line(500).optional(),
  note: line(4000).optional(),
  /** 1 is the first. */
  position: z.number().int().min(1).max(10_000).optional(),
});
export type ChangeExhibit = z.infer<typeof ChangeExhibit>;

export const Detach = z.object({ reason: must(1000) });
export type Detach = z.infer<typeof Detach>;

export const SubjectBody = z
  .object({
    kind: SubjectKind,
    name: line(300).default(""),
    address: line(500).default(""),
    confidence: Confidence,
    note: line(2000).default(""),
  })
  .refine((s) => s.kind === "unknown" || s.name !== "", { path: ["name"], message: "a known subject has a name" });
export type SubjectBody = z.infer<typeof SubjectBody>;

export const IdentifierBody = z.object({
  subjectId: z.uuid().nullable().default(null),
  kind: IdentifierKind,
  value: must(500),
  confidence: Confidence,
  origin: line(500).default(""),
  captureId: z.uuid().nullable().default(null),
});
export type IdentifierBody = z.infer<typeof IdentifierBody>;

export const ChargeBody = z.object({
  articleId: must(100),
  subjectId: z.uuid().nullable().default(null),
  note: line(2000).default(""),
});
export type ChargeBody = z.infer<typeof ChargeBody>;

export const TaskBody = z.object({
  title: must(300),
  assignedTo: z.uuid().nullable().default(null),
  dueOn: Day.nullable().default(null),
});
export type TaskBody = z.infer<typeof TaskBody>;

export const TickTask = z.object({ done: z.boolean() });
export const NoteBody = z.object({ text: must(8000) });
export const AssignCase = z.object({ personId: z.uuid().nullable() });

export const ReferralBody = z.object({
  kind: ReferralKind,
  agency: must(300),
  subjectLine: line(500).default(""),
  sentOn: Day.nullable().default(null),
  dueOn: Day.nullable().default(null),
  documentId: z.uuid().nullable().default(null),
  packageId: z.uuid().nullable().default(null),
});
export type ReferralBody = z.infer<typeof ReferralBody>;

export const ReceiptBody = z.object({ receiptNumber: must(100), receivedOn: Day });
export const ReplyBody = z.object({
  reply: must(4000),
  repliedOn: Day,
  result: ReferralResult.nullable().default(null),
  damageVnd: Vnd.nullable().default(null),
});

export const TakedownBody = z.object({
  url: must(2000),
  kind: TakedownKind,
  addressee: must(300),
  registrar: line(300).default(""),
  channel: z.enum(["letter", "phone", "platform-form", "e-mail", "other"]),
  documentId: z.uuid().nullable().default(null),
  requestedAt: Instant,
  dueAt: Instant.nullable().default(null),
  beforeCaptureId: z.uuid().nullable().default(null),
});
export type TakedownBody = z.infer<typeof TakedownBody>;
export const SettleTakedown = z.object({ state: TakedownState });

export const OutcomeBody = z
  .object({
    kind: OutcomeKind,
    subjectId: z.uuid().nullable().default(null),
    subjectKind: z.enum(["person", "organisation"]).nullable().default(null),
    amountVnd: Vnd.min(1).nullable().default(null),
    articleId: line(100).nullable().default(null),
    decisionNumber: line(100).default(""),
    decidedOn: Day,
    text: line(4000).default(""),
  })
  .refine((o) => (o.kind === "fine") === (o.amountVnd !== null), {
    path: ["amountVnd"],
    message: "a fine, and only a fine, has an amount",
  })
  .refine((o) => o.kind !== "fine" || o.subjectKind !== null, {
    path: ["subjectKind"],
    message: "a fine says whether a person or an organisation pays",
  });
export type OutcomeBody = z.infer<typeof OutcomeBody>;
export const PaymentBody = z.object({ paidOn: Day });
/** A decision that was cancelled, or an entry that was wrong: the outcome stays to be read and counts no more. */
export const WithdrawOutcomeBody = z.object({ reason: must(2000) });

export const TakeStep = z.object({
  to: CaseState,
  reason: must(2000),
  /** Number of the case that this one repeats; with `to: duplicate` only. */
  duplicateOf: line(60).optional(),
});
export type TakeStep = z.infer<typeof TakeStep>;

export const Approve = z.object({ reason: must(2000) });

export const SealCase = z.object({ purpose: must(500) });
export const Added = z.object({ id: z.uuid() });
export type Added = z.infer<typeof Added>;

/** Suspensions and revocations of domains, one line each, by registrar. */
export const RegistrarRegister = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      caseId: z.uuid(),
      number: z.string(),
      url: z.string(),
      kind: TakedownKind,
      registrar: z.string(),
      requestedAt: Instant,
      dueAt: Instant.nullable(),
      state: TakedownState,
      settledAt: Instant.nullable(),
      lastResult: RecheckResult.nullable(),
    }),
  ),
});
export type RegistrarRegister = z.infer<typeof RegistrarRegister>;
