// Promises the law's tables, the calculator by the day of a conduct, new versions of a row, and a data file in and out.
import { z } from "zod";
import {
  Agency,
  Holiday,
  LawArticle,
  LawCompetence,
  LawDay,
  LawInstrument,
  LawOrigin,
  LawTable,
  LawTerm,
} from "#core/nouns/law.ts";
import { Instant } from "./problem.ts";

const keptView = {
  origin: LawOrigin,
  changedBy: z.string(),
  changedAt: Instant,
  withdrawnAt: Instant.nullable(),
  withdrawnBy: z.string().nullable(),
  withdrawReason: z.string().nullable(),
};
export const InstrumentView = LawInstrument.extend(keptView);
export const ArticleView = LawArticle.extend(keptView);
export const CompetenceView = LawCompetence.extend(keptView);
export const TermView = LawTerm.extend(keptView);
export const HolidayView = Holiday.extend(keptView);
export const AgencyView = Agency.extend(keptView);
export type InstrumentView = z.infer<typeof InstrumentView>;
export type ArticleView = z.infer<typeof ArticleView>;
export type CompetenceView = z.infer<typeof CompetenceView>;
export type TermView = z.infer<typeof TermView>;
export type HolidayView = z.infer<typeof HolidayView>;
export type AgencyView = z.infer<typeof AgencyView>;
export type { LawRowOf, LawTable } from "#core/nouns/law.ts";

/** `q` is folded words; `on` keeps rows in force that day; `all` shows set-aside rows too. */
export const LawQuery = z.object({
  q: z.string().trim().max(200).default(""),
  on: LawDay.optional(),
  all: z.enum(["yes", "no"]).default("no"),
  after: z.coerce.number().int().min(0).max(100_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type LawQuery = z.infer<typeof LawQuery>;
export const LawPage = z.object({
  table: LawTable,
  items: z.array(z.union([ArticleView, CompetenceView, TermView, HolidayView, AgencyView, InstrumentView])),
  /** Rows that the question finds; `nextAfter` is null on the last page. */
  total: z.number().int(),
  nextAfter: z.number().int().nullable(),
});
export type LawPage = z.infer<typeof LawPage>;

export const LawOnQuery = z.object({
  conductOn: LawDay,
  category: z.string().trim().max(60).optional(),
  /** Day of the decision; today where it is not given. */
  today: LawDay.optional(),
});
const Bracket = z.object({ from: z.number(), to: z.number() });
const AmountsView = z
  .object({ individual: Bracket, organisation: Bracket, printed: z.enum(["individual", "organisation"]) })
  .nullable();
export const ApplicableView = z.object({
  article: LawArticle,
  instrument: LawInstrument.nullable(),
  amounts: AmountsView,
  signers: z.array(
    z.object({
      competence: LawCompetence,
      individual: z.boolean().nullable(),
      organisation: z.boolean().nullable(),
    }),
  ),
  limitation: z.object({ term: LawTerm, endsOn: LawDay, isOver: z.boolean(), isGeneral: z.boolean() }).nullable(),
  lighter: z.array(
    z.object({
      article: LawArticle,
      instrument: LawInstrument,
      amounts: AmountsView,
      lighter: z.enum(["older", "newer", "same", "unknown"]),
    }),
  ),
  isUncertain: z.boolean(),
});
export type ApplicableView = z.infer<typeof ApplicableView>;
export const LawOn = z.object({ conductOn: LawDay, today: LawDay, items: z.array(ApplicableView) });
export type LawOn = z.infer<typeof LawOn>;

const text = z.string().trim();
const putting = { reason: text.min(3).max(300) };
/** A new version of a row: the one of the same series and first day is set aside, an earlier one is closed. */
export const PutLawRow = z.discriminatedUnion("table", [
  z.object({ table: z.literal("instruments"), row: LawInstrument, ...putting }),
  z.object({ table: z.literal("articles"), row: LawArticle, ...putting }),
  z.object({ table: z.literal("competences"), row: LawCompetence, ...putting }),
  z.object({ table: z.literal("terms"), row: LawTerm, ...putting }),
  z.object({ table: z.literal("holidays"), row: Holiday, ...putting }),
  z.object({ table: z.literal("agencies"), row: Agency, ...putting }),
]);
export type PutLawRow = z.infer<typeof PutLawRow>;
export const PutReply = z.object({ id: z.string(), result: z.enum(["added", "replaced", "same"]) });
export type PutReply = z.infer<typeof PutReply>;

export const SetAside = z.object({ table: LawTable, id: z.string().max(90), reason: text.min(3).max(300) });
export type SetAside = z.infer<typeof SetAside>;

/** A data file as JSON, or one table of it as CSV; `ownOnly` sets every shipped row aside. */
export const ImportLaw = z.object({
  format: z.enum(["json", "csv"]),
  /** Which table a CSV is of. */
  table: LawTable.optional(),
  text: z.string().max(4_000_000),
  ownOnly: z.boolean().default(false),
  dryRun: z.boolean().default(true),
  reason: text.min(3).max(300),
});
export type ImportLaw = z.infer<typeof ImportLaw>;
export const ImportLawReply = z.object({
  dryRun: z.boolean(),
  added: z.number().int(),
  replaced: z.number().int(),
  same: z.number().int(),
  setAside: z.number().int(),
  rows: z.array(PutReply.extend({ table: LawTable })).max(70_000),
});
export type ImportLawReply = z.infer<typeof ImportLawReply>;
export const ExportQuery = z.object({ format: z.enum(["json", "csv"]).default("json"), table: LawTable.optional() });

/** Warnings for articles that a draft cites. */
export const CheckCitations = z.object({
  articleIds: z.array(z.string().max(90)).max(200),
  conductOn: LawDay.nullable(),
});
export const CitationWarnings = z.object({
  items: z.array(
    z.object({
      articleId: z.string(),
      problem: z.enum(["unknown", "set-aside", "no-conduct-date", "not-yet", "expired", "lighter-now", "unverified"]),
      detail: z.string().nullable(),
    }),
  ),
});
export type CitationWarnings = z.infer<typeof CitationWarnings>;
