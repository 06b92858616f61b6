// Promises incoming letters with lists of sites: registered as one batch, answered site by site, exported as the reply's table.
import { z } from "zod";
import { Day, Instant } from "./problem.ts";
import { ImportRow } from "./targets.ts";

const Line = z.string().trim();

export const LetterView = z.object({
  id: z.uuid(),
  number: z.string(),
  datedOn: z.string(),
  sender: z.string(),
  abstract: z.string(),
  incomingNumber: z.string(),
  arrivedOn: z.string(),
  dueOn: z.string().nullable(),
  /** Past its day with sites unanswered. */
  isLate: z.boolean(),
  file: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  registeredAt: Instant,
  registeredBy: z.string(),
  sites: z.number().int(),
  answered: z.number().int(),
});
export type LetterView = z.infer<typeof LetterView>;

export const LettersQuery = z.object({
  q: Line.max(200).optional(),
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const LettersPage = z.object({ items: z.array(LetterView), nextBefore: z.uuid().nullable() });
export type LettersPage = z.infer<typeof LettersPage>;

/** `csv`: the letter's list, a table or one address a line. With dryRun nothing is saved. */
export const RegisterLetter = z.object({
  number: Line.min(1).max(100),
  datedOn: Day,
  sender: Line.min(1).max(300),
  abstract: Line.min(1).max(1000),
  incomingNumber: Line.max(100).default(""),
  arrivedOn: Day,
  dueOn: Day.nullable().default(null),
  fileId: z.uuid().nullable().default(null),
  csv: z.string().min(1).max(1_000_000),
  scan: z.boolean().default(true),
  dryRun: z.boolean(),
});
export type RegisterLetter = z.infer<typeof RegisterLetter>;

/** `id` is null after a dry run. */
export const RegisterReply = z.object({
  id: z.uuid().nullable(),
  rows: z.array(ImportRow),
  asked: z.number().int(),
});
export type RegisterReply = z.infer<typeof RegisterReply>;

export const LetterResult = z.enum([
  "signs-found",
  "no-signs",
  "not-reachable",
  "out-of-area",
  "handled",
  "being-handled",
  "transferred",
]);
export type LetterResult = z.infer<typeof LetterResult>;

export const LetterItemView = z.object({
  id: z.uuid(),
  position: z.number().int(),
  given: z.string(),
  note: z.string(),
  url: z.string(),
  scan: z.object({ state: z.string(), outcome: z.string().nullable(), reason: z.string(), at: Instant }).nullable(),
  waiting: z.number().int(),
  confirmed: z.number().int(),
  dismissed: z.number().int(),
  categories: z.array(z.string()),
  case: z.object({ id: z.uuid(), number: z.string(), state: z.string() }).nullable(),
  answer: z
    .object({
      result: LetterResult,
      owner: z.string(),
      action: z.string(),
      documentNumber: z.string(),
      evidenceNumber: z.string(),
      note: z.string(),
      by: z.string(),
      at: Instant,
    })
    .nullable(),
});
export type LetterItemView = z.infer<typeof LetterItemView>;

export const LetterItemsQuery = z.object({
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export const LetterSheet = z.object({
  letter: LetterView,
  items: z.array(LetterItemView),
  nextAfter: z.number().int().nullable(),
});
export type LetterSheet = z.infer<typeof LetterSheet>;

export const AnswerItem = z.object({
  result: LetterResult,
  owner: Line.max(300).default(""),
  action: Line.max(1000).default(""),
  documentNumber: Line.max(200).default(""),
  evidenceNumber: Line.max(200).default(""),
  note: Line.max(2000).default(""),
  /** Number of a case at the desk, or "". */
  caseNumber: Line.max(40).default(""),
});
export type AnswerItem = z.infer<typeof AnswerItem>;

/** A file in base64, at most 5 MB before encoding. */
export const KeepFile = z.object({ name: Line.min(1).max(300), base64: z.base64().max(7_000_000) });
export const KeptFile = z.object({ id: z.uuid(), type: z.string(), name: z.string(), sizeBytes: z.number().int() });
export type KeptFile = z.infer<typeof KeptFile>;

/** Addresses on the evidence origin that live ten minutes; `picture` is null for what is no picture. */
export const FileLinks = z.object({ name: z.string(), download: z.string(), picture: z.string().nullable() });
export type FileLinks = z.infer<typeof FileLinks>;
