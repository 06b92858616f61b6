// Promises the shape of a lexicon bank: terms by how safely they may be read without marks.
import { z } from "zod";

export const Bank = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** What the bank gathers, in Vietnamese: screens show it. */
  title: z.string().min(1),
  /** Unambiguous even without marks. */
  safe: z.array(z.string().min(2)).default([]),
  /** Without marks only beside another hit of the bank (within 60 words). */
  context: z.array(z.string().min(2)).default([]),
  /** Only as written, marks included. */
  exact: z.array(z.string().min(2)).default([]),
  /** RE2 patterns for whole words (folded), for names that are made up by a pattern. */
  shapes: z.array(z.string()).default([]),
  /** Folded words that a shape must not take ("covid19"). */
  notShapes: z.array(z.string()).default([]),
});
export type Bank = z.infer<typeof Bank>;
export type FoldPolicy = "safe" | "context" | "exact";
