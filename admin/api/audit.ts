// Promises the trail as auditors read it: who did what to which object and when, page by page, and whether it is still what was linked.
import { z } from "zod";
import { Instant } from "./problem.ts";

const Day = z.iso.date();

export const TrailQuery = z.object({
  /** Login of the person. */
  actor: z.string().trim().max(64).optional(),
  /** Id of a finding, capture, case, document, or a login. */
  object: z.string().trim().max(200).optional(),
  /** An act such as `finding.decided`, or the part before its dot. */
  act: z
    .string()
    .trim()
    .regex(/^[a-z-]+(\.[a-z-]+)?$/)
    .optional(),
  /** Days in GMT+7, both included. */
  from: Day.optional(),
  to: Day.optional(),
  /** `nextBefore` of the page before. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type TrailQuery = z.infer<typeof TrailQuery>;

export const TrailView = z.object({
  id: z.number().int(),
  at: Instant,
  actor: z.string(),
  /** The person's name; "" where the account is the system's or gone. */
  name: z.string(),
  act: z.string(),
  object: z.string(),
  /** Closed words and ids, as `key: value`. */
  detail: z.array(z.object({ key: z.string(), value: z.string() })),
});
export type TrailView = z.infer<typeof TrailView>;

export const TrailPage = z.object({
  items: z.array(TrailView),
  nextBefore: z.number().int().nullable(),
  /** Every act that the house records, for the filter. */
  acts: z.array(z.string()),
});
export type TrailPage = z.infer<typeof TrailPage>;

export const TrailCheck = z.object({
  ok: z.boolean(),
  events: z.number().int(),
  links: z.number().int(),
  /** Events that the next link will cover. */
  unlinked: z.number().int(),
  broken: z
    .object({ link: z.number().int(), fromId: z.number().int(), toId: z.number().int(), why: z.string() })
    .nullable(),
  checkedAt: Instant,
});
export type TrailCheck = z.infer<typeof TrailCheck>;
