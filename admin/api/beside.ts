// Promises a captured page beside the stored text it shares stretches with, as text, each with its marked places.
import { z } from "zod";
import { Instant } from "./problem.ts";

const Marked = z.object({
  text: z.string(),
  /** Sorted, apart. */
  marks: z.array(z.object({ start: z.number().int(), end: z.number().int() })),
});

export const BesideView = z.object({
  page: Marked,
  other: Marked.extend({
    url: z.string(),
    title: z.string(),
    publishedAt: Instant.nullable(),
    firstSeenAt: Instant,
  }),
});
export type BesideView = z.infer<typeof BesideView>;
