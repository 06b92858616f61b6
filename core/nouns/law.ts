// Promises the words of the law as data: instruments, articles, competences, terms, holidays and agencies, each with source and mark.
import { z } from "zod";

/** P: primary text read · 2: two independent secondary sources · 1: one · K: general knowledge, not verified · ?: unknown or contradictory. */
export const LawMark = z.enum(["P", "2", "1", "K", "?"]);
export type LawMark = z.infer<typeof LawMark>;

/** Marks that a screen or document must show as "chưa kiểm chứng". */
export const isUnverified = (mark: LawMark): boolean => mark === "K" || mark === "?";

export const LawOrigin = z.enum(["shipped", "office"]);
export type LawOrigin = z.infer<typeof LawOrigin>;

const Id = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9.-]{1,80}$/, "chữ thường không dấu, chữ số, dấu chấm, gạch nối");
/** yyyy-mm-dd, a day of the Gregorian calendar in Vietnam. */
export const LawDay = z.iso.date();
const Line = z.string().trim().max(500);
const Name = Line.min(1);
const Text = z.string().trim().max(4000);
const Amount = z.number().int().min(0).max(1_000_000_000_000);

/** What every row says of itself; `source` names where it was read. */
const said = {
  note: Text.default(""),
  source: Name,
  mark: LawMark,
};
const valid = { effectiveFrom: LawDay.nullable().default(null), effectiveTo: LawDay.nullable().default(null) };
const named = { id: Id, series: Id };

export const LawInstrument = z.object({
  ...named,
  kind: z.enum(["law", "decree", "circular", "decision", "plan", "other"]),
  number: Line,
  title: Name,
  issuer: Line.default(""),
  issuedOn: LawDay.nullable().default(null),
  ...valid,
  /** Series of the instrument that follows. */
  replacedBy: Id.nullable().default(null),
  /** Article by which conduct of before is judged by the older text unless this one is lighter; "" where none is known. */
  lighterArticle: Line.default(""),
  ...said,
});
export type LawInstrument = z.infer<typeof LawInstrument>;

export const AmountIs = z.enum(["individual", "organisation"]);
export type AmountIs = z.infer<typeof AmountIs>;

export const LawArticle = z.object({
  ...named,
  /** Series of a LawInstrument. */
  instrument: Id,
  kind: z.enum(["duty", "sanction", "crime"]),
  article: Line.default(""),
  conduct: Name,
  /** Categories of findings (core/nouns/category.ts); "any" suits every one. */
  categories: z.array(Line).max(40).default([]),
  /** đồng, for whom `amountIs` says. */
  amountFrom: Amount.nullable().default(null),
  amountTo: Amount.positive().nullable().default(null),
  amountIs: AmountIs.nullable().default(null),
  /** An organisation pays so many times what a person pays. */
  organisationFactor: z.number().positive().max(99).default(2),
  remedies: z.array(Line).max(40).default([]),
  additional: z.array(Line).max(40).default([]),
  /** Series of older articles on the same conduct. */
  follows: z.array(Id).max(40).default([]),
  ...valid,
  ...said,
});
export type LawArticle = z.infer<typeof LawArticle>;

export const LawCompetence = z.object({
  ...named,
  instrument: Id,
  article: Line.default(""),
  position: Name,
  /** đồng. */
  ceilingIndividual: Amount.positive().nullable().default(null),
  ceilingOrganisation: Amount.positive().nullable().default(null),
  ...valid,
  ...said,
});
export type LawCompetence = z.infer<typeof LawCompetence>;

/** What starts a term. `yearly` starts by itself. */
export const LawEvent = z.enum([
  "takedown-requested",
  "takedown-urgent",
  "source-removed",
  "conduct-ended",
  "conduct-detected",
  "subject-identified",
  "conduct-detected-complex",
  "decision-signed",
  "licence-granted",
  "breach-found",
  "yearly",
]);
export type LawEvent = z.infer<typeof LawEvent>;

export const TermUnit = z.enum(["hours", "working-days", "days", "months", "years"]);
export type TermUnit = z.infer<typeof TermUnit>;

export const LawTerm = z.object({
  ...named,
  instrument: Id,
  article: Line.default(""),
  label: Name,
  event: LawEvent,
  amount: z.number().int().positive().max(100_000).nullable().default(null),
  unit: TermUnit.nullable().default(null),
  /** MM-DD of a date that comes every year. */
  monthDay: z
    .string()
    .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
    .nullable()
    .default(null),
  /** Must be done before that day, not on it. */
  isBefore: z.boolean().default(false),
  /** An end on a day off moves to the next working day; a limitation does not. */
  movesOn: z.boolean().default(true),
  ...valid,
  ...said,
});
export type LawTerm = z.infer<typeof LawTerm>;

export const Holiday = z.object({
  ...named,
  day: LawDay,
  name: Name,
  kind: z.enum(["off", "make-up-working"]),
  ...said,
});
export type Holiday = z.infer<typeof Holiday>;

export const AgencyKind = z.enum([
  "police",
  "department",
  "committee",
  "ministry",
  "registrar",
  "platform",
  "press",
  "market",
  "court",
  "other",
]);
export type AgencyKind = z.infer<typeof AgencyKind>;

export const Agency = z.object({
  ...named,
  name: Name,
  kind: AgencyKind,
  address: Line.default(""),
  email: Line.default(""),
  phone: Line.default(""),
  aliases: z.array(Line).max(40).default([]),
  ...valid,
  ...said,
});
export type Agency = z.infer<typeof Agency>;

/** The tables, by the name that files and routes use. */
export const lawTables = {
  instruments: LawInstrument,
  articles: LawArticle,
  competences: LawCompetence,
  terms: LawTerm,
  holidays: Holiday,
  agencies: Agency,
} as const;
export type LawTable = keyof typeof lawTables;
export type LawRowOf<T extends LawTable> = z.infer<(typeof lawTables)[T]>;
export const LawTable = z.enum(["instruments", "articles", "competences", "terms", "holidays", "agencies"]);

/** A data file: what this program ships, and what an office brings. `id` is the series where a row gives no own. */
export const LawData = z.object({
  instruments: z.array(LawInstrument).max(5000).default([]),
  articles: z.array(LawArticle).max(20_000).default([]),
  competences: z.array(LawCompetence).max(5000).default([]),
  terms: z.array(LawTerm).max(5000).default([]),
  holidays: z.array(Holiday).max(5000).default([]),
  agencies: z.array(Agency).max(20_000).default([]),
});
export type LawData = z.infer<typeof LawData>;

/** What the tables add to a row of a data file. */
export const kept = {
  origin: LawOrigin,
  changedBy: z.string(),
  changedAt: z.date(),
  withdrawnAt: z.date().nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawReason: z.string().nullable(),
};
export type Kept<R> = R & {
  origin: LawOrigin;
  changedBy: string;
  changedAt: Date;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  withdrawReason: string | null;
};

/** Everything that stands (nothing set aside), as calculations take it. */
export interface LawBook {
  instruments: LawInstrument[];
  articles: LawArticle[];
  competences: LawCompetence[];
  terms: LawTerm[];
  holidays: Holiday[];
}
