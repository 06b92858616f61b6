// Promises what the desk knows of this machine's clock: the newest measurement against an independent one.
import { z } from "zod";
import { Instant } from "./problem.ts";

export const ClockState = z.object({
  /** Null while nothing was measured. */
  latest: z
    .object({
      at: Instant,
      source: z.string(),
      /** This machine's clock minus the source's; the truth lies within ± uncertaintyMs. */
      offsetMs: z.number().int(),
      uncertaintyMs: z.number().int(),
    })
    .nullable(),
  /** Off by more than a second, whatever the uncertainty. */
  isOff: z.boolean(),
});
export type ClockState = z.infer<typeof ClockState>;
