// Promises the deadlines that run, the next due first, and the bell: what is over, what is due soon, what is back after a takedown.
import { z } from "zod";
import { CaseState, TakedownKind } from "#core/nouns/case.ts";
import { Instant } from "./problem.ts";

export const DeadlinesQuery = z.object({
  /** Whose cases: the person's own, or everybody's. */
  whose: z.enum(["mine", "all"]).default("all"),
  state: z.enum(["open", "overdue", "all"]).default("open"),
  /** Days ahead that are listed. */
  days: z.coerce.number().int().min(0).max(3660).default(30),
  cursor: z
    .string()
    .regex(/^\d{4}-[^ ]{1,60}_[0-9a-f-]{36}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DeadlinesQuery = z.infer<typeof DeadlinesQuery>;

export const DeadlineView = z.object({
  id: z.uuid(),
  caseId: z.uuid(),
  number: z.string(),
  title: z.string(),
  state: CaseState,
  termId: z.string(),
  label: z.string(),
  startsAt: Instant,
  dueAt: Instant,
  metAt: Instant.nullable(),
  metBy: z.string().nullable(),
  isOverdue: z.boolean(),
});
export type DeadlineView = z.infer<typeof DeadlineView>;
export const DeadlinesPage = z.object({ items: z.array(DeadlineView), nextCursor: z.string().nullable() });
export type DeadlinesPage = z.infer<typeof DeadlinesPage>;

export const Bell = z.object({
  overdue: z.number().int(),
  /** Within three days. */
  dueSoon: z.number().int(),
  next: z.array(DeadlineView),
  returned: z.array(
    z.object({
      id: z.uuid(),
      caseId: z.uuid(),
      number: z.string(),
      url: z.string(),
      kind: TakedownKind,
      returnedAt: Instant,
    }),
  ),
  /** Yearly dates of the law (reports) within thirty days. */
  yearly: z.array(z.object({ termId: z.string(), label: z.string(), dueAt: Instant, isUnverified: z.boolean() })),
});
export type Bell = z.infer<typeof Bell>;
