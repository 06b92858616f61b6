// Promises the words of a report: which figures there are, and of which sections a kind of report is made.
import { z } from "zod";

/** Every figure is a list: its number is how many rows the list has, its amount their sum. Each is a block of core/records/figure.sql. */
export const FigureName = z.enum([
  "findingsRaised",
  "findingsConfirmed",
  "findingsDismissed",
  "tipsReceived",
  "tipsAnswered",
  "lettersReceived",
  "letterSites",
  "letterSitesAnswered",
  "cases",
  "casesHandled",
  "casesPolice",
  "casesProsecuted",
  "casesPoliceVerifying",
  "casesTransferred",
  "warnings",
  "fines",
  "finesPerson",
  "finesOrganisation",
  "remedies",
  "takedownsRequested",
  "accountsRemoved",
  "pagesRemoved",
  "takedownsOpen",
  "domainsRevoked",
  "domainsPending",
  "referralsSent",
  "referralsAnswered",
  "referralsOverdue",
  "damage",
  "assessmentsRequested",
  "assessmentsDone",
  "packagesSealed",
  "identifiersIp",
  "identifiersPhone",
  "identifiersAccount",
  "identifiersBank",
  "deadlinesMissed",
]);
export type FigureName = z.infer<typeof FigureName>;

export const ReportSection = z.object({
  number: z.string(),
  title: z.string(),
  figures: z.array(FigureName).default([]),
  /** Adds cases by the office's counting categories, with a row for all others and their sum. */
  byCategory: z.boolean().default(false),
  /** Adds referrals by agency. */
  byAgency: z.boolean().default(false),
  /** Adds the counters of the period. */
  counters: z.boolean().default(false),
  /** Adds the cases that were opened, one line each. */
  caseList: z.boolean().default(false),
  /** Key of the text that a person writes under it; "" where there is none. */
  text: z.string().default(""),
});
export type ReportSection = z.infer<typeof ReportSection>;

export const ReportKind = z.object({
  code: z.string().regex(/^[a-z][a-z0-9-]{1,60}$/),
  label: z.string().min(1),
  sections: z.array(ReportSection).min(1),
});
export type ReportKind = z.infer<typeof ReportKind>;

export const Compare = z.enum(["none", "last-year", "before"]);
export type Compare = z.infer<typeof Compare>;

/** A row of the office's counting: cases of these categories are counted together. */
export const ReportCategory = z.object({
  code: z.string().regex(/^[a-z][a-z-]{1,40}$/),
  label: z.string().trim().min(2).max(200),
  categories: z.array(z.string()),
});
export type ReportCategory = z.infer<typeof ReportCategory>;

const MonthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);

/** A report that is due every year. */
export const ReportSchedule = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/),
  kind: z.string(),
  label: z.string(),
  recipient: z.string(),
  periodFrom: MonthDay,
  periodTo: MonthDay,
  dueOn: MonthDay,
  source: z.string(),
  /** How well it is verified: P primary text, 2 or 1 independent sources, K general knowledge, ? unknown. */
  mark: z.enum(["P", "2", "1", "K", "?"]),
});
export type ReportSchedule = z.infer<typeof ReportSchedule>;

/** Days of GMT+7, both included, as YYYY-MM-DD. */
export interface Period {
  from: string;
  to: string;
}
