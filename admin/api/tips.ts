// Promises tips at the desk: their list, one whole, steps and links, the drafted answer, and who gave it behind a reason of its own.
import { z } from "zod";
import { Day, Instant } from "./problem.ts";

const Line = z.string().trim();

export const TipState = z.enum(["received", "checking", "answered", "not-within-scope", "duplicate"]);
export type TipState = z.infer<typeof TipState>;
export const TipChannel = z.enum(["form", "paper", "phone", "e-mail", "in-person", "partner"]);
export type TipChannel = z.infer<typeof TipChannel>;

/** Kept apart and encrypted; never in a list, an export or a document. */
export const TipIdentity = z.object({
  name: Line.max(200).default(""),
  phone: Line.max(60).default(""),
  email: Line.max(200).default(""),
});
export type TipIdentity = z.infer<typeof TipIdentity>;

export const TipView = z.object({
  id: z.uuid(),
  number: z.string(),
  channel: TipChannel,
  incomingNumber: z.string(),
  receivedOn: z.string(),
  address: z.string(),
  what: z.string(),
  seenWhen: z.string(),
  file: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  state: TipState,
  targetUrl: z.string().nullable(),
  /** Somebody is named; who, is another question. */
  hasIdentity: z.boolean(),
  createdAt: Instant,
  createdBy: z.string(),
});
export type TipView = z.infer<typeof TipView>;

export const TipFilter = z.object({
  q: Line.max(200).optional(),
  state: TipState.optional(),
  channel: TipChannel.optional(),
});
export type TipFilter = z.infer<typeof TipFilter>;
export const TipsQuery = TipFilter.extend({
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const TipsPage = z.object({
  items: z.array(TipView),
  nextBefore: z.uuid().nullable(),
  counts: z.partialRecord(TipState, z.number().int()),
});
export type TipsPage = z.infer<typeof TipsPage>;

export const TipSheet = z.object({
  tip: TipView,
  steps: z.array(
    z.object({
      to: TipState,
      reason: z.string(),
      actor: z.string(),
      at: Instant,
      duplicateOf: z.string().nullable(),
    }),
  ),
  links: z.array(
    z.object({
      kind: z.enum(["finding", "case"]),
      id: z.uuid(),
      label: z.string(),
      state: z.string(),
      by: z.string(),
      at: Instant,
    }),
  ),
  reply: z.object({ text: z.string(), isSaved: z.boolean(), by: z.string().nullable(), at: Instant.nullable() }),
});
export type TipSheet = z.infer<typeof TipSheet>;

export const AddTip = z.object({
  channel: TipChannel.exclude(["form"]),
  incomingNumber: Line.max(100).default(""),
  receivedOn: Day,
  address: Line.min(1).max(2000),
  what: Line.min(1).max(5000),
  seenWhen: Line.max(200).default(""),
  fileId: z.uuid().nullable().default(null),
  identity: TipIdentity.nullable().default(null),
});
export type AddTip = z.infer<typeof AddTip>;
export const AddedTip = z.object({ id: z.uuid(), number: z.string() });
export type AddedTip = z.infer<typeof AddedTip>;

export const StepTip = z.object({
  to: TipState.exclude(["received"]),
  reason: Line.min(3).max(2000),
  duplicateOf: Line.max(40).nullable().default(null),
});
export type StepTip = z.infer<typeof StepTip>;

/** The newest finding of the tip's watch entry, or a case by its number. */
export const LinkTip = z.union([
  z.strictObject({ finding: z.literal("newest") }),
  z.strictObject({ caseNumber: Line.min(1).max(40) }),
]);

/** `url` where the address as it was told is none that can be scanned. */
export const WatchTip = z.object({ url: Line.max(2000).optional(), scan: z.boolean().default(true) });
export const WatchTipReply = z.object({ isNew: z.boolean(), asked: z.number().int() });
export type WatchTipReply = z.infer<typeof WatchTipReply>;

export const SaveReply = z.object({ text: Line.min(1).max(10_000) });

export const AskIdentity = z.object({ reason: Line.min(5).max(500) });

export const TipFormView = z.object({
  open: z.boolean(),
  purposeNote: z.string(),
  intro: z.string(),
  mostAnHour: z.number().int(),
  mostAnHourFromOne: z.number().int(),
  /** Where the public finds it. */
  address: z.string(),
});
export type TipFormView = z.infer<typeof TipFormView>;
