// Promises the shape of a detection: signals with anchors that a reader can check, and a score that is their visible sum.
import { z } from "zod";
import { Category, Verdict } from "./category.ts";
import { SharedSpan } from "./observation.ts";

/** Where a signal fired (cli.md, "spans"). Offsets are UTF-16 into the named field exactly as given; `raw` is what stands there. */
export const Anchor = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("text"),
    field: z.enum(["html", "text", "title", "url"]),
    start: z.number().int(),
    end: z.number().int(),
    raw: z.string(),
  }),
  z.object({
    kind: z.literal("region"),
    image: z.string(),
    x: z.number(),
    y: z.number(),
    width: z.number(),
    height: z.number(),
    /** What was read there, where something was. */
    read: z.string().optional(),
  }),
  z.object({ kind: z.literal("absence"), searched: z.array(z.string()) }),
  z.object({
    kind: z.literal("register"),
    register: z.string(),
    row: z.string(),
    importedAt: z.string(),
  }),
  z.object({
    kind: z.literal("difference"),
    between: z.tuple([z.string(), z.string()]),
    what: z.string(),
    /** Stretches that both texts share, for showing them side by side: offsets into `Page.text` and into the other text. */
    shared: z.array(SharedSpan).optional(),
  }),
]);
export type Anchor = z.infer<typeof Anchor>;

export const Signal = z.object({
  rule: z.string(),
  /** First 12 hex digits of the sha256 of the rule's canonical JSON. */
  version: z.string(),
  category: Category,
  /** A full sentence in Vietnamese with the values that fired. */
  say: z.string(),
  /** What would clear it, in Vietnamese. */
  clearedBy: z.string(),
  /** Terms of the score; may be negative. */
  weight: z.number(),
  /** True where this signal alone carries a flag (a register contradiction, a form that asks for an OTP on a lookalike host). */
  legalGrade: z.boolean(),
  /** Law references (instrument and article), data from the pack. */
  cites: z.array(z.string()),
  anchors: z.array(Anchor).min(1),
});
export type Signal = z.infer<typeof Signal>;

export const CategoryResult = z.object({
  verdict: Verdict,
  /** Sum of the weights of `signals`; the thresholds stand in the pack. */
  score: z.number(),
  /** The score as a calibrated chance, 0 to 1; null where the pack carries no calibration. */
  chance: z.number().nullable().default(null),
  /** The page tells of the matter (a press story, a warning, a state lottery) and does not do it; only where the verdict is `none`. */
  tellsOf: z.boolean().optional(),
  signals: z.array(Signal),
});
export type CategoryResult = z.infer<typeof CategoryResult>;

export const Detection = z.object({
  /** Only categories with at least one signal. */
  categories: z.partialRecord(Category, CategoryResult),
  /** Rules that could not be answered, and the data that was missing. Skipped is not false. */
  skipped: z.array(z.object({ rule: z.string(), missing: z.string() })),
  /** Rules in shadow that fired: recorded to be reviewed, never part of a score. */
  shadow: z.array(Signal).default([]),
  /** sha256 over all rule versions, banks and cards in force. */
  knowledgeSha256: z.string(),
});
export type Detection = z.infer<typeof Detection>;
