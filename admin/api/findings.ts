// Promises the queue: what a person filters by, and one dense row per finding.
import { z } from "zod";
import { Category } from "#core/nouns/category.ts";
import { Instant } from "./problem.ts";

export const FindingStatus = z.enum(["new", "confirmed", "dismissed"]);
export type FindingStatus = z.infer<typeof FindingStatus>;
export const QueueVerdict = z.enum(["flag", "review"]);
export type QueueVerdict = z.infer<typeof QueueVerdict>;

/** The queue's address is its filter. `q` is free text; it finds accented text without accents. */
export const QueueFilter = z.object({
  status: FindingStatus.default("new"),
  category: Category.optional(),
  verdict: QueueVerdict.optional(),
  host: z.string().trim().max(255).optional(),
  q: z.string().trim().max(200).optional(),
});
export type QueueFilter = z.infer<typeof QueueFilter>;

export const QueueQuery = QueueFilter.extend({
  /** `nextCursor` of the page before. */
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const ClaimView = z.object({ personId: z.uuid(), name: z.string(), until: Instant, mine: z.boolean() });
export type ClaimView = z.infer<typeof ClaimView>;

/** `none`: nobody was asked; `waiting`: asked, no sound answer yet. */
export const StampState = z.enum(["none", "waiting", "stamped"]);
export type StampState = z.infer<typeof StampState>;

export const QueueRow = z.object({
  id: z.uuid(),
  url: z.string(),
  host: z.string(),
  title: z.string(),
  category: Category,
  verdict: QueueVerdict,
  score: z.number(),
  /** The sentences of the two heaviest signals. */
  says: z.array(z.string()),
  signalCount: z.number().int(),
  reproduced: z.boolean(),
  status: FindingStatus,
  createdAt: Instant,
  capturedAt: Instant,
  timeStamp: StampState,
  claim: ClaimView.nullable(),
});
export type QueueRow = z.infer<typeof QueueRow>;

export const QueuePage = z.object({
  items: z.array(QueueRow),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
});
export type QueuePage = z.infer<typeof QueuePage>;
