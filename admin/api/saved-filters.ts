// Promises filters under a name: each person's own, those that a lead shares with all, and one that opens first.
import { z } from "zod";
import { QueueFilter } from "./findings.ts";
import { Instant } from "./problem.ts";

/** As it stands in the address, without cursor. */
export const FilterQuery = z
  .string()
  .trim()
  .max(2000)
  .refine((query) => QueueFilter.safeParse(Object.fromEntries(new URLSearchParams(query))).success, {
    message: "not a filter of the queue",
  });

export const SaveFilter = z.object({
  name: z.string().trim().min(1).max(80),
  query: FilterQuery,
  /** Shown to everybody: the lead's right. */
  shared: z.boolean().default(false),
});
export type SaveFilter = z.infer<typeof SaveFilter>;

export const SavedFilter = z.object({
  id: z.uuid(),
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  owner: z.string(),
  mine: z.boolean(),
  /** Opens first for the asking person. */
  isDefault: z.boolean(),
  changedAt: Instant,
});
export type SavedFilter = z.infer<typeof SavedFilter>;

/**
 * GET /api/saved-filters: own and shared. POST adds; PUT /api/saved-filters/:id and DELETE change one's own (another's is `not-found`).
 * PUT /api/saved-filters/default sets which opens first.
 */
export const SavedFilters = z.object({ items: z.array(SavedFilter) });
export type SavedFilters = z.infer<typeof SavedFilters>;
export const SetDefaultFilter = z.object({ id: z.uuid().nullable() });
