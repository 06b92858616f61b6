// Promises the overview: what waits and how old, time to decision, work by person, precision by rule, freshness and health of the crawl.
import { z } from "zod";
import { Category } from "#core/nouns/category.ts";
import { QueueVerdict } from "./findings.ts";
import { RuleView } from "./knowledge.ts";
import { Instant } from "./problem.ts";

const Count = z.number().int();

export const Overview = z.object({
  at: Instant,
  waiting: z.array(
    z.object({
      verdict: QueueVerdict,
      category: Category,
      /** Waiting less than the first limit, less than the second, longer (hours). */
      fresh: Count,
      aging: Count,
      old: Count,
      oldestAt: Instant,
    }),
  ),
  ageHours: z.tuple([z.number(), z.number()]),
  days: z.array(z.object({ day: z.string(), confirmed: Count, dismissed: Count, medianHours: z.number().nullable() })),
  people: z.array(z.object({ actor: z.string(), name: z.string(), confirmed: Count, dismissed: Count, steps: Count })),
  rules: z.array(
    RuleView.pick({
      rule: true,
      state: true,
      confirmed: true,
      dismissed: true,
      precision: true,
      low: true,
      high: true,
    }),
  ),
  scans: z.object({
    targets: Count,
    never: Count,
    withinDay: Count,
    withinWeek: Count,
    older: Count,
    oldestAt: Instant.nullable(),
    outcomes: z.array(z.object({ outcome: z.string(), scans: Count })),
  }),
  cases: z.array(z.object({ state: z.string(), cases: Count, oldestAt: Instant })),
  deadlines: z.object({ overdue: Count, soon: Count }),
});
export type Overview = z.infer<typeof Overview>;
