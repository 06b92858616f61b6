// Promises what stands behind a sealed capture besides its own bytes: time, custody, witnesses, replay, second look.
import { z } from "zod";
import { StampState } from "./findings.ts";
import { Instant } from "./problem.ts";

export const ProofView = z.object({
  timeStamp: z.object({
    /** `none`: no authority is configured; `waiting`: asked, no sound answer yet. */
    state: StampState,
    at: Instant.nullable(),
    authority: z.string().nullable(),
    /** Whether its root certificate is one that the office pinned. */
    pinned: z.boolean().nullable(),
    error: z.string(),
  }),
  clock: z.object({
    source: z.string(),
    /** This machine's clock minus the source's, at the capture; null where nobody could tell. */
    offsetMs: z.number().nullable(),
    isOff: z.boolean(),
  }),
  custody: z.object({
    seq: z.number().int(),
    /** The first signed checkpoint that covers the capture's entry; null until one is made. */
    checkpoint: z.object({ size: z.number().int(), at: Instant }).nullable(),
    witnesses: z.array(z.object({ name: z.string(), at: Instant })),
  }),
  /** Null in packages from before there was a network log. */
  agreement: z
    .object({
      exchanges: z.number().int(),
      agree: z.number().int(),
      differ: z.number().int(),
      unseen: z.number().int(),
      onlyInNetlog: z.number().int(),
      blankTiles: z.number().int(),
    })
    .nullable(),
  replay: z
    .object({
      verdict: z.enum(["same", "similar", "differs", "failed"]),
      at: Instant,
      pictureDifference: z.number().nullable(),
      textSimilarity: z.number().nullable(),
      unserved: z.number().int(),
      note: z.string(),
    })
    .nullable(),
  secondLook: z
    .object({
      at: Instant,
      status: z.string(),
      pictureDifference: z.number().nullable(),
      textSimilarity: z.number().nullable(),
      differences: z.number().int(),
      note: z.string(),
    })
    .nullable(),
  /** Earlier packages that hold bodies of this one. */
  bases: z.number().int(),
  /** Standing orders that keep the evidence from destruction. */
  holds: z.array(z.object({ id: z.uuid(), at: Instant, by: z.string(), reason: z.string() })),
});
export type ProofView = z.infer<typeof ProofView>;
