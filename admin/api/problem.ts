// Promises the one shape in which the desk says that something did not work.
import { z } from "zod";

export const Problem = z.object({
  /** A code of core/errors.ts. */
  code: z.string(),
  /** English detail for the log; screens translate the code. */
  message: z.string(),
  cure: z.string().nullable(),
});
export type Problem = z.infer<typeof Problem>;

/** RFC 3339 in UTC; screens print GMT+7. */
export const Instant = z.iso.datetime();

/** A calendar day, yyyy-mm-dd. */
export const Day = z.iso.date();

export const Done = z.object({ done: z.literal(true) });
export type Done = z.infer<typeof Done>;
