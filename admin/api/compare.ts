// Promises two captures of one target side by side: pictures with the boxes that changed, and words in three colours.
import { z } from "zod";
import { BoxView, TileView } from "./captures.ts";
import { Instant } from "./problem.ts";

const Side = z.object({
  captureId: z.uuid(),
  at: Instant,
  url: z.string(),
  pageWidth: z.number().int(),
  pageHeight: z.number().int(),
  tiles: z.array(TileView),
  /** Where this capture's own signals stand; `signal` is the position in `signals`. */
  boxes: z.array(BoxView),
  /** Sentences of the signals that fired on this capture. */
  signals: z.array(z.string()),
  /** Why nothing can be shown of this side; "" when it can. */
  unreadable: z.string(),
});
export type CompareSide = z.infer<typeof Side>;

export const Area = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/**
 * `trigger`: inside a signal's span. `noise`: only dates, clock times and counters, outside every span. `change`: any other word.
 * A piece with kind `same` is never `noise`.
 */
export const WordPiece = z.object({
  kind: z.enum(["same", "removed", "added"]),
  cause: z.enum(["trigger", "change", "noise"]),
  text: z.string(),
  signal: z.number().int().nullable(),
});
export type WordPiece = z.infer<typeof WordPiece>;

export const CompareView = z.object({
  /** The one that was taken first. */
  before: Side,
  after: Side,
  picture: z.object({
    /** Changed stretches of the page in CSS px; what moved counts as changed where it was and where it is. */
    areas: z.array(Area),
    /** Share of cells of 32 px that differ, 0 to 1; null where one side has no picture. */
    share: z.number().nullable(),
  }),
  words: z.object({
    pieces: z.array(WordPiece),
    /** The texts differ so much that they stand one after the other, not word by word. */
    coarse: z.boolean(),
    /** A side's text was longer than what a screen can hold. */
    cut: z.boolean(),
  }),
  linksUntil: Instant,
});
export type CompareView = z.infer<typeof CompareView>;
