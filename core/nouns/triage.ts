// Promises the closed words of triage: how grave, how old, in whose hands, and the numbers that an office sets for them.
import { z } from "zod";
import { Category } from "./category.ts";

export const Severity = z.enum(["high", "medium", "low"]);
export type Severity = z.infer<typeof Severity>;

/** How long a finding waits: within the first limit, within the second, longer. */
export const AgeBand = z.enum(["green", "amber", "red"]);
export type AgeBand = z.infer<typeof AgeBand>;

/**
 * In whose hands a finding is, as one person sees it. `mine`: claimed by this person now; `unclaimed`: by nobody; `assigned`: given to this
 * person; `held`: put aside until a time; `escalated`: moved up to the lead; `second-review`: drawn for a second, blind look.
 */
export const DeskState = z.enum(["mine", "unclaimed", "assigned", "held", "escalated", "second-review"]);
export type DeskState = z.infer<typeof DeskState>;

/** `grave`: gravest first, oldest among equals; the others by the time at which the finding was raised. */
export const QueueSort = z.enum(["grave", "oldest", "newest"]);
export type QueueSort = z.infer<typeof QueueSort>;

/** Every act of triage that is kept as a row, besides decisions. */
export const TriageActKind = z.enum([
  "claim-taken",
  "claim-released",
  "claim-handed-over",
  "claim-taken-over",
  "held",
  "hold-ended",
  "escalated",
  "escalation-ended",
  "assigned",
  "assignment-ended",
]);
export type TriageActKind = z.infer<typeof TriageActKind>;

/** Offers that cost people money or take their data come first; the office may think otherwise. */
const SeverityOfCategory = z.object({
  gambling: Severity.default("high"),
  hidden_gambling_links: Severity.default("medium"),
  unlicensed_news: Severity.default("medium"),
  imprint: Severity.default("low"),
  source_duties: Severity.default("low"),
  domain_duties: Severity.default("low"),
  impersonation: Severity.default("high"),
  false_information: Severity.default("medium"),
  illegal_fundraising: Severity.default("high"),
  personal_data: Severity.default("high"),
} satisfies Record<Category, z.ZodType>);

export const TriageSettings = z.object({
  /** How long a claim lives without a sign of life. */
  claimMinutes: z.number().int().min(1).max(60).default(10),
  /** A hold ends after this at the latest. */
  holdHours: z.number().int().min(1).max(24).default(24),
  /** Waiting time up to which a finding is green, then amber; afterwards red. */
  greenHours: z.number().min(0.25).max(720).default(4),
  amberHours: z.number().min(0.5).max(2160).default(24),
  /** Of a flag; a review of the same category counts one step lower. */
  severity: SeverityOfCategory.prefault({}),
  /** Share of decisions that a second person decides blindly; categories without one use the office's share. */
  secondReviewShare: z.partialRecord(Category, z.number().min(0).max(1)).default({}),
});
export type TriageSettings = z.infer<typeof TriageSettings>;

export const defaultTriageSettings: TriageSettings = TriageSettings.parse({});

const lower: Record<Severity, Severity> = { high: "medium", medium: "low", low: "low" };

/** How grave a finding is: its category's step, one lower while the machine only asks for a look. */
export function severityOf(f: { category: Category; verdict: "flag" | "review" }, settings: TriageSettings): Severity {
  const own = settings.severity[f.category];
  return f.verdict === "flag" ? own : lower[own];
}

export function ageBandOf(ageMs: number, settings: TriageSettings): AgeBand {
  const hours = ageMs / 3_600_000;
  if (hours < settings.greenHours) return "green";
  return hours < settings.amberHours ? "amber" : "red";
}
